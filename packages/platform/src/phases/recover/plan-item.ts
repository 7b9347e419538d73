import { contentKey, type Node, permissionsOf, type SnapshotId, timeToNanoseconds } from '@anlauf/repository'

import { isLinkTarget } from './placeable.ts'
import type { PlanItem, ReasonCode } from './plan.ts'

/** A file or link of a snapshot as the plan names it. */
export function itemOf(
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
    mtime: isTime(node.mtime) ? node.mtime : unknownTime,
    content: node.content ?? [],
    contentKey: contentKey(node),
    // Without one the link is not made and waits for a person.
    ...(isLinkTarget(node.linkTarget ?? '') && { linkTarget: node.linkTarget ?? '' }),
    rejected,
  }
}

/** A hostile client writes any text for a time; the file is worth having without it. */
const unknownTime = '1970-01-01T00:00:00Z'

function isTime(text: string): boolean {
  try {
    return timeToNanoseconds(text) !== undefined
  } catch {
    return false
  }
}
