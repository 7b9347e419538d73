import { printName, type Snapshot } from '@anlauf/repository'

import type { FileVerdict, JudgedFile } from '../../detect/index.ts'
import type { NodeFinder } from '../node-finder.ts'

/** The newest snapshot of a series that is clean as a whole, and why newer ones are not. */
export interface WholeChoice {
  /** Undefined when none is. */
  readonly snapshot: Snapshot | undefined
  /** Newest first; each names one file that speaks against it. */
  readonly rejected: readonly { readonly snapshot: string; readonly reason: string }[]
}

/**
 * A snapshot is clean as a whole when no victim was last said to be anything but clean at its time, whether or not the
 * snapshot still holds it, and when it holds nothing that the attack brought. As in detection, what nobody judged
 * yet is believed. `series` oldest first; `judged` may know files of other series too.
 */
export async function newestWhole(
  series: readonly Snapshot[],
  judged: readonly JudgedFile[],
  findNode: NodeFinder,
): Promise<WholeChoice> {
  const changes = changesBySnapshot(series, judged)
  // What is not clean at the time of each snapshot, from the oldest to the newest.
  const open = new Map<JudgedFile, Change>()
  let whole: Snapshot | undefined
  let rejected: { snapshot: string; reason: string }[] = []
  for (const snapshot of series) {
    for (const change of changes.get(snapshot.id) ?? []) {
      if (change.verdict === 'clean') open.delete(change.file)
      else open.set(change.file, change)
    }
    const blocker = await blockerIn(open, snapshot, findNode)
    if (blocker !== undefined) rejected.unshift({ snapshot: snapshot.id, reason: sentence(blocker) })
    else [whole, rejected] = [snapshot, []]
  }
  return { snapshot: whole, rejected }
}

interface Change {
  readonly file: JudgedFile
  readonly verdict: FileVerdict
  readonly reasons: readonly string[]
}

function changesBySnapshot(
  series: readonly Snapshot[],
  judged: readonly JudgedFile[],
): ReadonlyMap<string, readonly Change[]> {
  const changes = new Map<string, Change[]>(series.map(({ id }) => [id, []]))
  for (const file of judged) {
    for (const { snapshot, verdict, reasons } of file.versions) {
      changes.get(snapshot)?.push({ file, verdict, reasons })
    }
  }
  return changes
}

async function blockerIn(
  open: ReadonlyMap<JudgedFile, Change>,
  snapshot: Snapshot,
  findNode: NodeFinder,
): Promise<Change | undefined> {
  for (const change of open.values()) if (change.file.role === 'victim') return change
  for (const change of open.values()) {
    if ((await findNode(snapshot, change.file.path)) !== undefined) return change
  }
  return undefined
}

function sentence({ file, verdict, reasons }: Change): string {
  return `${printName(file.path)}: ${reasons.join('; ') || verdict}`
}
