import { type Repository, type RepositoryError, type Snapshot, walkTree } from '@anlauf/repository'

import type { BarrenDirectories } from './barren-directories.ts'
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
  /** What is known to hold none of them; more is learned on the way. */
  readonly barren: BarrenDirectories
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
  { tenantOf, barren, signal, onProblem }: SightingOptions,
): Promise<ReadonlyMap<string, readonly Sighting[]>> {
  const found = new Map<string, Map<string, Sighting>>()
  if (keys.size === 0) return new Map()
  for (const { id, time, hostname, tree } of snapshots) {
    const host = hostname ?? ''
    const seen = { snapshot: id, time }
    if (barren.has(tree)) continue
    barren.enter(tree)
    const walk = walkTree(repository, tree, {
      signal,
      onProblem,
      skip: ({ subtree }) => {
        const isBarren = barren.has(subtree)
        if (!isBarren) barren.enter(subtree)
        return isBarren
      },
      onLeave: ({ node }) => barren.leave(node.subtree),
    })
    for await (const { path, node } of walk) {
      if (node.type !== 'file') continue
      const key = placeKey(node)
      if (!keys.has(key)) continue
      barren.hit()
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
    barren.leave(tree)
  }
  return new Map([...found].map(([key, places]) => [key, [...places.values()]]))
}
