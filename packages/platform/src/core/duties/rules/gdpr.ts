import type { Words } from '../../estate/index.ts'
import type { Duty } from '../duty.ts'
import { controller, processor } from './conditions.ts'
import { after, draft, limit, period, prompt } from './defaults.ts'

const article33: readonly Words[] = [
  {
    de: 'Art der Verletzung; Kategorien und ungefähre Zahl der Personen und Datensätze (Art. 33 Abs. 3 a)',
    en: 'nature of the breach; categories and approximate number of persons and records (Art. 33(3)(a))',
  },
  {
    de: 'Datenschutzbeauftragter oder Kontaktstelle (Abs. 3 b)',
    en: 'data protection officer or contact (33(3)(b))',
  },
  { de: 'wahrscheinliche Folgen (Abs. 3 c)', en: 'likely consequences (33(3)(c))' },
  {
    de: 'ergriffene und vorgeschlagene Maßnahmen (Abs. 3 d)',
    en: 'measures taken and proposed (33(3)(d))',
  },
]
const dpo = ['dpo', 'legal']
const since = '2018-05-25'

/** L1 to L7: data protection. */
export const gdprDuties: readonly Duty[] = [
  draft({
    id: 'gdpr-33-2',
    row: 'L1',
    norm: 'GDPR Art. 33(2)',
    basis: 'T',
    title: {
      de: 'Auftragsverarbeiter unterrichtet den Verantwortlichen',
      en: 'processor notifies the controller',
    },
    owedBy: { de: 'Auftragsverarbeiter', en: 'processor' },
    trigger: {
      de: 'jede Verletzung des Schutzes personenbezogener Daten bei uns, ohne Risikoprüfung',
      en: 'any personal-data breach in our house, no risk test',
    },
    conditions: [processor],
    per: 'tenant',
    recipient: 'controllers',
    clock: prompt('aware-as-processor'),
    contents: [
      {
        de: 'gesetzlich nicht aufgezählt; nach Art. 28 Abs. 3 f das Material für die Meldung des Kunden, schrittweise',
        en: 'not enumerated; by Art. 28(3)(f) the material for the customer’s own report, in phases',
      },
      ...article33,
      {
        de: 'Hinweis: die 72 Stunden des Kunden laufen ab seiner Kenntnis',
        en: 'hint: the customer’s 72 hours run from its knowledge',
      },
    ],
    form: {
      de: 'eine Mitteilung je Kunde, mit Zugangsnachweis',
      en: 'one notice a tenant, with proof of receipt',
    },
    approve: dpo,
    validFrom: since,
  }),
  draft({
    id: 'gdpr-33-1',
    row: 'L2',
    norm: 'GDPR Art. 33(1)',
    basis: 'T',
    title: { de: 'Meldung an die Datenschutzaufsicht', en: 'report to the data protection authority' },
    owedBy: { de: 'Verantwortlicher', en: 'controller' },
    trigger: {
      de: 'Verletzung, außer ein Risiko ist unwahrscheinlich',
      en: 'breach, unless a risk is unlikely',
    },
    conditions: [controller],
    recipient: 'data-protection',
    clock: period([limit(after('aware-as-controller'), 72, 'hours')], 'eu-1182-71', 'two-working-days'),
    contents: article33,
    form: {
      de: 'Webformular des Landes; später nur mit Begründung der Verzögerung',
      en: 'web form of the Land; later only with reasons for the delay',
    },
    approve: dpo,
    validFrom: since,
  }),
  draft({
    id: 'gdpr-33-1@tenant',
    row: 'L2',
    norm: 'GDPR Art. 33(1)',
    basis: 'T',
    title: {
      de: 'Meldefrist des Kunden bei seiner Aufsicht',
      en: 'the customer’s own period towards its authority',
    },
    owedBy: { de: 'der Kunde als Verantwortlicher', en: 'the customer as controller' },
    trigger: {
      de: 'nachgewiesener Zugang unserer Mitteilung (L1)',
      en: 'proven receipt of our notice (L1)',
    },
    conditions: [processor],
    per: 'tenant',
    regime: 'customer',
    recipient: 'data-protection',
    clock: period([limit({ kind: 'met', duty: 'gdpr-33-2' }, 72, 'hours')], 'eu-1182-71'),
    contents: [{ de: 'was der Kunde noch von uns braucht', en: 'what the customer still needs from us' }],
    form: {
      de: 'Pflicht des Kunden; zur Kenntnis, damit unsere nächste Mitteilung rechtzeitig kommt',
      en: 'the customer’s duty; shown so that our next phase comes in time',
    },
    approve: [],
    validFrom: since,
  }),
  draft({
    id: 'gdpr-33-4',
    row: 'L3',
    norm: 'GDPR Art. 33(4)',
    basis: 'T',
    title: { de: 'Nachmeldung', en: 'further information in phases' },
    owedBy: { de: 'Verantwortlicher', en: 'controller' },
    trigger: { de: 'neue Tatsache nach der Meldung', en: 'a new fact after the report' },
    conditions: [controller],
    recipient: 'data-protection',
    clock: prompt('new-fact'),
    repeats: true,
    contents: [{ de: 'nur das Neue, mit Vorgangsnummer', en: 'the difference only, with the case id' }],
    form: { de: 'wie die Meldung', en: 'as the report' },
    approve: dpo,
    validFrom: since,
  }),
  draft({
    id: 'gdpr-33-5',
    row: 'L4',
    norm: 'GDPR Art. 33(5)',
    basis: 'T',
    title: { de: 'Verzeichnis der Verletzungen', en: 'register of breaches' },
    owedBy: { de: 'Verantwortlicher', en: 'controller' },
    trigger: { de: 'jede Verletzung, auch nicht gemeldete', en: 'every breach, also unreported' },
    conditions: [controller],
    recipient: 'internal',
    clock: { kind: 'none' },
    contents: [
      {
        de: 'Tatsachen, Auswirkungen, Abhilfe, Gründe gegen eine Meldung',
        en: 'facts, effects, remedial action, reasons for not reporting',
      },
    ],
    form: {
      de: 'fortlaufend; der Aufsicht auf Verlangen',
      en: 'continuous; for the authority on demand',
    },
    approve: ['dpo'],
    validFrom: since,
  }),
  draft({
    id: 'gdpr-34',
    row: 'L5',
    norm: 'GDPR Art. 34',
    basis: 'T',
    title: { de: 'Benachrichtigung der betroffenen Personen', en: 'communication to data subjects' },
    owedBy: { de: 'Verantwortlicher', en: 'controller' },
    trigger: { de: 'voraussichtlich hohes Risiko', en: 'likely high risk' },
    conditions: [controller],
    recipient: 'data-subjects',
    clock: prompt('high-risk'),
    contents: [
      {
        de: 'in klarer und einfacher Sprache die Art der Verletzung',
        en: 'in clear and plain language the nature',
      },
      ...article33.slice(1),
    ],
    form: {
      de: 'einzeln und unmittelbar; Ausnahmen Art. 34 Abs. 3: Verschlüsselung, spätere Maßnahmen, Unverhältnismäßigkeit (dann ebenso wirksam öffentlich)',
      en: 'direct and dedicated; exceptions 34(3): encryption, later measures, disproportionate effort (then publicly, equally effective)',
    },
    approve: dpo,
    validFrom: since,
  }),
  draft({
    id: 'bdsg-29',
    row: 'L6',
    norm: 'BDSG § 29(1) s. 3–4',
    basis: 'T',
    title: { de: 'Geheimnisse bei der Benachrichtigung', en: 'secrets in the communication' },
    owedBy: { de: 'Verantwortlicher', en: 'controller' },
    trigger: { de: 'L5 würde Geheimnisse offenbaren', en: 'L5 would reveal secrets' },
    conditions: [controller],
    recipient: 'internal',
    clock: { kind: 'none' },
    contents: [
      {
        de: 'dokumentierte Abwägung: L5 entfällt, soweit Geheimnisse offenbart würden und das Interesse der Person nicht überwiegt',
        en: 'documented balancing: no L5 as far as secrets are revealed, unless the person’s interest prevails',
      },
    ],
    form: { de: 'Vermerk', en: 'record' },
    approve: ['legal'],
    validFrom: since,
  }),
  draft({
    id: 'bdsg-42-43',
    row: 'L7',
    norm: 'BDSG § 42(4), § 43(4)',
    basis: 'T',
    title: {
      de: 'Verwendung der Meldung nur mit Zustimmung',
      en: 'use of the report only with consent',
    },
    owedBy: { de: 'alle, die Unterlagen weitergeben', en: 'everybody who passes documents on' },
    trigger: { de: 'Straf- oder Bußgeldverfahren', en: 'criminal or fine proceedings' },
    conditions: [controller],
    recipient: 'internal',
    clock: { kind: 'none' },
    contents: [
      {
        de: 'Texte von L2 und L5 getrennt von L16 halten',
        en: 'keep the texts of L2 and L5 apart from L16',
      },
    ],
    form: { de: 'Kennzeichen privileged: bdsg42-43', en: 'tag privileged: bdsg42-43' },
    approve: ['legal'],
    validFrom: since,
  }),
  draft({
    id: 'gdpr-12-3',
    row: 'L30',
    norm: 'GDPR Art. 12(3)',
    basis: 'S',
    title: {
      de: 'Antwort auf den Antrag einer betroffenen Person',
      en: 'answer to a data subject’s request',
    },
    owedBy: { de: 'Verantwortlicher', en: 'controller' },
    trigger: {
      de: 'Antrag nach Art. 15 bis 22, auch formlos',
      en: 'request under Art. 15 to 22, in whatever form',
    },
    conditions: [controller],
    per: 'request',
    recipient: 'data-subjects',
    clock: {
      kind: 'request',
      period: { length: 1, unit: 'months' },
      extension: { length: 2, unit: 'months' },
      readings: ['eu-1182-71'],
    },
    contents: [
      { de: 'was auf den Antrag hin geschehen ist', en: 'what was done about the request' },
      {
        de: 'bei Verlängerung: dass und warum, binnen des ersten Monats (Komplexität, Zahl der Anträge)',
        en: 'of an extension: that and why, within the first month (complexity, number of requests)',
      },
      {
        de: 'wenn nichts getan wird: warum, und Beschwerde und Rechtsbehelf (Art. 12 Abs. 4)',
        en: 'where nothing is done: why, and complaint and judicial remedy (Art. 12(4))',
      },
    ],
    form: {
      de: 'auf dem Weg, auf dem der Antrag kam; erst nach Prüfung, wer es ist',
      en: 'by the way that the request took; only after it was checked who it is',
    },
    approve: dpo,
    validFrom: since,
  }),
]
