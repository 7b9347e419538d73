import { type Repository, type Snapshot, timeToNanoseconds, walkTree } from '@anlauf/repository'

import type { JudgedFile } from '../../detect/index.ts'
import type { NodeFinder } from '../node-finder.ts'
import type { PlanDraft } from '../plan-draft.ts'
import { itemOf } from '../plan-item.ts'
import type { LeftOut, PlanItem } from '../plan.ts'
import { newestWhole } from './newest-whole.ts'

/** One series of snapshots, oldest first, and what detection said of files of its host. */
export interface WholeSeries {
  readonly repository: Repository
  readonly draft: PlanDraft
  readonly findNode: NodeFinder
  readonly newest: Snapshot
  readonly series: readonly Snapshot[]
  readonly judged: readonly JudgedFile[]
  readonly signal?: AbortSignal
}

/**
 * The alternative to choosing file by file: everything as the newest snapshot holds it that is clean as a whole. All
 * files are of one moment, so nothing has to be held together; in exchange every later change is lost. Files that
 * are younger are left out and named. A series without such a snapshot is left out as a whole.
 */
export async function planWhole(plan: WholeSeries): Promise<void> {
  const { repository, draft, newest, series } = plan
  const judged = new Map(plan.judged.map((file) => [file.path, file]))
  const whole = await newestWhole(series, plan.judged, plan.findNode)
  const host = newest.hostname ?? ''
  const now = new Set<string>()
  for await (const { path, node } of walkTree(repository, newest.tree, signalOf(plan))) {
    if (node.type === 'file' || node.type === 'symlink') now.add(path)
  }
  if (whole.snapshot !== undefined) {
    const later = laterThan(whole.snapshot, series)
    for await (const { path, node } of walkTree(repository, whole.snapshot.tree, signalOf(plan))) {
      if (node.type !== 'file' && node.type !== 'symlink') continue
      const { reason, rejected } = choiceOf(judged.get(path), later, now.delete(path))
      draft.take(itemOf(host, path, node, whole.snapshot.id, reason, rejected))
    }
  }
  for (const path of now) draft.leaveOut(younger(host, path, judged.get(path), whole))
}

function laterThan({ time }: Snapshot, series: readonly Snapshot[]): ReadonlySet<string> {
  const since = timeToNanoseconds(time)
  return new Set(series.filter((one) => timeToNanoseconds(one.time) > since).map(({ id }) => id))
}

/** Why a file is as it is in that snapshot, and what of it is newer. */
function choiceOf(
  file: JudgedFile | undefined,
  later: ReadonlySet<string>,
  isThereNow: boolean,
): Pick<PlanItem, 'reason' | 'rejected'> {
  const rejected = (file?.versions ?? [])
    .filter(({ snapshot }) => later.has(snapshot))
    .map(({ snapshot, verdict, reasons }) => ({
      snapshot,
      reason: verdict === 'clean' ? 'It is newer than the whole backup.' : reasons.join('; ') || verdict,
    }))
  // In the newest snapshot it is there and nothing is later.
  if (!isThereNow || rejected.length > 0) return { reason: 'wholeSnapshot', rejected }
  return { reason: file === undefined ? 'unchangedSinceTrusted' : 'newestClean', rejected: [] }
}

function younger(
  host: string,
  path: string,
  file: JudgedFile | undefined,
  { snapshot, rejected }: Awaited<ReturnType<typeof newestWhole>>,
): LeftOut {
  if (file !== undefined && file.role !== 'victim') {
    return { host, path, reason: 'excludedByRule', why: file.versions.at(-1)?.reasons.join('; ') ?? '' }
  }
  return snapshot === undefined
    ? {
        host,
        path,
        reason: 'noCleanVersion',
        why: `No backup is clean as a whole; the newest one: ${rejected[0]?.reason ?? ''}`,
      }
    : {
        host,
        path,
        reason: 'wholeSnapshot',
        why: `It is not in the backup of ${snapshot.time}, the newest that is clean as a whole.`,
      }
}

function signalOf({ signal }: WholeSeries): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
