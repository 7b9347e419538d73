import { createHash } from 'node:crypto'
import { join } from 'node:path'

import { readInputFile } from '../access/input-file.ts'

/** What one mail may carry. */
const maxBytes = 8 * 1024 * 1024

export const lettersFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: 'Folder with one letter a tenant, TENANT.pdf, that goes with the notice and is signed with it',
  placeholder: 'folder',
} as const

/** The letter of a tenant. Throws `not-found` when there is none. */
export function letterOf(folder: string, tenant: string): Buffer {
  return readInputFile(join(folder, `${tenant}.pdf`), { what: 'letter', maxBytes })
}

/** SHA-256 over the letters of all tenants: who signs the notice signs each of them. */
export function lettersDigest(folder: string, tenants: readonly string[]): string {
  const hash = createHash('sha256')
  for (const tenant of tenants.toSorted()) {
    hash.update(`${tenant} ${createHash('sha256').update(letterOf(folder, tenant)).digest('hex')}\n`)
  }
  return hash.digest('hex')
}
