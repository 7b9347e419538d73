import { z } from '@hono/zod-openapi'

import { authorities, type Clock, type ClockState, type RunningDue } from '../../../core/duties/index.ts'

const Words = z.object({ de: z.string(), en: z.string() })
const Time = z.string().openapi({ format: 'date-time' })
const Count = z.int().min(0)

export const clockStates = [
  'missed',
  'approaching',
  'running',
  'waiting',
  'met',
  'notApplicable',
  'noClock',
] as const satisfies readonly ClockState['kind'][]

export const ClockRow = z
  .object({
    duty: z.string(),
    row: z.string().openapi({ description: 'Row of the duty table, L1 to L30' }),
    norm: z.string(),
    title: Words,
    owedBy: Words,
    trigger: Words,
    recipient: Words,
    zone: z.string().openapi({ description: 'IANA zone in which the recipient reads the clock' }),
    state: z.enum(clockStates),
    due: Time.nullable().openapi({ description: 'The strict time; null where nothing is due' }),
    startedAt: Time.nullable(),
    dueBy: z.enum(['law', 'contract', 'authority', 'target']).nullable(),
    provisional: z.boolean().openapi({ description: 'Runs from the declaration: the fact itself is not recorded' }),
    unanswered: z.array(z.string()).openapi({ description: 'Questions that the legal profile leaves open' }),
    waitsFor: z.string().nullable().openapi({ description: 'A fact, or the duty that has to be met before' }),
    because: Words.nullable().openapi({ description: 'Why it does not apply' }),
    signedBy: z.array(z.string()),
    halfSignedBy: z.array(z.string()).openapi({ description: 'Statements that wait for a second signature' }),
    metAt: Time.nullable(),
    late: z.boolean(),
    proof: z.string().nullable().openapi({ description: 'SHA-256 of what was submitted' }),
    readings: z.array(z.object({ rule: z.string(), due: Time.nullable() })),
    tenants: z
      .array(z.string())
      .nullable()
      .openapi({ description: 'The first of them; null for a duty of the house' }),
    tenantCount: Count,
  })
  .openapi('ClockRow') // prettier-ignore

/** Tenants named in a row; 5,000 usually wait for the same thing, and a screen shows a handful. */
const namedTenants = 50

/** Clocks that say the same of several tenants stand in one row; the most pressing first. */
export function clockRows(clocks: readonly Clock[]): z.infer<typeof ClockRow>[] {
  const groups = Map.groupBy(clocks, (clock) =>
    JSON.stringify([clock.duty.id, clock.tenant === undefined, factsOf(clock)]),
  )
  return [...groups.values()]
    .flatMap((group) => (group[0] === undefined ? [] : [rowOf(group[0], group)]))
    .toSorted(
      (one, other) =>
        clockStates.indexOf(one.state) - clockStates.indexOf(other.state) ||
        (one.due ?? '9').localeCompare(other.due ?? '9'),
    )
}

function rowOf(clock: Clock, group: readonly Clock[]): z.infer<typeof ClockRow> {
  const { duty } = clock
  const recipient = authorities[duty.recipient]
  const tenants = group.flatMap(({ tenant }) => tenant ?? [])
  return {
    duty: duty.id,
    row: duty.row,
    norm: duty.norm,
    title: { ...duty.title },
    owedBy: { ...duty.owedBy },
    trigger: { ...duty.trigger },
    recipient: { ...recipient.name },
    zone: recipient.zone,
    ...factsOf(clock),
    tenants: clock.tenant === undefined ? null : tenants.slice(0, namedTenants),
    tenantCount: tenants.length,
  }
}

/** Everything that can differ from tenant to tenant. */
function factsOf({ state, unanswered, proposals }: Clock) {
  const running = runningOf(state)
  const met = state.kind === 'met' ? state.submission : undefined
  const denied = state.kind === 'notApplicable' ? state : undefined
  return {
    state: state.kind,
    due: (state.kind === 'waiting' ? state.latestDue : running?.due)?.toString() ?? null,
    startedAt: running?.startedAt.toString() ?? null,
    dueBy: running?.dueBy ?? null,
    provisional: running?.provisional ?? false,
    unanswered: [...unanswered],
    waitsFor: state.kind === 'waiting' ? waitsFor(state) : null,
    because: denied === undefined ? null : { ...denied.because },
    signedBy: (denied?.signed?.signatures ?? []).map(({ person }) => person),
    halfSignedBy: proposals.flatMap(({ signatures }) => signatures.map(({ person }) => person)),
    metAt: met?.metAt ?? null,
    late: state.kind === 'met' && state.late,
    proof: met?.proof ?? null,
    readings: (running?.readings ?? []).map((reading) => ({
      rule: reading.rule,
      due: 'due' in reading ? reading.due.toString() : null,
    })),
  }
}

function runningOf(state: ClockState): RunningDue | undefined {
  if (state.kind === 'met') return state.due
  return 'startedAt' in state ? state : undefined
}

function waitsFor({ waitsFor: start }: Extract<ClockState, { kind: 'waiting' }>): string {
  return start.kind === 'event' ? start.event : start.duty
}
