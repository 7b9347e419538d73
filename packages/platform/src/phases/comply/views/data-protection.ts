import type { Words } from '../../../core/estate/index.ts'
import { fixed, may, must, mustIf, section, type View, type ViewSection } from './view.ts'

const checkedAt = '2026-11-29'
const missed = [{ clock: 'missed' }, 'wenn später als 72 Stunden', 'when later than 72 hours'] as const

const breach: ViewSection = section(
  'Art der Verletzung (Art. 33 Abs. 3 a)',
  'Nature of the breach (33(3)(a))',
  [
    must('3.1', 'incident.description'),
    must('3.2', 'persons.breach'),
    must('3.3', 'persons.groups'),
    must('3.4', 'persons.count'),
    must('3.5', 'persons.data'),
    must('3.6', 'persons.records'),
    may('3.7', 'persons.special-data', { basis: 'S' }),
    may('3.8', 'claim.exfiltration', { basis: 'S' }),
    may('3.9', 'claim.access', { basis: 'S' }),
    may('3.10', 'claim.encryption', { basis: 'S' }),
    may('3.11', 'claim.deletion', { basis: 'S' }),
    may('3.12', 'claim.loss', { basis: 'S' }),
    may('3.13', 'persons.unreadable', { basis: 'S' }),
    mustIf(
      '3.14',
      'persons.missing-logs',
      [
        { field: 'claim.exfiltration', is: ['no_indication', 'excluded'] },
        'wenn ein Abfluss nicht bestätigt ist: fehlende Protokolle schließen nichts aus',
        'when exfiltration is not confirmed: missing logs exclude nothing',
      ],
      { basis: 'S' },
    ),
  ],
)

const consequences: ViewSection = section(
  'Folgen und Maßnahmen (Art. 33 Abs. 3 c, d)',
  'Consequences and measures (33(3)(c), (d))',
  [
    must('5.1', 'persons.consequences'),
    must('5.2', 'measures.taken'),
    must('5.3', 'measures.planned'),
    may('5.4', 'measures.before', { basis: 'S' }),
    may('5.5', 'persons.advice', { basis: 'S' }),
    may('5.6', 'incident.isolated-at', { basis: 'S' }),
  ],
)

const reporterSection: ViewSection = section('Verantwortlicher', 'Controller', [
  must('1.1', 'party.name', { basis: 'S' }),
  must('1.2', 'party.address', { basis: 'S' }),
  must('1.3', 'contact.dpo'),
  must('1.4', 'contact.reporter', { basis: 'S' }),
  may('1.5', 'contact.reporter-mail', { basis: 'S' }),
  may('1.6', 'contact.reporter-phone', { basis: 'S' }),
  may('1.7', 'incident.reference', { basis: 'S' }),
])

const timesSection: ViewSection = section('Zeiten', 'Times', [
  must('2.1', 'incident.known-as-controller-at', { basis: 'S' }),
  may('2.2', 'incident.began-at', { basis: 'S' }),
  may('2.3', 'incident.began-before', { basis: 'S' }),
  mustIf('2.4', 'assessment.delay', missed, { basis: 'T' }),
])

const riskSection: ViewSection = section('Risiko und Benachrichtigung', 'Risk and communication', [
  must('4.1', 'assessment.risk', { basis: 'S' }),
  must('4.2', 'assessment.risk-reason', { basis: 'S' }),
  must('4.3', 'assessment.notify-persons', { basis: 'S' }),
  mustIf(
    '4.4',
    'assessment.notify-reason',
    [
      {
        field: 'assessment.notify-persons',
        is: ['not-high', 'encrypted', 'averted', 'public', 'secrets'],
      },
      'wenn Personen nicht einzeln benachrichtigt werden',
      'when persons are not told directly',
    ],
    { basis: 'S' },
  ),
  may('4.5', 'persons.countries', { basis: 'S' }),
])

const form33: readonly ViewSection[] = [reporterSection, timesSection, breach, riskSection, consequences]

