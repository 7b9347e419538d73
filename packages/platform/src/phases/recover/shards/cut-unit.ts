import type { BlobIndex } from '@anlauf/repository'

import type { PlanItem, UnitPlan } from '../plan.ts'

/** Bounds of a shard; whichever is reached first ends it. A larger file is a shard of its own. */
export interface ShardBounds {
  readonly maxBytes: number
  readonly maxItems: number
}

/**
 * Defaults. At the 30 to 300 MB/s that one process restores and scans, 2 GiB are 10 seconds to a minute: little is
 * lost with a worker, and the cost of starting a shard does not show.
 */
export const defaultBounds: ShardBounds = { maxBytes: 2 * 1024 ** 3, maxItems: 50_000 }

/**
 * Cuts the files of a unit into parts in the order of its packs, so that a part reads few of them, and equal contents
 * lie side by side. Every file is in exactly one part; symbolic links are in none, because they are made when all files
 * lie there. The same plan and index give the same parts.
 */
export function cutUnit(
  plan: UnitPlan,
  index: Pick<BlobIndex, 'locations'>,
  bounds: ShardBounds,
): readonly UnitPlan[] {
  const parts: PlanItem[][] = []
  let part: PlanItem[] = []
  let bytes = 0
  for (const { item } of inStorageOrder(plan, index)) {
    const isFull = part.length >= bounds.maxItems || bytes + item.size > bounds.maxBytes
    if (isFull && part.length > 0) {
      parts.push(part)
      part = []
      bytes = 0
    }
    part.push(item)
    bytes += item.size
  }
  if (part.length > 0) parts.push(part)
  return parts.map((items) => ({ unit: plan.unit, items, leftOut: [] }))
}

interface Positioned {
  readonly item: PlanItem
  readonly pack: string
  readonly offset: number
}

function inStorageOrder(plan: UnitPlan, index: Pick<BlobIndex, 'locations'>): readonly Positioned[] {
  const files = plan.items.filter(({ type }) => type === 'file')
  return files.map((item) => ({ item, ...placeOfFirst(item, index) })).sort(byPlace)
}

/** Where reading it begins; what no index names, and what is empty, comes first and reads nothing. */
function placeOfFirst({ content: [first] }: PlanItem, index: Pick<BlobIndex, 'locations'>) {
  const location = first === undefined ? undefined : index.locations(first)[0]
  return { pack: location?.pack ?? '', offset: location?.offset ?? 0 }
}

function byPlace(a: Positioned, b: Positioned): number {
  return (
    compare(a.pack, b.pack) ||
    a.offset - b.offset ||
    compare(a.item.contentKey, b.item.contentKey) ||
    compare(a.item.host, b.item.host) ||
    compare(a.item.path, b.item.path)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
