import type { LegalProfile, Words } from '../../estate/index.ts'
import { appliesTo } from '../applies.ts'
import { type Reading, readingOf } from '../calendar/reading.ts'
import { strictDue } from '../calendar/strict-due.ts'
import { placeOf } from '../due-of.ts'
import type { Duty, DutyClock } from '../duty.ts'
import { duties } from '../rules/index.ts'

/** What a clock needs to know of a person's request: times, nothing of who it is. ISO 8601. */
export interface PersonRequest {
  readonly receivedAt: string
  /** When the person was told, with reasons, that it takes longer. */
  readonly extendedAt?: string | undefined
  /** When it was answered; absent while it is not, or not any more. */
  readonly answeredAt?: string | undefined
}

export interface RequestClock {
  readonly duty: Duty
  readonly state: 'running' | 'approaching' | 'missed' | 'met' | 'notApplicable'
  /** Why the law asks nothing here. */
  readonly because?: Words
  readonly startedAt: Temporal.Instant
  /** Until when the person has to be answered, or told that it takes longer. */
  readonly first: Temporal.Instant
  /** What is obeyed: `first`, or the extended time. */
  readonly due: Temporal.Instant
  readonly isExtended: boolean
  /** The same by a more generous rule, for people and counsel. */
  readonly readings: readonly Reading[]
  /** Answered after its time. */
  readonly isLate: boolean
  /** Half, three quarters, nine tenths of the time, and the last hour. */
  readonly reminders: readonly Temporal.Instant[]
}

/**
 * The clock of a data subject's request (GDPR Art. 12(3)): it runs from the receipt, whenever somebody saw what it was.
 * An extension that was told after the first month was over changes nothing.
 */
export function requestClock(
  { receivedAt, extendedAt, answeredAt }: PersonRequest,
  { now, profile }: { readonly now: Temporal.Instant; readonly profile: LegalProfile },
): RequestClock {
  const { duty, clock } = rule
  const startedAt = Temporal.Instant.from(receivedAt)
  const { zone, land } = placeOf(duty, profile)
  const first = strictDue(startedAt, clock.period, zone)
  const told = extendedAt === undefined ? undefined : Temporal.Instant.from(extendedAt)
  const isExtended = told !== undefined && Temporal.Instant.compare(told, first) <= 0
  // Month by month: 31 January, 28 February, 28 April. In one step it would be 30 April, two days later.
  const due = isExtended ? strictDue(first, clock.extension, zone) : first
  const whole = isExtended
    ? { length: clock.period.length + clock.extension.length, unit: clock.period.unit }
    : clock.period
  const place = land === undefined ? { zone } : { zone, land }
  const applies = appliesTo(duty, profile, startedAt.toZonedDateTimeISO(zone).toPlainDate().toString())
  const answered = answeredAt === undefined ? undefined : Temporal.Instant.from(answeredAt)
  const isLate = answered !== undefined && Temporal.Instant.compare(answered, due) > 0
  const frame = {
    duty,
    startedAt,
    first,
    due,
    isExtended,
    readings: clock.readings.map((reading) => readingOf(reading, startedAt, whole, place)),
    isLate,
    reminders: remindersOf(startedAt, due),
  }
  if (answered !== undefined) return { ...frame, state: 'met' }
  if (applies.applies === 'no') return { ...frame, state: 'notApplicable', because: applies.because }
  return { ...frame, state: stageAt(frame, now) }
}

/** Three quarters of the time are gone, or the last day has begun. */
function stageAt(
  { startedAt, due }: Pick<RequestClock, 'startedAt' | 'due'>,
  now: Temporal.Instant,
): 'running' | 'approaching' | 'missed' {
  const left = due.epochMilliseconds - now.epochMilliseconds
  if (left < 0) return 'missed'
  const whole = due.epochMilliseconds - startedAt.epochMilliseconds
  return left <= whole / 4 || left <= 24 * 3_600_000 ? 'approaching' : 'running'
}

function remindersOf(start: Temporal.Instant, due: Temporal.Instant): readonly Temporal.Instant[] {
  const whole = due.epochMilliseconds - start.epochMilliseconds
  const times = [0.5, 0.75, 0.9].map((share) => start.epochMilliseconds + Math.floor(whole * share))
  return [...times, due.epochMilliseconds - 3_600_000].map((ms) => Temporal.Instant.fromEpochMilliseconds(ms))
}

const rule = ruleOf('gdpr-12-3')

function ruleOf(id: string): {
  readonly duty: Duty
  readonly clock: Extract<DutyClock, { kind: 'request' }>
} {
  const duty = duties.find((one) => one.id === id)
  if (duty?.clock.kind !== 'request') throw new Error(`no rule for requests under ${id}`)
  return { duty, clock: duty.clock }
}
