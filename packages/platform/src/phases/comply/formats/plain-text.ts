import { fieldOf } from '../../../core/facts/index.ts'
import { draftWords } from '../../../core/messages/index.ts'
import type { Draft, DraftItem } from '../draft.ts'
import type { ItemChange } from '../draft-difference.ts'

/** What stands around a draft: where it comes from and how far it is. */
export interface Standing {
  readonly recipient: string
  readonly revision: number
  readonly contentHash: string
  readonly head: { readonly entry: number; readonly hash: string }
  /** Who approved it; undefined while it is a draft. */
  readonly approvedBy?: readonly string[]
  /** Since which revision what changed; undefined for the first. */
  readonly changes?: { readonly since: number; readonly items: readonly ItemChange[] }
}

/** The marks above every form of a document, in their order. */
export function marksOf(draft: Draft, standing: Standing): readonly string[] {
  const words = draftWords[draft.language]
  return [
    ...(draft.exercise ? [words.exercise] : []),
    standing.approvedBy === undefined ? words.draft : words.approvedBy(standing.approvedBy.join(', ')),
    ...(draft.privileged === undefined ? [] : [`${words.tag}: ${draft.privileged}. ${words.notFor}`]),
  ]
}

/** For portals: field by field, to be copied one after the other. */
export function plainText(draft: Draft, standing: Standing): string {
  const words = draftWords[draft.language]
  const lines = [
    ...marksOf(draft, standing),
    '',
    draft.title,
    `${words.recipient}: ${standing.recipient}`,
    '',
    ...draft.sections.flatMap(({ title, items }) => [
      title,
      ...shownItems(items, draft).flatMap((item) => itemLines(item, draft)),
      '',
    ]),
    ...(draft.form === 'letter' ? [words.notPart] : []),
    ...changeLines(draft, standing),
    ...provenanceLines(draft, standing),
    words.neverSends,
    '',
  ]
  return lines.join('\n')
}

function itemLines(item: DraftItem, draft: Draft): readonly string[] {
  const { key, label } = item
  if (draft.form === 'letter') {
    return letterText(item, draft)
      .split('\n')
      .map((line) => `  ${line}`)
  }
  const remark = remarkOf(item, draft)
  return [
    `[${key}] ${label}${remark === '' ? '' : ` (${remark})`}`,
    ...(item.value ?? statusOf(item, draft)).split('\n').map((line) => `    ${line}`),
  ]
}

/** On a form everything stands, also what nobody answered; a letter has no lines without words. */
export function shownItems(items: readonly DraftItem[], { form }: Draft): readonly DraftItem[] {
  return form === 'letter'
    ? items.filter(({ value, need }) => value !== undefined || need !== 'optional')
    : items
}

/** A sentence stands by itself; a number or a choice needs to be told what it is. */
export function letterText(item: DraftItem, draft: Draft): string {
  const text = item.value ?? statusOf(item, draft)
  const isSentence = item.field === undefined || fieldOf(item.field)?.kind === 'text'
  return isSentence && item.value !== undefined ? text : `${item.label}: ${text}`
}

/** What stands there instead of an answer. */
export function statusOf({ need, condition }: DraftItem, { language }: Draft): string {
  const words = draftWords[language]
  if (need === 'required') return `<${words.missing}>`
  return need === 'open' ? `<${words.toDecide}: ${condition ?? ''}>` : `<${words.empty}>`
}

export function remarkOf(item: DraftItem, { language }: Draft): string {
  const words = draftWords[language]
  return [
    ...(item.isEstimate ? [words.estimate] : []),
    ...(item.isForeign ? [words.notTranslated] : []),
    ...(item.basis === 'unverified' ? [words.basis.unverified] : []),
  ].join(', ')
}

export function changeLines({ language }: Draft, { changes }: Standing): readonly string[] {
  if (changes === undefined) return []
  const words = draftWords[language]
  return [
    words.changed(changes.since),
    ...(changes.items.length === 0 ? [`  ${words.unchanged}`] : []),
    ...changes.items.map(({ key, label, kind, was }) => {
      const what = kind === 'added' ? words.added : kind === 'removed' ? words.removed : words.was
      return `  [${key}] ${label}: ${what}${was === undefined ? '' : ` ${was.replaceAll('\n', ' / ')}`}`
    }),
    '',
  ]
}

export function provenanceLines(draft: Draft, standing: Standing): readonly string[] {
  const words = draftWords[draft.language]
  return [
    words.provenance({
      rules: draft.rules.slice(0, 16),
      view: draft.view.slice(0, 16),
      sheet: draft.sheet.version,
      head: standing.head.entry,
      revision: standing.revision,
    }),
    words.head(standing.head.hash),
    words.content(standing.contentHash),
  ]
}
