import { type Action, type GateFact, type Stage, stagesBefore } from '../../emergency-plan/index.ts'
import { isRelated } from '../scope/scope.ts'
import type { ResponseState } from '../state.ts'
import { isRestored, isScanned, unproven } from './engine-facts.ts'
import type { Instance } from './instances.ts'
import { listed, type Missing } from './missing.ts'
import type { StageStandings } from './stage-standings.ts'

/** What is known once for all instances of a stage. */
export interface GateView {
  /** Attacked systems that nobody proved to be cut off. */
  readonly unisolated: readonly string[]
  /** Stages before that prove a fact. */
  readonly producers: (fact: GateFact) => readonly StageStandings[]
}

/**
 * Facts of an instance's gate that do not hold. What the engine can prove is asked of the engine; the others hold when
 * every stage that proves them, for everything this instance has to do with, is done. Left out is not done.
 */
export function missingFacts(state: ResponseState, instance: Instance, view: GateView): readonly Missing[] {
  return instance.stage.gate.flatMap((fact): readonly Missing[] => {
    const open = openFor(state, instance, { fact, view })
    return open.length === 0 ? [] : [{ kind: 'fact', fact, ...listed(open) }]
  })
}

interface Asked {
  readonly fact: GateFact
  readonly view: GateView
}

function openFor(state: ResponseState, instance: Instance, asked: Asked): readonly string[] {
  switch (asked.fact) {
    case 'isolation-proved':
      return asked.view.unisolated
    case 'restore-verified':
      return unproven(state, tenantsOf(state, instance), isRestored)
    case 'scan-judged':
      return unproven(state, tenantsOf(state, instance), isScanned)
    case 'credentials-reset':
    case 'smoke-tested':
    case 'claims-consistent':
    case 'texts-complete':
      return openProducers(instance, asked)
  }
}

function tenantsOf({ scope }: ResponseState, { element }: Instance): readonly string[] {
  if (element?.of === 'tenants') return [element.id]
  const all = (scope?.of.tenants ?? []).filter(({ affected }) => affected)
  return all.filter((one) => element === undefined || isRelated(element, one)).map(({ id }) => id)
}

function openProducers(instance: Instance, { fact, view }: Asked): readonly string[] {
  // A task of its own that proves it is asked for by itself.
  if (instance.stage.actions.some((action) => proves(action, fact))) return []
  const producers = view.producers(fact)
  if (producers.length === 0) return [fact]
  const { element } = instance
  return producers
    .flatMap((producer) => producer.unprovenFor(instance))
    .filter(
      ({ instance: { element: other } }) =>
        element === undefined || other === undefined || isRelated(element, other),
    )
    .map(({ instance: { key } }) => key)
}

function proves(action: Action, fact: GateFact): boolean {
  return action.kind === 'task' && action.proves === fact
}

/** The stages before this one that prove each fact of its gate. */
export function producersOf(state: ResponseState, stage: Stage): ReadonlyMap<GateFact, readonly string[]> {
  if (stage.gate.length === 0) return new Map()
  const stages = state.plan?.plan.stages ?? []
  const before = stages.filter(({ id }) => stagesBefore(stages).get(stage.id)?.has(id) === true)
  return new Map(
    stage.gate.map((fact) => [
      fact,
      before
        .filter(({ actions }) =>
          actions.some(
            (action) => proves(action, fact) || (fact === 'credentials-reset' && action.kind === 'campaign'),
          ),
        )
        .map(({ id }) => id),
    ]),
  )
}
