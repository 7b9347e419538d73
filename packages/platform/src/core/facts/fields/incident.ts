import { type Field, fieldsOf } from '../field.ts'

/** What happened, when, by what: the same for everybody who asks. */
export const incidentFields: readonly Field[] = fieldsOf({ group: 'incident', per: 'incident' }, [
  {
    id: 'incident.description',
    kind: 'text',
    de: 'Beschreibung des Vorfalls',
    en: 'Description of the incident',
    hint: {
      de: 'Was geschah, in zeitlicher Folge; keine Namen von Kunden.',
      en: 'What happened, in the order of time; no names of customers.',
    },
  },
  {
    id: 'incident.malicious',
    kind: 'yesNo',
    de: 'Verdacht auf rechtswidrige oder böswillige Handlung',
    en: 'Suspicion of an unlawful or malicious act',
  },
  {
    id: 'incident.cross-border',
    kind: 'yesNo',
    de: 'Grenzüberschreitende Auswirkungen möglich',
    en: 'Cross-border effects possible',
  },
  {
    id: 'incident.cross-border-effects',
    kind: 'text',
    de: 'Grenzüberschreitende Auswirkungen',
    en: 'Cross-border effects',
  },
  {
    id: 'incident.countries',
    kind: 'list',
    de: 'Betroffene Mitgliedstaaten (ISO-Kürzel)',
    en: 'Member States concerned (ISO codes)',
  },
  { id: 'incident.severity', kind: 'text', de: 'Schwere des Vorfalls', en: 'Severity of the incident' },
  { id: 'incident.effects', kind: 'text', de: 'Auswirkungen', en: 'Effects' },
  { id: 'incident.threat', kind: 'text', de: 'Art der Bedrohung', en: 'Type of threat' },
  { id: 'incident.ongoing', kind: 'yesNo', de: 'Vorfall dauert an', en: 'Incident is ongoing' },
  {
    id: 'incident.expected-end',
    kind: 'time',
    de: 'Voraussichtliches Ende der Einschränkungen',
    en: 'Expected end of the restrictions',
  },
  { id: 'incident.resolved-at', kind: 'time', de: 'Vorfall behoben am', en: 'Incident resolved on' },
  {
    id: 'incident.place',
    kind: 'text',
    de: 'Ort der betroffenen Systeme',
    en: 'Place of the affected systems',
  },
  {
    id: 'incident.indicators',
    kind: 'list',
    de: 'Kompromittierungsindikatoren',
    en: 'Indicators of compromise',
    hint: {
      de: 'Einer je Zeile; Adressen entschärft schreiben: boese[.]example, name[at]example.',
      en: 'One a line; write addresses defanged: evil[.]example, name[at]example.',
    },
  },
  {
    id: 'attacker.name',
    kind: 'line',
    de: 'Tätergruppe, wie sie sich nennt',
    en: 'Group, as it calls itself',
  },
  {
    id: 'attacker.note',
    kind: 'text',
    de: 'Erpresserschreiben, wörtlich',
    en: 'Ransom note, literally',
    hint: {
      de: 'Das Original gehört in die Beweismittel; hier der Wortlaut, Adressen entschärft.',
      en: 'The original belongs into the evidence; here its wording, addresses defanged.',
    },
  },
  { id: 'attacker.demand', kind: 'line', de: 'Forderung', en: 'Demand' },
  { id: 'attacker.paid', kind: 'yesNo', de: 'Es wurde gezahlt', en: 'A payment was made' },
])

export const causeFields: readonly Field[] = fieldsOf({ group: 'cause', per: 'incident' }, [
  { id: 'cause.description', kind: 'text', de: 'Ursache und Einfallstor', en: 'Root cause and entry point' },
  { id: 'cause.addressed-at', kind: 'time', de: 'Ursache behoben am', en: 'Root cause addressed on' },
])

