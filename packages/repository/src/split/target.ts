import type { ScryptCost } from '../crypto/index.ts'
import { initRepository, openRepository } from '../open-repository.ts'
import type { Repository } from '../repository.ts'
import type { Storage } from '../storage/index.ts'
import { targetTaken } from './refusals.ts'

/**
 * The repository that a split fills: a new one with a fresh master key and the same chunker polynomial, so that
 * blobs need no chunking and content keys stay comparable; or the one in which the same split was begun, which
 * every snapshot in it must prove by the mark.
 * Throws `repository-exists` for anybody else's repository, `wrong-password` for one with another password.
 */
export async function openSplitTarget(
  from: Repository,
  storage: Storage,
  options: { password: string; mark: string; kdf?: ScryptCost; signal?: AbortSignal },
): Promise<Repository> {
  const { password, mark, kdf, signal } = options
  const polynomial = from.config.chunkerPolynomial
  if ((await storage.stat('config', 'config')) === undefined) {
    return initRepository(storage, { password, polynomial, ...(kdf === undefined ? {} : { kdf }) })
  }
  const to = await openRepository(storage, { password, ...(signal === undefined ? {} : { signal }) })
  if (to.id === from.id || to.masterKey.encrypt.equals(from.masterKey.encrypt)) {
    throw targetTaken('it has the key of the source')
  }
  if (to.config.chunkerPolynomial !== polynomial) throw targetTaken('it was not made by a split of this one')
  const foreign = (await to.listSnapshots()).find(({ tags = [] }) => !tags.includes(mark))
  if (foreign !== undefined) {
    throw targetTaken(`snapshot ${foreign.id.slice(0, 8)} is not marked "${mark}"`)
  }
  return to
}
