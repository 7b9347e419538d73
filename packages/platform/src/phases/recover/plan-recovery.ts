import { type Node, type Repository, type Snapshot, timeToNanoseconds, walkTree } from '@anlauf/repository'

import { type HistoryReport, type JudgedFile, seriesKey, unassignedTenant } from '../detect/index.ts'
import { holdTogether } from './groups/hold-together.ts'
import type { DeclaredGroups } from './groups/recognise.ts'
import { planMail } from './mail/index.ts'
import { type NodeFinder, nodeFinder } from './node-finder.ts'
import { missingFiles } from './missing-files.ts'
import { orderUnits, type PlanOrder } from './order/order-units.ts'
import { type PlanDraft, planDraft } from './plan-draft.ts'
import { itemOf } from './plan-item.ts'
import type { LeftOut, ReasonCode, RecoveryPlan } from './plan.ts'
import { planWhole } from './whole-snapshot/plan-whole.ts'

export interface PlanOptions {
  /** Whose data a path is; without it every host is one unit, as in detection. */
  readonly place?: (host: string, path: string) => { tenant: string } | undefined
  /** Directories whose files move together, as the estate declares them; others are recognised. */
  readonly groups?: DeclaredGroups
  /** What comes back first; without it units by name, items as they lie in the tree. */
  readonly order?: PlanOrder
  /** Instead of file by file: everything from the newest snapshot of each series that is clean as a whole. */
  readonly wholeSnapshot?: boolean
  readonly signal?: AbortSignal
}

/**
 * For every file of the newest snapshot of each series, and every file that vanished since the attack began,
 * chooses the newest clean version. Reads trees only. A file without a clean version is left out and named; so
 * is one that any series of its host does not call clean at that time. What vanished before the attack, or only
 * got another name, stays away. Consistency groups (`groups/`) move together.
 */
export async function planRecovery(
  repository: Repository,
  report: HistoryReport,
  options: PlanOptions = {},
): Promise<RecoveryPlan> {
  const known = new Set(report.snapshots.map(({ id }) => id))
  const snapshots = (await repository.listSnapshots()).filter(({ id }) => known.has(id))
  await repository.loadIndex()
  const times = new Map<string, bigint>(snapshots.map(({ id, time }) => [id, timeToNanoseconds(time)]))
  const draft = planDraft(report.files, times, (host, path) => unitOf(options, host, path))
  const context = {
    repository,
    report,
    options,
    draft,
    times,
    findNode: nodeFinder(repository),
    byId: new Map<string, Snapshot>(snapshots.map((snapshot) => [snapshot.id, snapshot])),
    judged: Map.groupBy(report.files, (file) => file.host),
  }
  for (const series of Map.groupBy(snapshots, seriesKey).values()) {
    const newest = series.at(-1)
    if (newest === undefined) continue
    if (options.wholeSnapshot !== true) await planSeries({ ...context, newest, series })
    else {
      const judged = judgedIn(series, context.judged.get(newest.hostname ?? ''))
      await planWhole({ ...context, newest, series, judged, ...signalOption(options.signal) })
    }
  }
  const drafted = draft.units()
  const held =
    options.wholeSnapshot === true
      ? drafted
      : await holdTogether(drafted, {
          repository,
          snapshots,
          judged: report.files,
          unitOf: (host, path) => unitOf(options, host, path),
          ...(options.groups !== undefined && { declared: options.groups }),
          ...signalOption(options.signal),
        })
  // After groups have moved: a mail that came with one is not taken twice.
  const mended = held.map((unit) => planMail(unit, (snapshot) => times.get(snapshot) ?? 0n))
  const units = options.order === undefined ? mended : orderUnits(mended, options.order)
  return { kind: 'recovery-plan', version: 1, repository: repository.id, units }
}

interface SeriesPlan {
  readonly repository: Repository
  readonly report: HistoryReport
  readonly options: PlanOptions
  readonly draft: PlanDraft
  readonly times: ReadonlyMap<string, bigint>
  readonly findNode: NodeFinder
  readonly byId: ReadonlyMap<string, Snapshot>
  readonly judged: ReadonlyMap<string, readonly JudgedFile[]>
  readonly newest: Snapshot
  readonly series: readonly Snapshot[]
}

