import type { Repository, Snapshot } from '@anlauf/repository'

import { believeArrivals } from './history/arrivals.ts'
import { judgeSeries } from './history/series.ts'
import { earliestOnset, onsetsOf } from './onset.ts'
import { weighAcrossSeries } from './other-series.ts'
import type { HistoryReport, JudgedFile } from './report.ts'
import { defaultThresholds, type Thresholds } from './thresholds.ts'

export interface DetectOptions {
  /** Whose data a backed-up path is; without it every host is one tenant. */
  readonly place?: (host: string, path: string) => { tenant: string } | undefined
  /** Only the snapshots of these hosts. */
  readonly hosts?: readonly string[]
  readonly thresholds?: Partial<Thresholds>
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number; files: number; bytesDone: number }) => void
}

/** Tenant name for data that no slice rule claims. */
export const unassignedTenant = 'unassigned'

/**
 * Reads a repository's history forward and says per file which versions are clean, and per tenant when
 * encryption began. Unchanged subtrees are skipped by their ids; data packs are read only for files that
 * changed. Throws the repository's errors for damaged trees: a history with holes is not judged silently.
 */
export async function detectHistory(
  repository: Repository,
  options: DetectOptions = {},
): Promise<HistoryReport> {
  const limits = { ...defaultThresholds, ...options.thresholds }
  const all = await repository.listSnapshots()
  await repository.loadIndex()
  const snapshots = all.filter(
    ({ hostname }) => options.hosts === undefined || options.hosts.includes(hostname ?? ''),
  )
  const series = Map.groupBy(snapshots, seriesKey)
  const counts = { treesRead: 0, filesSeen: 0, changesJudged: 0, bytesRead: 0 }
  const files: JudgedFile[] = []
  let done = 0
  for (const members of series.values()) {
    const host = members[0]?.hostname ?? ''
    const report = () =>
      options.onProgress?.({
        done,
        total: snapshots.length,
        files: counts.changesJudged,
        bytesDone: counts.bytesRead,
      })
    const judged = await judgeSeries(
      {
        repository,
        limits,
        tenantOf: (machine, path) => tenantOf(options, machine, path),
        counts,
        signal: options.signal,
        onChange: report,
      },
      host,
      members,
    )
    for (const file of judged) files.push(file)
    done += members.length
    report()
  }
  const weighed = weighAcrossSeries(files, series, limits)
  const tenants = onsetsOf(weighed, series, limits)
  return {
    snapshots: snapshots.map(({ id, time, hostname, paths }) => ({ id, time, host: hostname ?? '', paths })),
    files: believeArrivals(weighed, tenants, series, limits),
    onset: earliestOnset(tenants),
    tenants,
    counters: { snapshots: snapshots.length, ...counts },
  }
}

/** Snapshots of one host and one set of paths belong together. */
export function seriesKey(snapshot: Snapshot): string {
  return JSON.stringify([snapshot.hostname ?? '', ...snapshot.paths.toSorted()])
}

/** Whose data a path of a host is. */
export function tenantOf(options: Pick<DetectOptions, 'place'>, host: string, path: string): string {
  if (options.place === undefined) return host === '' ? unassignedTenant : host
  return options.place(host, path)?.tenant ?? unassignedTenant
}
