import { RepositoryError } from '../error.ts'
import type { PackId } from '../id.ts'
import type { Storage } from '../storage/index.ts'

/**
 * Locks hold as long as all clocks agree: a machine whose clock is half an hour ahead takes every lock for stale,
 * prunes beside a running backup, and is gone when that one ends. Only who works alone removes index files and
 * packs, so one that vanished says enough.
 */

/** Requests at once; each pack took a thousand times as long to write. */
const atOnce = 8

/** The index files that are there now: whoever relies on them asks later whether they still are. */
export async function indexFiles(storage: Storage): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for await (const { id } of storage.list('index')) ids.add(id)
  return ids
}

/** To be asked before a snapshot is written that relies on these index files. Throws `locked`. */
export async function assertIndexFiles(storage: Storage, known: Iterable<string>): Promise<void> {
  const now = await indexFiles(storage)
  for (const id of known) if (!now.has(id)) throw somebodyPruned(`index/${id}`)
}

/**
 * To be asked before an index file is written: one that names removed packs would make later backups believe that
 * their content is stored. Throws `locked`.
 */
export async function assertPacks(storage: Storage, packs: Iterable<PackId>): Promise<void> {
  const waiting = packs[Symbol.iterator]()
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next())
      if (!(await mayBeThere(storage, next.value))) throw somebodyPruned(`data/${next.value}`)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** Some servers let a client write and not ask. */
async function mayBeThere(storage: Storage, pack: PackId): Promise<boolean> {
  try {
    return (await storage.stat('data', pack)) !== undefined
  } catch (error) {
    if (error instanceof RepositoryError && error.code === 'access-denied') return true
    throw error
  }
}

function somebodyPruned(name: string): RepositoryError {
  return new RepositoryError(
    'locked',
    `${name} was removed while a lock was held; no snapshot was written.`,
    {
      hint: 'Somebody pruned the repository meanwhile. Compare the clocks of all machines that use it: one that is half an hour ahead honours no lock. Then start again.',
      retry: 'later',
      context: { name },
    },
  )
}
