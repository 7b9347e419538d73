import type { Classified } from './classify.ts'
import {
  type HeldBack,
  type PlannedVersion,
  type QueueGroup,
  type QueueItem,
  sealGroup,
} from './queue-group.ts'

/** One changed file on its way into a group. */
export interface QueuedFile extends Classified {
  readonly unit: string
  readonly planned: PlannedVersion
  readonly planReason: string
  readonly held?: HeldBack
  readonly item: QueueItem
}

/** So many of the new files to which nothing objects are shown all the same, one in a hundred contents. */
const sampleOneIn = 100

/**
 * Groups of equal contents of one tenant of which everything that matters for a decision is equal: class, verdict,
 * what the plan does, and the version before. Of N1 only a sample is kept, chosen by the content's own key, so that
 * nobody can choose it; at least one.
 */
export function groupFiles(files: readonly QueuedFile[]): readonly QueueGroup[] {
  const groups = [...Map.groupBy(files, groupKey).values()].flatMap(portions).flatMap(groupOf)
  const fresh = groups.filter((group) => group.class === 'N1' && group.held === null)
  const sample = new Set(fresh.filter(({ contentKey }) => isInSample(contentKey)))
  if (sample.size === 0) for (const one of fresh.toSorted(byRank).slice(0, 1)) sample.add(one)
  return groups.filter((group) => !fresh.includes(group) || sample.has(group)).toSorted(byRank)
}

/** A group with its places has to fit into an entry of the evidence. */
const maxPlaces = 2000

function portions(files: readonly QueuedFile[]): (readonly QueuedFile[])[] {
  if (files.length <= maxPlaces) return [files]
  const sorted = files.toSorted((a, b) => (placeKey(a.item) < placeKey(b.item) ? -1 : 1))
  return Array.from({ length: Math.ceil(files.length / maxPlaces) }, (_, at) =>
    sorted.slice(at * maxPlaces, (at + 1) * maxPlaces),
  )
}

function groupKey({
  unit,
  item,
  reasons,
  powers,
  verdict,
  planned,
  planReason,
  held,
  class: one,
}: QueuedFile): string {
  const { newest, previous } = item
  const facts = [unit, one, newest.contentKey, newest.size, verdict, reasons, powers, planned, planReason]
  return JSON.stringify([...facts, previous?.contentKey ?? null, held ?? null])
}

function groupOf(files: readonly QueuedFile[]): QueueGroup[] {
  const [first] = files
  if (first === undefined) return []
  const { unit, verdict, reasons, powers, planned, planReason, held = null, item } = first
  return [
    sealGroup({
      unit,
      class: first.class,
      contentKey: item.newest.contentKey,
      size: item.newest.size,
      verdict,
      reasons,
      powers,
      planned,
      planReason,
      held,
      items: files.map((one) => one.item).toSorted((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1)),
    }),
  ]
}

function isInSample(contentKey: string): boolean {
  return Number.parseInt(contentKey.slice(0, 8), 16) % sampleOneIn === 0
}

/** The dangerous first, then the most files at once. */
function byRank(a: QueueGroup, b: QueueGroup): number {
  if (a.class !== b.class) return a.class > b.class ? -1 : 1
  return b.items.length - a.items.length || (a.facts < b.facts ? -1 : 1)
}

function placeKey({ host, path }: QueueItem): string {
  return `${host}\0${path}`
}
