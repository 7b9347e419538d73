import {
  type ApprovalRequest,
  type CaseState,
  type UnitState,
  unitContentHash,
} from '../../../core/case/index.ts'
import { type FactId, factWords, kindWords } from '../../../core/messages/index.ts'
import {
  audienceOf,
  claimsInForce,
  type Desk,
  draftHash,
  type DraftState,
  shownText,
  tlpOf,
} from '../../../core/updates/index.ts'
import { visibleText } from '../../../phases/recover/index.ts'
import type { CaseSnapshot } from '../cases/case-reader.ts'

/** One line of what a person signs. */
export interface Fact {
  readonly id: string
  readonly label: { readonly de: string; readonly en: string }
  readonly value: string | number | boolean
}

/**
 * What the content of a request is, for people. A unit's facts are those that the case holds: shown only while their
 * hash is the one in the request, because nobody may be shown something else than what is signed.
 */
export function factsOf(
  { state, desk }: Pick<CaseSnapshot, 'state' | 'desk'>,
  request: ApprovalRequest,
  now: Date,
): readonly Fact[] {
  const { subject, contentHash, content = {} } = request
  if (subject.kind === 'unit') return unitFacts(state, subject.name, contentHash)
  if (subject.kind === 'queue') {
    const { class: one, outcome, facts, reason, rule, askedByTenant } = content
    return known([
      ['class', one],
      ['outcome', outcome],
      ['groups', Array.isArray(facts) ? facts.length : undefined],
      ['why', reason],
      ['rule', rule],
      ['askedByTenant', askedByTenant],
    ])
  }
  // Documents and facts lie beside the log: their owners add the words.
  if (subject.kind === 'filing' || subject.kind === 'fact') return []
  if (subject.kind === 'override') {
    const { skips, until, alone, facts } = content
    const own = known([
      ['skips', Array.isArray(skips) ? skips.join(', ') : undefined],
      ['until', until],
      ['alone', alone],
    ])
    return [...own, ...unitFacts(state, subject.name, facts)]
  }
  if (subject.kind === 'update') {
    const draft = desk.drafts.get(subject.name)
    if (draft !== undefined && draftHash(state.id, draft, claimsInForce(desk)) === contentHash)
      return textFacts(desk, draft, now)
    // Another text by now: nobody may be shown one and sign the other.
    if (draft !== undefined) return []
  }
  // Read from where they are kept: `shownContent`.
  const { kind } = subject
  if (kind === 'letters' || kind === 'findings' || kind === 'claim') return []
  return describedFacts(request)
}

/** A text to the letter, in both languages, with what it promises. */
function textFacts(desk: Desk, draft: DraftState, now: Date): readonly Fact[] {
  const { de, en } = shownText(desk, draft, now)
  const { asOf, nextBy, everyHours, corrects, tenants, goodUntil } = draft
  return known([
    ['textKind', kindWords[draft.kind].en],
    ['audience', `${audienceOf(draft)}, TLP:${tlpOf(draft)}`],
    ['textDe', wholeText(de)],
    ['textEn', wholeText(en)],
    ['asOf', asOf],
    ['nextBy', nextBy],
    ['everyHours', everyHours],
    ['corrects', corrects?.number],
    ['wasDe', letters(corrects?.was.de)],
    ['wasEn', letters(corrects?.was.en)],
    ['whyDe', letters(corrects?.why.de)],
    ['whyEn', letters(corrects?.why.en)],
    ['readers', letters(tenants?.join('\n'))],
    ['goodUntil', goodUntil],
  ])
}

function letters(text: string | undefined): string | undefined {
  return text === undefined ? undefined : wholeText(text)
}

/** Of a stage or a text this side knows the hash only; what it is, whoever asks says, and nobody takes that for a fact. */
function describedFacts({ by, content = {} }: ApprovalRequest): readonly Fact[] {
  const said = Object.entries(content).flatMap(([id, value]) =>
    value === null
      ? []
      : [
          {
            id: `said.${id}`,
            label: { de: `${visibleText(id)} (laut ${by})`, en: `${visibleText(id)} (says ${by})` },
            value: shown(value),
          },
        ],
  )
  return [...known([['describedBy', by]]), ...said]
}

/** All of it, line by line: what is cut off would be signed unseen. */
export function wholeText(text: string): string {
  const pieces = (line: string): readonly string[] => line.match(/.{1,100}/gsu) ?? []
  return text
    .split('\n')
    .map((line) => pieces(line).map(visibleText).join(''))
    .join('\n')
}

/** Nothing in it turns the line around, or hides. */
function shown(value: string | number | boolean | readonly string[]): string | number | boolean {
  if (typeof value === 'string') return visibleText(value)
  return typeof value === 'object' ? value.map(visibleText).join(', ') : value
}

function unitFacts(state: CaseState, name: string, hash: unknown): readonly Fact[] {
  const unit = state.units.get(name)
  if (unit === undefined || unitContentHash(state.id, unit) !== hash) return []
  const { chosen, restored, verified, scanned, databases = [], quarantined, caseReview } = unit
  return known([
    ['files', restored?.files],
    ['bytes', restored?.bytes],
    ['leftOut', chosen?.leftOut],
    ['verified', verified?.files],
    ['scanned', scanned?.clean],
    ['reviewed', scanned?.reviewed],
    ['unscanned', scanned?.unscanned],
    ['quarantined', quarantined],
    ['caseReview', caseReview],
    ['databases', databases.length === 0 ? undefined : databases.map(({ piece }) => piece).join(', ')],
    ['databaseChanges', databases.length === 0 ? undefined : databases.map(changesIn).join(', ')],
    ['engine', scanned === undefined ? undefined : `${scanned.engine} ${scanned.engineVersion}`],
    ['rules', scanned?.ruleSetDigest],
    ['manifest', restored?.manifestDigest],
    ['plan', chosen?.planDigest],
  ])
}

/** What somebody planted in a database comes back with it: whoever signs sees that there is something to look at. */
function changesIn({ piece, changes, changesDigest }: NonNullable<UnitState['databases']>[number]): string {
  return `${piece}: ${changes ?? '?'} (${changesDigest.slice(0, 16)})`
}

export function known(rows: readonly (readonly [FactId, unknown])[]): readonly Fact[] {
  return rows.flatMap(([id, value]) =>
    value === undefined ? [] : [{ id, label: factWords[id], value: value as string | number | boolean }],
  )
}
