import { type Repository, type Snapshot, timeToNanoseconds } from '@anlauf/repository'

import { type HistoryReport, type JudgedFile, seriesKey } from '../../detect/index.ts'
import { nodeFinder } from '../node-finder.ts'
import type { PlanItem, RecoveryPlan } from '../plan.ts'
import { newestWhole } from './newest-whole.ts'

/** What a plan made file by file has over whole snapshots. */
export interface WholeAlternative {
  /** Newest snapshot that the plan takes something from; null when it takes nothing. */
  readonly newest: string | null
  /** Files of the plan that are not their newest version. */
  readonly older: number
  /** Of each series that the plan takes from: its newest snapshot that is clean as a whole; null when it has none. */
  readonly series: readonly {
    readonly host: string
    readonly paths: readonly string[]
    readonly snapshot: string | null
    readonly time: string | null
    /** Why newer snapshots are not. */
    readonly rejected: readonly { readonly snapshot: string; readonly reason: string }[]
  }[]
  /** Files of the plan that changed since, or that whole snapshots do not hold. */
  readonly lost: number
}

/** Compares a plan with restoring whole snapshots; from what detection said, almost without reading. */
export async function wholeAlternative(
  repository: Repository,
  report: HistoryReport,
  plan: RecoveryPlan,
): Promise<WholeAlternative> {
  const known = new Set(report.snapshots.map(({ id }) => id))
  const snapshots = (await repository.listSnapshots()).filter(({ id }) => known.has(id))
  const byId = new Map<string, Snapshot>(snapshots.map((one) => [one.id, one]))
  const items = plan.units.flatMap((unit) => unit.items)
  const bySeries = Map.groupBy(items, ({ snapshot }) => {
    const found = byId.get(snapshot)
    return found === undefined ? '' : seriesKey(found)
  })
  const judged = Map.groupBy(report.files, ({ host }) => host)
  const findNode = nodeFinder(repository)
  const series: WholeAlternative['series'][number][] = []
  let lost = 0
  for (const [key, members] of Map.groupBy(snapshots, seriesKey)) {
    const mine = bySeries.get(key)
    const host = members[0]?.hostname ?? ''
    if (mine === undefined) continue
    const files = judged.get(host) ?? []
    const { snapshot, rejected } = await newestWhole(members, files, findNode)
    series.push({
      host,
      paths: members[0]?.paths ?? [],
      snapshot: snapshot?.id ?? null,
      time: snapshot?.time ?? null,
      rejected,
    })
    lost += snapshot === undefined ? mine.length : changedSince(snapshot, mine, files, byId)
  }
  const taken = [...new Set(items.map(({ snapshot }) => snapshot))].flatMap((id) => byId.get(id) ?? [])
  const [newest] = taken.sort((a, b) => compareTimes(b.time, a.time))
  return {
    newest: newest?.time ?? null,
    older: items.filter(({ reason }) => reason !== 'newestClean' && reason !== 'unchangedSinceTrusted')
      .length,
    series,
    lost,
  }
}

/** Items with a clean version after a snapshot, up to the one that is taken; what nobody judged never changed. */
function changedSince(
  whole: Snapshot,
  items: readonly PlanItem[],
  files: readonly JudgedFile[],
  byId: ReadonlyMap<string, Snapshot>,
): number {
  const since = timeToNanoseconds(whole.time)
  const histories = Map.groupBy(files, ({ path }) => path)
  return items.filter(({ path, snapshot }) => {
    const until = timeOf(byId, snapshot)
    const versions = (histories.get(path) ?? []).flatMap((file) => file.versions)
    return versions.some((version) => {
      const at = timeOf(byId, version.snapshot)
      return version.verdict === 'clean' && at > since && at <= until
    })
  }).length
}

function timeOf(byId: ReadonlyMap<string, Snapshot>, id: string): bigint {
  const found = byId.get(id)
  return found === undefined ? 0n : timeToNanoseconds(found.time)
}

function compareTimes(a: string, b: string): number {
  return timeToNanoseconds(a) < timeToNanoseconds(b) ? -1 : 1
}
