import type { DutyEvent } from '../../estate/index.ts'
import { type ClockLog, clockName } from '../log/clock-log.ts'

/** Facts that can happen again and start their clock anew. */
export const repeatable: ReadonlySet<DutyEvent> = new Set([
  'new-fact',
  'authority-request',
  'threat-assessed',
])

/** Knowledge, which whoever declares an incident has: the declaration starts these clocks. */
const knowledge: ReadonlySet<DutyEvent> = new Set([
  'aware-as-processor',
  'aware-as-controller',
  'aware-of-incident',
])

interface StartTime {
  readonly at: Temporal.Instant
  readonly provisional: boolean
  readonly dueBy?: Temporal.Instant
}

/**
 * When a fact happened, as the clocks see it. Knowledge is there from the declaration on at the latest: recording a
 * later time moves nothing, only two signatures do. `after` leaves out what a submission has answered already.
 */
export function eventTime(
  log: ClockLog,
  event: DutyEvent,
  options: { readonly after?: string | undefined; readonly redated?: boolean } = {},
): StartTime | undefined {
  const { after, redated = true } = options
  const times = (log.occurrences.get(event) ?? []).filter(
    ({ occurredAt }) => after === undefined || !repeatable.has(event) || occurredAt > after,
  )
  const signed = redated ? redating(log, event) : undefined
  if (signed !== undefined) return { at: Temporal.Instant.from(signed), provisional: false }
  const { declaredAt } = log.case
  const first = times.reduce<(typeof times)[number] | undefined>(
    (earliest, one) => (earliest === undefined || one.occurredAt < earliest.occurredAt ? one : earliest),
    undefined,
  )
  if (knowledge.has(event) && declaredAt !== undefined && (first?.occurredAt ?? declaredAt) >= declaredAt) {
    return { at: Temporal.Instant.from(declaredAt), provisional: first === undefined }
  }
  if (first === undefined) return undefined
  const dueBy = times.flatMap(({ dueBy }) => dueBy ?? []).sort()[0]
  return {
    at: Temporal.Instant.from(first.occurredAt),
    provisional: false,
    ...(dueBy !== undefined && { dueBy: Temporal.Instant.from(dueBy) }),
  }
}

/** The last time on which two people agreed. */
function redating(log: ClockLog, event: DutyEvent): string | undefined {
  const held = [...log.proposals.values()].flatMap(({ statement, holds }) =>
    holds && statement.kind === 'redate' && statement.event === event ? [statement.occurredAt] : [],
  )
  return held.at(-1)
}

/** When a duty was met: the first submission, the last one where several are usual. */
export function metTime(
  log: ClockLog,
  duty: { readonly id: string; readonly repeats?: true },
  tenant: string | undefined,
): Temporal.Instant | undefined {
  const times = (log.submissions.get(clockName(duty.id, tenant)) ?? []).map(({ metAt }) => metAt).sort()
  const time = duty.repeats ? times.at(-1) : times[0]
  return time === undefined ? undefined : Temporal.Instant.from(time)
}