const noticeHint: Words = {
  de: 'Ihre eigene Frist nach Art. 33 Abs. 1 DSGVO läuft ab Ihrer Kenntnis. Ob Sie melden, entscheiden Sie; wir bewerten Ihr Risiko nicht.',
  en: 'Your own period under GDPR Art. 33(1) runs from your knowledge. Whether you report is for you to decide; we do not rate your risk.',
}

/** What a customer needs for its own report, about its own part only. */
const tenantPart: readonly ViewSection[] = [
  section('Auftragsverarbeiter', 'Processor', [
    must('1.1', 'party.name', { basis: 'S' }),
    must('1.2', 'contact.dpo'),
    must('1.3', 'incident.reference', { basis: 'S' }),
  ]),
  section('Zeiten', 'Times', [
    must('2.1', 'incident.known-as-processor-at'),
    may('2.2', 'incident.began-at'),
    may('2.3', 'incident.began-before'),
    may('2.4', 'incident.isolated-at'),
  ]),
  section('Ihre Dienste und Daten', 'Your services and data', [
    must('3.1', 'incident.description'),
    must('3.2', 'incident.services'),
    may('3.3', 'impact.data-classes'),
    may('3.4', 'persons.breach'),
    may('3.5', 'persons.groups'),
    may('3.6', 'persons.count'),
    may('3.7', 'persons.data'),
    may('3.8', 'persons.records'),
    may('3.9', 'claim.encryption'),
    may('3.10', 'claim.access'),
    may('3.11', 'claim.exfiltration'),
    may('3.12', 'claim.credentials'),
    may('3.13', 'claim.loss'),
    may('3.14', 'persons.missing-logs', { basis: 'S' }),
    may('3.15', 'impact.files-restored'),
    may('3.16', 'impact.files-left-out'),
    may('3.17', 'impact.files-quarantined'),
  ]),
  section('Folgen, Maßnahmen, Empfehlungen', 'Consequences, measures, advice', [
    may('4.1', 'persons.consequences'),
    must('4.2', 'measures.taken'),
    may('4.3', 'measures.planned'),
    must('4.4', 'measures.for-recipients'),
    fixed('4.5', { de: 'Hinweis', en: 'Note' }, noticeHint),
  ]),
]

