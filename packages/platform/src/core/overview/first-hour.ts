import { type CaseState, exerciseEnd, queueLength, type UnitStage } from '../case/index.ts'
import { type Estate, restartOrder, type Words } from '../estate/index.ts'
import type { Job } from '../jobs/index.ts'
import { nextSteps as planSteps, type NextSteps as PlanSteps } from '../response/index.ts'
import type { CaseBoard, Place } from './board.ts'
import { type DueSummary, dueSummary } from './due-summary.ts'
import { emptyCounts, type MatrixService, servicesOf } from './matrix.ts'
import { type NextStep, nextSteps } from './next-steps.ts'
import { type Pace, type PaceSample, paceOf } from './pace.ts'

/** One screen at 3 a.m. What is not known is null, never guessed. */
export interface FirstHour {
  readonly case: string
  readonly title: string
  readonly exercise: boolean
  readonly status: 'declared' | 'closed'
  readonly declared: Place | null
  readonly seq: number
  readonly asOf: string
  /** When the clocks of an exercise that is over stood still; null while they run. */
  readonly stoppedAt: string | null
  /** Hash of the last entry. */
  readonly head: string
  /** What is hit. */
  readonly hit: {
    readonly services: readonly MatrixService[]
    readonly tenants: { readonly total: number; readonly byStage: Readonly<Record<UnitStage, number>> }
    readonly isolation: (Place & { readonly systems: number }) | null
    readonly onset: { readonly from: string; readonly to: string } | null
    /** Written near the incident; null before the queue was made. */
    readonly nearIncident: {
      readonly units: number
      readonly groups: number
      readonly waiting: number
    } | null
  }
  /** What to do now. */
  readonly now: {
    /** By the facts of the engine alone. */
    readonly steps: readonly NextStep[]
    readonly more: number
    /** By the plan that the case follows; null while it follows none. */
    readonly plan: PlanSteps | null
  }
  /** Who does it. */
  readonly who: {
    /** Null until a roster is adopted. */
    readonly roster: null
    readonly approvers: readonly { readonly person: string; readonly role: string }[]
    readonly working: readonly { readonly job: string; readonly kind: string; readonly askedBy: string }[]
  }
  /** When it is back. */
  readonly back: Pace & {
    /** Services that may start together, one wave after the other; null without an estate, or when they wait in a circle. */
    readonly waves: readonly (readonly string[])[] | null
  }
  /** What to say. */
  readonly say: DueSummary & {
    readonly last:
      | (Place & {
          readonly update: string
          readonly asOf: string
          readonly nextBy: string
          readonly text: Words
        })
      | null
  }
}

export interface Around {
  readonly estate: Estate | undefined
  /** Work of the case, the newest first. */
  readonly jobs: readonly Job[]
  readonly samples: readonly PaceSample[]
  readonly now: Temporal.Instant
  /** Who looks often keeps the answer for a while: all clocks of 10,000 tenants take 0.3 s. */
  readonly due?: typeof dueSummary
}

export function firstHourOf(
  board: CaseBoard,
  { estate, jobs, samples, now, due = dueSummary }: Around,
): FirstHour {
  const { state, places, seq, asOf, head } = board
  const steps = nextSteps(board)
  const isolated = places.get('isolation.proven')
  const order = estate && restartOrder(estate)
  const stopped = exerciseEnd(state)
  const judged = stopped === undefined ? now : Temporal.Instant.from(stopped)
  return {
    case: state.id,
    title: state.title,
    exercise: state.exercise,
    status: state.status === 'closed' ? 'closed' : 'declared',
    declared: places.get('case.declared') ?? null,
    seq,
    asOf,
    stoppedAt: stopped ?? null,
    head,
    hit: {
      services: servicesOf(board, estate),
      tenants: { total: state.units.size, byStage: stagesOf(board) },
      isolation:
        isolated === undefined ? null : { ...isolated, systems: state.isolation?.systems.length ?? 0 },
      onset: state.onset ?? null,
      nearIncident: nearIncident(state),
    },
    now: {
      steps: steps.slice(0, 5),
      more: Math.max(0, steps.length - 5),
      plan: board.response.plan === undefined ? null : planSteps(board.response, { now: judged.toString() }),
    },
    who: {
      roster: null,
      approvers: [...state.approvers.values()].map(({ person, role }) => ({ person, role })),
      working: jobs.filter(isOpen).map(({ id, kind, askedBy }) => ({ job: id, kind, askedBy })),
    },
    back: {
      ...paceOf(board, jobs, samples),
      waves: order !== undefined && 'waves' in order ? order.waves : null,
    },
    say: { last: lastUpdate(board), ...due(board.clocks, judged) },
  }
}

function isOpen({ state }: Job): boolean {
  return state === 'waiting' || state === 'running'
}

function stagesOf({ state, proofs }: CaseBoard): Record<UnitStage, number> {
  const counts = emptyCounts()
  for (const unit of state.units.keys()) counts[proofs.get(unit)?.stage ?? 'waiting'] += 1
  return counts
}

function nearIncident({ queues }: CaseState): FirstHour['hit']['nearIncident'] {
  if (queues.size === 0) return null
  let groups = 0
  let waiting = 0
  for (const queue of queues.values()) {
    const { open, halfSigned, contested } = queueLength(queue)
    groups += queue.groups.size
    waiting += open + halfSigned + contested
  }
  return { units: queues.size, groups, waiting }
}

function lastUpdate({ state, places }: CaseBoard): FirstHour['say']['last'] {
  const last = state.updates.at(-1)
  const place = places.get('update.published')
  if (last === undefined || place === undefined) return null
  const { update, asOf, nextBy, text } = last
  return { ...place, update, asOf, nextBy, text }
}
