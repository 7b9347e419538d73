import type { Words } from '../../../core/estate/index.ts'
import { may, must, mustIf, section, type View, type ViewItem, type ViewSection } from './view.ts'

const checkedAt = '2026-11-29'

const entity: ViewSection = section('Einrichtung', 'Entity', [
  must('0.1', 'party.name', { basis: 'S' }),
  must('0.2', 'party.registration', { basis: 'S' }),
  must('0.3', 'party.sector', { basis: 'S' }),
  must('0.4', 'contact.reporter', { basis: 'S' }),
  may('0.5', 'contact.reporter-mail', { basis: 'S' }),
  must('0.6', 'contact.reporter-phone', { basis: 'S' }),
  must('0.7', 'incident.reference', { basis: 'S' }),
  must('0.8', 'incident.known-at'),
])

const early: ViewSection = section('Frühe Erstmeldung', 'Early report', [
  must('1.1', 'incident.malicious'),
  must('1.2', 'incident.cross-border'),
  may('1.3', 'incident.services', { basis: 'S' }),
])

const report: ViewSection = section('Bewertung', 'Assessment', [
  must('2.1', 'incident.description', { basis: 'S' }),
  must('2.2', 'incident.severity'),
  must('2.3', 'incident.effects'),
  may('2.4', 'incident.services', { basis: 'S' }),
  may('2.5', 'impact.tenants', { basis: 'S' }),
  may('2.6', 'impact.tenant-share', { basis: 'S' }),
  may('2.7', 'incident.downtime', { basis: 'S' }),
  mustIf(
    '2.8',
    'incident.indicators',
    [
      { people: true },
      'gegebenenfalls: Kompromittierungsindikatoren, soweit vorhanden',
      'where applicable: indicators of compromise, as far as there are any',
    ],
    { basis: 'T' },
  ),
])

const final: ViewSection = section('Abschluss', 'Final report', [
  must('4.1', 'incident.description'),
  must('4.2', 'incident.severity'),
  must('4.3', 'incident.effects'),
  mustIf(
    '4.4',
    'incident.threat',
    [
      { field: 'cause.description', present: false },
      'Art der Bedrohung oder Ursache: eines von beiden',
      'type of threat or root cause: one of both',
    ],
    { basis: 'T' },
  ),
  mustIf(
    '4.5',
    'cause.description',
    [
      { field: 'incident.threat', present: false },
      'Art der Bedrohung oder Ursache: eines von beiden',
      'type of threat or root cause: one of both',
    ],
    { basis: 'T' },
  ),
  must('4.6', 'measures.taken'),
  must('4.7', 'measures.planned'),
  mustIf(
    '4.8',
    'incident.cross-border-effects',
    [{ field: 'incident.cross-border', is: [true] }, 'wenn grenzüberschreitend', 'when cross-border'],
    { basis: 'T' },
  ),
  may('4.9', 'incident.minutes', { basis: 'S' }),
  may('4.10', 'incident.downtime', { basis: 'S' }),
  may('4.11', 'incident.restored-at', { basis: 'S' }),
])

const critical: ViewSection = section('Kritische Anlagen (§ 32 Abs. 3)', 'Critical facilities (§ 32(3))', [
  mustIf('5.1', 'impact.plant', ifCritical(), { basis: 'T' }),
  mustIf('5.2', 'impact.critical-service', ifCritical(), { basis: 'T' }),
])

function ifCritical(): [{ readonly people: true }, string, string] {
  return [{ people: true }, 'nur Betreiber kritischer Anlagen', 'operators of critical facilities only']
}

function form(id: string, title: Words, sections: readonly ViewSection[]): View {
  return { id, title, scope: 'own', form: 'form', sections, checkedAt }
}

function also(de: string, en: string, ...items: readonly ViewItem[]): ViewSection {
  return section(de, en, items)
}

