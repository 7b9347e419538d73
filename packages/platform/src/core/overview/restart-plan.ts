import { type Estate, restartOrder, type Words } from '../estate/index.ts'
import { bytesOf, type Job } from '../jobs/index.ts'
import type { CaseBoard } from './board.ts'
import { type Pace, type PaceSample, paceOf } from './pace.ts'

export interface RestartService {
  readonly id: string
  readonly name: Words
  readonly tier: number | null
  readonly rto: string | null
  readonly hit: boolean
  /** From 0 on: services of one wave may start together. Null in a circle. */
  readonly wave: number | null
  readonly needs: readonly { readonly service: string; readonly kind: 'hard' | 'auth' | 'soft' }[]
  /** Tenants that use it, and those of them that have everything back. */
  readonly tenants: { readonly total: number; readonly handedBack: number; readonly restored: number }
  /** Bytes of its data in the newest plan of all units; null when no such plan says so. */
  readonly bytes: number | null
  /** How long its data still take by themselves, at measured rates, 0 when all are restored; null when bytes or rates are not known. */
  readonly seconds: { readonly from: number; readonly to: number } | null
  /** It begins when all that it needs is back: seconds from now, on the way with the most work; null when not known. */
  readonly startsIn: { readonly from: number; readonly to: number } | null
  /** On the chain that decides how long the whole takes. */
  readonly critical: boolean | null
}

export interface RestartPlan {
  readonly case: string
  readonly seq: number
  readonly asOf: string
  readonly services: readonly RestartService[]
  /** Circles of services that wait for each other; empty when there is an order. */
  readonly circles: readonly (readonly string[])[]
  readonly pace: Pace
  /** The chain with the most work; null when durations are not known. */
  readonly critical: { readonly services: readonly string[]; readonly seconds: Span } | null
  /** Nothing here is a promise: approvals, people and changes of media are not in it. */
  readonly binding: false
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The order in which services come back, how long each takes at rates that were measured, and what decides the end. */
export function restartPlanOf(
  board: CaseBoard,
  estate: Estate,
  { jobs, samples }: { readonly jobs: readonly Job[]; readonly samples: readonly PaceSample[] },
): RestartPlan {
  const { state, seq, asOf } = board
  const pace = paceOf(board, jobs, samples)
  const order = restartOrder(estate)
  const waves = 'waves' in order ? order.waves : []
  const waveOf = new Map(waves.flatMap((wave, at) => wave.map((id) => [id, at] as const)))
  const hit = new Set(state.services)
  const bytes = serviceBytes(jobs)
  const users = usersOf(board, estate)
  const left = (id: string): number | undefined => {
    const { total, restored } = users.get(id) ?? { total: 0, restored: 0 }
    // Of a service that is half restored nobody knows which bytes: it counts whole until its last tenant is there.
    return total > 0 && restored === total ? 0 : bytes && (bytes.get(id) ?? 0)
  }
  const seconds = new Map(estate.services.map(({ id }) => [id, spanOf(left(id), pace)]))
  const { begins, chain } = longestWay(estate, waves, seconds)
  return {
    case: state.id,
    seq,
    asOf,
    services: estate.services.map(({ id, name, recovery, dependsOn }) => ({
      id,
      name,
      tier: recovery.tier ?? null,
      rto: recovery.rto ?? null,
      hit: hit.has(id),
      wave: waveOf.get(id) ?? null,
      needs: dependsOn,
      tenants: users.get(id) ?? { total: 0, handedBack: 0, restored: 0 },
      bytes: bytes === undefined ? null : (bytes.get(id) ?? 0),
      seconds: seconds.get(id) ?? null,
      startsIn: begins?.get(id) ?? null,
      critical: chain === null ? null : chain.services.includes(id),
    })),
    circles: 'cycles' in order ? order.cycles : [],
    pace,
    critical: chain,
    binding: false,
  }
}

/** What the newest plan of all units says. */
function serviceBytes(jobs: readonly Job[]): ReadonlyMap<string, number> | undefined {
  const plan = jobs.find(({ kind, unit, state }) => kind === 'plan' && unit === undefined && state === 'done')
  const said = Object.entries(plan?.result ?? {}).flatMap(([name, value]) =>
    name.startsWith(bytesOf) && typeof value === 'number'
      ? [[name.slice(bytesOf.length), value] as const]
      : [],
  )
  return said.length === 0 ? undefined : new Map(said)
}

function spanOf(bytes: number | undefined, { bytesPerSecond }: Pace): Span | null {
  if (bytes === undefined || bytesPerSecond === null) return null
  return { from: bytes / bytesPerSecond.fast, to: bytes / bytesPerSecond.slow }
}

/** Each service begins when the last of what it needs is back; waves come in an order in which that is known. */
function longestWay(
  estate: Estate,
  waves: readonly (readonly string[])[],
  seconds: ReadonlyMap<string, Span | null>,
): { begins: ReadonlyMap<string, Span> | null; chain: RestartPlan['critical'] } {
  if (waves.length === 0 || [...seconds.values()].includes(null)) return { begins: null, chain: null }
  const needs = new Map(
    estate.services.map(({ id, dependsOn }) => [
      id,
      dependsOn.filter(({ kind }) => kind !== 'soft').map(({ service }) => service),
    ]),
  )
  const begins = new Map<string, Span>()
  const ends = new Map<string, Span>()
  const before = new Map<string, string>()
  for (const id of waves.flat()) {
    const begin = { from: 0, to: 0 }
    for (const need of needs.get(id) ?? []) {
      const end = ends.get(need) ?? { from: 0, to: 0 }
      if (end.to >= begin.to) before.set(id, need)
      begin.from = Math.max(begin.from, end.from)
      begin.to = Math.max(begin.to, end.to)
    }
    const own = seconds.get(id) ?? { from: 0, to: 0 }
    begins.set(id, begin)
    ends.set(id, { from: begin.from + own.from, to: begin.to + own.to })
  }
  const [last] = [...ends].toSorted(([, a], [, b]) => b.to - a.to)
  if (last === undefined) return { begins, chain: null }
  const services: string[] = []
  for (let at: string | undefined = last[0]; at !== undefined; at = before.get(at)) services.unshift(at)
  return { begins, chain: { services, seconds: last[1] } }
}

function usersOf(
  { state, proofs }: CaseBoard,
  estate: Estate,
): ReadonlyMap<string, RestartService['tenants']> {
  const byOffering = Map.groupBy(estate.services, ({ offering }) => offering)
  const counts = new Map(estate.services.map(({ id }) => [id, { total: 0, handedBack: 0, restored: 0 }]))
  for (const { id: tenant, subscriptions } of estate.tenants) {
    const unit = state.units.get(tenant)
    if (unit === undefined) continue
    const offerings = new Set<string | undefined>([
      undefined,
      ...subscriptions.map(({ offering }) => offering),
    ])
    for (const offering of offerings) {
      for (const { id } of byOffering.get(offering) ?? []) {
        const count = counts.get(id)
        if (count === undefined) continue
        count.total += 1
        if (unit.restored !== undefined) count.restored += 1
        if (proofs.get(tenant)?.stage === 'handedBack') count.handedBack += 1
      }
    }
  }
  return counts
}
