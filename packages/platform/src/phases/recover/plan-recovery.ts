import {
  contentKey,
  type Node,
  permissionsOf,
  type Repository,
  type Snapshot,
  type SnapshotId,
  walkTree,
} from '@anlauf/repository'

import { type HistoryReport, type JudgedFile, seriesKey, unassignedTenant } from '../detect/index.ts'
import type { LeftOut, PlanItem, ReasonCode, RecoveryPlan } from './plan.ts'

export interface PlanOptions {
  /** Whose data a path is; without it every host is one unit, as in detection. */
  readonly place?: (host: string, path: string) => { tenant: string } | undefined
  readonly signal?: AbortSignal
}

interface Draft {
  readonly items: PlanItem[]
  readonly leftOut: LeftOut[]
}

/**
 * For every file of the newest snapshot of each series, and every file that the attack took away, chooses the
 * newest clean version. Reads trees only. A file without a clean version is left out and named.
 */
export async function planRecovery(
  repository: Repository,
  report: HistoryReport,
  options: PlanOptions = {},
): Promise<RecoveryPlan> {
  const known = new Set(report.snapshots.map(({ id }) => id))
  const snapshots = (await repository.listSnapshots()).filter(({ id }) => known.has(id))
  await repository.loadIndex()
  const judged = Map.groupBy(report.files, (file) => file.host)
  const units = new Map<string, Draft>()
  const draftOf = (host: string, path: string) => {
    const unit = unitOf(options, host, path)
    const draft = units.get(unit) ?? { items: [], leftOut: [] }
    units.set(unit, draft)
    return draft
  }
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id as string, snapshot]))
  for (const series of Map.groupBy(snapshots, seriesKey).values()) {
    const newest = series.at(-1)
    if (newest !== undefined) await planSeries({ repository, newest, series, judged, byId, draftOf, options })
  }
  return {
    kind: 'recovery-plan',
    version: 1,
    repository: repository.id,
    units: [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([unit, draft]) => ({ unit, ...draft })),
  }
}

interface SeriesPlan {
  readonly repository: Repository
  readonly newest: Snapshot
  readonly series: readonly Snapshot[]
  readonly judged: ReadonlyMap<string, readonly JudgedFile[]>
  readonly byId: ReadonlyMap<string, Snapshot>
  readonly draftOf: (host: string, path: string) => Draft
  readonly options: PlanOptions
}

async function planSeries(plan: SeriesPlan): Promise<void> {
  const host = plan.newest.hostname ?? ''
  const members = new Set<string>(plan.series.map(({ id }) => id))
  const files = (plan.judged.get(host) ?? []).filter(({ versions }) =>
    versions.some(({ snapshot }) => members.has(snapshot)),
  )
  const waiting = new Map(files.map((file) => [file.path, file]))
  const walk = walkTree(plan.repository, plan.newest.tree, signalOption(plan.options.signal))
  for await (const { path, node } of walk) {
    if (node.type !== 'file' && node.type !== 'symlink') continue
    const file = waiting.get(path)
    waiting.delete(path)
    if (file === undefined) {
      plan
        .draftOf(host, path)
        .items.push(itemOf(host, path, node, plan.newest.id, 'unchangedSinceTrusted', []))
    } else await planJudged(plan, file, node)
  }
  // What is left was judged but is not in the newest snapshot: taken away by the attack, or deleted.
  for (const file of waiting.values()) await planVanished(plan, file)
}

async function planJudged(plan: SeriesPlan, file: JudgedFile, node: Node): Promise<void> {
  const draft = plan.draftOf(file.host, file.path)
  const last = file.versions.at(-1)
  if (last?.verdict === 'clean') {
    draft.items.push(itemOf(file.host, file.path, node, plan.newest.id, 'newestClean', []))
  } else if (file.role !== 'victim') draft.leftOut.push(leftOut(file, 'excludedByRule'))
  else await planOlder(plan, file, olderReason(file))
}

async function planVanished(plan: SeriesPlan, file: JudgedFile): Promise<void> {
  if (file.versions.at(-1)?.verdict === 'clean' || file.role !== 'victim') return
  await planOlder(plan, file, 'restoredDeletedInWindow')
}

async function planOlder(plan: SeriesPlan, file: JudgedFile, reason: ReasonCode): Promise<void> {
  const draft = plan.draftOf(file.host, file.path)
  const snapshot = file.newestClean === null ? undefined : plan.byId.get(file.newestClean)
  const node = snapshot === undefined ? undefined : await nodeAt(plan.repository, snapshot, file.path)
  if (snapshot === undefined || node === undefined) {
    draft.leftOut.push(leftOut(file, 'noCleanVersion'))
    return
  }
  const rejected = file.versions
    .filter(({ verdict }) => verdict !== 'clean')
    .map((version) => ({ snapshot: version.snapshot, reason: version.reasons.join('; ') }))
  draft.items.push(itemOf(file.host, file.path, node, snapshot.id, reason, rejected))
}

function olderReason(file: JudgedFile): ReasonCode {
  const convicted = file.versions.some(({ verdict }) => verdict === 'convicted')
  return convicted ? 'olderBecauseEncrypted' : 'olderBecauseUnknown'
}

function leftOut(file: JudgedFile, reason: LeftOut['reason']): LeftOut {
  return { host: file.host, path: file.path, reason, why: file.versions.at(-1)?.reasons.join('; ') ?? '' }
}

function itemOf(
  host: string,
  path: string,
  node: Node,
  snapshot: SnapshotId,
  reason: ReasonCode,
  rejected: PlanItem['rejected'],
): PlanItem {
  return {
    host,
    path,
    type: node.type === 'symlink' ? 'symlink' : 'file',
    snapshot,
    reason,
    size: node.size ?? 0,
    mode: permissionsOf(node.mode),
    mtime: node.mtime,
    content: node.content ?? [],
    contentKey: contentKey(node),
    ...(node.linkTarget === undefined ? {} : { linkTarget: node.linkTarget }),
    rejected,
  }
}

/** The node of a path in a snapshot; undefined when the snapshot does not hold it. */
async function nodeAt(repository: Repository, snapshot: Snapshot, path: string): Promise<Node | undefined> {
  const names = path.split('/').filter((name) => name !== '')
  let tree = snapshot.tree
  for (const [depth, name] of names.entries()) {
    const node = (await repository.readTree(tree)).find((candidate) => candidate.name === name)
    if (node === undefined || depth === names.length - 1) return node
    if (node.subtree === undefined) return undefined
    tree = node.subtree
  }
  return undefined
}

function unitOf(options: PlanOptions, host: string, path: string): string {
  if (options.place === undefined) return host === '' ? unassignedTenant : host
  return options.place(host, path)?.tenant ?? unassignedTenant
}

function signalOption(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
