import { createHash } from 'node:crypto'

import { type Duty, dutyRulesDigest } from '../../core/duties/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { canonicalJson } from '../../core/evidence/index.ts'
import {
  type FactSheet,
  type FactValue,
  fieldNamed,
  type SheetFact,
  shownValue,
} from '../../core/facts/index.ts'
import type { FilingName, Revision } from '../../core/filings/index.ts'
import { draftWords } from '../../core/messages/index.ts'
import { type Circumstance, holds } from './conditions.ts'
import { viewDigest } from './views/index.ts'
import type { Basis, View, ViewItem } from './views/view.ts'

export interface DraftItem {
  readonly key: string
  readonly field?: string
  readonly label: string
  /** `open`: whether it is required nobody can tell from the sheet. */
  readonly need: 'required' | 'optional' | 'open'
  /** When it is required, in words. */
  readonly condition?: string
  readonly basis: Basis
  /** As the recipient reads it; absent: nobody answered. */
  readonly value?: string
  /** The answer itself, whatever the language: what is compared between recipients. */
  readonly raw?: FactValue
  /** What else has to be said of the value: an estimate, another language. */
  readonly isEstimate?: true
  readonly isForeign?: true
  readonly isKeyRevoked?: true
  /** A duration that still grows. */
  readonly isRunning?: true
  readonly confidence?: SheetFact['confidence']
  readonly source?: string
  readonly asOf?: string
}

export interface DraftSection {
  readonly title: string
  readonly items: readonly DraftItem[]
}

/** A document for one recipient, made from the facts of one moment. */
export interface Draft extends FilingName {
  readonly case: string
  readonly exercise: boolean
  readonly title: string
  readonly form: View['form']
  readonly scope: View['scope']
  readonly privileged?: View['privileged']
  readonly view: string
  readonly checkedAt: string
  readonly rules: string
  readonly sheet: { readonly version: number; readonly hash: string }
  readonly sections: readonly DraftSection[]
}

export interface DraftInput extends Omit<FilingName, 'duty'>, Circumstance {
  readonly duty: Pick<Duty, 'id'>
  readonly view: View
  readonly sheet: FactSheet
  readonly exercise: boolean
  /** Zone in which the recipient counts. */
  readonly zone: string
}

/** Fills a view with what the sheet knows. Pure: the same sheet, the same draft. */
export function makeDraft(input: DraftInput): Draft {
  const { duty, tenant, group, language, view, sheet, exercise } = input
  const intro = introOf(input)
  return {
    case: sheet.case,
    duty: duty.id,
    ...(tenant !== undefined && { tenant }),
    ...(group !== undefined && { group }),
    language,
    exercise,
    title: view.title[language],
    form: view.form,
    scope: view.scope,
    ...(view.privileged !== undefined && { privileged: view.privileged }),
    view: viewDigest(view),
    checkedAt: view.checkedAt,
    rules: dutyRulesDigest,
    sheet: { version: sheet.version, hash: sheet.hash },
    sections: [
      ...intro,
      ...view.sections.map(({ title, items }) => ({
        title: title[language],
        items: items.map((item) => draftItem(item, input)),
      })),
    ],
  }
}

/** A letter begins with whom it is for. */
function introOf({ view, group, language }: DraftInput): readonly DraftSection[] {
  if (view.form !== 'letter' || group === undefined) return []
  const words = draftWords[language]
  return [
    {
      title: words.salutation,
      items: [
        {
          key: '0',
          label: '',
          need: 'required',
          basis: 'S',
          value: words.why(words.group[group] ?? group),
        },
      ],
    },
  ]
}

function draftItem(item: ViewItem, input: DraftInput): DraftItem {
  const { language, sheet, zone } = input
  const { key, field: id, fixed, basis } = item
  const need = needOf(item, input)
  const condition = item.need.kind === 'if' ? { condition: item.need.text[language] } : {}
  if (id === undefined) {
    const value = fixed?.[language]
    return {
      key,
      label: item.label?.[language] ?? '',
      need,
      basis,
      ...condition,
      ...(value !== undefined && { value }),
    }
  }
  const field = fieldNamed(id)
  const fact = sheet.facts.get(id)
  const head = { key, field: id, label: (item.label ?? field.title)[language], need, ...condition, basis }
  if (fact === undefined) return head
  const { text, isForeign } = shownValue(field, fact.value, language, zone)
  const value = fact.wording === undefined ? text : `${text}. ${fact.wording[language]}`
  return {
    ...head,
    value,
    raw: fact.value,
    ...(fact.isRunning && { isRunning: true as const }),
    confidence: fact.confidence,
    source: fact.source,
    asOf: fact.asOf,
    ...(fact.estimate && { isEstimate: true as const }),
    ...(isForeign && { isForeign: true as const }),
    ...(fact.isKeyRevoked && { isKeyRevoked: true as const }),
  }
}

