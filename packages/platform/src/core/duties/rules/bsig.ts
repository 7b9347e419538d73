import type { Words } from '../../estate/index.ts'
import type { Duty } from '../duty.ts'
import { kritis, nis2, noDora, noTelecom, telecom, trustServices } from './conditions.ts'
import { after, afterMet, draft, limit, period, prompt } from './defaults.ts'

const early: Words = {
  de: 'Verdacht auf rechtswidrige oder böswillige Handlung? grenzüberschreitende Auswirkung möglich?',
  en: 'suspicion of an unlawful or malicious act? possible cross-border effect?',
}
const report: Words = {
  de: 'Bestätigung oder Aktualisierung der Erstmeldung; erste Bewertung: Schwere, Auswirkungen, Kompromittierungsindikatoren',
  en: 'confirmation or update of the early report; first assessment: severity, impact, indicators of compromise',
}
const final: Words = {
  de: 'ausführliche Beschreibung mit Schwere und Auswirkungen; Art der Bedrohung oder Ursache; Maßnahmen; grenzüberschreitende Auswirkungen',
  en: 'detailed description with severity and impact; kind of threat or root cause; measures; cross-border effects',
}
const entity: Words = {
  de: 'wichtige oder besonders wichtige Einrichtung',
  en: 'important or essential entity',
}
const significant: Words = {
  de: 'erheblicher Sicherheitsvorfall (§ 2 Nr. 11 BSIG, L23)',
  en: 'significant security incident (BSIG § 2 no. 11, L23)',
}
const portal: Words = { de: 'Portal des BSI', en: 'BSI portal' }
const managed = ['legal', 'management']
const entityOnly = [nis2, noDora, noTelecom]
const since = '2025-12-06'

