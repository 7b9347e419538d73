import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { type Estate, sliceFolders } from '../core/estate/index.ts'
import { AnlaufError } from '../core/failure.ts'
import type { EstateFolder } from './estate-folder.ts'
import type { BackedUpDataset } from './nights.ts'

/** Data sets that the drill fills, by their ids in the estate file. */
const played = ['mailstore', 'share', 'documents', 'databases'] as const

/**
 * Turns an estate model into folders: every tenant's part of every played data set below `root`, which stands
 * for "/" of all machines. Throws `estate-invalid` when a data set or the tenants are missing.
 */
export function layOutEstate(
  estate: Estate,
  root: string,
): { folder: EstateFolder; datasets: readonly BackedUpDataset[] } {
  const datasets = played.map((id) => {
    const dataset = estate.datasets.find((one) => one.id === id)
    if (dataset?.source.root === undefined || sliceFolders(estate, dataset).length < 3) throw unplayable(id)
    return { dataset, host: dataset.on, root: dataset.source.root }
  })
  const areas = datasets.flatMap(({ dataset }) =>
    sliceFolders(estate, dataset).map(({ tenant, folder }) => ({
      tenant,
      dataset: dataset.id,
      folder: join(root, folder),
    })),
  )
  for (const { folder } of areas) mkdirSync(folder, { recursive: true })
  const tenants = estate.tenants
    .filter(({ id }) =>
      played.every((dataset) => areas.some((area) => area.tenant === id && area.dataset === dataset)),
    )
    .map(({ id, slug, subscriptions }) => ({
      id,
      slug,
      domain: subscriptions.find(({ domain }) => domain !== undefined)?.domain ?? `${slug}.example`,
    }))
  return {
    folder: { root, areas, tenants },
    datasets: datasets.map(({ dataset, host, root: path }) => ({ id: dataset.id, host, root: path })),
  }
}

function unplayable(dataset: string): AnlaufError {
  return new AnlaufError(
    'estate-invalid',
    `The drill cannot play the data set "${dataset}" of this estate.`,
    {
      hint: `It needs ${played.join(', ')}, each with source.root, a slice rule and at least three tenants; see examples/estate.yaml.`,
    },
  )
}
