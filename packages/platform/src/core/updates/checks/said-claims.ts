import { type ClaimClass, harmlessSentences } from '../../messages/index.ts'
import type { ClaimStatement } from '../claims/claim.ts'
import { assertedState, isOpen, isOpenCause } from '../claims/polarity.ts'
import { topicsOf } from '../claims/vocabulary.ts'
import type { Finding } from './finding.ts'
import { folded, sentencesOf } from './plain-text.ts'

const harmless: ReadonlySet<string> = new Set(harmlessSentences.map(folded))

/** A text that has to speak of passwords may do so; what became of them is a claim all the same. */
const harm =
  /gestohlen|entwend|abgefloss|abgegriff|abgeflossen|fremde\w* haende|erbeut|kompromitt|sicher\b|geschuetzt|unversehrt|in ordnung|bekannt|betroffen|verloren|stolen|stole|wrong hands|leak|compromis|safe\b|secure\b|protected|\bfine\b|\bknown?\b|affected|exposed|breach|\blost\b/

type Found = Pick<Finding, 'kind' | 'found' | 'hint'> & { readonly claim?: string }

/**
 * Sentences of a class of claims that people typed. The register has to say them: what it said is known later, when a
 * claim changes. Allowed is only that something is being looked into, while no claim says more.
 */
export function saidClaims(
  text: string,
  claims: readonly ClaimStatement[],
  mayTouch: readonly ClaimClass[] = [],
): readonly Found[] {
  return sentencesOf(text).flatMap((sentence) => {
    const plain = folded(sentence)
    if (harmless.has(plain)) return []
    const isFree = !harm.test(plain)
    const topics = topicsOf(plain).filter((topic) => !(isFree && mayTouch.includes(topic)))
    return topics.flatMap((topic): readonly Found[] => {
      const held = claims.filter((claim) => claim.class === topic)
      const said = assertedState(plain)
      const isLookedInto = topic === 'cause' ? isOpenCause(plain) : isOpen(plain)
      const isOpenNow = held.every(({ state }) => state === 'unknown')
      if (isLookedInto && isOpenNow) return []
      const other = held.find(({ state }) => state !== said)
      return [
        other === undefined
          ? {
              kind: 'claim-not-registered',
              found: sentence,
              hint: `It says something about ${topic}. Let the register say it: {claim:${held[0]?.claim ?? topic}}.`,
            }
          : {
              kind: 'contradicts-claim',
              found: sentence,
              claim: other.claim,
              hint: `The claim "${other.claim}" is ${other.state}; this says ${said}. Write {claim:${other.claim}} in its place.`,
            },
      ]
    })
  })
}