/** L8 to L12 and L23: network and information security. */
export const bsigDuties: readonly Duty[] = [
  draft({
    id: 'bsig-32-1-1',
    row: 'L8',
    norm: 'BSIG § 32(1) no. 1',
    basis: 'T',
    title: { de: 'Frühe Erstmeldung', en: 'early report' },
    owedBy: entity,
    trigger: significant,
    conditions: entityOnly,
    recipient: 'bsi',
    clock: period([limit(after('aware-of-incident'), 24, 'hours')], 'bgb'),
    contents: [early],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'bsig-32-1-2',
    row: 'L9',
    norm: 'BSIG § 32(1) no. 2',
    basis: 'T',
    title: { de: 'Meldung', en: 'report' },
    owedBy: entity,
    trigger: significant,
    conditions: entityOnly,
    recipient: 'bsi',
    clock: period([limit(after('aware-of-incident'), 72, 'hours')], 'bgb'),
    contents: [report],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'bsig-32-1-2@trust',
    row: 'L9',
    norm: 'NIS2 Directive Art. 23(4) subpara. 2',
    basis: 'U',
    title: { de: 'Meldung eines Vertrauensdienstes', en: 'report of a trust service' },
    owedBy: { de: 'Vertrauensdiensteanbieter', en: 'trust service provider' },
    trigger: {
      de: 'erheblicher Vorfall, der die Vertrauensdienste berührt',
      en: 'significant incident that affects its trust services',
    },
    conditions: [trustServices],
    recipient: 'bsi',
    clock: period([limit(after('aware-of-incident'), 24, 'hours')], 'bgb'),
    contents: [report],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'bsig-32-1-3',
    row: 'L10',
    norm: 'BSIG § 32(1) no. 3',
    basis: 'T',
    title: { de: 'Zwischenmeldung auf Ersuchen', en: 'interim report on request' },
    owedBy: entity,
    trigger: { de: 'Ersuchen des BSI', en: 'request of the BSI' },
    conditions: entityOnly,
    recipient: 'bsi',
    clock: { kind: 'asRequested', start: after('authority-request') },
    repeats: true,
    contents: [{ de: 'Stand', en: 'status update' }],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'bsig-32-1-4',
    row: 'L11',
    norm: 'BSIG § 32(1) no. 4, (2), (3)',
    basis: 'T',
    title: { de: 'Abschlussmeldung', en: 'final report' },
    owedBy: entity,
    trigger: {
      de: 'ein Monat nach der Meldung (L9); dauert der Vorfall an, bis dahin eine Fortschrittsmeldung',
      en: 'one month after the report (L9); a progress report by then while the incident goes on',
    },
    conditions: entityOnly,
    recipient: 'bsi',
    clock: period([limit(afterMet('bsig-32-1-2'), 1, 'months')], 'bgb'),
    contents: [
      final,
      {
        de: 'kritische Anlagen: Art der Anlage, kritische Dienstleistung, Auswirkung (§ 32 Abs. 3)',
        en: 'critical facilities: kind of plant, critical service, impact (§ 32(3))',
      },
    ],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'bsig-35-2',
    row: 'L12',
    norm: 'BSIG § 35(2)',
    basis: 'T',
    title: { de: 'Warnung der Empfänger von Diensten', en: 'warning of service recipients' },
    owedBy: {
      de: 'Einrichtungen der Sektoren Finanzen, Sozialversicherung, digitale Infrastruktur, IKT-Dienste, digitale Dienste',
      en: 'entities in finance, social insurance, digital infrastructure, ICT service management, digital services',
    },
    trigger: { de: 'erhebliche Cyberbedrohung', en: 'significant cyber threat' },
    conditions: [nis2, noDora],
    recipient: 'controllers',
    clock: prompt('threat-assessed'),
    repeats: true,
    contents: [
      {
        de: 'Maßnahmen, die Empfänger treffen können; die Bedrohung selbst, wenn ihr Interesse überwiegt; auch an das BSI',
        en: 'measures that recipients can take; the threat itself where their interest prevails; also to the BSI',
      },
    ],
    form: { de: 'unmittelbar; keine scharfen Links', en: 'direct; no live malicious links' },
    approve: ['security', 'legal'],
    validFrom: since,
  }),
  draft({
    id: 'nis2-significance',
    row: 'L23',
    norm: 'Reg. (EU) 2024/2690',
    basis: 'S',
    title: { de: 'Wann ein Vorfall erheblich ist', en: 'when an incident is significant' },
    owedBy: { de: 'Cloud- und Managed-Service-Anbieter', en: 'cloud and managed service providers' },
    trigger: { de: 'Einstufung', en: 'classification' },
    conditions: [nis2],
    recipient: 'internal',
    clock: { kind: 'none' },
    contents: [
      {
        de: 'ganz ausgefallen > 30 min; eingeschränkt > 1 h für > 5 % oder > 1 Mio. Nutzer in der EU; jede Verletzung von Integrität oder Vertraulichkeit durch mutmaßlich böswilliges Handeln',
        en: 'fully unavailable > 30 min; limited > 1 h for > 5 % or > 1 m EU users; any integrity or confidentiality compromise by a suspected malicious act',
      },
    ],
    form: {
      de: 'Ransomware bei einem Hoster ist erheblich; die Einstufung unterschreibt die Rechtsberatung',
      en: 'ransomware at a hoster is significant; counsel signs the classification',
    },
    approve: ['legal', 'security'],
    validFrom: '2024-11-07',
  }),
]

const operator: Words = {
  de: 'Anbieter öffentlich zugänglicher Telekommunikationsdienste',
  en: 'provider of publicly available telecommunications services',
}

