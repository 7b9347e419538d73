import type { Dataset, Estate, RestoreLayer, Service } from './model.ts'
import { restartOrder } from './restart-order.ts'
import { serviceRanks, type ServiceRank } from './service-ranks.ts'
import { tenantWaves } from './tenant-waves.ts'

/** Why a step stands where it stands. */
export type PlaceReason =
  | { readonly kind: 'layer'; readonly layer: RestoreLayer }
  | { readonly kind: 'tenant-wave'; readonly wave: string }
  /** `from`: the service that needs this one and whose tier it therefore has. */
  | { readonly kind: 'tier'; readonly tier: number; readonly from?: string }
  | { readonly kind: 'dependency'; readonly on: string }
  | { readonly kind: 'no-service' }

/** A machine to be set up, or data to be restored. */
export interface RestoreStep {
  readonly layer: RestoreLayer
  readonly system: string
  readonly service?: string
  readonly dataset?: string
  /** Of a tenant area: whose. */
  readonly tenants?: readonly string[]
  readonly reasons: readonly PlaceReason[]
}

/** Steps that may run side by side, wave after wave; or the circles that make an order impossible. */
export type RestoreOrder =
  | { readonly waves: readonly { readonly layer: RestoreLayer; readonly steps: readonly RestoreStep[] }[] }
  | { readonly cycles: readonly (readonly string[])[] }

export const restoreLayers: readonly RestoreLayer[] = [
  'base-system',
  'full',
  'incremental',
  'sync',
  'tenant-area',
  'configuration',
]

/**
 * The order in which an estate's machines and data come back (`recover.md` §11): layer after layer; within one, tenant
 * areas by their tenants' wave; then by the tier of the service, which is never later than that of a service that
 * needs it; then what others need first. A data set's layers follow from what it is, unless it declares one.
 */
export function restoreOrder(estate: Estate): RestoreOrder {
  const order = restartOrder(estate)
  if ('cycles' in order) return order
  const ranks = serviceRanks(estate, order.waves)
  const placed = [...baseSteps(estate, ranks), ...dataSteps(estate, ranks)].sort(
    (a, b) => compareKeys(a.key, b.key) || a.within - b.within || (nameOf(a.step) < nameOf(b.step) ? -1 : 1),
  )
  const waves = [...Map.groupBy(placed, ({ key }) => key.join(' ')).values()]
  return {
    waves: waves.map((wave) => ({
      layer: wave[0]?.step.layer ?? 'full',
      steps: wave.map(({ step }) => step),
    })),
  }
}

interface Placed {
  readonly step: RestoreStep
  /** Layer, wave of tenants, tier, depth: equal for what may run side by side. */
  readonly key: readonly number[]
  /** The recovery order of the service. */
  readonly within: number
}

function* baseSteps(
  { systems, services }: Estate,
  ranks: ReadonlyMap<string, ServiceRank>,
): Generator<Placed> {
  // Of each system the service that needs it first.
  const needs = new Map<string, { readonly id: string; readonly rank: ServiceRank }>()
  for (const { id, runsOn } of services) {
    const rank = ranks.get(id)
    if (rank === undefined) continue
    for (const system of runsOn) {
      const known = needs.get(system)?.rank ?? never
      if ((rank.tier - known.tier || rank.depth - known.depth) < 0) needs.set(system, { id, rank })
    }
  }
  for (const { id } of systems) {
    const first = needs.get(id)
    const step = { layer: 'base-system', system: id } as const
    yield first === undefined
      ? place({ ...step, reasons: [...layerReason(step.layer), { kind: 'no-service' }] }, undefined)
      : place(
          {
            ...step,
            service: first.id,
            reasons: [...layerReason(step.layer), ...tierReason(first.rank)],
          },
          first.rank,
        )
  }
}

function* dataSteps(estate: Estate, ranks: ReadonlyMap<string, ServiceRank>): Generator<Placed> {
  const services = new Map(estate.services.map((service) => [service.id, service]))
  const waves = tenantWaves(estate)
  for (const dataset of estate.datasets) {
    const service = services.get(dataset.of)
    const rank = ranks.get(dataset.of)
    if (service === undefined) continue
    const { id, on, of } = dataset
    const reasons = [...tierReason(rank), ...dependencyReasons(service)]
    for (const layer of layersOf(dataset)) {
      const step = { layer, system: on, service: of, dataset: id }
      const isShared = layer !== 'tenant-area' || dataset.tenantSlice === undefined
      if (isShared) yield place({ ...step, reasons: [...layerReason(layer), ...reasons] }, rank)
      else {
        for (const { wave, tenants, at } of waves) {
          const concerned = tenants.filter((tenant) => hasBought(tenant, service)).map((tenant) => tenant.id)
          if (concerned.length === 0) continue
          const why = wave === undefined ? [] : [{ kind: 'tenant-wave', wave } as const]
          const all = [...layerReason(layer), ...why, ...reasons]
          yield place({ ...step, tenants: concerned, reasons: all }, rank, at)
        }
      }
    }
  }
}

/** The kinds of source of which a base backup or dump and a log or increments are two things. */
const withLog = new Set(['postgres', 'postgresql', 'mariadb', 'mysql'])

/** What a data set consists of. A snapshot of files holds its full state: its increments are no step of their own. */
export function layersOf({ layer, source, tenantSlice }: Dataset): readonly RestoreLayer[] {
  if (layer !== undefined) return [layer]
  if (source.kind === 'configuration') return ['configuration']
  return [
    'full',
    ...(withLog.has(source.kind) ? (['incremental'] as const) : []),
    ...(tenantSlice === undefined ? [] : (['tenant-area'] as const)),
  ]
}

/** A service that nobody buys (a directory) holds something of everybody. */
function hasBought({ subscriptions }: Estate['tenants'][number], { offering }: Service): boolean {
  return offering === undefined || subscriptions.some((one) => one.offering === offering)
}

/** Behind everything that says when it is needed; a number, so that keys compare. */
const last = Number.MAX_SAFE_INTEGER
const never = { tier: Infinity, depth: Infinity }

function place(step: RestoreStep, rank: ServiceRank | undefined, tenantWave = 0): Placed {
  const key = [restoreLayers.indexOf(step.layer), tenantWave, rank?.tier ?? last, rank?.depth ?? last]
  return { step, key, within: rank?.order ?? last }
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, place) => one !== b[place])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

function nameOf({ dataset, system }: RestoreStep): string {
  return dataset ?? system
}

function layerReason(layer: RestoreLayer): PlaceReason[] {
  return [{ kind: 'layer', layer }]
}

function tierReason(rank: ServiceRank | undefined): PlaceReason[] {
  if (rank === undefined || rank.tier === last) return []
  return [{ kind: 'tier', tier: rank.tier, ...(rank.from !== undefined && { from: rank.from }) }]
}

function dependencyReasons({ dependsOn }: Service): PlaceReason[] {
  return dependsOn
    .filter(({ kind }) => kind !== 'soft')
    .map(({ service }) => ({ kind: 'dependency', on: service }))
}
