import { planView, type ResponseState } from '../../core/response/index.ts'

/** How far the case came by its plan, and what the rest waits for. */
export interface PlanScore {
  readonly stages: number
  readonly stagesDone: number
  readonly steps: number
  readonly stepsDone: number
  /** Done by what the engine proved and people signed; nobody ticked them. */
  readonly byFacts: number
  /** Steps on turn that wait for people whom a drill does not play. */
  readonly waitForPeople: number
  /** Steps that wait for other stages. */
  readonly waitForStages: number
  /** Released tenants whose restore the plan does not show as done: the plan and the gate contradict each other. */
  readonly contradicted: readonly string[]
}

export function scorePlan(state: ResponseState, now: string): PlanScore {
  const view = planView(state, { now, instances: Number.MAX_SAFE_INTEGER })
  const instances = (view?.stages ?? []).flatMap((stage) => stage.instances)
  const done = instances.filter(({ status }) => status === 'done')
  const restored = new Set(
    (view?.stages ?? [])
      .filter(
        ({ actions, forEach }) => actions.includes('restore') && forEach?.startsWith('tenants') === true,
      )
      .flatMap((stage) => stage.instances.filter(({ status }) => status === 'done'))
      .map(({ element }) => element),
  )
  const released = [...state.case.units.values()].filter((unit) => unit.released !== undefined)
  const affected = new Set(
    (state.scope?.of.tenants ?? []).filter((tenant) => tenant.affected).map(({ id }) => id),
  )
  return {
    stages: view?.stages.length ?? 0,
    stagesDone: view?.stagesDone ?? 0,
    steps: instances.length,
    stepsDone: done.length,
    byFacts: done.filter((one) => one.byFacts).length,
    waitForPeople: instances.filter(({ status }) => status === 'ready' || status === 'started').length,
    waitForStages: instances.filter(({ status }) => status === 'blocked').length,
    contradicted: released
      .map(({ unit }) => unit)
      .filter((unit) => affected.has(unit) && !restored.has(unit)),
  }
}

/** Why the drill fails on account of its plan. */
export function planFailures({ stages, byFacts, contradicted }: PlanScore): string[] {
  return [
    ...(stages === 0 ? ['the case follows no plan'] : []),
    ...(stages > 0 && byFacts === 0 ? ['no fact of the night completed a stage of the plan'] : []),
    ...(contradicted.length > 0
      ? [`the plan does not show as restored what was released: ${contradicted.join(', ')}`]
      : []),
  ]
}

export function planRow(plan: PlanScore): [string, string, boolean] {
  const { stagesDone, stages, stepsDone, steps, byFacts, waitForPeople, waitForStages } = plan
  const open = `open: ${waitForPeople} wait for people, ${waitForStages} for stages before them`
  return [
    'Plan',
    `${stagesDone} of ${stages} stages, ${stepsDone} of ${steps} steps done (${byFacts} by facts); ${open}`,
    planFailures(plan).length === 0,
  ]
}
