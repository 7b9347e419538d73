import type { Words } from '../../estate/index.ts'
import type { Duty } from '../duty.ts'
import { insured, listed, manufacturer } from './conditions.ts'
import { after, afterMet, draft, limit, period, prompt } from './defaults.ts'

const maker: Words = {
  de: 'Hersteller von Produkten mit digitalen Elementen',
  en: 'manufacturer of products with digital elements',
}
const platform: Words = {
  de: 'einheitliche Meldeplattform; Nutzer informieren, wo sinnvoll maschinenlesbar (Art. 14 Abs. 8)',
  en: 'single reporting platform; inform users, where apt machine-readable (Art. 14(8))',
}
const makers = ['security', 'legal']
const cra = {
  basis: 'T',
  conditions: [manufacturer],
  recipient: 'csirt-enisa',
  validFrom: '2026-09-11',
} as const
const exploited: Words = {
  de: 'aktiv ausgenutzte Schwachstelle im eigenen Produkt',
  en: 'actively exploited vulnerability in the own product',
}
const severe: Words = {
  de: 'schwerwiegender Vorfall mit Folgen für die Sicherheit des Produkts',
  en: 'severe incident with impact on the security of the product',
}

interface Report {
  readonly id: string
  readonly title: Words
  readonly clock: Duty['clock']
}

/** Vulnerabilities and incidents are two tracks with the same first two periods. */
function track(prefix: string, trigger: Words, norm: string, reports: readonly Report[]): Duty[] {
  return reports.map(({ id, title, clock }) =>
    draft({
      ...cra,
      id: `${prefix}-${id}`,
      row: 'L22',
      norm,
      title,
      owedBy: maker,
      trigger,
      clock,
      contents: [{ de: `Angaben nach CRA ${norm.slice(4)}`, en: `fields of CRA ${norm.slice(4)}` }],
      form: platform,
      approve: makers,
    }),
  )
}

const hours = (event: 'vulnerability-known' | 'aware-of-incident', length: number): Duty['clock'] =>
  period([limit(after(event), length, 'hours')], 'eu-1182-71')

/** L16, L22, L24, L25: police, products, insurer, market. */
export const partyDuties: readonly Duty[] = [
  draft({
    id: 'stpo-158',
    row: 'L16',
    norm: 'StPO § 158',
    basis: 'T',
    title: { de: 'Strafanzeige', en: 'criminal complaint' },
    owedBy: { de: 'niemand; freiwillig', en: 'nobody; voluntary' },
    trigger: {
      de: 'Entscheidung der Leitung; früh, wegen der Beweise',
      en: 'decision of the management; early, for the evidence',
    },
    regime: 'voluntary',
    recipient: 'police',
    clock: prompt('complaint-decided'),
    contents: [
      {
        de: 'Zeit, Ort, Tat; Beweisliste mit Hashes, Kontakte, Schaden, Erpresserschreiben, Kompromittierungsindikatoren',
        en: 'time, place, act; evidence list with hashes, contacts, damage, ransom note, indicators of compromise',
      },
    ],
    form: {
      de: 'keine feste Form; schriftliche Bestätigung verlangen (§ 158 Abs. 1); nichts mit bdsg42-43 beilegen',
      en: 'no fixed form; ask for written confirmation (§ 158(1)); attach nothing tagged bdsg42-43',
    },
    approve: ['legal', 'management'],
  }),
  ...track('cra-14-vulnerability', exploited, 'CRA Art. 14(1), (2)', [
    {
      id: 'early',
      title: { de: 'Frühwarnung Schwachstelle', en: 'early warning, vulnerability' },
      clock: hours('vulnerability-known', 24),
    },
    {
      id: 'report',
      title: { de: 'Meldung Schwachstelle', en: 'notification, vulnerability' },
      clock: hours('vulnerability-known', 72),
    },
    {
      id: 'final',
      title: { de: 'Abschlussbericht Schwachstelle', en: 'final report, vulnerability' },
      clock: period([limit(after('fix-available'), 14, 'days')], 'eu-1182-71'),
    },
  ]),
  ...track('cra-14-incident', severe, 'CRA Art. 14(3), (4)', [
    {
      id: 'early',
      title: { de: 'Frühwarnung Vorfall', en: 'early warning, incident' },
      clock: hours('aware-of-incident', 24),
    },
    {
      id: 'report',
      title: { de: 'Meldung Vorfall', en: 'notification, incident' },
      clock: hours('aware-of-incident', 72),
    },
    {
      id: 'final',
      title: { de: 'Abschlussbericht Vorfall', en: 'final report, incident' },
      clock: period([limit(afterMet('cra-14-incident-report'), 1, 'months')], 'eu-1182-71'),
    },
  ]),
  draft({
    id: 'vvg-30',
    row: 'L24',
    norm: 'VVG § 30',
    basis: 'T',
    title: { de: 'Anzeige beim Versicherer', en: 'notice to the insurer' },
    owedBy: { de: 'Versicherungsnehmer', en: 'policyholder' },
    trigger: { de: 'Versicherungsfall', en: 'insured event' },
    conditions: [insured],
    recipient: 'insurer',
    clock: prompt('aware-of-incident'),
    contents: [
      {
        de: 'nach Police: Nummer, Zeiten, Maßnahmen, Dienstleister, Kostenschätzung; kein Anerkenntnis',
        en: 'by the policy: number, times, measures, providers, cost estimate; no admissions',
      },
    ],
    form: {
      de: 'vor Beauftragung von Forensik Panelklausel prüfen; Zeiten der Police gehen vor',
      en: 'check the panel clause before hiring forensics; times of the policy come first',
    },
    approve: ['finance', 'legal'],
    validFrom: '2008-01-01',
  }),
  draft({
    id: 'mar-17',
    row: 'L25',
    norm: 'MAR Art. 17',
    basis: 'U',
    title: {
      de: 'Insiderinformation, Prüfer, Betriebsrat',
      en: 'inside information, auditor, works council',
    },
    owedBy: { de: 'börsennotierte Gruppe', en: 'listed group' },
    trigger: { de: 'kursrelevante Information', en: 'price-sensitive information' },
    conditions: [listed],
    recipient: 'market',
    clock: { kind: 'none' },
    contents: [{ de: 'freigestellte Vorlage', en: 'optional template' }],
    form: {
      de: 'so bald wie möglich; Rechtsberatung entscheidet',
      en: 'as soon as possible; counsel decides',
    },
    approve: ['legal'],
  }),
]
