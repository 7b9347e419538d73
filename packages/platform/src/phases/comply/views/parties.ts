import type { Words } from '../../../core/estate/index.ts'
import { fixed, may, must, mustIf, section, type View, type ViewSection } from './view.ts'

const checkedAt = '2026-11-29'

/** L16, L22, L24, L25: police, products, insurer, market. */
export const partyViews: readonly View[] = [
  {
    id: 'stpo-158',
    title: { de: 'Strafanzeige (§ 158 StPO)', en: 'Criminal complaint (StPO § 158)' },
    scope: 'own',
    form: 'form',
    sections: [
      section('Wer anzeigt', 'Who complains', [
        must('1.1', 'party.name', { basis: 'S' }),
        must('1.2', 'party.address', { basis: 'S' }),
        must('1.3', 'contact.reporter', { basis: 'S' }),
        must('1.4', 'contact.reporter-phone', { basis: 'S' }),
        may('1.5', 'contact.reporter-mail', { basis: 'S' }),
        may('1.6', 'incident.reference', { basis: 'S' }),
      ]),
      section('Zeit, Ort, Tat', 'Time, place, act', [
        must('2.1', 'incident.description', { basis: 'S' }),
        must('2.2', 'incident.known-at', { basis: 'S' }),
        may('2.3', 'incident.began-at', { basis: 'S' }),
        may('2.4', 'incident.began-before', { basis: 'S' }),
        must('2.5', 'incident.place', { basis: 'S' }),
        may('2.6', 'incident.systems', { basis: 'S' }),
        may('2.7', 'claim.encryption', { basis: 'S' }),
        may('2.8', 'claim.access', { basis: 'S' }),
        may('2.9', 'claim.exfiltration', { basis: 'S' }),
        may('2.10', 'cause.description', { basis: 'S' }),
      ]),
      section('Täter und Forderung', 'Attacker and demand', [
        may('3.1', 'attacker.name', { basis: 'S' }),
        may('3.2', 'attacker.demand', { basis: 'S' }),
        may('3.3', 'attacker.note', { basis: 'S' }),
        may('3.4', 'attacker.paid', { basis: 'S' }),
        may('3.5', 'incident.indicators', { basis: 'S' }),
      ]),
      section('Schaden', 'Damage', [
        must('4.1', 'cost.damage', { basis: 'S' }),
        may('4.2', 'cost.description', { basis: 'S' }),
        may('4.3', 'cost.expected', { basis: 'S' }),
      ]),
      section('Bitten', 'Requests', [
        fixed(
          '5.1',
          { de: 'Straftatbestände', en: 'Offences' },
          {
            de: 'Um Prüfung in jeder rechtlichen Hinsicht wird gebeten, insbesondere §§ 202a, 202b, 202c, 253, 303a, 303b StGB. Strafantrag wird gestellt, soweit erforderlich.',
            en: 'Examination in every legal respect is requested, in particular StGB §§ 202a, 202b, 202c, 253, 303a, 303b. Where an application for prosecution is needed, it is made.',
          },
          'unverified',
        ),
        fixed(
          '5.2',
          { de: 'Bestätigung', en: 'Confirmation' },
          {
            de: 'Um schriftliche Bestätigung der Anzeige wird gebeten (§ 158 Abs. 1 StPO). Veröffentlichungen bitten wir mit uns abzustimmen.',
            en: 'Please confirm the complaint in writing (StPO § 158(1)). Please coordinate publications with us.',
          },
        ),
      ]),
    ],
    checkedAt,
  },
  {
    id: 'vvg-30',
    title: { de: 'Anzeige beim Versicherer (§ 30 VVG)', en: 'Notice to the insurer (VVG § 30)' },
    scope: 'own',
    form: 'form',
    sections: [
      section('Anzeige', 'Notice', [
        must('1', 'party.name', { basis: 'S' }),
        must('2', 'party.policy', { basis: 'S' }),
        must('3', 'incident.known-at', { basis: 'S' }),
        must('4', 'incident.description', { basis: 'S' }),
        must('5', 'measures.taken', { basis: 'S' }),
        may('6', 'measures.providers', { basis: 'S' }),
        mustIf(
          '7',
          'party.panel-checked',
          [
            { field: 'measures.providers', present: true },
            'wenn Dienstleister beauftragt wurden',
            'when providers were hired',
          ],
          { basis: 'unverified' },
        ),
        may('8', 'cost.damage', { basis: 'S' }),
        may('9', 'cost.expected', { basis: 'S' }),
        must('10', 'contact.reporter', { basis: 'S' }),
        fixed(
          '11',
          { de: 'Vorbehalt', en: 'Reservation' },
          {
            de: 'Diese Anzeige enthält kein Anerkenntnis.',
            en: 'This notice admits nothing.',
          },
          'S',
        ),
      ]),
    ],
    checkedAt,
  },
  {
    id: 'mar-17',
    title: {
      de: 'Prüfung einer Insiderinformation (MAR Art. 17)',
      en: 'Check of inside information (MAR Art. 17)',
    },
    scope: 'own',
    form: 'form',
    sections: [
      section('Grundlage', 'Basis', [
        must('1', 'incident.description', { basis: 'unverified' }),
        may('2', 'cost.expected', { basis: 'unverified' }),
        may('3', 'impact.tenant-share', { basis: 'unverified' }),
      ]),
    ],
    checkedAt,
  },
  ...product('cra-14-vulnerability', { de: 'Schwachstelle im Produkt', en: 'Vulnerability in the product' }),
  ...product('cra-14-incident', {
    de: 'Vorfall mit Folgen für das Produkt',
    en: 'Incident with impact on the product',
  }),
]

/** CRA Art. 14: warning, notification, final report; fields of the reporting platform were not compared yet. */
function product(prefix: string, of: Words): readonly View[] {
  const early: ViewSection = section('Frühwarnung', 'Early warning', [
    must('1', 'party.name', { basis: 'S' }),
    must('2', 'incident.known-at', { basis: 'S' }),
    must('3', 'incident.malicious', { basis: 'unverified' }),
    may('4', 'incident.countries', { basis: 'unverified' }),
  ])
  const report: ViewSection = section('Meldung', 'Notification', [
    must('5', 'incident.description', { basis: 'S' }),
    must('6', 'measures.taken', { basis: 'S' }),
    must('7', 'measures.for-recipients', { basis: 'S' }),
  ])
  const final: ViewSection = section('Abschluss', 'Final report', [
    must('8', 'incident.severity', { basis: 'S' }),
    must('9', 'incident.effects', { basis: 'S' }),
    must('10', 'cause.description', { basis: 'S' }),
    may('11', 'measures.planned', { basis: 'S' }),
  ])
  const stage = (name: string, de: string, en: string, sections: readonly ViewSection[]): View => ({
    id: `${prefix}-${name}`,
    title: { de: `${de}: ${of.de} (CRA Art. 14)`, en: `${en}: ${of.en} (CRA Art. 14)` },
    scope: 'own',
    form: 'form',
    sections,
    checkedAt,
  })
  return [
    stage('early', 'Frühwarnung', 'Early warning', [early]),
    stage('report', 'Meldung', 'Notification', [early, report]),
    stage('final', 'Abschlussbericht', 'Final report', [early, report, final]),
  ]
}
