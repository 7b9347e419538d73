import { randomBytes } from 'node:crypto'

import type { BadCopy } from './bad-copies.ts'
import { randomPolynomial } from './chunker/index.ts'
import { isChunkerPolynomial, loadConfig, type RepositoryConfig, storeConfig } from './config/index.ts'
import { type ScryptCost, unitCipher } from './crypto/index.ts'
import { RepositoryError } from './error.ts'
import { sha256 } from './id.ts'
import { createKeyFile, createMasterKey, findMasterKey } from './keys/index.ts'
import { createReader } from './repository-reader.ts'
import type { Repository } from './repository.ts'
import type { Storage } from './storage/index.ts'

/**
 * Opens a repository with a password. `onBadCopy` hears of each damaged copy that was passed over because another
 * one is whole. Throws `no-repository`, `no-key`, `wrong-password`,
 * `damaged`, `unsupported`, `limit-exceeded` (a key file with dishonest costs).
 */
export async function openRepository(
  storage: Storage,
  options: { password: string; signal?: AbortSignal; onBadCopy?: ((copy: BadCopy) => void) | undefined },
): Promise<Repository> {
  if ((await storage.stat('config', 'config')) === undefined) throw noRepository()
  const { masterKey, keyId } = await findMasterKey(storage, options.password, { signal: options.signal })
  const config = await loadConfig(storage, unitCipher(masterKey))
  return createReader({ storage, config, masterKey, keyId, onBadCopy: options.onBadCopy })
}

/**
 * Creates an empty repository, of format version 2 unless asked otherwise: version 1 is for programs that are
 * older than restic 0.14 and never compresses. A polynomial of another repository makes blobs and
 * content keys of both comparable. `kdf` is for tests; a lower cost makes passwords easier to guess.
 * Throws `repository-exists`, `invalid-argument`.
 */
export async function initRepository(
  storage: Storage,
  options: { password: string; version?: 1 | 2; polynomial?: bigint; kdf?: ScryptCost },
): Promise<Repository> {
  checkInit(options)
  await refuseExisting(storage)
  const masterKey = createMasterKey()
  const keyFile = await createKeyFile(masterKey, {
    password: options.password,
    cost: options.kdf,
    time: new Date(),
  })
  const config: RepositoryConfig = {
    version: options.version ?? 2,
    id: randomBytes(32).toString('hex'),
    chunkerPolynomial: options.polynomial ?? randomPolynomial(),
  }
  // The config comes last: it is what makes a folder a repository.
  const keyId = sha256(keyFile)
  await storage.write('keys', keyId, keyFile)
  await storeConfig(storage, unitCipher(masterKey), config)
  return createReader({ storage, config, masterKey, keyId })
}

function checkInit(options: { password: string; polynomial?: bigint }): void {
  if (options.password === '') {
    throw new RepositoryError('invalid-argument', 'An empty password protects nothing.', {
      hint: 'Choose a long random password and keep it apart from the backups.',
    })
  }
  if (options.polynomial !== undefined && !isChunkerPolynomial(options.polynomial)) {
    throw new RepositoryError('invalid-argument', 'The polynomial is not irreducible of degree 53.', {
      hint: 'Take it from the config of another repository or leave it out.',
    })
  }
}

async function refuseExisting(storage: Storage): Promise<void> {
  let exists = (await storage.stat('config', 'config')) !== undefined
  // A key without a config may be what is left of somebody's repository.
  for await (const key of storage.list('keys')) exists ||= key.size >= 0
  if (!exists) return
  throw new RepositoryError('repository-exists', 'There is a repository already; nothing was changed.', {
    hint: 'Open it, or choose an empty place for the new one.',
  })
}

function noRepository(): RepositoryError {
  return new RepositoryError('no-repository', 'There is no repository: the file "config" is missing.', {
    hint: 'Check the path (RESTIC_REPOSITORY); create a repository with "anlauf repo init".',
  })
}
