import type { CaseState } from '../../case/index.ts'
import type { Estate, Words } from '../../estate/index.ts'
import type { ClaimClass } from '../../messages/index.ts'
import type { ClaimStatement } from '../claims/claim.ts'
import { claimsNamed, withoutSlots } from '../slots.ts'
import { caseSteps, serviceStates, type Statements } from '../service-states.ts'
import { addressesIn } from './addresses.ts'
import { allClears, unreleasedServices } from './all-clear.ts'
import { namedCustomer } from './customer-names.ts'
import { deceivingParts } from './deceiving.ts'
import { differingNumbers, foreignFigures } from './figures.ts'
import type { Finding } from './finding.ts'
import { sentencesOf } from './plain-text.ts'
import { saidClaims } from './said-claims.ts'
import { looseTimes, promisedDates } from './times.ts'

/** What a text is held against. */
export interface Known {
  readonly case: CaseState
  readonly estate: Estate
  readonly services: Statements
  /** The statements in force. */
  readonly claims: readonly ClaimStatement[]
  /** The one customer who reads it, and may find its own name. */
  readonly reader?: string | undefined
}

/** What the kind of a text and its readers change. */
export interface TextRules {
  readonly maxLength: number
  /** Classes that it is about anyway: a notice of new credentials has to speak of them. */
  readonly mayTouch: readonly ClaimClass[]
  /** First lines are questions; they assert nothing. */
  readonly hasQuestions: boolean
  /** Addresses of attackers, made unusable, may stand in it; live ones never. */
  readonly mayDefang: boolean
  /** No word on when anything is back, even when everything is. */
  readonly neverDates: boolean
}

/** A page has to fit into one TCP window, and a reader's patience. */
const usual: TextRules = {
  maxLength: 4000,
  mayTouch: [],
  hasQuestions: false,
  mayDefang: false,
  neverDates: false,
}

/** Everything that speaks against publishing a text in both languages; empty when nothing does. */
export function checkTexts(texts: Words, known: Known, rules: TextRules = usual): readonly Finding[] {
  const numbers = differingNumbers(withoutSlots(texts.de), withoutSlots(texts.en))
  const slots = [claimsNamed(texts.de), claimsNamed(texts.en)].map((names) => names.toSorted().join(', '))
  return [
    ...(['de', 'en'] as const).flatMap((language) =>
      oneText(texts[language], language, known, rules).map((found) => ({ ...found, language })),
    ),
    ...numbers.map((found) => ({
      kind: 'languages-differ' as const,
      language: 'en' as const,
      found,
      hint: 'The number stands in one language only. Both have to say the same; write it in digits in both.',
    })),
    ...(slots[0] === slots[1]
      ? []
      : [
          {
            kind: 'languages-differ' as const,
            language: 'en' as const,
            found: `claims: ${slots.join(' / ')}`,
            hint: 'Both languages have to use the same claims.',
          },
        ]),
  ]
}

function oneText(
  whole: string,
  language: 'de' | 'en',
  { case: state, estate, services, claims, reader }: Known,
  rules: TextRules,
): readonly Omit<Finding, 'language'>[] {
  if (whole.length > rules.maxLength) {
    // Nothing else is looked for: some patterns take the square of the length, and a server answers others meanwhile.
    const hint = `At most ${rules.maxLength}. The other checks come when it is shorter.`
    return [{ kind: 'too-long', found: `${whole.length} characters`, hint }]
  }
  const text = withoutSlots(whole)
  const states = serviceStates(state, estate, services)
  const isOpen = !allReleased(state, [...states.values()])
  const customer = namedCustomer([text], estate, { reader })
  const unknown = claimsNamed(whole).filter((name) => claims.every(({ claim }) => claim !== name))
  const asserted = rules.hasQuestions ? withoutQuestions(text) : text
  return [
    ...(whole.trim() === ''
      ? [
          {
            kind: 'empty' as const,
            found: '',
            hint: 'Both languages are published together; write this one too.',
          },
        ]
      : []),
    ...(customer === undefined
      ? []
      : [
          {
            kind: 'names-customer' as const,
            found: customer,
            hint: 'No customer is named in public. Write to the customer directly.',
          },
        ]),
    ...deceivingParts(text),
    ...addressesIn(text, estate, { mayDefang: rules.mayDefang }),
    ...looseTimes(text),
    ...(isOpen || rules.neverDates ? promisedDates(asserted) : []),
    ...(isOpen ? allClears(asserted) : []),
    ...unreleasedServices(asserted, language, estate, states),
    ...foreignFigures(text, caseSteps(state)),
    ...unknown.map((found) => ({
      kind: 'unknown-claim' as const,
      found,
      hint: `Claims in force: ${claims.map(({ claim }) => claim).join(', ') || 'none'}. State it with "anlauf inform claim set".`,
    })),
    ...saidClaims(asserted, claims, rules.mayTouch).map(({ kind, found, hint }) => ({ kind, found, hint })),
  ]
}

/** A question says nothing; what stands beside it, on its line too, is checked. */
export function withoutQuestions(text: string): string {
  return sentencesOf(text)
    .filter((sentence) => !sentence.endsWith('?'))
    .join('\n')
}

/** The only state in which nothing is open: every unit released, every service back or never hit. */
function allReleased({ units }: CaseState, states: readonly string[]): boolean {
  return (
    units.size > 0 &&
    [...units.values()].every(({ released }) => released !== undefined) &&
    states.every((state) => state === 'operational' || state === 'not_affected')
  )
}
