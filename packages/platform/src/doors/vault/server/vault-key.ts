import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { codeOf } from '../store/index.ts'

/** The key that signs receipts and checkpoints; made at its first use. Throws `input-invalid`. */
export function vaultKey(vault: string): KeyObject {
  const file = join(vault, 'vault.key')
  if (!existsSync(file)) create(vault, file)
  try {
    const key = createPrivateKey(readFileSync(file))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, without the text of the key.
  }
  throw new AnlaufError('input-invalid', `${file} holds no Ed25519 key.`, {
    hint: 'Bring the file back from a copy: receipts and checkpoints of another key do not fit this vault.',
  })
}

/** Written elsewhere and then linked: two that start at once agree on one key, and none is half there. */
function create(vault: string, file: string): void {
  mkdirSync(vault, { recursive: true, mode: 0o700 })
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, pem, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    throw new AnlaufError('vault-failed', `The file system of ${vault} knows no hard links.`, {
      hint: 'Put the vault on a local file system such as ext4, XFS, btrfs or ZFS.',
      cause: error,
    })
  } finally {
    rmSync(fresh, { force: true })
  }
}
