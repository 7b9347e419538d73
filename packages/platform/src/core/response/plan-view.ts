import {
  type Action,
  fieldOf,
  type FormField,
  type GateFact,
  type Role,
  type Stage,
} from '../emergency-plan/index.ts'
import type { Words } from '../estate/index.ts'
import type { ResponseState } from './state.ts'
import type { Missing } from './stages/missing.ts'
import { proofsOf, type ShownBy } from './said/proofs-of.ts'
import { standingsOf } from './stages/standings.ts'
import type { Standing, StageStatus } from './stages/standing.ts'
import { stageContentHash } from './stages/signatures.ts'
import { countingSignatures, planContentHash } from './stages/genuine.ts'

/** The plan of a case as people see it; plain data, fit for JSON. */
export interface PlanView {
  /** The entry of the log up to which it is true. */
  readonly seq: number
  readonly asOf: string
  readonly case: string
  readonly exercise: boolean
  readonly plan: {
    readonly id: string
    readonly title: Words
    readonly version: string
    readonly digest: string
    readonly adoptedAt: string
  }
  /** Instances of all stages, by how they stand. */
  readonly counts: Readonly<Record<StageStatus, number>>
  /** A stage counts as done when all its instances are done or left out. */
  readonly stagesDone: number
  readonly stages: readonly StageView[]
  /** A changed text that waits for signatures. */
  readonly proposed?: {
    readonly digest: string
    readonly version: string
    readonly reason: string
    readonly person: string
    readonly contentHash: string
    readonly signedBy: readonly string[]
  }
}

export interface StageView {
  readonly id: string
  readonly title: Words
  readonly needs: readonly string[]
  readonly forEach?: string
  readonly gate: readonly GateFact[]
  /** Whose turn it is, by the plan. */
  readonly roles: readonly Role[]
  readonly actions: readonly Action['kind'][]
  readonly clocks: Stage['clocks']
  /** What people do, tick or fill in, numbered from 1 on. */
  readonly tasks: readonly TaskView[]
  /** The least far of its instances; `done` for a stage that is for nobody. */
  readonly status: StageStatus
  readonly counts: Readonly<Record<StageStatus, number>>
  /** Those that are not done come first; no more than were asked for. */
  readonly instances: readonly InstanceView[]
}

export interface TaskView {
  readonly task: number
  readonly text: Words
  readonly role: Role
  readonly fields: readonly FormField[]
  readonly needsEvidence: boolean
}

export interface InstanceView {
  readonly key: string
  readonly element?: string
  readonly status: StageStatus
  readonly byFacts: boolean
  readonly isAhead: boolean
  readonly againFor?: readonly string[]
  readonly missing: readonly Missing[]
  readonly by?: string
  readonly at?: string
  readonly reason?: string
  /** What people sign now, where the stage asks for signatures. */
  readonly contentHash?: string
  /** The entries of the log that show what was said, where that completes the stage: the first few. */
  readonly shownBy: readonly ShownBy[]
  /** What was filled in, by task. */
  readonly filled: readonly {
    readonly task: number
    readonly person: string
    readonly at: string
    readonly values: Readonly<Record<string, string>>
    readonly evidence: readonly string[]
  }[]
}

/** How the plan of a case stands; undefined while it follows none. `now` decides whether signatures have run out. */
export function planView(
  state: ResponseState,
  { now, instances = 20 }: { readonly now: string; readonly instances?: number },
): PlanView | undefined {
  if (state.plan === undefined) return undefined
  const { plan, digest, at } = state.plan
  const standings = standingsOf(state, now)
  const stages = plan.stages.map((stage) =>
    stageView(state, stage, standings.get(stage.id)?.list ?? [], instances),
  )
  const { proposed } = state
  return {
    seq: state.seq,
    asOf: state.at,
    case: state.case.id,
    exercise: state.case.exercise,
    plan: {
      id: plan.front.plan,
      title: plan.front.title,
      version: plan.front.version,
      digest,
      adoptedAt: at,
    },
    counts: countsOf([...standings.values()].flatMap(({ list }) => list)),
    stagesDone: stages.filter(({ status }) => status === 'done' || status === 'skipped').length,
    stages,
    ...(proposed !== undefined && {
      proposed: {
        digest: proposed.digest,
        version: proposed.plan.front.version,
        reason: proposed.reason,
        person: proposed.person,
        contentHash: planContentHash(state, proposed),
        signedBy: countingSignatures(state, proposed).map(({ person }) => person),
      },
    }),
  }
}

function stageView(
  state: ResponseState,
  stage: Stage,
  standings: readonly Standing[],
  instances: number,
): StageView {
  const { id, title, needs, forEach, gate, actions, clocks } = stage
  const counts = countsOf(standings)
  const byStatus = Map.groupBy(standings, ({ status: one }) => one)
  const shown = order.flatMap((one) => byStatus.get(one) ?? []).slice(0, instances)
  return {
    id,
    title,
    needs,
    ...(forEach !== undefined && { forEach: forEach.text }),
    gate,
    roles: rolesOf(actions),
    actions: actions.map(({ kind }) => kind),
    clocks,
    tasks: tasksOf(actions),
    status: order.find((status) => counts[status] > 0) ?? 'done',
    counts,
    instances: shown.map((standing) => instanceView(state, standing)),
  }
}

/** What the case's own record proves nobody fills in. */
function tasksOf(actions: readonly Action[]): readonly TaskView[] {
  return actions
    .filter((action) => action.kind === 'task')
    .flatMap(({ text, assign, form, needsEvidence, metBy }, place) =>
      metBy === undefined
        ? [
            {
              task: place + 1,
              text,
              role: assign,
              fields: form.flatMap((written) => fieldOf(written) ?? []),
              needsEvidence,
            },
          ]
        : [],
    )
}

/** The least far first. */
const order: readonly StageStatus[] = ['failed', 'started', 'ready', 'blocked', 'done', 'skipped']

export function countsOf(standings: readonly Standing[]): Readonly<Record<StageStatus, number>> {
  const counts = { failed: 0, started: 0, ready: 0, blocked: 0, done: 0, skipped: 0 }
  for (const { status } of standings) counts[status] += 1
  return counts
}

export function rolesOf(actions: readonly Action[]): readonly Role[] {
  const roles = actions.flatMap((action) =>
    action.kind === 'task' ? [action.assign] : action.kind === 'approve' ? action.roles : [],
  )
  return [...new Set(roles)]
}

export function instanceView(state: ResponseState, standing: Standing): InstanceView {
  const { instance, status, byFacts, isAhead, againFor, missing, round } = standing
  const said = round.ended ?? round.started
  // What is signed under the text itself nobody signs here as well.
  const isSigned = instance.stage.actions.some((one) => one.kind === 'approve' && one.proof !== 'log')
  return {
    key: instance.key,
    ...(instance.element !== undefined && { element: instance.element.id }),
    status,
    byFacts,
    isAhead,
    ...(againFor !== undefined && { againFor }),
    missing,
    ...(said !== undefined && { by: said.person, at: said.at }),
    ...(round.ended?.reason !== undefined && { reason: round.ended.reason }),
    ...(isSigned && { contentHash: stageContentHash(state, instance, round, 'done') }),
    shownBy: proofsOf(state, instance),
    filled: [...round.filled].map(([task, { person, at, values, evidence }]) => ({
      task,
      person,
      at,
      values,
      evidence,
    })),
  }
}
