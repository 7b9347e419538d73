import { type Repository, RepositoryError, type Snapshot } from '@anlauf/repository'

import { changesBetween, type FileNode } from '../history/changes.ts'
import { maxWhole } from '../history/read-version.ts'
import type { FeatureStore } from './feature-store.ts'
import { measureChunk, measureEdges, measureVersion } from './features.ts'

export interface BuildCounts {
  versions: number
  bytesRead: number
  unreadable: number
}

/**
 * Measures every file version of a series that has no record yet, whoever wrote it. Reads data packs, each blob
 * once. A version that cannot be read gets no record; a tree that cannot be read throws.
 */
export async function buildFeatures(
  repository: Repository,
  store: FeatureStore,
  snapshots: readonly Snapshot[],
  options: { signal?: AbortSignal | undefined; onVersion?: ((counts: BuildCounts) => void) | undefined } = {},
): Promise<BuildCounts> {
  const counts: BuildCounts = { versions: 0, bytesRead: 0, unreadable: 0 }
  let previous: Snapshot | undefined
  for (const snapshot of snapshots) {
    const trees = { treesRead: 0, filesSeen: 0 }
    const changes = await changesBetween(repository, previous?.tree, snapshot, trees, options.signal)
    for (const file of [...changes.added, ...changes.modified.map(({ after }) => after)]) {
      options.signal?.throwIfAborted()
      if (store.version(file.key) !== undefined) continue
      await measureFile(repository, store, file, counts)
      options.onVersion?.(counts)
    }
    previous = snapshot
  }
  store.flush()
  return counts
}

async function measureFile(
  repository: Repository,
  store: FeatureStore,
  { node, key }: FileNode,
  counts: BuildCounts,
): Promise<void> {
  const size = node.size ?? 0
  const isWhole = size <= maxWhole
  const pieces: Buffer[] = []
  const ids = node.content ?? []
  try {
    for (const [at, id] of ids.entries()) {
      const isEdge = at === 0 || at === ids.length - 1
      const known = store.chunk(id) !== undefined
      if (known && !isWhole && !isEdge) continue
      const blob = await repository.readBlob(id, 'data')
      counts.bytesRead += blob.length
      if (!known) store.putChunk(id, measureChunk(blob))
      if (isWhole || isEdge) pieces.push(blob)
    }
  } catch (error) {
    const isHole =
      error instanceof RepositoryError && (error.code === 'damaged' || error.code === 'missing-object')
    if (!isHole) throw error
    counts.unreadable += 1
    return
  }
  const empty = Buffer.alloc(0)
  const features = isWhole
    ? measureVersion(Buffer.concat(pieces))
    : measureEdges(pieces[0] ?? empty, pieces.at(-1) ?? empty, size)
  store.putVersion(key, features)
  counts.versions += 1
}
