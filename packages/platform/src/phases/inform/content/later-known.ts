import type { Words } from '../../../core/estate/index.ts'
import { claimsInForce, type Desk } from '../../../core/updates/index.ts'
import { validTime } from '../moments.ts'

/** A sentence of the register that the newest answers carry, and what the register says instead by now. */
export interface LaterKnown {
  readonly said: Words
  readonly now: Words
  readonly asOf: string
}

/**
 * Answers stand for weeks while claims change. Nothing published is edited, but whoever reads the newest answers reads
 * them today: what is known since stands below, in the sentence that was signed for it.
 */
export function laterKnown(desk: Desk): readonly LaterKnown[] {
  const claims = claimsInForce(desk)
  const newest = desk.published.findLast(({ kind }) => kind === 'faq')
  return (newest?.claims ?? []).flatMap(({ claim, wording }) => {
    const now = claims.get(claim)
    if (now === undefined || (now.wording.de === wording.de && now.wording.en === wording.en)) return []
    return [{ said: wording, now: now.wording, asOf: validTime(now.asOf) ?? '' }]
  })
}
