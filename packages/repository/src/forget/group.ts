import type { Snapshot } from '../snapshot/index.ts'

export type GroupField = 'host' | 'paths' | 'tags'

/** Snapshots that a policy judges together; fields that do not divide are absent. */
export interface SnapshotGroup {
  readonly host?: string
  readonly paths?: readonly string[]
  readonly tags?: readonly string[]
  readonly snapshots: readonly Snapshot[]
}

/** Divides snapshots into groups of equal host, paths and tags (whichever are named), sorted by their names. */
export function groupSnapshots(
  snapshots: readonly Snapshot[],
  by: readonly GroupField[],
): readonly SnapshotGroup[] {
  const groups = new Map<string, { key: Omit<SnapshotGroup, 'snapshots'>; snapshots: Snapshot[] }>()
  for (const snapshot of snapshots) {
    const key = {
      ...(by.includes('host') ? { host: snapshot.hostname ?? '' } : {}),
      ...(by.includes('paths') ? { paths: [...snapshot.paths].sort() } : {}),
      ...(by.includes('tags') ? { tags: [...(snapshot.tags ?? [])].sort() } : {}),
    }
    const name = JSON.stringify(key)
    const group = groups.get(name) ?? { key, snapshots: [] }
    groups.set(name, group)
    group.snapshots.push(snapshot)
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { key, snapshots: members }]) => ({ ...key, snapshots: members }))
}
