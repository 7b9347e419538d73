import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One tenant's share of one dataset, as a real folder. */
export interface TenantArea {
  readonly tenant: string
  readonly dataset: string
  /** Absolute folder on this machine. */
  readonly folder: string
}

/** The provider's data as real folders below `root`; `root` stands for "/" of the provider's machines. */
export interface EstateFolder {
  readonly root: string
  readonly areas: readonly TenantArea[]
  readonly tenants: readonly { readonly id: string; readonly slug: string; readonly domain: string }[]
}

/** Writes a file with a modification time inside the simulated day; folders are made as needed. */
export function placeFile(path: string, bytes: Uint8Array, modifiedAt: Date): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  utimesSync(path, modifiedAt, modifiedAt)
}

/** The folder of a tenant's dataset. Throws when the estate has none. */
export function areaOf(estate: EstateFolder, tenant: string, dataset: string): string {
  const area = estate.areas.find((candidate) => candidate.tenant === tenant && candidate.dataset === dataset)
  if (area === undefined) throw new RangeError(`no dataset ${dataset} of tenant ${tenant}`)
  return area.folder
}

/** The marker that the attack player asks for before it touches anything. */
export const markerFile = '.anlauf-drill'

export function writeMarker(root: string, seed: number): void {
  mkdirSync(root, { recursive: true })
  writeFileSync(
    join(root, markerFile),
    `This folder belongs to an Anlauf drill (seed ${seed}); its content is played with.\n`,
  )
}
