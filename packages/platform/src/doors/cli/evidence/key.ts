import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { AnlaufContext } from '../context.ts'
import { readPrivateKey, type SigningKey } from '../access/private-key-file.ts'

/** The name under which this program signs checkpoints; the key tells one log's signer from another's. */
export const signerName = 'anlauf'

/** The log's name in its checkpoints. */
export function originOf(caseId: string): string {
  return `anlauf/case/${caseId}`
}

/** The key that signs what leaves the house: the named one, else the home's own, made at its first use. */
export function evidenceKey(
  context: Pick<AnlaufContext, 'home' | 'process'>,
  named?: string,
): SigningKey & { readonly file: string; readonly isNew: boolean } {
  const file = named ?? homeKeyFile(context)
  const isNew = named === undefined && !existsSync(file)
  if (isNew) create(file, context.home)
  return { ...readPrivateKey(context, file), file, isNew }
}

export function homeKeyFile(context: Pick<AnlaufContext, 'home'>): string {
  return join(context.home, 'evidence.key')
}

/** Written elsewhere and then linked: two commands that start at once agree on one key, and none is half there. */
function create(file: string, home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, pem, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}
