import type { Estate } from '../../estate/index.ts'
import { topicsOf } from '../claims/vocabulary.ts'
import type { Finding } from '../checks/finding.ts'
import { folded, sentencesOf } from '../checks/plain-text.ts'
import type { ClaimStatement } from '../claims/claim.ts'
import type { Draft } from '../draft.ts'
import { claimsNamed, factsNamed, openSlots, recipientSlotsIn } from '../slots.ts'
import { headingOf, typedText } from './composed.ts'
import type { Part } from './content.ts'
import { factNames } from './facts.ts'
import { recipientSlotNames } from './recipient.ts'
import { type Need, skeletonOf } from './skeleton.ts'

const languages = ['de', 'en'] as const

/** What a text of its kind lacks, and slots that are open, unknown or not for it. */
export function skeletonFindings(
  draft: Draft,
  estate: Estate,
  claims: readonly ClaimStatement[],
): readonly Finding[] {
  const { parts, optional, hasQuestions, needs } = skeletonOf(draft.kind)
  const there = new Map((draft.parts ?? []).map((part) => [part.part, part]))
  const missing = [
    ...parts.filter((part) => !there.has(part) && !optional.includes(part)),
    ...(hasQuestions && there.size === 0 ? ['TOPIC/NAME'] : []),
  ]
  return [
    ...missing.map((part) => ({
      kind: 'missing-part' as const,
      language: 'de' as const,
      found: headingOf(draft.kind, part, 'de') ?? part,
      hint: `Write [${part} de] and [${part} en]. "anlauf inform template ${draft.kind}" prints them.`,
    })),
    ...Object.entries(needs).flatMap(([name, wanted]) => {
      const part = there.get(name)
      return part === undefined ? [] : needFindings(part, wanted, estate)
    }),
    ...(hasQuestions ? [...there.values()].flatMap((part) => questionFindings(part, claims)) : []),
    ...(there.get('title') === undefined ? [] : titleFindings(there.get('title') as Part)),
    ...slotFindings(draft),
  ]
}

function needFindings({ part, text }: Part, wanted: readonly Need[], estate: Estate): readonly Finding[] {
  return languages.flatMap((language) =>
    wanted
      .filter((need) => !isMet(need, text[language], language, estate))
      .map((need) => ({
        kind: 'missing-in-part' as const,
        language,
        found: `[${part} ${language}]`,
        hint:
          needHints[need as keyof typeof needHints] ?? `It has to contain ${need}, which the records fill.`,
      })),
  )
}

const needHints = {
  contact: 'Give a phone number or mail address that is a contact with the role "public" in the estate.',
  'contact-outside':
    'Give a phone number, or a mail address outside the domains of the estate, of a contact with the role "public".',
  time: 'Give a date and a time with its zone.',
  'time-or-individually': 'Give date and time with zone, or say that each customer is told individually.',
} as const

function isMet(need: Need, text: string, language: 'de' | 'en', estate: Estate): boolean {
  switch (need) {
    case 'contact':
      return contactIn(text, estate, () => true)
    case 'contact-outside':
      return contactIn(text, estate, (to) => !domainsOf(estate).some((domain) => to.endsWith(`@${domain}`)))
    case 'time':
      return hasTime(text)
    case 'time-or-individually':
      return hasTime(text) || (language === 'de' ? /einzeln|individuell/i : /\beach\b|individual/i).test(text)
    default:
      return text.includes(need)
  }
}

/** A date and a clock time with a zone: 11 March 2026, 06:12 CET. */
function hasTime(text: string): boolean {
  const date =
    /\d{4}-\d\d-\d\d|\d{1,2}\.?\s?(?:\d{1,2}\.\s?\d{4}|\p{L}{3,9}\.?\s\d{4})|\p{L}{3,9}\s\d{1,2},?\s\d{4}/u
  return date.test(text) && /\d{1,2}:\d\d.{0,8}(?:UTC|GMT|MEZ|MESZ|CET|CEST|[+-]\d\d:?\d\d)/.test(text)
}

function contactIn(text: string, { contacts }: Estate, isFit: (to: string) => boolean): boolean {
  const squeezed = (to: string): string => to.replaceAll(/[\s/()-]/g, '').toLowerCase()
  const whole = squeezed(text)
  return contacts
    .filter(({ roles }) => roles.includes('public'))
    .flatMap(({ channels }) => channels.filter(({ kind }) => kind === 'phone' || kind === 'email'))
    .map(({ to }) => squeezed(to))
    .some((to) => whole.includes(to) && isFit(to))
}

/** Domains whose mail runs on the systems that were hit. */
function domainsOf({ tenants }: Estate): readonly string[] {
  return tenants.flatMap(({ subscriptions }) =>
    subscriptions.flatMap(({ domain }) => domain?.toLowerCase() ?? []),
  )
}

/** A question ends with its mark, has an answer, and one about a class of claims is answered by the register. */
function questionFindings({ part, text }: Part, claims: readonly ClaimStatement[]): readonly Finding[] {
  return languages.flatMap((language): readonly Finding[] => {
    const [question = '', ...answer] = text[language].split('\n')
    const found = `[${part} ${language}]`
    if (!question.trim().endsWith('?') || answer.join('').trim() === '') {
      const hint = 'The first line is the question with its mark, below it stands the answer.'
      return [{ kind: 'missing-in-part', language, found, hint }]
    }
    const said = claimsNamed(answer.join('\n'))
    const classes = claims.filter(({ claim }) => said.includes(claim)).map((claim) => claim.class)
    return topicsOf(folded(question))
      .filter((topic) => !classes.includes(topic) && said.length === 0)
      .map((topic) => ({
        kind: 'claim-not-registered' as const,
        language,
        found: question,
        hint: `It asks about ${topic}. Let the register answer: {claim:NAME}.`,
      }))
  })
}

function titleFindings({ text }: Part): readonly Finding[] {
  return languages.flatMap((language) =>
    text[language].includes('\n') || text[language].length > 120
      ? [
          {
            kind: 'missing-in-part' as const,
            language,
            found: '[title]',
            hint: 'A title is one line of at most 120 characters.',
          },
        ]
      : [],
  )
}

/** Slots by who fills them: nobody, the records, or the delivery to one recipient. */
function slotFindings(draft: Draft): readonly Finding[] {
  const whole = typedText(draft)
  const slots = recipientSlotNames(draft.kind)
  return languages.flatMap((language) => {
    const text = whole[language]
    const finding = (kind: Finding['kind'], found: string, hint: string): Finding => ({
      kind,
      language,
      found,
      hint,
    })
    return [
      ...openSlots(text).map((found) =>
        finding('open-slot', found, 'Write what it asks for, without braces.'),
      ),
      ...factsNamed(text)
        .filter((name) => !(factNames as readonly string[]).includes(name))
        .map((name) => finding('open-slot', `{fact:${name}}`, `Facts: ${factNames.join(', ')}.`)),
      ...recipientSlotsIn(text)
        .filter((name) => !slots.includes(name))
        .map((name) =>
          finding(
            'open-slot',
            `{to:${name}}`,
            slots.length === 0
              ? 'A text that everybody reads alike has nothing of one recipient.'
              : `Of each recipient: ${slots.join(', ')}.`,
          ),
        ),
    ]
  })
}

/** Sentences that stand in the text and in an earlier one, word by word. */
export function repeatedSentences(text: string, earlier: readonly string[]): readonly string[] {
  const known = new Set(earlier.flatMap((one) => sentencesOf(one).map(folded)))
  return sentencesOf(text).filter((sentence) => sentence.length > 40 && known.has(folded(sentence)))
}