async function planSeries(plan: SeriesPlan): Promise<void> {
  const { newest, draft, options } = plan
  const host = newest.hostname ?? ''
  const files = judgedIn(plan.series, plan.judged.get(host))
  const judged = new Map(files.map((file) => [file.path, file]))
  const there = new Set<string>()
  for await (const { path, node } of walkTree(plan.repository, newest.tree, signalOption(options.signal))) {
    if (node.type !== 'file' && node.type !== 'symlink') continue
    const file = judged.get(path)
    if (file === undefined) {
      draft.take(itemOf(host, path, node, newest.id, 'unchangedSinceTrusted', []))
      continue
    }
    there.add(path)
    await planJudged(plan, file, node)
  }
  // By path, so that the finder reads each directory once.
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    // Away, and its last version was not clean: the attack took it.
    const isTaken = !there.has(file.path) && file.versions.at(-1)?.verdict !== 'clean'
    if (isTaken && file.role === 'victim') await planOlder(plan, file, 'restoredDeletedInWindow')
  }
  await planVanished(plan, judged)
}

function judgedIn(series: readonly Snapshot[], files: readonly JudgedFile[] = []): readonly JudgedFile[] {
  const members = new Set<string>(series.map(({ id }) => id))
  return files.filter(({ versions }) => versions.some(({ snapshot }) => members.has(snapshot)))
}

async function planJudged(plan: SeriesPlan, file: JudgedFile, node: Node): Promise<void> {
  const last = file.versions.at(-1)
  if (last?.verdict === 'clean') {
    plan.draft.take(itemOf(file.host, file.path, node, plan.newest.id, 'newestClean', []))
  } else if (file.role !== 'victim') plan.draft.leaveOut(leftOut(file, 'excludedByRule'))
  else await planOlder(plan, file, olderReason(file))
}

/** Files that were whole when they vanished, from the newest snapshot since the attack began that holds them. */
async function planVanished(plan: SeriesPlan, judged: ReadonlyMap<string, JudgedFile>): Promise<void> {
  const host = plan.newest.hostname ?? ''
  const found = new Set<string>()
  for (const snapshot of plan.series.toReversed().slice(1)) {
    const { time } = snapshot
    if (!isSinceOnset(time, earliestStart(plan.report))) return
    const missing = missingFiles(plan.repository, snapshot.tree, plan.newest.tree, plan.options.signal)
    for await (const { path, node, movedTo } of missing) {
      if (found.has(path)) continue
      found.add(path)
      if (movedTo !== undefined && plan.draft.holds({ host, path: movedTo })) continue
      const file = judged.get(path)
      const isWhole =
        file === undefined || (file.role === 'victim' && file.versions.at(-1)?.verdict === 'clean')
      const start = startFor(plan.report, unitOf(plan.options, host, path))
      if (!isWhole || !isSinceOnset(time, start)) continue
      plan.draft.take(itemOf(host, path, node, snapshot.id, 'restoredDeletedInWindow', []))
    }
  }
}

/** When the attack on a tenant began: its own onset, otherwise the first of the case; undefined without attack. */
function startFor(report: HistoryReport, tenant: string): string | undefined {
  const own = report.tenants.find((one) => one.tenant === tenant)?.onset
  return own?.from ?? report.onset?.from
}

function earliestStart({ onset, tenants }: HistoryReport): string | undefined {
  const starts = [onset, ...tenants.map((one) => one.onset)].flatMap((one) => one?.from ?? [])
  return starts.sort((a, b) => (timeToNanoseconds(a) < timeToNanoseconds(b) ? -1 : 1))[0]
}

function isSinceOnset(time: string, start: string | undefined): boolean {
  return start !== undefined && timeToNanoseconds(time) >= timeToNanoseconds(start)
}

async function planOlder(plan: SeriesPlan, file: JudgedFile, reason: ReasonCode): Promise<void> {
  const snapshot = file.newestClean === null ? undefined : plan.byId.get(file.newestClean)
  const node = snapshot === undefined ? undefined : await plan.findNode(snapshot, file.path)
  if (snapshot === undefined || node === undefined)
    return plan.draft.leaveOut(leftOut(file, 'noCleanVersion'))
  const rejected = file.versions
    .filter(({ verdict }) => verdict !== 'clean')
    .map((version) => ({ snapshot: version.snapshot, reason: version.reasons.join('; ') }))
  plan.draft.take(itemOf(file.host, file.path, node, snapshot.id, reason, rejected))
}

function olderReason(file: JudgedFile): ReasonCode {
  const convicted = file.versions.some(({ verdict }) => verdict === 'convicted')
  return convicted ? 'olderBecauseEncrypted' : 'olderBecauseUnknown'
}

function leftOut(file: JudgedFile, reason: LeftOut['reason']): LeftOut {
  return { host: file.host, path: file.path, reason, why: file.versions.at(-1)?.reasons.join('; ') ?? '' }
}

function unitOf(options: PlanOptions, host: string, path: string): string {
  if (options.place === undefined) return host === '' ? unassignedTenant : host
  return options.place(host, path)?.tenant ?? unassignedTenant
}

function signalOption(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
