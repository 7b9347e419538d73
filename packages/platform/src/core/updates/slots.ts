import type { Words } from '../estate/index.ts'
import type { ClaimStatement } from './claims/claim.ts'

const slot = /\{claim:([A-Za-z0-9][A-Za-z0-9-]{0,39})\}/g

/** Names of the claims that a text lets the register say. */
export function claimsNamed(text: string): readonly string[] {
  return [...new Set([...text.matchAll(slot)].map(([, name = '']) => name))]
}

/** What people typed themselves; a slot ends a sentence. */
export function withoutSlots(text: string): string {
  return text.replaceAll(slot, '\n')
}

/** The text as the public reads it: each slot is the register's sentence. */
export function filledIn(text: Words, claims: readonly ClaimStatement[]): Words {
  const fill = (language: 'de' | 'en'): string =>
    text[language].replaceAll(
      slot,
      (whole, name: string) => claims.find(({ claim }) => claim === name)?.wording[language] ?? whole,
    )
  return { de: fill('de'), en: fill('en') }
}
