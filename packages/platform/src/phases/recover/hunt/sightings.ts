import {
  type BlobId,
  type Repository,
  type RepositoryError,
  type Snapshot,
  walkTree,
} from '@anlauf/repository'

import { placeKey } from './catalogue.ts'

/** Where a content was seen, and from when to when. */
export interface Sighting {
  readonly tenant: string
  readonly host: string
  /** A byte string. */
  readonly path: string
  readonly firstSeen: Seen
  readonly lastSeen: Seen
  /** Snapshots that hold it there. */
  readonly snapshots: number
}

export interface Seen {
  readonly snapshot: string
  readonly time: string
}

export interface SightingOptions {
  readonly tenantOf: (host: string, path: string) => string
  readonly signal: AbortSignal | undefined
  readonly onProblem: (problem: { path: string; error: RepositoryError }) => void
}

/**
 * All places of some contents, by their keys in the catalogue. `snapshots` are in time order. A directory in which
 * none of them lies, at any depth, is read once for all snapshots that share it.
 */
export async function findSightings(
  repository: Repository,
  snapshots: readonly Snapshot[],
  keys: ReadonlySet<string>,
  { tenantOf, signal, onProblem }: SightingOptions,
): Promise<ReadonlyMap<string, readonly Sighting[]>> {
  const found = new Map<string, Map<string, Sighting>>()
  if (keys.size === 0) return new Map()
  const barren = new Set<BlobId>()
  for (const { id, time, hostname, tree } of snapshots) {
    const host = hostname ?? ''
    const seen = { snapshot: id, time }
    // Hits below each open directory, outermost first.
    const open: { subtree: BlobId; hits: number }[] = []
    let hits = 0
    if (barren.has(tree)) continue
    const walk = walkTree(repository, tree, {
      signal,
      onProblem,
      skip: ({ subtree }) => {
        if (barren.has(subtree)) return true
        open.push({ subtree, hits })
        return false
      },
      onLeave: ({ node }) => {
        // Directories that were skipped are left as well, and were never opened.
        const last = open.at(-1)
        if (last === undefined || last.subtree !== node.subtree || barren.has(last.subtree)) return
        open.pop()
        if (last.hits === hits) barren.add(last.subtree)
      },
    })
    for await (const { path, node } of walk) {
      if (node.type !== 'file') continue
      const key = placeKey(node)
      if (!keys.has(key)) continue
      hits += 1
      const places = found.get(key) ?? new Map<string, Sighting>()
      found.set(key, places)
      const place = `${host}\0${path}`
      const known = places.get(place)
      places.set(place, {
        tenant: tenantOf(host, path),
        host,
        path,
        firstSeen: known?.firstSeen ?? seen,
        lastSeen: seen,
        snapshots: (known?.snapshots ?? 0) + 1,
      })
    }
    if (hits === 0) barren.add(tree)
  }
  return new Map([...found].map(([key, places]) => [key, [...places.values()]]))
}
