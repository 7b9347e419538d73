import { createHash } from 'node:crypto'

/**
 * Keeps the `most` items with the smallest hashes of all that were offered: a uniform sample that depends on the seed
 * and the items only, not on their order, and drops what was offered twice. Holds at most twice as many.
 */
export interface Sample<Item> {
  /** Of equal keys the item with the lowest rank stays. */
  offer(key: string, item: () => Item, rank?: number): void
  taken(): Item[]
}

export function sampleOf<Item>(most: number, seed: number): Sample<Item> {
  const held = new Map<number, { item: Item; rank: number }>()
  let limit = Number.MAX_SAFE_INTEGER
  const cut = (): void => {
    const hashes = [...held.keys()].sort((a, b) => a - b)
    for (const hash of hashes.slice(most)) held.delete(hash)
    limit = hashes[most - 1] ?? limit
  }
  return {
    offer(key, item, rank = 0) {
      const hash = priority(key, seed)
      const lowest = held.get(hash)?.rank ?? Infinity
      if (hash > limit || lowest <= rank || most === 0) return
      held.set(hash, { item: item(), rank })
      if (held.size > 2 * most) cut()
    },
    taken() {
      if (held.size > most) cut()
      return [...held.entries()].sort(([a], [b]) => a - b).map(([, { item }]) => item)
    },
  }
}

/** 53 bits of SHA-256: among ten million keys two share one with a chance of one in a hundred. */
export function priority(key: string, seed: number): number {
  const digest = createHash('sha256').update(`${seed}/${key}`).digest()
  return digest.readUInt32LE(0) * 2 ** 21 + (digest.readUInt32LE(4) >>> 11)
}
