import { type Role, stagesBefore } from '../emergency-plan/index.ts'
import type { Words } from '../estate/index.ts'
import { rolesOf } from './plan-view.ts'
import type { ResponseState } from './state.ts'
import type { Missing } from './stages/missing.ts'
import { standingsOf } from './stages/standings.ts'
import type { Standing } from './stages/standing.ts'

/** Something that can be done now. */
export interface NextStep {
  readonly stage: string
  readonly title: Words
  readonly roles: readonly Role[]
  /** Instances of the stage that can go on now: the first few, and how many. */
  readonly keys: readonly string[]
  readonly count: number
  readonly isStarted: boolean
  readonly hasFailed: boolean
  /** What the first of them lacks. */
  readonly missing: readonly Missing[]
  /** When the strictest clock of the stage runs out. */
  readonly due?: string
  /** Stages that wait for it, directly or not. */
  readonly opens: number
  /** What the plan tells the person to do. */
  readonly instruction?: Words
}

export interface NextSteps {
  readonly steps: readonly NextStep[]
  /** More that could be done at once. */
  readonly more: number
  /** What cannot begin, and for what it waits. */
  readonly blocked: readonly {
    readonly stage: string
    readonly title: Words
    readonly count: number
    readonly missing: readonly Missing[]
  }[]
}

/** As many as a person keeps in mind at 3 a.m. */
const usual = 5
/** Sooner than that it comes first, whatever else waits. */
const pressingMs = 2 * 3_600_000

/** The next steps of a case, the most pressing first: what failed, what is nearly due, then the order of the plan. */
export function nextSteps(
  state: ResponseState,
  { now, limit = usual }: { readonly now: string; readonly limit?: number },
): NextSteps {
  const stages = state.plan?.plan.stages ?? []
  const standings = standingsOf(state, now)
  const before = stagesBefore(stages)
  const rows = stages.map((stage) => {
    const list = standings.get(stage.id)?.list ?? []
    const open = list.filter(
      ({ status }) => status === 'ready' || status === 'started' || status === 'failed',
    )
    return { stage, open, waiting: list.filter(({ status }) => status === 'blocked') }
  })
  const ranked = rows
    .filter(({ open }) => open.length > 0)
    .map(({ stage, open }): NextStep => {
      const due = dueOf(state, stage.clocks)
      const instruction = instructionOf(open)
      return {
        stage: stage.id,
        title: stage.title,
        roles: rolesOf(stage.actions),
        keys: open.slice(0, usual).map(({ instance }) => instance.key),
        count: open.length,
        isStarted: open.some(({ status }) => status === 'started'),
        hasFailed: open.some(({ status }) => status === 'failed'),
        missing: open[0]?.missing ?? [],
        ...(due !== undefined && { due }),
        opens: stages.filter(({ id }) => before.get(id)?.has(stage.id) === true).length,
        ...(instruction !== undefined && { instruction }),
      }
    })
    .toSorted((a, b) => pressure(a, now) - pressure(b, now))
  return {
    steps: ranked.slice(0, limit),
    more: Math.max(0, ranked.length - limit),
    blocked: rows
      .filter(({ waiting }) => waiting.length > 0)
      .map(({ stage, waiting }) => ({
        stage: stage.id,
        title: stage.title,
        count: waiting.length,
        missing: (waiting[0]?.missing ?? []).filter(({ kind }) => kind === 'needs'),
      })),
  }
}

/** Sorting is stable: equals stay in the order of the plan. */
function pressure({ hasFailed, due }: NextStep, now: string): number {
  if (hasFailed) return 0
  return due !== undefined && Date.parse(due) - Date.parse(now) < pressingMs ? 1 : 2
}

const startsAtDeclaration: ReadonlySet<string> = new Set(['alarm', 'declared', 'awareness'])

/** The clocks of the case itself, with their law, are in `core/duties`; this is the plan's own measure. */
function dueOf(
  { case: { declaredAt } }: ResponseState,
  clocks: readonly { readonly start: string; readonly strictHours: number }[],
): string | undefined {
  const hours = clocks
    .filter(({ start }) => startsAtDeclaration.has(start))
    .map(({ strictHours }) => strictHours)
  if (declaredAt === undefined || hours.length === 0) return undefined
  return new Date(Date.parse(declaredAt) + Math.min(...hours) * 3_600_000).toISOString()
}

function instructionOf(open: readonly Standing[]): Words | undefined {
  for (const action of open[0]?.instance.stage.actions ?? []) {
    if ('text' in action) return action.text
    if (action.kind === 'finding') return action.question
  }
  return undefined
}
