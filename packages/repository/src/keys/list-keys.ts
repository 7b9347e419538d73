import { asRepositoryError } from '../error.ts'
import type { Repository } from '../repository.ts'
import { decodeKeyFile } from './key-file.ts'
import { readKeyFile, smallestNamesFirst } from './find-master-key.ts'

/** A key file as a list shows it. What it says about its origin is the claim of whoever wrote it. */
export interface ListedKey {
  readonly id: string
  /** True for the key that opened the repository. */
  readonly current: boolean
  readonly username: string
  readonly hostname: string
  /** RFC 3339 as a rule; empty when the file is unusable. */
  readonly created: string
  /** Why the file opens nothing, whatever the password. */
  readonly problem?: string
}

/** Every key file of the repository, unusable ones too: somebody put them there. */
export async function listKeys(repository: Repository): Promise<readonly ListedKey[]> {
  const { storage, keyId } = repository
  const keys: ListedKey[] = []
  for (const { id, size } of await smallestNamesFirst(storage)) {
    const current = id === keyId
    try {
      const { username, hostname, created } = decodeKeyFile(await readKeyFile(storage, id, size))
      keys.push({ id, current, username, hostname, created })
    } catch (error) {
      const { message } = asRepositoryError(error, 'read-failed', `Key file ${id}`)
      keys.push({ id, current, username: '', hostname: '', created: '', problem: message })
    }
  }
  return keys
}
