import type { Words } from '../estate/index.ts'
import { type ClaimStatement, isOvertaken } from './claims/claim.ts'
import { withoutQuestions } from './checks/check-draft.ts'
import { saidClaims } from './checks/said-claims.ts'
import { rulesOfKind } from './content/check-content.ts'
import { typedText } from './content/composed.ts'
import type { Content } from './content/content.ts'
import { claimsInForce, type Desk, uncorrected } from './desk.ts'
import { claimsNamed, withoutSlots } from './slots.ts'

const languages = ['de', 'en'] as const

/** A sentence that people typed and that is not what the register says now. */
export interface BlockedSentence {
  readonly where: { readonly kind: 'published'; readonly number: number } | { readonly kind: 'draft'; readonly update: string } // prettier-ignore
  readonly language: 'de' | 'en'
  readonly sentence: string
  readonly claim: string
}

/**
 * Typed sentences that contradict the register: of drafts, which cannot go out so, and of what stands in public and no
 * later update corrects. A sentence that the register itself put into a text is not among them: it is a correction task.
 */
export function blockedSentences(desk: Desk): readonly BlockedSentence[] {
  const claims = [...claimsInForce(desk).values()]
  const against = (where: BlockedSentence['where'], kind: Content['kind'], typed: Words) =>
    languages.flatMap((language) => {
      const { mayTouch, hasQuestions } = rulesOfKind(kind)
      const asserted = hasQuestions ? withoutQuestions(typed[language]) : typed[language]
      return saidClaims(asserted, claims, mayTouch).flatMap(({ kind: found, found: sentence, claim }) =>
        found === 'contradicts-claim' && claim !== undefined ? [{ where, language, sentence, claim }] : [],
      )
    })
  const published = uncorrected(desk).flatMap((one) => {
    const typed = typedText(one)
    const own = (language: 'de' | 'en'): string =>
      one.claims.reduce((rest, { wording }) => rest.replaceAll(wording[language], ' '), typed[language])
    return against({ kind: 'published', number: one.number }, one.kind, { de: own('de'), en: own('en') })
  })
  const drafts = [...desk.drafts.values()].flatMap((draft) => {
    const { de, en } = typedText(draft)
    const own = { de: withoutSlots(de), en: withoutSlots(en) }
    return against({ kind: 'draft', update: draft.update }, draft.kind, own)
  })
  return [...published, ...drafts]
}

/** Numbers of what stands in public and would have to be corrected if the register said this. */
export function correctedBy(desk: Desk, statement: ClaimStatement): readonly number[] {
  return uncorrected(desk)
    .filter(({ claims }) =>
      claims.some((said) => said.claim === statement.claim && isOvertaken(said, statement)),
    )
    .map(({ number }) => number)
}

/** Where a claim's sentence stands: numbers in public, names of drafts. */
export function usesOf(
  desk: Desk,
  claim: string,
): { readonly published: readonly number[]; readonly drafts: readonly string[] } {
  return {
    published: uncorrected(desk)
      .filter(({ claims }) => claims.some((said) => said.claim === claim))
      .map(({ number }) => number),
    drafts: [...desk.drafts.values()]
      .filter(({ text }) => [text.de, text.en].some((one) => claimsNamed(one).includes(claim)))
      .map(({ update }) => update),
  }
}
