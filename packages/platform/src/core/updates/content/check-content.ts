import type { Estate } from '../../estate/index.ts'
import type { Finding } from '../checks/finding.ts'
import { checkTexts, type TextRules } from '../checks/check-draft.ts'
import { claimsInForce, type Desk } from '../desk.ts'
import { claimsOf, type Draft } from '../draft.ts'
import { claimsNamed, withoutSlots } from '../slots.ts'
import { publicService } from '../service-states.ts'
import { attackDetails } from './attack-details.ts'
import { audienceOf } from './audience.ts'
import { repeatedSentences, skeletonFindings } from './check-skeleton.ts'
import { completedDraft } from './completed.ts'
import { typedText } from './composed.ts'
import { isToldToTenants, type Reached, type Told } from './told.ts'
import { writtenSecrets } from './secrets.ts'
import { skeletonOf } from './skeleton.ts'
import { windowProblems } from './windows.ts'

const languages = ['de', 'en'] as const

/** Who and what a draft is held against. */
export interface Circumstance {
  readonly desk: Desk
  readonly estate: Estate
  readonly now: Date
  /** What tenants were told elsewhere, in letters say. */
  readonly told?: Told
  readonly reached?: Reached
}

/** Everything that speaks against a completed draft: what every text must not say, and what its kind needs. */
export function checkContent(draft: Draft, circumstance: Circumstance): readonly Finding[] {
  const { desk, estate } = circumstance
  const claims = [...claimsInForce(desk).values()]
  const texts = checkTexts(
    typedText(draft),
    { case: desk.case, estate, services: desk.services, claims, reader: readerOf(draft) },
    rulesOfKind(draft.kind),
  )
  const forTenants = audienceOf(draft) !== 'public' && audienceOf(draft) !== 'press'
  return [
    ...skeletonFindings(draft, estate, claims),
    // What is restricted may carry its mark.
    ...texts.filter(({ kind }) => !(forTenants && kind === 'restricted')),
    ...kindFindings(draft, circumstance),
  ]
}

/** One tenant finds its own name in a text for it alone; two would read of each other. */
function readerOf({ tenants = [] }: Draft): string | undefined {
  return new Set(tenants).size === 1 ? tenants[0] : undefined
}

/** A warning says what attackers ask for; what became of anybody's password stays a claim. */
const speakOfPasswords: readonly Draft['kind'][] = ['credentials', 'call-script', 'advisory']

/** What a kind of text may say that others may not. */
export function rulesOfKind(kind: Draft['kind']): TextRules {
  const { maxLength, hasQuestions } = skeletonOf(kind)
  return {
    maxLength,
    hasQuestions,
    mayTouch: speakOfPasswords.includes(kind) ? ['credentials'] : [],
    mayDefang: kind === 'advisory',
    neverDates: kind === 'holding',
  }
}

function kindFindings(draft: Draft, circumstance: Circumstance): readonly Finding[] {
  const { desk, estate, now } = circumstance
  switch (draft.kind) {
    case 'holding':
    case 'auto-reply':
      return inBoth(draft, (text) =>
        claimsNamed(text).map((name) => [
          'claim-not-registered',
          `{claim:${name}}`,
          'This text says nothing of cause or data, beyond that it is being investigated.',
        ]),
      )
    case 'update':
      return inBoth(draft, (text, language) =>
        repeatedSentences(
          text,
          desk.published.map(({ text: said }) => said[language]),
        ).map((found) => [
          'repeats-history',
          found,
          'It was said before. Say what changed; old updates keep their pages.',
        ]),
      )
    case 'explainer':
      return inBoth(draft, (text) =>
        attackDetails(text).map((found) => [
          'attack-detail',
          found,
          'It helps whoever attacks next. Say what it means for the reader.',
        ]),
      )
    case 'credentials':
    case 'call-script':
      return inBoth(draft, (text) =>
        writtenSecrets(withoutSlots(text)).map((found) => [
          'secret',
          found,
          'A secret never stands beside a user name; it goes by another channel. Name the channel only.',
        ]),
      )
    case 'released':
      return releaseFindings(draft, circumstance)
    case 'windows':
      return windowProblems(draft.windows ?? [], estate, now).map((found) => ({
        kind: 'windows' as const,
        language: 'en' as const,
        found,
        hint: 'Mend the lines below [windows].',
      }))
    case 'closing':
      return untoldFindings(draft, circumstance)
    case 'news':
    case 'no-news':
    case 'faq':
    case 'advisory':
    case 'resources':
      return []
  }
}

function inBoth(
  draft: Draft,
  find: (text: string, language: 'de' | 'en') => readonly (readonly [Finding['kind'], string, string])[],
): readonly Finding[] {
  const typed = typedText(draft)
  return languages.flatMap((language) =>
    find(typed[language], language).map(([kind, found, hint]) => ({ kind, language, found, hint })),
  )
}

/** "Released" needs the gate: all customers for `all`, some for the other scopes. */
function releaseFindings(
  { service = '', scope, proof }: Draft,
  { desk, estate }: Circumstance,
): readonly Finding[] {
  const finding = (hint: string): readonly Finding[] => [
    { kind: 'no-proof', language: 'en', found: service, hint },
  ]
  const known = estate.services.find(({ id }) => id === service)
  if (known === undefined) return finding(`Services: ${estate.services.map(({ id }) => id).join(', ')}.`)
  if (proof === undefined) return finding('Nobody was released yet, so nothing opens. Release units first.')
  const { recorded, state } = publicService(desk.case, estate, known, desk.services)
  if (scope === 'all' && recorded !== 'operational') {
    return finding(`${proof.released} of ${proof.total} customers were released. Write "scope: subset".`)
  }
  return scope !== 'rework' && recorded === 'operational' && state !== 'operational'
    ? finding(`It is stated to be ${state}. Write "scope: rework", or take the statement back.`)
    : []
}

/** A report to everybody says nothing of harm that those who suffered it did not hear first. */
function untoldFindings(draft: Draft, { desk, told }: Circumstance): readonly Finding[] {
  const inForce = claimsInForce(desk)
  const said = new Set([...inForce.keys(), ...claimsOf(draft, inForce).map(({ claim }) => claim)])
  return [...said]
    .flatMap((name) => inForce.get(name) ?? [])
    .filter((claim) => !isToldToTenants(desk, claim, told))
    .map(({ claim, state }) => ({
      kind: 'not-told' as const,
      language: 'en' as const,
      found: claim,
      hint: `That "${claim}" is ${state} was not sent to the affected tenants. Write to them first ("audience: tenant").`,
    }))
}

/** What the records add to a text changed since it was made: whoever signed saw something else. */
export function movedFindings(
  draft: Draft,
  { desk, estate, now, reached }: Circumstance,
): readonly Finding[] {
  const fresh = completedDraft(desk, draft, { estate, now, reached })
  const isSame = fresh.text.de === draft.text.de && fresh.text.en === draft.text.en
  const isNamed = JSON.stringify(fresh.names) === JSON.stringify(draft.names)
  return isSame && isNamed
    ? []
    : [
        {
          kind: 'records-moved',
          language: 'en',
          found: draft.update,
          hint: 'Figures, names or claims that the records add have changed. Draft it again and have it approved.',
        },
      ]
}
