/** What kind of fact shows that something was said. */
export type ShownAs =
  | 'published'
  | 'handed-out'
  | 'mailed'
  | 'received'
  | 'posted'
  | 'finding'
  | 'claim'
  | 'submitted'
  | 'exempt'
  | 'stated'
  | 'declared'

/** What an entry shows, in words for a list. */
export function shownText(fact: ShownAs, language: 'de' | 'en'): string {
  return words[language][fact]
}

const words: Readonly<Record<'de' | 'en', Readonly<Record<ShownAs, string>>>> = {
  en: {
    published: 'published',
    'handed-out': 'handed out',
    mailed: 'taken by the relay',
    received: 'receipt proved',
    posted: 'posted',
    finding: 'finding signed',
    claim: 'claim in the register',
    submitted: 'submitted with proof',
    exempt: 'does not apply',
    stated: 'fact stated',
    declared: 'declared',
  },
  de: {
    published: 'veröffentlicht',
    'handed-out': 'weitergegeben',
    mailed: 'vom Relais angenommen',
    received: 'Empfang nachgewiesen',
    posted: 'zur Post gegeben',
    finding: 'Befund unterschrieben',
    claim: 'Aussage im Register',
    submitted: 'eingereicht mit Nachweis',
    exempt: 'gilt nicht',
    stated: 'Tatsache angegeben',
    declared: 'erklärt',
  },
}
