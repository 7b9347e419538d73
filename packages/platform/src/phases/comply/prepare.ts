import { authorities, type Clock, clocksOf, type Duty } from '../../core/duties/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { type FactBase, type FactSheet, factSheet, tenantScope } from '../../core/facts/index.ts'
import { momentOf } from './moment.ts'
import { type Draft, type DraftItem, makeDraft } from './draft.ts'
import { draftDifference } from './draft-difference.ts'
import { viewOf, withoutView } from './views/index.ts'
import type { View } from './views/view.ts'

export interface PrepareOptions {
  readonly language: 'de' | 'en'
  /** Of a duty towards every tenant; all without it. */
  readonly tenants?: readonly string[]
  /** Of a letter; without it one for each group of the sheet. */
  readonly group?: string
  /** What the recipient holds already: a later report says only what is new. */
  readonly since?: Draft
  /** Clocks of the same moment, where somebody counted them already. */
  readonly clocks?: readonly Clock[]
}

/**
 * The documents of a duty as the facts of this moment make them: one, or one a tenant, or one a group of persons.
 * Pure. Throws `not-found` for a duty of which nothing is written.
 */
export function prepareDrafts(base: FactBase, duty: Duty, options: PrepareOptions): readonly Draft[] {
  const view = viewNamed(duty)
  const { clocks } = base.known
  const all = options.clocks ?? clocksOf(clocks, momentOf(base))
  const ofDuty = all.filter((clock) => clock.duty.id === duty.id)
  const late = new Set(ofDuty.flatMap(({ tenant, state }) => (state.kind === 'missed' ? [tenant] : [])))
  const make = (sheet: FactSheet, who: { readonly tenant?: string; readonly group?: string }): Draft =>
    makeDraft({
      ...who,
      duty,
      view,
      sheet,
      language: options.language,
      exercise: base.known.case.exercise,
      zone: authorities[duty.recipient].zone,
      isLate: late.has(who.tenant),
    })
  if (view.scope === 'tenant') {
    const tenants = options.tenants ?? ofDuty.flatMap(({ tenant }) => tenant ?? [])
    return tenants.map((tenant) => make(factSheet(base, tenantScope(tenant)), { tenant }))
  }
  const sheet = factSheet(base, 'own')
  const drafts = groupsOf(view, sheet, options).map((group) =>
    make(sheet, group === undefined ? {} : { group }),
  )
  const { since } = options
  return since === undefined ? drafts : drafts.map((draft) => onlyNew(draft, since))
}

/** Throws `not-found` with the reason for a duty without documents. */
export function viewNamed(duty: Pick<Duty, 'id'>): View {
  const view = viewOf(duty.id)
  if (view !== undefined) return view
  throw new AnlaufError(
    'not-found',
    `Nothing is written for ${duty.id}: ${withoutView[duty.id]?.en ?? 'unknown duty'}.`,
    {
      hint: 'See what there is with "anlauf duty overview".',
    },
  )
}

function groupsOf(
  { form, id }: View,
  { facts }: FactSheet,
  { group }: PrepareOptions,
): readonly (string | undefined)[] {
  if (form !== 'letter' || !id.includes('gdpr-34')) return [undefined]
  if (group !== undefined) return [group]
  const groups = facts.get('persons.groups')?.value
  return Array.isArray(groups) && groups.length > 0 ? groups : [undefined]
}

/** Answers that the recipient does not hold yet, and those by which it finds its file. */
function onlyNew(draft: Draft, since: Draft): Draft {
  const changed = new Set(draftDifference(since, draft).map(({ key }) => key))
  const isShown = ({ key, field = '', value }: DraftItem): boolean =>
    changed.has(key) || (value !== undefined && finding.includes(field))
  return {
    ...draft,
    sections: draft.sections
      .map((one) => ({ ...one, items: one.items.filter(isShown).map(asGiven) }))
      .filter(({ items }) => items.length > 0),
  }
}

const finding = ['incident.reference', 'party.name', 'contact.dpo']

/** A supplement lacks nothing: what is still open follows in the next one. */
function asGiven(item: DraftItem): DraftItem {
  return item.value === undefined ? { ...item, need: 'optional' } : item
}

/** Duties whose first word is due now: they run, and nothing was handed in. */
export function firstNotices(clocks: readonly Clock[]): readonly Duty[] {
  const due = clocks.filter(
    ({ state, submissions, duty }) =>
      ['running', 'approaching', 'missed'].includes(state.kind) &&
      submissions.length === 0 &&
      viewOf(duty.id) !== undefined,
  )
  return [...new Map(due.map(({ duty }) => [duty.id, duty])).values()]
}