/** L8 to L13, L15 and L27: the same incident for authorities of network and plant security. */
export const networkSecurityViews: readonly View[] = [
  form(
    'bsig-32-1-1',
    { de: 'Frühe Erstmeldung (§ 32 Abs. 1 Nr. 1 BSIG)', en: 'Early report (BSIG § 32(1) no. 1)' },
    [entity, early],
  ),
  form('bsig-32-1-2', { de: 'Meldung (§ 32 Abs. 1 Nr. 2 BSIG)', en: 'Report (BSIG § 32(1) no. 2)' }, [
    entity,
    early,
    report,
  ]),
  form(
    'bsig-32-1-2@trust',
    {
      de: 'Meldung eines Vertrauensdienstes (NIS-2 Art. 23)',
      en: 'Report of a trust service (NIS2 Art. 23)',
    },
    [entity, early, report],
  ),
  form(
    'bsig-32-1-3',
    { de: 'Zwischenmeldung (§ 32 Abs. 1 Nr. 3 BSIG)', en: 'Interim report (BSIG § 32(1) no. 3)' },
    [
      entity,
      report,
      also(
        'Stand',
        'Status',
        must('3.1', 'incident.ongoing'),
        must('3.2', 'measures.taken'),
        may('3.3', 'measures.planned'),
        may('3.4', 'incident.expected-end'),
        may('3.5', 'impact.tenants-released'),
      ),
    ],
  ),
  form(
    'bsig-32-1-4',
    { de: 'Abschlussmeldung (§ 32 Abs. 1 Nr. 4 BSIG)', en: 'Final report (BSIG § 32(1) no. 4)' },
    [entity, final, critical],
  ),
  {
    ...form(
      'bsig-35-2',
      { de: 'Warnung der Empfänger (§ 35 Abs. 2 BSIG)', en: 'Warning of recipients (BSIG § 35(2))' },
      [
        also('Bedrohung', 'Threat', must('1', 'measures.warning')),
        also(
          'Was Sie jetzt tun können',
          'What you can do now',
          must('2', 'measures.for-recipients'),
          may('3', 'measures.warning-until'),
          may('4', 'contact.public'),
        ),
      ],
    ),
    form: 'letter',
  },
  form('tkg-168-1', { de: 'Erstmeldung (§ 168 TKG)', en: 'Early report (TKG § 168)' }, [
    entity,
    early,
    telecom(),
  ]),
  form('tkg-168-2', { de: 'Meldung (§ 168 TKG)', en: 'Report (TKG § 168)' }, [
    entity,
    early,
    report,
    telecom(),
  ]),
  form('tkg-168-3', { de: 'Abschlussmeldung (§ 168 TKG)', en: 'Final report (TKG § 168)' }, [
    entity,
    final,
    telecom(),
  ]),
  {
    ...form(
      'tkg-169',
      { de: 'Verletzung des Datenschutzes (§ 169 TKG)', en: 'Personal-data breach (TKG § 169)' },
      [
        also(
          'Meldung',
          'Report',
          must('1', 'party.name'),
          must('2', 'contact.dpo'),
          must('3', 'incident.description'),
          must('4', 'persons.breach'),
          must('5', 'persons.consequences'),
          must('6', 'persons.advice', {
            label: { de: 'Empfohlene Maßnahmen', en: 'Recommended measures' },
          }),
          must('7', 'measures.taken'),
          must('8', 'measures.planned'),
          may('9', 'persons.count', { basis: 'unverified' }),
        ),
      ],
    ),
    privileged: 'bdsg42-43',
  },
  form('kritis-18-1', { de: 'Erstmeldung (§ 18 KRITISDachG)', en: 'Early report (KRITISDachG § 18)' }, [
    entity,
    facility(),
    also('Bisher bekannt', 'Known so far', must('2.1', 'incident.threat'), must('2.2', 'incident.effects')),
  ]),
  form(
    'kritis-18-2',
    { de: 'Ausführlicher Bericht (§ 18 KRITISDachG)', en: 'Detailed report (KRITISDachG § 18)' },
    [
      entity,
      facility(),
      also(
        'Bericht',
        'Report',
        must('2.1', 'incident.description'),
        must('2.2', 'cause.description'),
        must('2.3', 'incident.effects'),
        must('2.4', 'measures.taken'),
        may('2.5', 'measures.planned'),
      ),
    ],
  ),
  form(
    'ch-isg-74e-1',
    { de: 'Meldung eines Cyberangriffs (Art. 74e ISG)', en: 'Report of a cyber attack (ISG Art. 74e)' },
    [entity, swiss()],
  ),
  form(
    'ch-isg-74e-2',
    { de: 'Ergänzung der Meldung (Art. 74e ISG)', en: 'Completion of the report (ISG Art. 74e)' },
    [
      entity,
      swiss(),
      also(
        'Ergänzung',
        'Completion',
        must('3.1', 'cause.description', { basis: 'unverified' }),
        must('3.2', 'measures.taken', { basis: 'unverified' }),
        may('3.3', 'incident.indicators', { basis: 'unverified' }),
      ),
    ],
  ),
]

function telecom(): ViewSection {
  return section('Telekommunikation', 'Telecommunications', [
    must('6.1', 'impact.telecom-services', { basis: 'S' }),
    must('6.2', 'impact.users', { basis: 'S' }),
    may('6.3', 'impact.area', { basis: 'S' }),
    must('6.4', 'incident.downtime', { basis: 'S' }),
  ])
}

function facility(): ViewSection {
  return section('Anlage und Betroffene', 'Facility and affected', [
    must('1.1', 'impact.plant'),
    must('1.2', 'impact.critical-service'),
    must('1.3', 'impact.users'),
    must('1.4', 'impact.users-share'),
    must('1.5', 'incident.minutes'),
    must('1.6', 'incident.expected-end'),
    must('1.7', 'impact.area'),
  ])
}

function swiss(): ViewSection {
  return section('Angriff', 'Attack', [
    must('1', 'incident.description', { basis: 'unverified' }),
    must('2', 'incident.threat', { basis: 'unverified' }),
    must('3', 'incident.effects', { basis: 'unverified' }),
    may('4', 'attacker.demand', { basis: 'unverified' }),
  ])
}
