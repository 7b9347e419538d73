/** What people read about the facts of an incident, in one language. */
interface FactWords {
  readonly groups: Readonly<
    Record<
      'incident' | 'persons' | 'impact' | 'cause' | 'measures' | 'cost' | 'assessment' | 'parties',
      string
    >
  >
  readonly confidence: Readonly<Record<'high' | 'medium' | 'low', string>>
  readonly scopes: { readonly all: string; readonly own: string; readonly tenant: (id: string) => string }
  readonly sheet: (version: number, hash: string) => string
  readonly open: string
  /** Sources that are no person’s. */
  readonly sources: Readonly<Record<'engine' | 'estate' | 'claims register', string>>
  readonly estimate: string
  readonly otherLanguage: string
  readonly revokedKey: string
  readonly asOf: (time: string) => string
  readonly by: (person: string) => string
  readonly none: string
  readonly holds: string
  readonly replaced: string
  readonly takenBack: (person: string, reason: string) => string
  readonly older: string
}

const en: FactWords = {
  groups: {
    incident: 'Incident',
    persons: 'Persons and data',
    impact: 'Impact',
    cause: 'Cause',
    measures: 'Measures',
    cost: 'Costs',
    assessment: 'Judgement of counsel',
    parties: 'Parties and contacts',
  },
  confidence: { high: 'certain', medium: 'probable', low: 'assumed' },
  scopes: {
    all: 'the incident as a whole',
    own: 'our own holdings',
    tenant: (id) => `tenant ${id}`,
  },
  sheet: (version, hash) => `Fact sheet ${version}, ${hash}`,
  open: 'open',
  sources: { engine: 'from the log', estate: 'from the estate', 'claims register': 'register of claims' },
  estimate: 'estimate',
  otherLanguage: 'not translated',
  revokedKey: 'signed with a key that was revoked since',
  asOf: (time) => `as of ${time}`,
  by: (person) => `stated by ${person}`,
  none: 'Nothing is known yet.',
  holds: 'holds',
  replaced: 'replaced',
  takenBack: (person, reason) => `taken back by ${person}: ${reason}`,
  older: 'older than what holds',
}

const de: FactWords = {
  groups: {
    incident: 'Vorfall',
    persons: 'Personen und Daten',
    impact: 'Auswirkungen',
    cause: 'Ursache',
    measures: 'Maßnahmen',
    cost: 'Kosten',
    assessment: 'Bewertung der Rechtsberatung',
    parties: 'Beteiligte und Kontakte',
  },
  confidence: { high: 'sicher', medium: 'wahrscheinlich', low: 'angenommen' },
  scopes: {
    all: 'der Vorfall insgesamt',
    own: 'eigene Bestände',
    tenant: (id) => `Mandant ${id}`,
  },
  sheet: (version, hash) => `Faktenblatt ${version}, ${hash}`,
  open: 'offen',
  sources: { engine: 'aus dem Log', estate: 'aus dem Bestand', 'claims register': 'Aussagenregister' },
  estimate: 'geschätzt',
  otherLanguage: 'nicht übersetzt',
  revokedKey: 'mit einem inzwischen widerrufenen Schlüssel unterschrieben',
  asOf: (time) => `Stand ${time}`,
  by: (person) => `angegeben von ${person}`,
  none: 'Noch ist nichts bekannt.',
  holds: 'gilt',
  replaced: 'ersetzt',
  takenBack: (person, reason) => `zurückgenommen von ${person}: ${reason}`,
  older: 'älter als das, was gilt',
}

export const factSheetWords: Readonly<Record<'de' | 'en', FactWords>> = { de, en }
