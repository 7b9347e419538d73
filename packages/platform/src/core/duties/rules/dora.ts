import type { Words } from '../../estate/index.ts'
import type { Duty } from '../duty.ts'
import { dora, doraCustomers } from './conditions.ts'
import { after, afterMet, draft, limit, period, prompt } from './defaults.ts'

const entity: Words = { de: 'Finanzunternehmen', en: 'financial entity' }
const portal: Words = {
  de: 'MVP-Portal; ist die Frist nicht zu halten, vorher der Aufsicht sagen (RTS 2025/301 Art. 5 Abs. 3)',
  en: 'MVP portal; tell the authority before the limit when it cannot be met (RTS 2025/301 Art. 5(3))',
}
const managed = ['legal', 'management']
const served = ['legal', 'service-owner']
const since = '2025-01-17'

/** L17 to L21: digital operational resilience of the financial sector. */
export const doraDuties: readonly Duty[] = [
  draft({
    id: 'dora-19-initial',
    row: 'L17',
    norm: 'DORA Art. 19(4)(a), RTS (EU) 2025/301 Art. 5',
    basis: 'T',
    title: { de: 'Erstmeldung', en: 'initial notification' },
    owedBy: entity,
    trigger: {
      de: 'vier Stunden nach der Einstufung, spätestens 24 Stunden nach Kenntnis; später eingestuft: vier Stunden nach der Einstufung',
      en: 'four hours after classification, at most 24 hours after awareness; classified later: four hours after classification',
    },
    conditions: [dora],
    recipient: 'bafin',
    clock: period(
      [
        limit(after('classified-major'), 4, 'hours'),
        { ...limit(after('aware-of-incident'), 24, 'hours'), lapsesAtLater: 'classified-major' },
      ],
      'dora-noon',
    ),
    contents: [
      {
        de: 'ITS (EU) 2025/302 Anhang I, Felder 1.1–1.15 und 2.1–2.10',
        en: 'ITS (EU) 2025/302 Annex I, fields 1.1–1.15 and 2.1–2.10',
      },
    ],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'dora-19-intermediate',
    row: 'L17',
    norm: 'DORA Art. 19(4)(b), RTS (EU) 2025/301 Art. 5',
    basis: 'T',
    title: { de: 'Zwischenmeldung', en: 'intermediate report' },
    owedBy: entity,
    trigger: {
      de: '72 Stunden nach Abgabe der Erstmeldung, auch ohne Neues; aktualisieren, wenn der Betrieb wieder läuft',
      en: '72 hours after submission of the initial notification, even without change; updated when activities are recovered',
    },
    conditions: [dora],
    recipient: 'bafin',
    clock: period([limit(afterMet('dora-19-initial'), 72, 'hours')], 'dora-noon'),
    repeats: true,
    contents: [
      { de: 'ITS (EU) 2025/302 Anhang I, Felder 3.1–3.35', en: 'ITS (EU) 2025/302 Annex I, fields 3.1–3.35' },
    ],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'dora-19-final',
    row: 'L17',
    norm: 'DORA Art. 19(4)(c), RTS (EU) 2025/301 Art. 5',
    basis: 'T',
    title: { de: 'Abschlussbericht', en: 'final report' },
    owedBy: entity,
    trigger: {
      de: 'ein Monat nach der letzten Zwischenmeldung',
      en: 'one month after the latest intermediate report',
    },
    conditions: [dora],
    recipient: 'bafin',
    clock: period([limit(afterMet('dora-19-intermediate'), 1, 'months')], 'dora-noon'),
    contents: [
      { de: 'ITS (EU) 2025/302 Anhang I, Felder 4.1–4.16', en: 'ITS (EU) 2025/302 Annex I, fields 4.1–4.16' },
    ],
    form: portal,
    approve: managed,
    validFrom: since,
  }),
  draft({
    id: 'dora-classify',
    row: 'L18',
    norm: 'RTS (EU) 2024/1772 Art. 8, 9',
    basis: 'T',
    title: { de: 'Einstufung als schwerwiegend', en: 'classification as major' },
    owedBy: entity,
    trigger: {
      de: 'IKT-Vorfall; neu bewerten, wenn Tatsachen sich ändern',
      en: 'ICT incident; again when facts change',
    },
    conditions: [dora],
    recipient: 'internal',
    clock: { kind: 'none' },
    contents: [
      {
        de: 'kritischer Dienst betroffen und (böswilliger Zugriff mit möglichem Datenverlust oder zwei Schwellen)',
        en: 'critical service affected and (malicious access that may cause data loss, or two thresholds)',
      },
      {
        de: '> 10 % oder > 100.000 Kunden; > 10 % Transaktionen; Dauer > 24 h oder Ausfall > 2 h; ≥ 2 Mitgliedstaaten; Datenverlust; > 100.000 €',
        en: '> 10 % or > 100,000 clients; > 10 % transactions; duration > 24 h or downtime > 2 h; ≥ 2 Member States; data losses; > €100,000',
      },
    ],
    form: { de: 'unverzüglich; startet L17', en: 'without undue delay; starts L17' },
    approve: ['legal', 'security'],
    validFrom: since,
  }),
  draft({
    id: 'dora-19-3',
    row: 'L19',
    norm: 'DORA Art. 19(3)',
    basis: 'T',
    title: { de: 'Unterrichtung der Kunden', en: 'information of clients' },
    owedBy: entity,
    trigger: {
      de: 'schwerwiegender Vorfall mit Folgen für finanzielle Interessen von Kunden',
      en: 'major incident with impact on clients’ financial interests',
    },
    conditions: [dora],
    recipient: 'clients',
    clock: prompt('classified-major'),
    contents: [{ de: 'Vorfall und Gegenmaßnahmen', en: 'incident and mitigating measures' }],
    form: { de: 'unverzüglich', en: 'without undue delay' },
    approve: served,
    validFrom: since,
  }),
  draft({
    id: 'dora-19-5',
    row: 'L20',
    norm: 'DORA Art. 19(5), ITS (EU) 2025/302 Art. 6–7',
    basis: 'T',
    title: { de: 'Auslagerung der Meldung', en: 'outsourced reporting' },
    owedBy: entity,
    trigger: { de: 'ein anderer meldet', en: 'somebody else reports' },
    conditions: [dora],
    recipient: 'bafin',
    clock: { kind: 'none' },
    contents: [
      {
        de: 'Name, Kontakt, Kennung, vor der ersten Meldung',
        en: 'name, contact, identification code, before the first report',
      },
      {
        de: 'Sammelmeldung: gleicher Ursprung, ein Mitgliedstaat, eine Behörde, jeder stuft ein, Behörde erlaubt es',
        en: 'aggregated report: same root vendor, one Member State, one authority, each classifies major, authority permits',
      },
    ],
    form: portal,
    approve: served,
    validFrom: since,
  }),
  draft({
    id: 'dora-30',
    row: 'L21',
    norm: 'DORA Art. 30(2)(f), (3)(b)',
    basis: 'T',
    title: {
      de: 'Beistand für Finanzunternehmen unter den Kunden',
      en: 'assistance to customers that are financial entities',
    },
    owedBy: { de: 'IKT-Dienstleister', en: 'ICT provider' },
    trigger: { de: 'Vorfall bei ihrem IKT-Dienst', en: 'incident in their ICT service' },
    conditions: [doraCustomers],
    regime: 'contract',
    recipient: 'controllers',
    clock: prompt('aware-of-incident'),
    contents: [
      {
        de: 'wesentliche Entwicklungen; Beistand unentgeltlich oder zum vorab vereinbarten Preis',
        en: 'material developments; assistance free or at the price agreed before',
      },
    ],
    form: {
      de: 'Vertragsfristen stehen im Bestand unter contracts',
      en: 'contract periods stand in the estate under contracts',
    },
    approve: served,
    validFrom: since,
  }),
]
