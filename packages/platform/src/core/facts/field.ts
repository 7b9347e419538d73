import type { Words } from '../estate/index.ts'

/** How a value is written. Fractions are integers of a smaller unit, as everywhere in the evidence. */
export type FieldKind =
  /** Sentences in German, English or both. */
  | 'text'
  /** One short line that is the same in every language: a reference number, a LEI. */
  | 'line'
  | 'count'
  /** UTC with milliseconds. */
  | 'time'
  | 'minutes'
  /** Hundredths of a percent: 12.5 % is 1250. */
  | 'percent'
  /** Whole units of the reporting currency. */
  | 'money'
  | 'yesNo'
  | 'choice'
  | 'choices'
  /** Short lines: country codes, indicators of compromise. */
  | 'list'

export type FieldGroup =
  | 'incident'
  | 'persons'
  | 'impact'
  | 'cause'
  | 'measures'
  | 'cost'
  /** Counsel's own judgement: kept apart, never shown to a tenant. */
  | 'assessment'
  | 'parties'

/** One question about the incident that views of it ask. */
export interface Field {
  readonly id: string
  readonly title: Words
  readonly kind: FieldKind
  readonly group: FieldGroup
  /**
   * `incident`: one answer for all, a tenant may have a finer one of its own. `holder`: whose data it is decides, so it
   * is stated for our own holdings or for one tenant, never for all at once.
   */
  readonly per: 'incident' | 'holder'
  /** Who knows it without being asked: such a fact is never typed. */
  readonly from?: 'engine' | 'estate'
  /** Of `choice` and `choices`. */
  readonly options?: Readonly<Record<string, Words>>
  /** How to answer, in one sentence. */
  readonly hint?: Words
}

type Given = Omit<Field, 'group' | 'per' | 'title'> & { readonly de: string; readonly en: string }

/** A group of fields that share whose they are; each names what is its own. */
export function fieldsOf(
  shared: Pick<Field, 'group' | 'per'> & Partial<Pick<Field, 'from'>>,
  given: readonly Given[],
): readonly Field[] {
  return given.map(({ de, en, ...field }) => ({ ...shared, ...field, title: { de, en } }))
}
