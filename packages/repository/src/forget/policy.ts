import type { Snapshot } from '../snapshot/index.ts'
import { hasTags } from '../snapshot/index.ts'
import { timeToNanoseconds } from '../time.ts'
import { type CalendarPlace, calendarPlace } from './calendar.ts'
import { type Duration, isZeroDuration, momentBefore, printDuration } from './duration.ts'

/** What restic's `--keep-…` options say. A count of −1 means "all of them". */
export interface KeepPolicy {
  readonly last?: number
  readonly hourly?: number
  readonly daily?: number
  readonly weekly?: number
  readonly monthly?: number
  readonly yearly?: number
  /** Everything newer than this, counted from the newest snapshot. */
  readonly within?: Duration
  readonly withinHourly?: Duration
  readonly withinDaily?: Duration
  readonly withinWeekly?: Duration
  readonly withinMonthly?: Duration
  readonly withinYearly?: Duration
  /** A snapshot that has all tags of one of the lists. */
  readonly tags?: readonly (readonly string[])[]
}

/** A kept snapshot, why, and what is left of the counts after it. */
export interface KeptSnapshot {
  readonly snapshot: Snapshot
  readonly reasons: readonly string[]
  readonly counters: Readonly<Partial<Record<CountName, number>>>
}

type CountName = (typeof counted)[number]['name']

const counted = [
  { name: 'last', place: undefined },
  { name: 'hourly', place: 'hour' },
  { name: 'daily', place: 'day' },
  { name: 'weekly', place: 'week' },
  { name: 'monthly', place: 'month' },
  { name: 'yearly', place: 'year' },
] as const satisfies readonly { name: keyof KeepPolicy; place: keyof CalendarPlace | undefined }[]

const withins = [
  { name: 'withinHourly', label: 'hourly', place: 'hour' },
  { name: 'withinDaily', label: 'daily', place: 'day' },
  { name: 'withinWeekly', label: 'weekly', place: 'week' },
  { name: 'withinMonthly', label: 'monthly', place: 'month' },
  { name: 'withinYearly', label: 'yearly', place: 'year' },
] as const satisfies readonly { name: keyof KeepPolicy; label: string; place: keyof CalendarPlace }[]

/**
 * Divides the snapshots of one group into those a policy keeps and those it does not, both newest first. The
 * rules are restic's: each hour, day, … keeps its newest snapshot while its count lasts; the oldest snapshot
 * fills a count that is left over; spans count back from the newest snapshot that is not in the future. `now`
 * in nanoseconds since 1970. An empty policy keeps nothing: callers refuse it.
 */
export function applyPolicy(
  snapshots: readonly Snapshot[],
  policy: KeepPolicy,
  now: bigint,
): { readonly keep: readonly KeptSnapshot[]; readonly remove: readonly Snapshot[] } {
  const newestFirst = snapshots
    .map((snapshot) => ({ snapshot, at: timeToNanoseconds(snapshot.time) }))
    .sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : a.snapshot.id < b.snapshot.id ? -1 : 1))
  const newest = newestFirst.find(({ at }) => at < now)?.snapshot.time ?? zeroTime
  const rules = rulesOf(policy, newest)
  const keep: KeptSnapshot[] = []
  const remove: Snapshot[] = []
  for (const [number, { snapshot, at }] of newestFirst.entries()) {
    const place = calendarPlace(snapshot.time)
    const moment: Moment = { snapshot, at, place, number, isOldest: number === newestFirst.length - 1 }
    const reasons = rules.flatMap((rule) => rule.reasonsFor(moment))
    if (reasons.length > 0) keep.push({ snapshot, reasons, counters: countersOf(rules) })
    else remove.push(snapshot)
  }
  return { keep, remove }
}

/** True when no rule is set at all. */
export function isEmptyPolicy(policy: KeepPolicy): boolean {
  const { tags = [], within, ...rest } = policy
  const spans = [within, ...withins.map(({ name }) => rest[name])]
  return (
    tags.length === 0 &&
    counted.every(({ name }) => (rest[name] ?? 0) === 0) &&
    spans.every((span) => span === undefined || isZeroDuration(span))
  )
}

/** Go's zero time, from which restic counts when all snapshots lie in the future. */
const zeroTime = '0001-01-01T00:00:00Z'

interface Moment {
  readonly snapshot: Snapshot
  readonly at: bigint
  readonly place: CalendarPlace
  readonly number: number
  readonly isOldest: boolean
}

interface Rule {
  reasonsFor(moment: Moment): string[]
  readonly count?: { readonly name: CountName; readonly left: number }
}

/** The rules in the order in which restic names them as reasons. */
function rulesOf(policy: KeepPolicy, newest: string): readonly Rule[] {
  const { tags = [], within } = policy
  return [
    {
      reasonsFor: ({ snapshot }) =>
        tags.flatMap((list) => (hasTags(snapshot, list) ? [tagReason(list)] : [])),
    },
    ...(within === undefined || isZeroDuration(within) ? [] : [everythingSince(newest, within)]),
    ...counted.map(({ name, place }) => countRule(name, place, policy[name] ?? 0)),
    ...withins.flatMap(({ name, label, place }) => {
      const span = policy[name]
      return span === undefined || isZeroDuration(span) ? [] : [sinceRule({ newest, span, label, place })]
    }),
  ]
}

function tagReason(list: readonly string[]): string {
  return `has tags [${list.join(', ')}]`
}

function everythingSince(newest: string, span: Duration): Rule {
  const since = momentBefore(newest, span)
  return { reasonsFor: ({ at }) => (at > since ? [`within ${printDuration(span)}`] : []) }
}

function countRule(name: CountName, place: keyof CalendarPlace | undefined, count: number): Rule {
  let left = count
  let before: number | undefined
  return {
    get count() {
      return { name, left }
    },
    reasonsFor({ place: places, number, isOldest }) {
      if (left === 0) return []
      const value = place === undefined ? number : places[place]
      const isSame = value === before
      if (isSame && !isOldest) return []
      before = value
      if (left > 0) left -= 1
      return [`${isSame ? 'oldest ' : ''}${name} snapshot`]
    },
  }
}

function sinceRule(rule: {
  newest: string
  span: Duration
  label: string
  place: keyof CalendarPlace
}): Rule {
  const since = momentBefore(rule.newest, rule.span)
  let before: number | undefined
  return {
    reasonsFor({ at, place, isOldest }) {
      if (at <= since) return []
      const value = place[rule.place]
      const isSame = value === before
      if (isSame && !isOldest) return []
      before = value
      return [`${isSame ? 'oldest ' : ''}${rule.label} within ${printDuration(rule.span)}`]
    },
  }
}

/** Counts that are used up are left out, as in restic's JSON. */
function countersOf(rules: readonly Rule[]): KeptSnapshot['counters'] {
  const counters: Partial<Record<CountName, number>> = {}
  for (const { count } of rules)
    if (count !== undefined && count.left !== 0) counters[count.name] = count.left
  return counters
}
