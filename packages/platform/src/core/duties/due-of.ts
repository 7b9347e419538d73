import type { GermanLand, LegalProfile } from '../estate/index.ts'
import { authorities } from './authorities.ts'
import { type Place, type Reading, readingOf } from './calendar/reading.ts'
import { strictDue } from './calendar/strict-due.ts'
import type { Duty, DutyClock, Limit, ReadingRule, Start } from './duty.ts'

/** When the things happened from which periods run; undefined for what has not happened. */
export type StartOf = (start: Start) => Temporal.Instant | undefined

export interface Due {
  readonly start: Start
  readonly startedAt: Temporal.Instant
  readonly due: Temporal.Instant
  /** The same period by more generous rules; none of them is obeyed. */
  readonly readings: readonly Reading[]
}

/**
 * When a duty with a period is due by the strict count, or undefined while nothing has started it. Of several limits
 * the earliest counts.
 */
export function dueOf(
  duty: Pick<Duty, 'id' | 'recipient'>,
  clock: Extract<DutyClock, { kind: 'period' }>,
  startOf: StartOf,
  profile: LegalProfile,
): Due | undefined {
  const place = placeOf(duty, profile)
  const running = clock.limits.flatMap((limit) => {
    const startedAt = startOf(limit.start)
    if (startedAt === undefined) return []
    const due = strictDue(startedAt, limit.period, place.zone)
    return hasLapsed(limit, due, startOf) ? [] : [{ limit, startedAt, due }]
  })
  const [first] = running.sort((a, b) => Temporal.Instant.compare(a.due, b.due))
  if (first === undefined) return undefined
  const { limit, startedAt, due } = first
  const readings = clock.readings
    .filter((rule) => mayRead(rule, duty, profile))
    .map((rule) => readingOf(rule, startedAt, limit.period, place))
  return { start: limit.start, startedAt, due, readings }
}

/** DORA: who is classified later than 24 hours after awareness has four hours from then. */
function hasLapsed({ lapsesAtLater }: Limit, due: Temporal.Instant, startOf: StartOf): boolean {
  if (lapsesAtLater === undefined) return false
  const other = startOf({ kind: 'event', event: lapsesAtLater })
  return other !== undefined && Temporal.Instant.compare(other, due) > 0
}

/** RTS 2025/301 Art. 5(5): no noon for initial and intermediate reports of NIS2 entities, nor where nobody said. */
function mayRead(rule: ReadingRule, { id }: Pick<Duty, 'id'>, { nis2 }: LegalProfile): boolean {
  return rule !== 'dora-noon' || id === 'dora-19-final' || nis2 === 'none'
}

/** Where the recipient counts: its zone, and the Land whose holidays hold there. */
export function placeOf({ recipient }: Pick<Duty, 'recipient'>, { land }: LegalProfile): Place {
  const { zone, holidays } = authorities[recipient]
  const seat: GermanLand | undefined = holidays === 'own' ? land : holidays
  return seat === undefined ? { zone } : { zone, land: seat }
}
