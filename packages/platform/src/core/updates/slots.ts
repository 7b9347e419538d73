import type { Words } from '../estate/index.ts'
import type { ClaimStatement } from './claims/claim.ts'
import type { Fact } from './content/facts.ts'

const claimSlot = /\{claim:([A-Za-z0-9][A-Za-z0-9-]{0,39})\}/g
const factSlot = /\{fact:([a-z-]{1,40})\}/g
const recipientSlot = /\{to:([a-z-]{1,40})\}/g

/** Names of the claims that a text lets the register say. */
export function claimsNamed(text: string): readonly string[] {
  return namesIn(text, claimSlot)
}

/** Names of the facts that a text lets the records say. */
export function factsNamed(text: string): readonly string[] {
  return namesIn(text, factSlot)
}

/** Names of what is filled in for each recipient when a text is delivered. */
export function recipientSlotsIn(text: string): readonly string[] {
  return namesIn(text, recipientSlot)
}

function namesIn(text: string, slot: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(slot)].map(([, name = '']) => name))]
}

/** What people typed themselves; a claim is a sentence of its own, the others are words in one. */
export function withoutSlots(text: string): string {
  return text.replaceAll(claimSlot, '\n').replaceAll(factSlot, 'X').replaceAll(recipientSlot, 'X')
}

/** Slots that nobody filled: whatever stands in braces and is none of ours. */
export function openSlots(text: string): readonly string[] {
  const rest = text.replaceAll(claimSlot, '').replaceAll(factSlot, '').replaceAll(recipientSlot, '')
  return [...new Set(rest.match(/\{[^{}]*\}?|\}/g))]
}

/** The text as it is read: claims are the register's sentences, facts those of the records. */
export function filledIn(
  text: Words,
  claims: readonly ClaimStatement[],
  facts: ReadonlyMap<string, Fact> = new Map(),
): Words {
  const fill = (language: 'de' | 'en'): string =>
    text[language]
      .replaceAll(
        claimSlot,
        (whole, name: string) => claims.find(({ claim }) => claim === name)?.wording[language] ?? whole,
      )
      .replaceAll(factSlot, (whole, name: string) => {
        const fact = facts.get(name)
        return fact === undefined || 'missing' in fact ? whole : fact[language]
      })
  return { de: fill('de'), en: fill('en') }
}
