import { type Repository, readFile, type Snapshot } from '@anlauf/repository'

import { nodeFinder } from '../node-finder.ts'
import type { PlanItem } from '../plan.ts'

/** Different versions that are read of one file; a list changes with every mail, so about as many nights. */
const maxVersions = 64

/** The versions of an item's path in older snapshots of its machine, newest first, each content once. */
export type OlderVersions = (item: PlanItem, maxBytes: number) => AsyncGenerator<Buffer>

/**
 * Older versions of planned files. Only snapshots before the chosen one are read: what came after it was not
 * clean, or the plan would have taken it. Versions over `maxBytes` and those that cannot be read are passed over.
 */
export function olderVersions(repository: Repository, signal: AbortSignal | undefined): OlderVersions {
  let known: Promise<readonly Snapshot[]> | undefined
  const findNode = nodeFinder(repository)

  return async function* (item, maxBytes) {
    known ??= repository.listSnapshots({ onDamaged: () => undefined })
    const all = await known
    const chosen = all.findIndex(({ id }) => id === item.snapshot)
    const seen = new Set([item.content.join(' ')])
    for (const snapshot of all.slice(0, Math.max(chosen, 0)).toReversed()) {
      signal?.throwIfAborted()
      if ((snapshot.hostname ?? '') !== item.host) continue
      if (seen.size > maxVersions) return
      try {
        const node = await findNode(snapshot, item.path)
        const key = (node?.content ?? []).join(' ')
        if (node?.type !== 'file' || (node.size ?? 0) > maxBytes || seen.has(key)) continue
        seen.add(key)
        const pieces: Buffer[] = []
        for await (const piece of readFile(repository, node)) pieces.push(Buffer.from(piece))
        yield Buffer.concat(pieces)
      } catch (error) {
        // An old backup that is damaged must not keep the rest from being mended.
        if (signal?.aborted === true) throw error
      }
    }
  }
}
