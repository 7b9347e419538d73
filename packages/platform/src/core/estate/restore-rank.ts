import type { Estate } from './model.ts'
import { restoreOrder } from './restore-order.ts'
import { tenantOf } from './tenant-of.ts'
import { tenantWaves } from './tenant-waves.ts'

/** How early something is restored; lower numbers first. */
export interface RestoreRank {
  /** Of a file or link on a machine: the wave of the restore order that its data belongs to. */
  readonly ofPlace: (place: { readonly host: string; readonly path: string }) => number
  /** Of a restore unit: what belongs to no tenant before all tenants, tenants by their wave. */
  readonly ofUnit: (unit: string) => number
}

/**
 * Where the paths of backups stand in the restore order of an estate. What lies in no data set belongs to the machine
 * itself; what no slice gives to a tenant is the shared part of its data set. Services that wait for each other
 * have no order: then all paths are equal, because a mistake in the estate must not keep anybody from restoring.
 */
export function restoreRank(estate: Estate): RestoreRank {
  const waveOf = wavesByName(estate)
  const roots = new Map<string, { root: string; dataset: string }[]>()
  for (const { id, on, source } of estate.datasets) {
    if (source.root === undefined) continue
    const root = `${source.root.replace(/\/$/, '')}/`
    roots.set(on, [...(roots.get(on) ?? []), { root, dataset: id }])
  }
  // The innermost counts.
  for (const list of roots.values()) list.sort((a, b) => b.root.length - a.root.length)
  const units = new Map(
    tenantWaves(estate).flatMap(({ at, tenants }) => tenants.map(({ id }) => [id, at + 1] as const)),
  )
  return {
    ofPlace(place) {
      const owner = tenantOf(estate, place)
      const area = owner === undefined ? undefined : waveOf.get(areaKey(owner.dataset, owner.tenant))
      if (area !== undefined) return area
      const found = roots.get(place.host)?.find(({ root }) => place.path.startsWith(root))
      const dataset = owner?.dataset ?? found?.dataset
      const shared = dataset === undefined ? undefined : waveOf.get(`data ${dataset}`)
      return shared ?? waveOf.get(`system ${place.host}`) ?? 0
    },
    ofUnit: (unit) => units.get(unit) ?? 0,
  }
}

/** The first wave of every machine, data set and tenant's area. */
function wavesByName(estate: Estate): ReadonlyMap<string, number> {
  const order = restoreOrder(estate)
  const waveOf = new Map<string, number>()
  if ('cycles' in order) return waveOf
  for (const [at, { steps }] of order.waves.entries()) {
    for (const { system, dataset, tenants } of steps) {
      for (const tenant of tenants ?? []) waveOf.set(areaKey(dataset ?? '', tenant), at)
      const name = dataset === undefined ? `system ${system}` : `data ${dataset}`
      if (tenants === undefined && !waveOf.has(name)) waveOf.set(name, at)
    }
  }
  return waveOf
}

function areaKey(dataset: string, tenant: string): string {
  return `area ${JSON.stringify([dataset, tenant])}`
}
