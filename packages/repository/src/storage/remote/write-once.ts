import { RepositoryError } from '../../error.ts'
import type { FileKind } from '../storage.ts'
import type { SingleTries } from './single-tries.ts'
import { Transient } from './transient.ts'

/**
 * One write as a function to be tried repeatedly. A name that is taken before the first try is refused.
 * After a try without an answer the file may have arrived: the same bytes under the name are a success, and
 * what is shorter is the stump of our own broken try, which is removed and sent again.
 */
export function writeOnce(
  tries: SingleTries,
  kind: FileKind,
  id: string,
  pieces: readonly Uint8Array[],
  place: string,
): () => Promise<void> {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
  let mayHaveArrived = false

  async function settle(found: { size: number }): Promise<'arrived' | 'again'> {
    if (!mayHaveArrived) throw isTaken(kind, id, place)
    if (found.size === size && (await holds(tries, kind, id, pieces))) return 'arrived'
    // A config has no name to fit: a shorter one may be somebody else's.
    if (found.size >= size || kind === 'config') throw isTaken(kind, id, place)
    await tries.remove(kind, id)
    return 'again'
  }

  return async () => {
    // Some servers replace files silently, so the name is looked at first.
    const before = await tries.stat(kind, id)
    if (before !== undefined && (await settle(before)) === 'arrived') return
    let outcome
    try {
      outcome = await tries.write(kind, id, pieces)
    } catch (error) {
      if (error instanceof Transient) mayHaveArrived = true
      throw error
    }
    if (outcome === 'written') return
    const after = await tries.stat(kind, id)
    if (after === undefined || (await settle(after)) !== 'arrived') throw isTaken(kind, id, place)
  }
}

/** Clients that may write but not read have to trust name and size. */
async function holds(
  tries: SingleTries,
  kind: FileKind,
  id: string,
  pieces: readonly Uint8Array[],
): Promise<boolean> {
  let stored: Buffer
  try {
    stored = await tries.read(kind, id)
  } catch (error) {
    if (error instanceof RepositoryError && error.code === 'access-denied') return true
    throw error
  }
  let at = 0
  return pieces.every((piece) => {
    const isSame = stored.subarray(at, at + piece.length).equals(piece)
    at += piece.length
    return isSame
  })
}

function isTaken(kind: FileKind, id: string, place: string): RepositoryError {
  return new RepositoryError(
    'write-failed',
    `${kind}/${id} exists already in ${place} and is never replaced.`,
    {
      hint: 'Repository files are written once; nothing was changed.',
      context: { place, kind, id },
    },
  )
}
