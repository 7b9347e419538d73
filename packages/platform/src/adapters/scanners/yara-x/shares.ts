import type { ScanItem } from '../../../phases/recover/index.ts'

/** A share of a batch ends at either bound: long enough that its two planted positives cost little, short enough to go round. */
const maxBytes = 2 * 1024 * 1024
const maxItems = 128
/** Smaller ones are not worth a second process. */
const minItems = 16

/** A batch in pieces, in order. */
export function sharesOf(items: readonly ScanItem[], processes: number): readonly (readonly ScanItem[])[] {
  const most = Math.min(maxItems, Math.max(minItems, Math.ceil(items.length / processes)))
  const shares: ScanItem[][] = []
  let [count, bytes] = [most, 0]
  for (const item of items) {
    if (count >= most || bytes >= maxBytes) {
      shares.push([])
      ;[count, bytes] = [0, 0]
    }
    shares.at(-1)?.push(item)
    count += 1
    bytes += 'bytes' in item ? item.bytes.length : 0
  }
  return shares
}

/**
 * Runs work on one of some slots, at most two at once on each: one that is scanned, and the next, which is on its
 * way meanwhile. The slot with the least to do is next; work waits in order.
 */
export function takeTurns(slots: number): <T>(work: (turn: { slot: number }) => Promise<T>) => Promise<T> {
  const busy = Array.from({ length: slots }, () => 0)
  const waiting: ((slot: number) => void)[] = []
  const freeSlot = (): number | undefined => {
    const least = Math.min(...busy)
    return least < 2 ? busy.indexOf(least) : undefined
  }
  return async (work) => {
    const free = freeSlot()
    const slot = free ?? (await new Promise<number>((resolve) => waiting.push(resolve)))
    // Whoever waited takes over the place that was given up.
    if (free !== undefined) busy[slot] = (busy[slot] ?? 0) + 1
    try {
      return await work({ slot })
    } finally {
      const next = waiting.shift()
      if (next !== undefined) next(slot)
      else busy[slot] = (busy[slot] ?? 0) - 1
    }
  }
}
