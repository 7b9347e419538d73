import { contentKey, type Node, type Repository, type Snapshot, timeToNanoseconds } from '@anlauf/repository'

import { type HistoryReport, type JudgedFile, seriesKey } from '../../detect/index.ts'
import { outcomeKey } from '../journal.ts'
import { nodeFinder } from '../node-finder.ts'
import type { PlanItem, RecoveryPlan } from '../plan.ts'
import { changedFiles } from './changed-files.ts'
import { classify } from './classify.ts'
import { groupFiles, type QueuedFile } from './group-files.ts'
import type { QueueClass, QueuedVersion, QueueGroup } from './queue-group.ts'
import type { RiskWindow } from './risk-window.ts'
import { takenBack } from './taken-back.ts'

/** What of one tenant was written near the incident. */
export interface UnitQueue {
  readonly unit: string
  /** Files by class, whether they are listed or not. */
  readonly files: Readonly<Record<QueueClass, number>>
  /** Files whose encryption is proven: the plan has their clean version, or none. */
  readonly convicted: number
  readonly groups: readonly QueueGroup[]
}

export interface CaseQueue {
  readonly kind: 'case-queue'
  readonly version: 1
  readonly repository: string
  readonly window: RiskWindow | null
  /** Series whose first backup lies inside the window: what was written before it is believed. */
  readonly shortSeries: number
  readonly units: readonly UnitQueue[]
}

export interface QueueOptions {
  readonly window: RiskWindow | undefined
  /** The plan as it is without any decision, of the same report. */
  readonly plan: RecoveryPlan
  /** Lists proven encryption too, so that a person can contradict it. */
  readonly withConvicted?: boolean
  /** Digests of groups that are listed in any case: somebody decided about them. */
  readonly keep?: ReadonlySet<string>
  /** What runs held back, of `heldFiles`. */
  readonly held?: readonly QueuedFile[]
  readonly signal?: AbortSignal
  readonly onFile?: () => void
}

/**
 * Everything that changed in the window, by tenant, class and content. Reads trees, and of changed files as much as
 * says what they can do. The same repository, report and plan give the same groups with the same digests.
 */
export async function buildQueue(
  repository: Repository,
  report: HistoryReport,
  options: QueueOptions,
): Promise<CaseQueue> {
  const { window, plan } = options
  const known = new Set(report.snapshots.map(({ id }) => id))
  const snapshots = (await repository.listSnapshots()).filter(({ id }) => known.has(id))
  await repository.loadIndex()
  const planned = plannedPlaces(plan)
  const judged = Map.groupBy(report.files, outcomeKey)
  const changed = new Map<string, QueuedFile>()
  let shortSeries = 0
  for (const series of window === undefined ? [] : Map.groupBy(snapshots, seriesKey).values()) {
    const newest = series.at(-1)
    const before = series.findLast(({ time }) => isBefore(time, window?.from ?? ''))
    if (newest === undefined || newest === before) continue
    if (before === undefined) shortSeries += 1
    const context = { repository, options, planned, judged, series, newest, before: before ?? series[0] }
    // Two series of one host may hold the same path: the newer one counts, as in the plan.
    for await (const file of changedIn(context)) {
      const other = changed.get(outcomeKey(file.item))
      if (other === undefined || isBefore(timeOf(snapshots, other), newest.time))
        changed.set(outcomeKey(file.item), file)
    }
    // What the plan takes instead of a newest version counts, whatever is said of that one.
    for await (const file of takenBack({
      ...context,
      planned: plannedItems(planned),
      signal: options.signal,
    }))
      changed.set(outcomeKey(file.item), file)
  }
  const held = Map.groupBy(options.held ?? [], (file) => file.unit)
  const byUnit = Map.groupBy(changed.values(), (file) => file.unit)
  return {
    kind: 'case-queue',
    version: 1,
    repository: repository.id,
    window: window ?? null,
    shortSeries,
    units: plan.units.map((unit) => {
      const files = byUnit.get(unit.unit) ?? []
      const isListed = ({ verdict, facts }: QueueGroup): boolean =>
        verdict !== 'convicted' || options.withConvicted === true || options.keep?.has(facts) === true
      return {
        unit: unit.unit,
        files: counted(files, unit.items.length + unit.leftOut.length),
        convicted: files.filter(({ verdict }) => verdict === 'convicted').length,
        groups: [...groupFiles(held.get(unit.unit) ?? []), ...groupFiles(files).filter(isListed)],
      }
    }),
  }
}

