import { placeFailed, RepositoryError, throwIfAborted } from '../error.ts'
import { sha256 } from '../id.ts'
import type { Storage } from '../storage/index.ts'
import { decodeKeyFile, type KeyFile, unwrapMasterKey } from './key-file.ts'
import type { MasterKey } from './master-key.ts'

/** Whoever may add key files could otherwise block opening: each try costs half a second. */
const maxTries = 20
/** Files that are refused before scrypt cost no try, or junk could crowd out the honest key. */
const maxFiles = 10_000
/**
 * scrypt work of all tries together: some 80 s on one core, where 20 honest keys take less than 10. Twenty files of the
 * costs that one alone may have would block opening for a quarter of an hour.
 */
const maxWork = 32 * 1024 ** 3
/** An honest key file has about 500 bytes. */
const maxKeyFileSize = 64 * 1024

/**
 * Tries the password on the key files, within a bound of work; says also which of them opened. Throws `no-key` when there are none, `wrong-password` when none
 * opens, the defect of the last file when all of them are unusable.
 */
export async function findMasterKey(
  storage: Storage,
  password: string,
  options: { signal?: AbortSignal | undefined; mostWork?: number } = {},
): Promise<{ masterKey: MasterKey; keyId: string }> {
  const files = await smallestNamesFirst(storage)
  let defect: RepositoryError | undefined
  const { mostWork = maxWork } = options
  let tried = 0
  let spent = 0
  for (const { id, size } of files.slice(0, maxFiles)) {
    if (tried === maxTries) break
    throwIfAborted(options.signal)
    try {
      const file = decodeKeyFile(await readKeyFile(storage, id, size))
      const work = workOf(file.cost)
      if (spent + work > mostWork) throw tooCostly(id)
      spent += work
      const masterKey = await unwrapMasterKey(file, password)
      if (masterKey !== undefined) return { masterKey, keyId: id }
      tried += 1
    } catch (error) {
      if (!(error instanceof RepositoryError) || error.code === 'read-failed' || placeFailed(error))
        throw error
      defect = error
    }
  }
  if (files.length === 0) throw noKey()
  if (tried === 0 && defect !== undefined) throw defect
  throw wrongPassword(tried, files.length, defect)
}

/** Bytes that scrypt mixes; costs that make no sense, or are too high for one file alone, are refused before any work. */
function workOf({ N, r, p }: KeyFile['cost']): number {
  const work = 128 * N * r * p
  return work > 0 && work <= maxWork ? work : 0
}

/** The bytes of a key file that has an honest size and the name it should have. Throws `damaged`. */
export async function readKeyFile(storage: Storage, id: string, size: number): Promise<Buffer> {
  if (size > maxKeyFileSize) throw defective(id, `it has ${size} bytes`)
  const bytes = await storage.read('keys', id)
  if (sha256(bytes) !== id) throw defective(id, 'the content does not fit the name')
  return bytes
}

/** The key files in the order in which they are tried. */
export async function smallestNamesFirst(storage: Storage): Promise<{ id: string; size: number }[]> {
  const files: { id: string; size: number }[] = []
  for await (const file of storage.list('keys')) files.push(file)
  return files.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function tooCostly(id: string): RepositoryError {
  return new RepositoryError(
    'limit-exceeded',
    `Key file ${id} was not tried: it and those before it ask for too much work.`,
    {
      hint: 'Key files that cost minutes are not honest. Look at them with "anlauf repo key list" and remove what nobody knows.',
      context: { id },
    },
  )
}

function noKey(): RepositoryError {
  return new RepositoryError('no-key', 'The repository has no key file.', {
    hint: 'Bring back the folder "keys" from another copy of the repository or from the key safe; without it nothing can be read.',
  })
}

function wrongPassword(tried: number, files: number, defect: RepositoryError | undefined): RepositoryError {
  const count = tried === maxTries && files > tried ? `the first ${tried} of ${files}` : String(tried)
  return new RepositoryError('wrong-password', `The password opens none of ${count} key files.`, {
    hint: 'Check the password (RESTIC_PASSWORD, RESTIC_PASSWORD_FILE) and whether this is the right repository.',
    context: { tried, files, ...(defect !== undefined && { unusable: defect.message }) },
  })
}

function defective(id: string, why: string): RepositoryError {
  return new RepositoryError('damaged', `Key file ${id} is damaged: ${why}.`, {
    hint: 'Bring back the key file from another copy of the repository or from the key safe.',
    context: { id },
  })
}
