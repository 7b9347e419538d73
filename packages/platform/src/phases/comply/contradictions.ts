import { canonicalJson, type Json } from '../../core/evidence/index.ts'
import { type FactSheet, fieldNamed } from '../../core/facts/index.ts'
import { type Draft, type DraftItem, itemsIn } from './draft.ts'

/** A document that was handed in, with its words. */
export interface HandedIn {
  readonly duty: string
  readonly recipient: string
  readonly metAt: string
  readonly draft: Draft
}

export interface Contradiction {
  readonly field: string
  /** `recipients`: two hold different answers. `overtaken`: one holds what no longer holds; a supplement is due. */
  readonly kind: 'recipients' | 'overtaken'
  readonly answers: readonly { readonly duty: string; readonly recipient: string; readonly value: string }[]
}

/**
 * Where recipients hold different answers to one question, or one that no longer holds. Of one recipient only the last
 * answer counts: what was corrected there is corrected.
 */
export function contradictions(
  handedIn: readonly HandedIn[],
  sheet: FactSheet | undefined,
): readonly Contradiction[] {
  const byRecipient = new Map<string, Map<string, { duty: string; item: DraftItem }>>()
  for (const { recipient, duty, draft } of handedIn.toSorted((a, b) => (a.metAt < b.metAt ? -1 : 1))) {
    const known = byRecipient.get(recipient) ?? new Map<string, { duty: string; item: DraftItem }>()
    for (const item of itemsIn(draft)) {
      if (item.field !== undefined && item.raw !== undefined && !item.isRunning)
        known.set(item.field, { duty, item })
    }
    byRecipient.set(recipient, known)
  }
  const answers = [...byRecipient].flatMap(([recipient, items]) =>
    [...items].map(([field, { duty, item }]) => ({ field, recipient, duty, item })),
  )
  const byField = Map.groupBy(answers, ({ field }) => field)
  return [...byField].flatMap(([field, list]) => contradictionsOf(field, list, sheet))
}

interface Answer {
  readonly field: string
  readonly recipient: string
  readonly duty: string
  readonly item: DraftItem
}

function contradictionsOf(
  field: string,
  list: readonly Answer[],
  sheet: FactSheet | undefined,
): readonly Contradiction[] {
  const shown = (answers: readonly Answer[]): Contradiction['answers'] =>
    answers.map(({ duty, recipient, item }) => ({ duty, recipient, value: item.value ?? '' }))
  const different = new Set(list.map(({ item }) => textOf(item.raw)))
  const found: Contradiction[] = []
  if (different.size > 1) found.push({ field, kind: 'recipients', answers: shown(list) })
  const now = sheet?.facts.get(field)
  if (now !== undefined && now.isRunning !== true && isComparable(field)) {
    const overtaken = list.filter(({ item }) => textOf(item.raw) !== textOf(now.value))
    if (overtaken.length > 0) found.push({ field, kind: 'overtaken', answers: shown(overtaken) })
  }
  return found
}

/** The list of who was told grows by the telling itself. */
function isComparable(field: string): boolean {
  return field !== 'incident.authorities' && fieldNamed(field).from !== 'estate'
}

function textOf(value: unknown): string {
  return canonicalJson((value ?? null) as Json)
}
