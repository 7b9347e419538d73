import { AnlaufError } from '../../../core/failure.ts'

/** Places for connections that stay open. */
export interface StreamPlaces {
  /** Takes a place for somebody until disposed of. Throws `too-many-requests`. */
  take(who: string): Disposable
  /** How many are taken. */
  readonly taken: number
}

/** Bounded for each and for all: an open stream costs a socket and memory as long as it stays. */
export function streamPlaces({ each = 12, all = 400 } = {}): StreamPlaces {
  const taken = new Map<string, number>()
  let count = 0
  return {
    get taken() {
      return count
    },
    take(who) {
      const own = taken.get(who) ?? 0
      if (own >= each || count >= all) {
        throw new AnlaufError('too-many-requests', `${own} live connections are open already.`, {
          hint: 'Close a window of the console, then try again.',
          retry: 'later',
        })
      }
      taken.set(who, own + 1)
      count += 1
      return {
        [Symbol.dispose]() {
          count -= 1
          const left = (taken.get(who) ?? 1) - 1
          if (left === 0) taken.delete(who)
          else taken.set(who, left)
        },
      }
    },
  }
}
