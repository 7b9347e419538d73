import { checkName } from '../paths.ts'
import type { FileKind, Storage } from '../storage.ts'
import { outOfRange } from './object-failure.ts'
import { type Contact, defaultPatience, type Patience, type RetryNotice, withRetries } from './retry.ts'
import type { SingleTries } from './single-tries.ts'
import { createSlots } from './slots.ts'
import { readVerified } from './verified-read.ts'
import { writeOnce } from './write-once.ts'

/** What every back end over a network can be told. */
export interface RemoteOptions {
  /** Ends every wait and every request; afterwards the storage is good for one thing: to take back locks. */
  readonly signal?: AbortSignal | undefined
  /** Requests under way at once; five, as with restic. */
  readonly connections?: number | undefined
  readonly patience?: Partial<Patience> | undefined
  /** A connection on which nothing moves for this long is given up; two minutes. */
  readonly silenceMs?: number | undefined
  /** Called before each wait, for whoever watches. */
  readonly onRetry?: ((notice: RetryNotice) => void) | undefined
}

export const defaultConnections = 5
/** A server may need a minute to make a large file durable. */
export const defaultSilenceMs = 120_000

/**
 * A `Storage` over single tries: a limit of parallel requests, retries, writes that survive a lost answer,
 * whole files whose content fits their name. Memory: the files under way, at most one per connection.
 */
export function remoteStorage(
  tries: SingleTries,
  options: RemoteOptions & { place: string; contact: Contact },
): Storage {
  const { signal, place } = options
  const inSlot = createSlots(options.connections ?? defaultConnections)
  const retrying = {
    patience: { ...defaultPatience, ...options.patience },
    contact: options.contact,
    signal,
    onRetry: options.onRetry,
  }
  // The slot is given back while waiting: others may be luckier.
  const run = <T>(attempt: () => Promise<T>): Promise<T> =>
    withRetries(() => inSlot(attempt, signal), retrying)
  // Whoever stops takes back the lock, or everybody else waits half an hour for it to become stale.
  const runToTheEnd = (attempt: () => Promise<void>): Promise<void> => {
    const attempts = signal?.aborted === true ? 2 : retrying.patience.attempts
    return withRetries(attempt, {
      ...retrying,
      patience: { ...retrying.patience, attempts },
      signal: undefined,
    })
  }

  const storage: Storage = {
    async *list(kind) {
      const sized = new Map<string, number>()
      const unsized: string[] = []
      for (const [id, size] of await run(tries.list(kind))) {
        if (size === undefined) unsized.push(id)
        else sized.set(id, size)
      }
      for (const [id, size] of sized) yield { id, size }
      yield* measured(storage, kind, unsized, options.connections ?? defaultConnections)
    },
    async read(kind, id, range) {
      if (kind !== 'config') checkName(id)
      if (range === undefined) return readVerified(tries, kind, id, { place, run })
      checkRange(kind, id, range)
      return run(() => tries.read(kind, id, range))
    },
    async write(kind, id, bytes) {
      if (kind !== 'config') checkName(id)
      const pieces = bytes instanceof Uint8Array ? [bytes] : bytes
      await run(writeOnce(tries, kind, id, pieces, place))
    },
    async remove(kind, id) {
      if (kind !== 'config') checkName(id)
      await (kind === 'locks' ? runToTheEnd : run)(() => tries.remove(kind, id))
    },
    async stat(kind, id) {
      if (kind !== 'config') checkName(id)
      return run(() => tries.stat(kind, id))
    },
  }
  return storage
}

/** Old REST servers list names only: each size costs a request. */
async function* measured(
  storage: Storage,
  kind: FileKind,
  ids: readonly string[],
  atOnce: number,
): AsyncGenerator<{ id: string; size: number }> {
  for (let at = 0; at < ids.length; at += atOnce) {
    const group = ids.slice(at, at + atOnce)
    const stats = await Promise.all(group.map((id) => storage.stat(kind, id)))
    for (const [place, id] of group.entries()) {
      const size = stats[place]?.size
      if (size !== undefined) yield { id, size }
    }
  }
}

function checkRange(
  kind: FileKind,
  id: string,
  { offset, length }: { offset: number; length: number },
): void {
  if (offset >= 0 && length >= 0 && Number.isSafeInteger(offset + length)) return
  throw outOfRange(kind, id, offset, length)
}
