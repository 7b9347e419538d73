import { contentKey, type Node, type Repository, type Snapshot } from '@anlauf/repository'

import type { JudgedFile } from '../../detect/index.ts'
import { outcomeKey } from '../journal.ts'
import { nodeFinder } from '../node-finder.ts'
import type { PlanItem } from '../plan.ts'
import { isSameNode } from './changed-files.ts'
import { classify } from './classify.ts'
import type { QueuedFile } from './group-files.ts'

export interface TakenBack {
  readonly repository: Repository
  /** The snapshots of one series, oldest first, and the last one that is believed. */
  readonly series: readonly Snapshot[]
  readonly before: Snapshot | undefined
  readonly planned: readonly { readonly unit: string; readonly item: PlanItem }[]
  readonly judged: ReadonlyMap<string, readonly JudgedFile[]>
  readonly signal?: AbortSignal | undefined
}

/**
 * Programs and rules that the plan takes from an older backup inside the window, because their newest version is
 * encrypted or gone. That version may be the attacker's own: who changes a script first and encrypts it afterwards
 * would have the change given back to him. To people it is shown like a newest version, beside what lay there before.
 */
export async function* takenBack(context: TakenBack): AsyncGenerator<QueuedFile> {
  const { repository, series, before, signal } = context
  const [findThen, findBefore] = [nodeFinder(repository), nodeFinder(repository)]
  const inside = new Map<string, Snapshot>(
    series.slice(before === undefined ? 0 : series.indexOf(before) + 1, -1).map((one) => [one.id, one]),
  )
  // By path, so that the finders read each directory once.
  const items = context.planned
    .filter(({ item }) => inside.has(item.snapshot))
    .toSorted((a, b) => (a.item.path < b.item.path ? -1 : 1))
  for (const { unit, item } of items) {
    signal?.throwIfAborted()
    const snapshot = inside.get(item.snapshot)
    const after = snapshot === undefined ? undefined : await findThen(snapshot, item.path)
    const old = before === undefined ? undefined : await findBefore(before, item.path)
    if (after === undefined || (old !== undefined && isSameNode(old, after))) continue
    const version = (of: Snapshot) => versionUpTo(context, item, of)
    const judged = snapshot === undefined ? undefined : version(snapshot)
    const classified = await classify(repository, { path: item.path, before: old, after, judged })
    if (classified.class !== 'N5' && classified.class !== 'N6') continue
    const isBelieved = before !== undefined && (version(before)?.verdict ?? 'clean') === 'clean'
    const previous = old !== undefined && isBelieved ? versionOf(old, before.id) : null
    yield {
      unit,
      ...classified,
      planned: 'newest',
      planReason: item.reason,
      item: { host: item.host, path: item.path, newest: versionOf(after, item.snapshot), previous },
    }
  }
}

/** What detection says of the version that lay in a place at the time of a snapshot. */
function versionUpTo({ series, judged }: TakenBack, item: PlanItem, last: Snapshot) {
  const upTo = new Set<string>(series.slice(0, series.indexOf(last) + 1).map(({ id }) => id))
  return judged
    .get(outcomeKey(item))
    ?.flatMap(({ versions }) => versions)
    .findLast(({ snapshot }) => upTo.has(snapshot))
}

function versionOf(node: Node, snapshot: string) {
  return { snapshot, contentKey: contentKey(node), size: node.size ?? 0, mtime: node.mtime.toWellFormed() }
}
