import type { SignedStatement } from './key-statement.ts'
import { revocationsByRoot, standingOf } from './trust.ts'

/** What a reader saw of an incident before. */
export interface SeenBundle {
  readonly incident: string
  readonly sequence: number
  readonly sha256: string
  readonly generatedAt: string
  /** Fingerprint of the key that signed it; absent in memories of before this was kept. */
  readonly signedBy?: string
}

/** What of a memory still counts, now that more is known of keys. */
export interface Recollection {
  readonly counts: readonly SeenBundle[]
  /** Signed with a key that was taken back, or that such a key handed over to. */
  readonly discounted: readonly SeenBundle[]
  /** The newest time at which the offline key took one back. */
  readonly revokedAt: string | undefined
}

/**
 * A number counts only as long as the key that gave it does: a thief's edition of the number 10⁹ must not make every
 * genuine one an old copy for ever. Nobody can lift a mark without losing the key that made it, for whoever makes a key
 * count no longer makes its editions worth nothing too. Pure.
 */
export function recollect(
  seen: readonly SeenBundle[],
  known: { readonly pinned: string; readonly statements: readonly SignedStatement[] },
): Recollection {
  const isGood = ({ signedBy, generatedAt }: SeenBundle): boolean => {
    if (signedBy === undefined) return true
    const { kind } = standingOf(signedBy, generatedAt, known)
    return kind === 'trusted' || kind === 'replaced' || kind === 'disputed'
  }
  const counts = seen.filter(isGood)
  const times = revocationsByRoot(known).map(({ from }) => from)
  return {
    counts,
    discounted: seen.filter((one) => !counts.includes(one)),
    revokedAt: times.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1),
  }
}

/** The memory with one more edition: for each incident and key the newest, so that marks of other keys outlast a theft. */
export function withSeen(seen: readonly SeenBundle[], fresh: SeenBundle): readonly SeenBundle[] {
  const isSame = (one: SeenBundle): boolean =>
    one.incident === fresh.incident && one.signedBy === fresh.signedBy
  const known = seen.find(isSame)
  if (known !== undefined && known.sequence >= fresh.sequence) return seen
  return [...seen.filter((one) => !isSame(one)), fresh]
}
