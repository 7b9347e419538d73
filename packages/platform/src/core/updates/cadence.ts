import { type Desk, stageOfDraft } from './desk.ts'
import { newsSince } from './news-since.ts'

/** How the promise in force stands. Levels rise: the author is reminded twice, then the lead. */
export interface Cadence {
  /** Undefined before the first update; then somebody has to promise one. */
  readonly nextBy: string | undefined
  readonly minutesLeft: number | undefined
  readonly level: 'nothing promised' | 'kept' | 'three hours' | 'one hour' | 'overdue'
  /** The approved "no news" that can keep the promise, and what makes it untrue. */
  readonly noNews: { readonly update: string; readonly untrue: string | undefined } | undefined
  /** It is time to let it out: the promise runs out before anybody looks again. */
  readonly isDue: boolean
  /** Promises kept and missed so far. */
  readonly kept: number
  readonly missed: number
}

/** Minutes before a promise at which "no news" goes out; a timer looks more often than that. */
const lastMinutes = 15

/** The promise in force at a moment, and what to do about it. */
export function cadenceOf(desk: Desk, now: Date): Cadence {
  const nextBy = desk.published.at(-1)?.nextBy
  const minutesLeft =
    nextBy === undefined ? undefined : Math.floor((Date.parse(nextBy) - now.getTime()) / 60_000)
  const ready = [...desk.drafts.values()].find(
    (draft) => draft.kind === 'no-news' && stageOfDraft(desk, draft, now) === 'approved',
  )
  const isLate = (place: number): boolean =>
    (desk.published[place]?.nextBy ?? '') < (desk.published[place + 1]?.at ?? now.toISOString())
  // Texts that promise nothing of their own carry the promise on; it counts once.
  const isPromise = (place: number): boolean =>
    desk.published[place]?.nextBy !== desk.published[place + 1]?.nextBy
  const places = [...desk.published.keys()].filter(isPromise)
  const missed = places.filter(isLate).length
  const isOpen = places.length - missed
  return {
    nextBy,
    minutesLeft,
    level: levelOf(minutesLeft),
    noNews: ready === undefined ? undefined : { update: ready.update, untrue: newsSince(desk) },
    isDue: minutesLeft !== undefined && minutesLeft <= lastMinutes,
    // The newest promise is neither kept nor missed while it runs.
    kept: minutesLeft !== undefined && minutesLeft >= 0 ? isOpen - 1 : isOpen,
    missed,
  }
}

function levelOf(minutesLeft: number | undefined): Cadence['level'] {
  if (minutesLeft === undefined) return 'nothing promised'
  if (minutesLeft < 0) return 'overdue'
  if (minutesLeft <= 60) return 'one hour'
  return minutesLeft <= 180 ? 'three hours' : 'kept'
}
