import { type Stage, wavesOf } from '../../emergency-plan/index.ts'
import { isRelated, type KnownElement } from '../scope/scope.ts'
import type { ResponseState } from '../state.ts'
import { momentsOf } from './facts-at.ts'
import { type GateView, missingFacts, producersOf } from './gate-facts.ts'
import { type Instance, instancesOf } from './instances.ts'
import type { Missing } from './missing.ts'
import { type Round, roundOf } from './round.ts'
import { signersOf } from './signatures.ts'
import { type StageStandings, stageStandings } from './stage-standings.ts'
import { metBy, toDo } from './to-do.ts'
import type { Standing, StageStatus } from './standing.ts'

/** By stage, in the order of the plan. */
export type Standings = ReadonlyMap<string, StageStandings>

/**
 * How every stage stands: computed from the plan, the scope and the events alone, so that it is the same after a
 * restart, on another machine and for an auditor. `now` decides only whether signatures have run out.
 */
export function standingsOf(state: ResponseState, now: string): Standings {
  const known = computed.get(state)
  if (known?.now === now) return known.standings
  const standings = compute(state, now)
  computed.set(state, { now, standings })
  return standings
}

/** A door asks for the view, the next steps and one stage of the same moment. */
const computed = new WeakMap<ResponseState, { readonly now: string; readonly standings: Standings }>()

function compute(state: ResponseState, now: string): Standings {
  const stages = state.plan?.plan.stages ?? []
  const found = new Map<string, StageStandings>()
  const joined = new Map<string, Joined>()
  const unisolated = (state.scope?.of.systems ?? [])
    .filter(({ id, affected }) => affected && !state.isolated.has(id))
    .map(({ id }) => id)
  for (const stage of wavesOf(stages).flat()) {
    const before = stage.needs.flatMap((id) => found.get(id) ?? [])
    const concern = joinedOf(state, stage, joined)
    joined.set(stage.id, concern)
    const producers = producersOf(state, stage)
    const standings = concern.instances.map((instance) =>
      standingOf(state, instance, {
        now,
        needs: missingNeeds(instance, before),
        joined: concern.of(instance),
        gate: {
          unisolated,
          producers: (fact) => (producers.get(fact) ?? []).flatMap((id) => found.get(id) ?? []),
        },
      }),
    )
    found.set(stage.id, stageStandings(stage.id, standings))
  }
  return new Map(stages.map(({ id }) => [id, found.get(id) ?? stageStandings(id, [])]))
}

function standingOf(
  state: ResponseState,
  instance: Instance,
  { now, needs, joined, gate }: Around,
): Standing {
  const concern = Math.max(0, ...joined.map(({ since }) => since))
  const round = roundOf(state, instance, concern)
  const { ended } = round
  const { actions } = instance.stage
  const openAt = (at: string): readonly Missing[] =>
    actions.flatMap((_, place) => toDo(state, instance, place, round, at))
  const again = round.isAgain
    ? joined.filter(({ since }) => since === concern).map(({ id }) => id)
    : undefined
  const common = { instance, round, ...(again !== undefined && { againFor: again }) }
  const done = { ...common, status: 'done', isAhead: needs.length > 0, missing: [] } as const
  // A record alone makes nothing done: facts and signatures that the stage asks for have to be there.
  if (ended?.kind === 'done' && openAt(ended.at).length === 0) return { ...done, byFacts: false }
  if (ended?.kind === 'skipped' && maySkip(state, instance, round, ended.at)) {
    return { ...common, status: 'skipped', byFacts: false, isAhead: false, missing: [] }
  }
  const kinds = actions.map((action) => metBy(action, instance))
  const facts = missingFacts(state, instance, gate)
  const isSigned = round.signatures.length > 0 || state.case.requests.size > 0
  const isByFacts = kinds.includes('engine') && !kinds.includes('word')
  const moments = isSigned && isByFacts ? momentsOf(state, instance, round, now) : [now]
  const isComplete = moments.some((at) => openAt(at).length === 0)
  const open = [...(isComplete ? [] : distinct(openAt(now))), ...facts]
  if (open.length === 0 && isByFacts) return { ...done, byFacts: true }
  const missing = [...needs, ...open, ...(open.length === 0 ? [{ kind: 'confirmation' } as const] : [])]
  const status = statusOf(round, needs)
  return { ...common, status, byFacts: false, isAhead: false, missing }
}

/** Three layers of a restore lack the same proof. */
function distinct(missing: readonly Missing[]): readonly Missing[] {
  return missing.filter(
    (one, at) =>
      one.kind !== 'engine' ||
      missing.findIndex((other) => other.kind === 'engine' && other.what === one.what) === at,
  )
}

interface Around {
  readonly now: string
  readonly needs: readonly Missing[]
  readonly joined: readonly KnownElement[]
  readonly gate: GateView
}

function statusOf({ ended, started, filled }: Round, needs: readonly Missing[]): StageStatus {
  if (ended?.kind === 'failed') return 'failed'
  if (needs.length > 0) return 'blocked'
  return started !== undefined || filled.size > 0 ? 'started' : 'ready'
}

/** Who may decide that it is done may decide that it is left out, and nobody else. */
export function maySkip(state: ResponseState, instance: Instance, round: Round, at: string): boolean {
  return instance.stage.actions.every((action) => {
    if (action.kind !== 'approve') return true
    return signersOf(state, instance, { round, intent: 'skip', action, at }).length >= action.quorum
  })
}

function missingNeeds(instance: Instance, before: readonly StageStandings[]): readonly Missing[] {
  return before.flatMap((standings) => standings.missingFor(instance) ?? [])
}

/** Elements that joined after the case had its plan, by the instance that has to do with them. */
interface Joined {
  readonly instances: readonly Instance[]
  readonly all: readonly KnownElement[]
  of(instance: Instance): readonly KnownElement[]
}

const none: readonly KnownElement[] = []

/**
 * Whoever joins opens again what has to do with them, along the needs of the plan: the stages that are for all, those
 * for a service that they use; never those of another tenant.
 */
function joinedOf(state: ResponseState, stage: Stage, before: ReadonlyMap<string, Joined>): Joined {
  const instances = instancesOf(state, stage)
  const first = state.scope?.first ?? 0
  if ((state.scope?.elements ?? []).every(({ since }) => since <= first)) {
    return { instances, all: none, of: () => none }
  }
  const inherited = new Set(stage.needs.flatMap((id) => before.get(id)?.all ?? none))
  const byKey = new Map(
    instances.map(({ key, element }) => {
      const own = element !== undefined && element.since > first ? [element] : []
      const others = [...inherited].filter((one) => element === undefined || isRelated(element, one))
      return [key, [...new Set([...own, ...others])]]
    }),
  )
  return {
    instances,
    all: [...new Set([...byKey.values()].flat())],
    of: ({ key }) => byKey.get(key) ?? none,
  }
}
