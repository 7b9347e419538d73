/** What starts a clock, by the id that the rules give it: one set of words for command line and console. */
const en = {
  'aware-as-processor': 'we know of a breach of customers’ data',
  'aware-as-controller': 'we know of a breach of our own data',
  'aware-of-incident': 'we know of the incident',
  'high-risk': 'a high risk for persons is likely',
  'new-fact': 'a new fact after a report',
  'classified-major': 'the incident is classified as major',
  'threat-assessed': 'a significant threat is assessed',
  'authority-request': 'an authority asks',
  'vulnerability-known': 'an exploited vulnerability is known',
  'fix-available': 'a fix is available',
  'complaint-decided': 'a complaint is decided on',
} as const

export type DutyFact = keyof typeof en

const de: Readonly<Record<DutyFact, string>> = {
  'aware-as-processor': 'wir wissen von einer Verletzung bei Kundendaten',
  'aware-as-controller': 'wir wissen von einer Verletzung bei eigenen Daten',
  'aware-of-incident': 'wir wissen vom Vorfall',
  'high-risk': 'ein hohes Risiko für Personen ist wahrscheinlich',
  'new-fact': 'eine neue Tatsache nach einer Meldung',
  'classified-major': 'der Vorfall ist als schwerwiegend eingestuft',
  'threat-assessed': 'eine erhebliche Bedrohung ist festgestellt',
  'authority-request': 'eine Behörde fragt',
  'vulnerability-known': 'eine ausgenutzte Schwachstelle ist bekannt',
  'fix-available': 'eine Korrektur ist verfügbar',
  'complaint-decided': 'eine Anzeige ist beschlossen',
}

export const dutyFactWords: Readonly<Record<'de' | 'en', Readonly<Record<DutyFact, string>>>> = { de, en }