/** L1 to L6 and their twins abroad. */
export const dataProtectionViews: readonly View[] = [
  {
    id: 'gdpr-33-2',
    title: {
      de: 'Mitteilung an den Verantwortlichen (Art. 33 Abs. 2 DSGVO)',
      en: 'Notice to the controller (GDPR Art. 33(2))',
    },
    scope: 'tenant',
    form: 'form',
    sections: tenantPart,
    checkedAt,
  },
  {
    id: 'gdpr-33-1@tenant',
    title: {
      de: 'Material für die Meldung des Kunden (Art. 33 Abs. 3 DSGVO)',
      en: 'Material for the customer’s report (GDPR Art. 33(3))',
    },
    scope: 'tenant',
    form: 'form',
    sections: tenantPart,
    checkedAt,
  },
  {
    id: 'gdpr-33-1',
    title: {
      de: 'Meldung an die Datenschutzaufsicht (Art. 33 DSGVO)',
      en: 'Report to the data protection authority (GDPR Art. 33)',
    },
    scope: 'own',
    form: 'form',
    privileged: 'bdsg42-43',
    sections: form33,
    checkedAt,
  },
  {
    id: 'gdpr-33-4',
    title: { de: 'Nachmeldung (Art. 33 Abs. 4 DSGVO)', en: 'Further information (GDPR Art. 33(4))' },
    scope: 'own',
    form: 'form',
    privileged: 'bdsg42-43',
    sections: form33,
    checkedAt,
  },
  {
    id: 'gdpr-33-5',
    title: {
      de: 'Eintrag im Verzeichnis der Verletzungen (Art. 33 Abs. 5 DSGVO)',
      en: 'Entry in the register of breaches (GDPR Art. 33(5))',
    },
    scope: 'own',
    form: 'form',
    privileged: 'bdsg42-43',
    sections: [
      section('Tatsachen', 'Facts', [
        must('1', 'incident.description'),
        must('2', 'incident.known-as-controller-at'),
        must('3', 'persons.breach'),
        may('4', 'persons.count'),
        may('5', 'persons.data'),
      ]),
      section('Auswirkungen und Abhilfe', 'Effects and remedial action', [
        must('6', 'persons.consequences'),
        must('7', 'measures.taken'),
        must('8', 'assessment.risk'),
        must('9', 'assessment.risk-reason'),
        may('10', 'assessment.notify-persons'),
      ]),
    ],
    checkedAt,
  },
  {
    id: 'gdpr-34',
    title: {
      de: 'Benachrichtigung betroffener Personen (Art. 34 DSGVO)',
      en: 'Communication to data subjects (GDPR Art. 34)',
    },
    scope: 'own',
    form: 'letter',
    privileged: 'bdsg42-43',
    sections: letter(),
    checkedAt,
  },
  {
    id: 'uk-gdpr-34',
    title: {
      de: 'Benachrichtigung im Vereinigten Königreich (UK GDPR Art. 34)',
      en: 'Communication in the United Kingdom (UK GDPR Art. 34)',
    },
    scope: 'own',
    form: 'letter',
    sections: letter(),
    checkedAt,
  },
  {
    id: 'uk-gdpr-33',
    title: { de: 'Meldung an das ICO (UK GDPR Art. 33)', en: 'Report to the ICO (UK GDPR Art. 33)' },
    scope: 'own',
    form: 'form',
    sections: form33.map(unverified),
    checkedAt,
  },
  {
    id: 'ch-fadp-24',
    title: { de: 'Meldung an den EDÖB (Art. 24 DSG)', en: 'Report to the FDPIC (FADP Art. 24)' },
    scope: 'own',
    form: 'form',
    privileged: 'bdsg42-43',
    sections: [
      section('Meldung', 'Report', [
        must('1', 'party.name', { basis: 'S' }),
        must('2', 'contact.dpo', { basis: 'S' }),
        must('3', 'incident.description', { basis: 'S' }),
        must('4', 'persons.breach', { basis: 'S' }),
        may('5', 'persons.count', { basis: 'S' }),
        must('6', 'persons.consequences', { basis: 'S' }),
        must('7', 'measures.taken', { basis: 'S' }),
        must('8', 'measures.planned', { basis: 'S' }),
      ]),
    ],
    checkedAt,
  },
  {
    id: 'bdsg-29',
    title: {
      de: 'Vermerk: Geheimnisse bei der Benachrichtigung (§ 29 BDSG)',
      en: 'Record: secrets in the communication (BDSG § 29)',
    },
    scope: 'own',
    form: 'form',
    privileged: 'bdsg42-43',
    sections: [
      section('Abwägung', 'Balancing', [
        must('1', 'assessment.notify-persons'),
        must('2', 'assessment.notify-reason'),
        may('3', 'persons.groups'),
      ]),
    ],
    checkedAt,
  },
]

/** Questions that a person without a lawyer would ask, in their order. */
function letter(): readonly ViewSection[] {
  return [
    section('Was ist geschehen?', 'What happened?', [must('1', 'incident.description')]),
    section('Welche Daten über Sie sind betroffen?', 'Which data about you is concerned?', [
      must('2', 'persons.data'),
      must('3', 'persons.breach', { label: { de: 'Was mit ihnen geschah', en: 'What happened to it' } }),
    ]),
    section('Welche Folgen kann das haben?', 'What can follow from it?', [must('4', 'persons.consequences')]),
    section('Was haben wir getan?', 'What did we do?', [
      must('5', 'measures.taken'),
      may('6', 'measures.planned'),
    ]),
    section('Was können Sie jetzt tun?', 'What can you do now?', [must('7', 'persons.advice')]),
    section('Wer gibt Auskunft?', 'Who can you ask?', [
      must('8', 'contact.dpo'),
      may('9', 'contact.public'),
      must('10', 'incident.reference', {
        label: { de: 'Bitte geben Sie an', en: 'Please mention' },
      }),
    ]),
  ]
}

function unverified(one: ViewSection): ViewSection {
  return { ...one, items: one.items.map((item) => ({ ...item, basis: 'unverified' as const })) }
}