function needOf({ need }: ViewItem, input: DraftInput): DraftItem['need'] {
  if (need.kind === 'always') return 'required'
  if (need.kind === 'never') return 'optional'
  const answer = holds(need.when, input.sheet, input)
  return answer === undefined ? 'open' : answer ? 'required' : 'optional'
}

export function itemsIn({ sections }: Pick<Draft, 'sections'>): readonly DraftItem[] {
  return sections.flatMap(({ items }) => items)
}

/** Required answers that nobody gave. */
export function missingIn(draft: Draft): readonly DraftItem[] {
  return itemsIn(draft).filter(({ need, value }) => need === 'required' && value === undefined)
}

/** Answers that may be required; somebody has to decide whether they are. */
export function undecidedIn(draft: Draft): readonly DraftItem[] {
  return itemsIn(draft).filter(({ need, value }) => need === 'open' && value === undefined)
}

/**
 * SHA-256 over what a recipient would read, and what it is: a changed comma is another content. When and from which
 * sheet it was made is not in it: the same words made an hour later are the same words.
 */
export function draftHash(draft: Draft): string {
  return hashOf(draft, ({ value }) => value)
}

/** The same for who compares: a duration that still grows counts by the hour. */
export function draftSubstance(draft: Draft): string {
  return hashOf(draft, ({ value, raw, isRunning }) =>
    isRunning && typeof raw === 'number' ? `${Math.floor(raw / 60)} h` : value,
  )
}

function hashOf(draft: Draft, valueOf: (item: DraftItem) => string | undefined): string {
  const { case: caseId, duty, tenant, group, language, exercise, title, view, rules, sections } = draft
  const { form, scope, privileged, checkedAt } = draft
  const parts = {
    form,
    scope,
    checkedAt,
    ...(privileged !== undefined && { privileged }),
    case: caseId,
    duty,
    ...(tenant !== undefined && { tenant }),
    ...(group !== undefined && { group }),
    language,
    exercise,
    title,
    view,
    rules,
    sections: sections.map((one) => ({
      title: one.title,
      items: one.items.map((item) => {
        const { key, label, need, isEstimate, isForeign } = item
        const value = valueOf(item)
        return {
          key,
          label,
          need,
          ...(value !== undefined && { value }),
          ...(isEstimate && { isEstimate }),
          ...(isForeign && { isForeign }),
        }
      }),
    })),
  }
  return createHash('sha256').update(canonicalJson(parts)).digest('hex')
}

/**
 * A draft as it was kept, when its words are still those that the log names. Throws `evidence-broken` when somebody
 * changed them: people sign what they read.
 */
export function readDraft(content: string, contentHash: string): Draft {
  let draft: Draft | undefined
  try {
    draft = JSON.parse(content) as Draft
    if (draftHash(draft) === contentHash) return draft
  } catch {
    // Whatever stands there is not what was kept.
  }
  throw new AnlaufError(
    'evidence-broken',
    `The words of a kept document are not those that the log names (${contentHash.slice(0, 16)}).`,
    {
      hint: 'Somebody changed the table duty_draft. Draft the document anew, and find out who can write there.',
    },
  )
}

/** What the log keeps of a draft. */
export function revisionOf(draft: Draft, head: Revision['head']): Omit<Revision, 'revision'> {
  const { duty, tenant, group, language, view, rules, sheet } = draft
  return {
    duty,
    ...(tenant !== undefined && { tenant }),
    ...(group !== undefined && { group }),
    language,
    contentHash: draftHash(draft),
    substance: draftSubstance(draft),
    view,
    rules,
    sheet,
    head,
    missing: missingIn(draft).map(({ key }) => key),
  }
}