/** L13, L14: telecommunications. L15: critical facilities. */
export const sectorDuties: readonly Duty[] = [
  draft({
    id: 'tkg-168-1',
    row: 'L13',
    norm: 'TKG § 168',
    basis: 'T',
    title: { de: 'Erstmeldung Telekommunikation', en: 'early report, telecommunications' },
    owedBy: operator,
    trigger: significant,
    conditions: [telecom],
    recipient: 'bnetza',
    clock: period([limit(after('aware-of-incident'), 24, 'hours')], 'bgb'),
    contents: [early],
    form: { de: 'an BNetzA und BSI', en: 'to BNetzA and BSI' },
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'tkg-168-2',
    row: 'L13',
    norm: 'TKG § 168',
    basis: 'T',
    title: { de: 'Meldung Telekommunikation', en: 'report, telecommunications' },
    owedBy: operator,
    trigger: significant,
    conditions: [telecom],
    recipient: 'bnetza',
    clock: period([limit(after('aware-of-incident'), 72, 'hours')], 'bgb'),
    contents: [report],
    form: { de: 'an BNetzA und BSI', en: 'to BNetzA and BSI' },
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'tkg-168-3',
    row: 'L13',
    norm: 'TKG § 168',
    basis: 'T',
    title: { de: 'Abschlussmeldung Telekommunikation', en: 'final report, telecommunications' },
    owedBy: operator,
    trigger: { de: 'ein Monat nach der 72-h-Meldung', en: 'one month after the 72-hour report' },
    conditions: [telecom],
    recipient: 'bnetza',
    clock: period([limit(afterMet('tkg-168-2'), 1, 'months')], 'bgb'),
    contents: [final],
    form: { de: 'an BNetzA und BSI', en: 'to BNetzA and BSI' },
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'tkg-169',
    row: 'L14',
    norm: 'TKG § 169, Reg. (EU) 611/2013 Art. 2(2)',
    basis: 'U',
    title: {
      de: 'Datenschutzverletzung bei Telekommunikation',
      en: 'personal-data breach, telecommunications',
    },
    owedBy: operator,
    trigger: {
      de: 'Verletzung des Schutzes personenbezogener Daten',
      en: 'personal-data breach',
    },
    conditions: [telecom],
    recipient: 'bnetza-bfdi',
    clock: period([limit(after('aware-as-controller'), 24, 'hours')], 'eu-1182-71'),
    contents: [
      {
        de: 'Art, Kontaktstellen, empfohlene Maßnahmen, Folgen, Maßnahmen gegenüber Behörden',
        en: 'nature, contact points, recommended measures, consequences, measures towards authorities',
      },
    ],
    form: {
      de: 'Betroffene bei schwerwiegender Beeinträchtigung; eigenes Verzeichnis, fünf Jahre',
      en: 'persons if seriously impaired; own register, five years',
    },
    approve: managed,
    validFrom: '2021-12-01',
  }),
  draft({
    id: 'kritis-18-1',
    row: 'L15',
    norm: 'KRITISDachG § 18',
    basis: 'T',
    title: { de: 'Erstmeldung kritische Anlage', en: 'early report, critical facility' },
    owedBy: { de: 'Betreiber einer kritischen Anlage', en: 'operator of a critical facility' },
    trigger: {
      de: 'Vorfall; aktualisieren, solange er andauert',
      en: 'incident; updates while it goes on',
    },
    conditions: [kritis],
    recipient: 'bbk',
    clock: period([limit(after('aware-of-incident'), 24, 'hours')], 'bgb'),
    repeats: true,
    contents: [
      {
        de: 'Zahl oder Anteil der Betroffenen, bisherige und erwartete Dauer, Gebiet; Art, Ursache, Auswirkungen',
        en: 'number or share affected, duration so far and expected, area; type, cause, effects',
      },
    ],
    form: { de: 'läuft neben dem BSIG', en: 'runs beside the BSIG' },
    approve: managed,
    validFrom: '2026-03-11',
  }),
  draft({
    id: 'kritis-18-2',
    row: 'L15',
    norm: 'KRITISDachG § 18',
    basis: 'T',
    title: { de: 'Ausführlicher Bericht kritische Anlage', en: 'detailed report, critical facility' },
    owedBy: { de: 'Betreiber einer kritischen Anlage', en: 'operator of a critical facility' },
    trigger: {
      de: 'ein Monat nach Kenntnis, nicht nach der Erstmeldung',
      en: 'one month after knowledge, not after the early report',
    },
    conditions: [kritis],
    recipient: 'bbk',
    clock: period([limit(after('aware-of-incident'), 1, 'months')], 'bgb'),
    contents: [{ de: 'wie Erstmeldung, ausführlich', en: 'as the early report, in detail' }],
    form: { de: 'gemeinsame Meldestelle', en: 'joint reporting office' },
    approve: managed,
    validFrom: '2026-03-11',
  }),
]
