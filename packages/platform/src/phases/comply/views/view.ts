import type { Words } from '../../../core/estate/index.ts'

/** When an answer is required, as data: it is hashed into the view and read by people. */
export type Condition =
  /** The answer is one of these. */
  | { readonly field: string; readonly is: readonly (string | boolean)[] }
  /** The answer, a choice of several, contains this one. */
  | { readonly field: string; readonly has: string }
  | { readonly field: string; readonly present: boolean }
  /** The time of the duty is over. */
  | { readonly clock: 'missed' }
  | { readonly any: readonly Condition[] }
  /** Nothing on the sheet tells; people decide. */
  | { readonly people: true }

export type Need =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'if'; readonly when: Condition; readonly text: Words }

/** How far it was verified that the recipient asks this: norm read, secondary source read, not yet. */
export type Basis = 'T' | 'S' | 'unverified'

export interface ViewItem {
  /** Number or letter on the form. */
  readonly key: string
  /** Of the fact sheet; absent where the text is fixed. */
  readonly field?: string
  readonly fixed?: Words
  /** What the form calls it, where that is not what the sheet calls it. */
  readonly label?: Words
  readonly need: Need
  readonly basis: Basis
}

export interface ViewSection {
  readonly title: Words
  readonly items: readonly ViewItem[]
}

/** What one recipient gets to see of the facts. */
export interface View {
  readonly id: string
  readonly title: Words
  /** Whose facts: our own holdings or one tenant's. */
  readonly scope: 'own' | 'tenant'
  /** A form is copied field by field, a letter is read by people without a lawyer beside them. */
  readonly form: 'form' | 'letter'
  /** Tags of documents that must not be used against who wrote them (BDSG §§ 42(4), 43(4)). */
  readonly privileged?: 'bdsg42-43'
  readonly sections: readonly ViewSection[]
  /** Day on which the fields were compared with what the recipient asks. */
  readonly checkedAt: string
}

const always: Need = { kind: 'always' }
const never: Need = { kind: 'never' }

type More = Partial<Pick<ViewItem, 'label' | 'basis'>>

export function must(key: string, field: string, { basis = 'T', label }: More = {}): ViewItem {
  return { key, field, need: always, basis, ...(label && { label }) }
}

export function may(key: string, field: string, { basis = 'T', label }: More = {}): ViewItem {
  return { key, field, need: never, basis, ...(label && { label }) }
}

export function mustIf(
  key: string,
  field: string,
  [when, de, en]: readonly [Condition, string, string],
  { basis = 'unverified', label }: More = {},
): ViewItem {
  return { key, field, need: { kind: 'if', when, text: { de, en } }, basis, ...(label && { label }) }
}

/** The same words in every case. */
export function fixed(key: string, label: Words, text: Words, basis: Basis = 'T'): ViewItem {
  return { key, label, fixed: text, need: always, basis }
}

export function section(de: string, en: string, items: readonly ViewItem[]): ViewSection {
  return { title: { de, en }, items }
}

/** The items of all sections in their order. */
export function itemsOf({ sections }: View): readonly ViewItem[] {
  return sections.flatMap(({ items }) => items)
}
