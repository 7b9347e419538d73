import type { ScryptCost } from '../crypto/index.ts'
import { damaged, RepositoryError } from '../error.ts'
import { sha256 } from '../id.ts'
import { lockRepository } from '../locks/index.ts'
import type { Repository } from '../repository.ts'
import { createKeyFile, decodeKeyFile, unwrapMasterKey } from './key-file.ts'

export interface NewKey {
  readonly password: string
  /** What the key file says about its origin; default: this account and this machine. */
  readonly username?: string | undefined
  readonly hostname?: string | undefined
  /** For tests: a lower cost makes passwords easier to guess. */
  readonly kdf?: ScryptCost | undefined
}

/**
 * Adds a key file, so that one more password opens the repository, and returns its id. The file is read back
 * and opened before that: a password that was stored wrongly would be noticed when it is needed most.
 * Throws `invalid-argument` (empty password), `locked`, `damaged`, `write-failed`.
 */
export async function addKey(repository: Repository, key: NewKey): Promise<string> {
  refuseEmpty(key.password)
  await using _lock = await lockRepository(repository, { exclusive: false })
  // Without "await" the lock would be gone before the work.
  return await writeKey(repository, key)
}

/**
 * Removes the key file with this id. Whoever knew its password may still know the master key: only a copy
 * into a repository with another master key shuts them out. Throws `invalid-argument` for the key in use,
 * `missing-object`, `locked`.
 */
export async function removeKey(repository: Repository, id: string): Promise<void> {
  if (id === repository.keyId) throw keyInUse(id)
  await using _lock = await lockRepository(repository, { exclusive: true })
  if ((await repository.storage.stat('keys', id)) === undefined) throw noSuchKey(id)
  // Looked at under the lock: somebody else may have removed the key that opened the repository for us.
  if ((await repository.storage.stat('keys', repository.keyId)) === undefined) throw lastKey(id)
  await repository.storage.remove('keys', id)
}

/**
 * Replaces the key file in use by one for a new password and returns its id. The old file goes only after
 * the new one was read back and opened: killed in between, both passwords work. Errors as `addKey`.
 */
export async function changePassword(repository: Repository, key: NewKey): Promise<string> {
  refuseEmpty(key.password)
  await using _lock = await lockRepository(repository, { exclusive: true })
  const id = await writeKey(repository, key)
  await repository.storage.remove('keys', repository.keyId)
  return id
}

async function writeKey(repository: Repository, key: NewKey): Promise<string> {
  const { storage, masterKey } = repository
  const { password, username, hostname, kdf } = key
  const bytes = await createKeyFile(masterKey, { password, cost: kdf, time: new Date(), username, hostname })
  const id = sha256(bytes)
  await storage.write('keys', id, bytes)
  try {
    const opened = await unwrapMasterKey(decodeKeyFile(await storage.read('keys', id)), password)
    if (opened?.encrypt.equals(masterKey.encrypt) !== true) throw notReadBack(id)
  } catch (error) {
    await storage.remove('keys', id)
    throw error
  }
  return id
}

function refuseEmpty(password: string): void {
  if (password !== '') return
  throw new RepositoryError('invalid-argument', 'An empty password protects nothing.', {
    hint: 'Choose a long random password and keep it apart from the backups.',
  })
}

function keyInUse(id: string): RepositoryError {
  return new RepositoryError('invalid-argument', `Key ${id.slice(0, 8)} is the one you opened with.`, {
    hint: 'Open the repository with another password to remove this one; to replace it use "key passwd".',
    context: { key: id },
  })
}

function noSuchKey(id: string): RepositoryError {
  return new RepositoryError('missing-object', `There is no key ${id.slice(0, 8)}.`, {
    hint: 'See which there are with "anlauf repo key list".',
    context: { key: id },
  })
}

function lastKey(id: string): RepositoryError {
  return new RepositoryError('invalid-argument', `Key ${id.slice(0, 8)} may be the last that opens.`, {
    hint: 'The key you opened with was removed meanwhile. Open the repository again and look at "anlauf repo key list".',
    context: { key: id },
  })
}

function notReadBack(id: string): Error {
  return damaged(`The new key file ${id.slice(0, 8)} does not open what it should; it was taken back.`, {
    key: id,
  })
}