export const measureFields: readonly Field[] = fieldsOf({ group: 'measures', per: 'incident' }, [
  { id: 'measures.taken', kind: 'text', de: 'Ergriffene Maßnahmen', en: 'Measures taken' },
  { id: 'measures.planned', kind: 'text', de: 'Vorgeschlagene Maßnahmen', en: 'Measures proposed' },
  {
    id: 'measures.before',
    kind: 'text',
    de: 'Schutzmaßnahmen vor dem Vorfall',
    en: 'Protection before the incident',
  },
  {
    id: 'measures.for-recipients',
    kind: 'text',
    de: 'Was Empfänger des Dienstes jetzt tun können',
    en: 'What recipients of the service can do now',
    hint: { de: 'Ohne scharfe Links.', en: 'Without live links.' },
  },
  {
    id: 'measures.warning',
    kind: 'text',
    de: 'Bedrohung, vor der gewarnt wird',
    en: 'Threat that is warned of',
  },
  {
    id: 'measures.warning-until',
    kind: 'time',
    de: 'Warnung gilt voraussichtlich bis',
    en: 'Warning expected to hold until',
  },
  {
    id: 'measures.continuity-plan',
    kind: 'text',
    de: 'Notfallplan: aktiviert, was und seit wann',
    en: 'Continuity plan: activated, what and since when',
  },
  { id: 'measures.providers', kind: 'text', de: 'Beauftragte Dienstleister', en: 'Providers hired' },
])

/** What the declaration, the clocks and the public word say by themselves. */
export const knownIncidentFields: readonly Field[] = fieldsOf(
  { group: 'incident', per: 'incident', from: 'engine' },
  [
    { id: 'incident.reference', kind: 'line', de: 'Eigenes Aktenzeichen', en: 'Own reference' },
    { id: 'incident.title', kind: 'line', de: 'Bezeichnung', en: 'Title' },
    { id: 'incident.declared-at', kind: 'time', de: 'Vorfall ausgerufen am', en: 'Incident declared on' },
    { id: 'incident.known-at', kind: 'time', de: 'Kenntnis vom Vorfall', en: 'Knowledge of the incident' },
    {
      id: 'incident.known-as-controller-at',
      kind: 'time',
      de: 'Kenntnis einer Verletzung bei eigenen Daten',
      en: 'Knowledge of a breach of our own data',
    },
    {
      id: 'incident.known-as-processor-at',
      kind: 'time',
      de: 'Kenntnis einer Verletzung bei Kundendaten',
      en: 'Knowledge of a breach of customers’ data',
    },
    {
      id: 'incident.classified-at',
      kind: 'time',
      de: 'Als schwerwiegend eingestuft am',
      en: 'Classified as major on',
    },
    { id: 'incident.began-at', kind: 'time', de: 'Beginn des Vorfalls', en: 'Beginning of the incident' },
    {
      id: 'incident.began-before',
      kind: 'time',
      de: 'Beginn spätestens',
      en: 'Beginning at the latest',
    },
    { id: 'incident.isolated-at', kind: 'time', de: 'Nachweislich abgetrennt am', en: 'Proven isolated on' },
    {
      id: 'incident.restored-at',
      kind: 'time',
      de: 'Dienste wiederhergestellt am',
      en: 'Services restored on',
    },
    { id: 'incident.minutes', kind: 'minutes', de: 'Dauer des Vorfalls', en: 'Duration of the incident' },
    {
      id: 'incident.downtime',
      kind: 'minutes',
      de: 'Ausfallzeit der Dienste',
      en: 'Downtime of the services',
    },
    { id: 'incident.services', kind: 'text', de: 'Betroffene Dienste', en: 'Services concerned' },
    { id: 'incident.systems', kind: 'list', de: 'Betroffene Systeme', en: 'Systems concerned' },
    {
      id: 'incident.authorities',
      kind: 'list',
      de: 'Bereits unterrichtete Stellen (Pflicht, Zeit, Aktenzeichen)',
      en: 'Parties told already (duty, time, reference)',
    },
  ],
)
