import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { promisesEnd, type StatementContent } from '../../../phases/comply/statements/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { requirePromises } from '../statement/outdated.ts'

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

/**
 * Throws `gate-closed` for letters that promise a time that is over: hours lie between printing and sending. What a letter
 * promises stands in its content, which "anlauf statement letter" writes beside it; of letters made otherwise nothing is known.
 */
export function requireLettersFresh(
  folder: string,
  tenants: readonly string[],
  { now, next }: { readonly now: Date; readonly next: string },
): void {
  const leaving = tenants.flatMap((tenant) => {
    const file = join(folder, `${tenant}.json`)
    if (!existsSync(file)) return []
    try {
      const content = readInputFile(file, { what: 'content of a letter', maxBytes }).toString()
      return [{ tenant, revision: { promisesEnd: promisesEnd(JSON.parse(content) as StatementContent) } }]
    } catch (error) {
      if (error instanceof SyntaxError) return []
      throw error
    }
  })
  requirePromises(leaving, now, next)
}
