import { type Draft, type DraftItem, itemsIn } from './draft.ts'

export interface ItemChange {
  readonly key: string
  readonly label: string
  readonly kind: 'added' | 'changed' | 'removed'
  readonly was?: string
  readonly now?: string
}

/** What a reader of the earlier draft does not know yet; by the fields of the form, not by lines. */
export function draftDifference(before: Draft, after: Draft): readonly ItemChange[] {
  const known = new Map(itemsIn(before).map((item) => [nameOf(item), item]))
  const now = new Map(itemsIn(after).map((item) => [nameOf(item), item]))
  const changes: ItemChange[] = []
  for (const [name, { key, label, value }] of now) {
    const was = known.get(name)?.value
    if (value === was) continue
    if (value === undefined) changes.push({ key, label, kind: 'removed', ...(was !== undefined && { was }) })
    else if (was === undefined) changes.push({ key, label, kind: 'added', now: value })
    else changes.push({ key, label, kind: 'changed', was, now: value })
  }
  for (const [name, { key, label, value }] of known) {
    if (!now.has(name) && value !== undefined) changes.push({ key, label, kind: 'removed', was: value })
  }
  return changes
}

function nameOf({ key, field }: DraftItem): string {
  return field ?? key
}
