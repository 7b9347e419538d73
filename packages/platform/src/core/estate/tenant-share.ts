import type { Estate } from './model.ts'
import { sliceFolders, tenantOf } from './tenant-of.ts'

/** How much of a path on a machine is a tenant's: see `tenantShare`. */
export type TenantShare = 'all' | 'part' | 'way' | 'none'

/**
 * How much of each path is one tenant's, by the same rules as `tenantOf`: `all` with everything below, `part` when
 * something of another tenant lies below, `way` for a folder that only leads there, `none`. Paths are absolute,
 * without a slash at the end; `/` is on the way.
 */
export function tenantShare(
  estate: Estate,
  tenant: string,
): (place: { readonly host: string; readonly path: string; readonly isFolder: boolean }) => TenantShare {
  const folders = new Map<string, HostFolders>()
  return ({ host, path, isFolder }) => {
    const isOwn = tenantOf(estate, { host, path })?.tenant === tenant
    if (!isFolder) return isOwn ? 'all' : 'none'
    let known = folders.get(host)
    if (known === undefined) folders.set(host, (known = foldersOf(estate, tenant, host)))
    const prefix = path === '/' ? '/' : `${path}/`
    if (isOwn) return known.foreignInside.some((folder) => folder.startsWith(prefix)) ? 'part' : 'all'
    return known.own.some((folder) => folder.startsWith(prefix)) ? 'way' : 'none'
  }
}

/** The folders that the rules give to a tenant, per data set; a data set without rule gives none. */
export function foldersOfTenant(
  estate: Estate,
  tenant: string,
): readonly { readonly dataset: string; readonly host: string; readonly folder: string }[] {
  return estate.datasets.flatMap((dataset) =>
    sliceFolders(estate, dataset)
      .filter((slice) => slice.tenant === tenant)
      .map(({ folder }) => ({ dataset: dataset.id, host: dataset.on, folder })),
  )
}

/** True when a text names another tenant by id, slug, name, number or domain: it may not reach this one. */
export function namesOtherTenant(estate: Estate, tenant: string, text: string): boolean {
  const lower = text.toLowerCase()
  return estate.tenants.some(
    ({ id, slug, name, number = '', subscriptions }) =>
      id !== tenant &&
      [id, slug, name, number, ...subscriptions.map(({ domain = '' }) => domain)].some(
        (word) => word !== '' && lower.includes(word.toLowerCase()),
      ),
  )
}

interface HostFolders {
  readonly own: readonly string[]
  /** Folders of others below an own one: two data sets, one inside the other. */
  readonly foreignInside: readonly string[]
}

function foldersOf(estate: Estate, tenant: string, host: string): HostFolders {
  const own: string[] = []
  const foreign: string[] = []
  for (const dataset of estate.datasets) {
    if (dataset.on !== host) continue
    for (const { folder } of sliceFolders(estate, dataset)) {
      const owner = tenantOf(estate, { host, path: folder })?.tenant
      ;(owner === tenant ? own : foreign).push(folder)
    }
  }
  const foreignInside = foreign.filter((folder) => own.some((mine) => folder.startsWith(`${mine}/`)))
  return { own, foreignInside }
}