function counted(files: readonly QueuedFile[], all: number): Record<QueueClass, number> {
  const counts = { N0: Math.max(0, all - files.length), N1: 0, N2: 0, N3: 0, N4: 0, N5: 0, N6: 0 }
  for (const file of files) counts[file.class] += 1
  return counts
}

function timeOf(snapshots: readonly Snapshot[], { item }: QueuedFile): string {
  return snapshots.find(({ id }) => id === item.newest.snapshot)?.time ?? ''
}

interface Planned {
  readonly unit: string
  readonly item: PlanItem | undefined
  readonly reason: string
}

function plannedPlaces(plan: RecoveryPlan): ReadonlyMap<string, Planned> {
  const places = new Map<string, Planned>()
  for (const { unit, items, leftOut } of plan.units) {
    for (const { host, path, reason } of leftOut)
      places.set(outcomeKey({ host, path }), { unit, item: undefined, reason })
    for (const item of items) places.set(outcomeKey(item), { unit, item, reason: item.reason })
  }
  return places
}

function plannedItems(planned: ReadonlyMap<string, Planned>) {
  return [...planned.values()].flatMap(({ unit, item }) => (item === undefined ? [] : [{ unit, item }]))
}

interface Series {
  readonly repository: Repository
  readonly options: QueueOptions
  readonly planned: ReadonlyMap<string, Planned>
  readonly judged: ReadonlyMap<string, readonly JudgedFile[]>
  readonly series: readonly Snapshot[]
  readonly newest: Snapshot
  /** The last one before the window, else the first of all. */
  readonly before: Snapshot | undefined
}

async function* changedIn(context: Series): AsyncGenerator<QueuedFile> {
  const { repository, options, newest, before, series } = context
  const host = newest.hostname ?? ''
  const findNode = nodeFinder(repository)
  const members = new Set<string>(series.map(({ id }) => id))
  for await (const file of changedFiles(repository, before?.tree, newest.tree, options.signal)) {
    const place = { host, path: file.path }
    const planned = context.planned.get(outcomeKey(place))
    // Not part of any plan: a name that no machine can hold, which the plan says elsewhere.
    if (planned === undefined) continue
    options.onFile?.()
    const judged = context.judged
      .get(outcomeKey(place))
      ?.find(({ versions }) => versions.some(({ snapshot }) => members.has(snapshot)))
    const classified = await classify(repository, { ...file, judged: judged?.versions.at(-1) })
    const previous = await previousOf(context, file, judged, findNode)
    const { item, reason } = planned
    const newestKey = contentKey(file.after)
    const isNewest = item !== undefined && item.contentKey === newestKey
    yield {
      unit: planned.unit,
      ...classified,
      planned: item === undefined ? 'nothing' : isNewest ? 'newest' : 'previous',
      planReason: reason,
      item: { ...place, newest: versionOf(file.after, newest.id), previous },
    }
  }
}

/** What detection calls the newest clean version when the newest one is not clean; else what lay there before the window. */
async function previousOf(
  { series, before }: Series,
  file: { readonly path: string; readonly before: Node | undefined; readonly after: Node },
  judged: JudgedFile | undefined,
  findNode: ReturnType<typeof nodeFinder>,
): Promise<QueuedVersion | null> {
  const last = judged?.versions.at(-1)
  if (last !== undefined && last.verdict !== 'clean') {
    const clean = series.find(({ id }) => id === judged?.newestClean)
    const node = clean === undefined ? undefined : await findNode(clean, file.path)
    return node === undefined || clean === undefined ? null : versionOf(node, clean.id)
  }
  if (before === undefined || file.before === undefined) return null
  const then = judged?.versions.findLast(({ snapshot }) => isUpTo(series, snapshot, before.id))
  return then === undefined || then.verdict === 'clean' ? versionOf(file.before, before.id) : null
}

function isUpTo(series: readonly Snapshot[], snapshot: string, last: string): boolean {
  const at = series.findIndex(({ id }) => id === snapshot)
  return at >= 0 && at <= series.findIndex(({ id }) => id === last)
}

function versionOf(node: Node, snapshot: string): QueuedVersion {
  return { snapshot, contentKey: contentKey(node), size: node.size ?? 0, mtime: node.mtime.toWellFormed() }
}

function isBefore(one: string, other: string): boolean {
  return timeToNanoseconds(one) < timeToNanoseconds(other)
}
