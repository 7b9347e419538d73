import { type Repository, RepositoryError, type Snapshot, takeCensus } from '@anlauf/repository'

import { changesBetween, type FileNode } from '../history/changes.ts'
import { maxWhole } from '../history/read-version.ts'
import { sniff, textType } from '../validators/index.ts'
import type { FeatureStore } from './feature-store.ts'
import { observeBlob } from './observe-blob.ts'
import type { StoredVerdict } from './verdict-codec.ts'
import { versionFeatures } from './version-features.ts'

export interface BuildCounts {
  /** Of which something was missing. */
  versions: number
  bytesRead: number
  unreadable: number
}

/**
 * Measures every file version of a series of which something is missing, whoever wrote it: blobs without a record
 * (those that no backup of ours measured), and what a check says about typed contents. Reads data packs; a version
 * that cannot be read gets no record; a tree that cannot be read throws.
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
  file: FileNode,
  counts: BuildCounts,
): Promise<void> {
  const size = file.node.size ?? 0
  const known = versionFeatures(store, file)
  if (known !== undefined && !wantsCheck(known)) return
  const isWhole = size <= maxWhole && (known === undefined || wantsCheck(known))
  const pieces: Buffer[] = []
  try {
    for (const id of file.node.content ?? []) {
      const isMeasured = store.summary(id) !== undefined
      if (isMeasured && !isWhole) continue
      const blob = await repository.readBlob(id, 'data')
      counts.bytesRead += blob.length
      if (!isMeasured) store.putChunk(id, observeBlob(blob, takeCensus))
      if (isWhole) pieces.push(blob)
    }
  } catch (error) {
    const isHole =
      error instanceof RepositoryError && (error.code === 'damaged' || error.code === 'missing-object')
    if (!isHole) throw error
    counts.unreadable += 1
    return
  }
  const features = versionFeatures(store, file)
  if (features !== undefined && wantsCheck(features))
    store.putVerdict(file.key, isWhole ? verdictOf(Buffer.concat(pieces)) : 'unchecked')
  counts.versions += 1
}

/** A text is one by its blobs alone, and nothing is asked about its parts. */
function wantsCheck({ type, verdict }: { type: string; verdict: string }): boolean {
  return verdict === 'unread' && type !== textType.name
}

function verdictOf(bytes: Uint8Array): StoredVerdict {
  const validity = sniff(bytes)?.validate(bytes)
  if (validity === undefined || validity.state === 'broken') return 'broken'
  if (validity.end !== bytes.length) return 'trailing'
  return validity.depth === 'structure' ? 'valid' : 'proved'
}
