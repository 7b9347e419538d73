import { createHash } from 'node:crypto'

import type { BlobId } from '@anlauf/repository'

import type { PlanItem, UnitPlan } from './plan.ts'

/** One planned item and the unit that wants it. */
export interface WantedItem {
  readonly unit: string
  readonly item: PlanItem
}

/** Equal contents are fetched, scanned and judged once, whoever wants them. */
export interface Content {
  /** Equal for equal lists of blobs and equal size. */
  readonly key: string
  readonly blobs: readonly BlobId[]
  readonly size: number
  readonly items: WantedItem[]
}

/** The content key of a list of blobs, as the repository makes it of a node; nobody's word for it. */
export function keyOfBlobs(blobs: readonly BlobId[]): string {
  const [first] = blobs
  if (first !== undefined && blobs.length === 1) return first
  return createHash('sha256')
    .update(Buffer.from(blobs.join(''), 'hex'))
    .digest('hex')
}

/** About 200 bytes of memory a piece. */
const maxPieces = 100_000

/** The files of the plan that are not done yet, grouped by content, in portions that bound memory. */
export function* contentWindows(
  units: readonly UnitPlan[],
  isDone: (wanted: WantedItem) => boolean,
): Generator<readonly Content[]> {
  let window = new Map<string, Content>()
  let pieces = 0
  for (const { unit, items } of units) {
    for (const item of items) {
      const wanted = { unit, item }
      if (item.type !== 'file' || isDone(wanted)) continue
      // A size that its blobs do not have is refused by the pass; it must not ride on an honest one.
      const place = `${item.contentKey}/${item.size}`
      const known = window.get(place)
      if (known !== undefined) {
        known.items.push(wanted)
        continue
      }
      window.set(place, {
        key: place,
        blobs: item.content,
        size: item.size,
        items: [wanted],
      })
      pieces += Math.max(1, item.content.length)
      if (pieces < maxPieces) continue
      yield [...window.values()]
      window = new Map()
      pieces = 0
    }
  }
  if (window.size > 0) yield [...window.values()]
}
