import { type CensusTaker, takeCensus } from '../census/index.ts'

/**
 * What somebody outside wants to remember of each new data blob, as bytes of his own. Runs in the thread that
 * compresses and seals the blob, while its bytes are warm; must not keep or change them. The answer is copied
 * before the next blob, so that it may lie in the same memory.
 */
export type BlobObserver = (plain: Uint8Array, takeCensus: CensusTaker) => Uint8Array

/** What was observed of the blobs of a job: one behind the other, in their order; length 0 where nothing was. */
export interface Observed {
  readonly bytes: Uint8Array
  readonly lengths: readonly number[]
}

/** By the URL of their modules; undefined for one that cannot be had. */
const observers = new Map<string, BlobObserver | undefined>()

/**
 * Loads the module that exports `observeBlob`, once a thread; nothing to wait for when it is there. A module that
 * cannot be loaded observes nothing: the backup is worth more.
 */
export function observerReady(module: string | undefined): Promise<void> | undefined {
  if (module === undefined || observers.has(module)) return undefined
  return load(module)
}

async function load(module: string): Promise<void> {
  try {
    const loaded = (await import(module)) as { observeBlob?: BlobObserver }
    observers.set(module, loaded.observeBlob)
  } catch {
    observers.set(module, undefined)
  }
}

/** Shows every blob of a job to the observer. Undefined without one; what an observer cannot do is left out. */
export function observeAll(
  module: string | undefined,
  plain: Uint8Array,
  lengths: readonly number[],
): Observed | undefined {
  const observe = module === undefined ? undefined : observers.get(module)
  if (observe === undefined) return undefined
  let notes: Buffer = Buffer.allocUnsafeSlow(lengths.length * usualBytes)
  let [at, end] = [0, 0]
  const noted = lengths.map((length) => {
    const note = observed(observe, plain.subarray(at, at + length))
    if (end + note.length > notes.length) notes = larger(notes, end + note.length)
    notes.set(note, end)
    at += length
    end += note.length
    return note.length
  })
  return { bytes: notes.subarray(0, end), lengths: noted }
}

/** Room that is made for a note before anybody knows how long it is. */
const usualBytes = 512

/** In memory of its own, so that it can be handed to another thread. */
function larger(notes: Buffer, needed: number): typeof notes {
  const more = Buffer.allocUnsafeSlow(2 * needed)
  notes.copy(more)
  return more
}

const nothing = new Uint8Array(0)

function observed(observe: BlobObserver, blob: Uint8Array): Uint8Array {
  try {
    return observe(blob, takeCensus)
  } catch {
    return nothing
  }
}
