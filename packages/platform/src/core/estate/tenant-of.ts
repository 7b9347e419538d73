import type { Dataset, Estate } from './model.ts'

/** Whose data a backed-up path is. */
export interface Owner {
  readonly tenant: string
  readonly dataset: string
}

const indexes = new WeakMap<Estate, ReadonlyMap<string, readonly Slice[]>>()

/**
 * The tenant and data set of a path on a machine, by the slice rules. The part of the rule in braces stands
 * for exactly one folder name: `acme` never matches `acme-2`. Undefined for data that no rule claims.
 */
export function tenantOf(
  estate: Estate,
  place: { readonly host: string; readonly path: string },
): Owner | undefined {
  const index = indexes.get(estate) ?? buildIndex(estate)
  indexes.set(estate, index)
  for (const slice of index.get(place.host) ?? []) {
    if (!place.path.startsWith(slice.before)) continue
    const end = place.path.indexOf('/', slice.before.length)
    const name = place.path.slice(slice.before.length, end < 0 ? undefined : end)
    const tenant = slice.tenants.get(name)
    if (tenant !== undefined) return { tenant, dataset: slice.dataset }
  }
  return undefined
}

/** Folder of a tenant's part of a data set on its machine; undefined when the rule names none. */
export function sliceFolders(
  estate: Estate,
  dataset: Dataset,
): readonly { tenant: string; folder: string }[] {
  const slice = sliceOf(estate, dataset)
  return slice === undefined
    ? []
    : [...slice.tenants].map(([name, tenant]) => ({ tenant, folder: slice.before + name }))
}

/** Paths below `before` + a name of the map belong to the tenant of that name. */
interface Slice {
  readonly dataset: string
  readonly before: string
  readonly tenants: ReadonlyMap<string, string>
}

function buildIndex(estate: Estate): ReadonlyMap<string, readonly Slice[]> {
  const index = new Map<string, Slice[]>()
  for (const dataset of estate.datasets) {
    const slice = sliceOf(estate, dataset)
    if (slice === undefined) continue
    const list = index.get(dataset.on) ?? []
    index.set(dataset.on, [...list, slice])
  }
  return index
}

function sliceOf(estate: Estate, dataset: Dataset): Slice | undefined {
  const rule = /^((?:[^{}/]+\/)*)\{(tenant\.slug|tenant\.id|domain)\}(?:\/\*\*)?$/.exec(
    dataset.tenantSlice ?? '',
  )
  const root = dataset.source.root
  if (rule === null || root === undefined) return undefined
  const [, prefix = '', key] = rule
  const names = estate.tenants.flatMap((tenant): [string, string][] => {
    if (key === 'tenant.slug') return [[tenant.slug, tenant.id]]
    if (key === 'tenant.id') return [[tenant.id, tenant.id]]
    return tenant.subscriptions.flatMap(({ domain }) =>
      domain === undefined ? [] : [[domain, tenant.id] as [string, string]],
    )
  })
  return { dataset: dataset.id, before: `${root.replace(/\/$/, '')}/${prefix}`, tenants: new Map(names) }
}
