import type { DutyEvent } from '../../../core/estate/index.ts'
import type { ClockState, DueBy, ReadingRule } from '../../../core/duties/index.ts'
import { dutyFactWords } from '../../../core/messages/index.ts'

export type Language = 'de' | 'en'

/** What the clock commands say, in one language. */
interface ClockWords {
  readonly locale: string
  readonly states: Readonly<Record<ClockState['kind'], string>>
  readonly dueBy: Readonly<Record<DueBy, string>>
  readonly events: Readonly<Record<DutyEvent, string>>
  readonly readings: Readonly<Record<ReadingRule, string>>
  readonly unknownReading: Readonly<Record<'land' | 'holidays', string>>
  readonly header: readonly string[]
  readonly left: (span: string) => string
  readonly ago: (span: string) => string
  readonly late: string
  readonly exercise: string
  /** The exercise is over. */
  readonly stopped: string
  readonly draft: (digest: string) => string
  readonly otherRules: string
  readonly none: string
  readonly nothingNew: string
  readonly tenants: (names: string, count: number) => string
  readonly more: (count: number) => string
  readonly hidden: (notApplicable: number, noClock: number) => string
  readonly notApplicable: string
  readonly noClock: string
  readonly provisional: string
  readonly unanswered: string
  readonly signedBy: (people: string) => string
  readonly halfSigned: (people: string) => string
  readonly waitsFor: (what: string) => string
  readonly atTheLatest: (time: string) => string
  readonly fields: Readonly<
    Record<
      | 'norm'
      | 'owedBy'
      | 'trigger'
      | 'recipient'
      | 'form'
      | 'approve'
      | 'state'
      | 'started'
      | 'due'
      | 'before'
      | 'reading'
      | 'reminders'
      | 'submitted'
      | 'proof'
      | 'reference'
      | 'delay'
      | 'open'
      | 'contents'
      | 'basis',
      string
    >
  >
  readonly basis: Readonly<Record<'T' | 'S' | 'U', string>>
}

const en: ClockWords = {
  locale: 'en-GB',
  states: {
    missed: 'MISSED',
    approaching: 'approaching',
    running: 'running',
    waiting: 'waiting',
    met: 'met',
    notApplicable: 'not applicable',
    noClock: 'no time',
  },
  dueBy: { law: 'by law', contract: 'by contract', authority: 'set by the authority', target: 'own target' },
  events: dutyFactWords.en,
  readings: {
    'eu-1182-71': 'Reg. 1182/71 Art. 3',
    'two-working-days': 'Reg. 1182/71 Art. 3(5), disputed',
    bgb: 'BGB §§ 187, 188, 193',
    'dora-noon': 'RTS 2025/301 Art. 5(4)',
  },
  unknownReading: {
    land: 'unknown: the profile names no Land',
    holidays: 'unknown: no holidays for that year',
  },
  header: ['State', 'Due', '', 'Duty', 'What'],
  left: (span) => `in ${span}`,
  ago: (span) => `${span} ago`,
  late: 'late',
  exercise: 'exercise',
  stopped: 'The exercise is over: its clocks stand still at this time.',
  draft: (digest) => `All rules are drafts for counsel, no legal advice. Rules ${digest}`,
  otherRules: 'Note: some entries of this case were recorded under other rules than this program has.',
  none: 'none',
  nothingNew: 'No clock came near its end or was missed since the last look.',
  tenants: (names, count) => `${count === 1 ? 'tenant' : `${count} tenants:`} ${names}`,
  more: (count) => ` and ${count} more`,
  hidden: (notApplicable, noClock) =>
    `${notApplicable} do not apply, ${noClock} have no time: see them with --all.`,
  notApplicable: 'Not applicable because',
  noClock: 'Rules without a time',
  provisional: '* started by the declaration; record the fact itself with "anlauf clocks start".',
  unanswered:
    '? the legal profile does not say whether it applies, so it runs; record it with "anlauf clocks profile".',
  signedBy: (people) => `signed by ${people}`,
  halfSigned: (people) => `signed by ${people}; a second person is missing`,
  waitsFor: (what) => `waits for: ${what}`,
  atTheLatest: (time) => `${time} at the latest`,
  fields: {
    norm: 'Norm',
    basis: 'Text',
    owedBy: 'Owed by',
    trigger: 'Trigger',
    recipient: 'To',
    form: 'Form',
    approve: 'Signed off by',
    state: 'State',
    started: 'Started',
    due: 'Due',
    before: 'Due before re-dating',
    reading: 'Arguable',
    reminders: 'Reminders',
    submitted: 'Submitted',
    proof: 'Proof (SHA-256)',
    reference: 'Reference',
    delay: 'Reason of the delay',
    open: 'Profile says nothing on',
    contents: 'Must contain',
  },
  basis: {
    T: 'the norm was read; draft for counsel',
    S: 'secondary source was read; draft for counsel',
    U: 'unverified; draft for counsel',
  },
}

const de: ClockWords = {
  locale: 'de-DE',
  states: {
    missed: 'VERSÄUMT',
    approaching: 'läuft bald ab',
    running: 'läuft',
    waiting: 'wartet',
    met: 'erfüllt',
    notApplicable: 'nicht anwendbar',
    noClock: 'ohne Frist',
  },
  dueBy: { law: 'Gesetz', contract: 'Vertrag', authority: 'von der Behörde gesetzt', target: 'eigenes Ziel' },
  events: dutyFactWords.de,
  readings: {
    'eu-1182-71': 'VO 1182/71 Art. 3',
    'two-working-days': 'VO 1182/71 Art. 3 Abs. 5, umstritten',
    bgb: 'BGB §§ 187, 188, 193',
    'dora-noon': 'RTS 2025/301 Art. 5 Abs. 4',
  },
  unknownReading: {
    land: 'ungeklärt: das Profil nennt kein Land',
    holidays: 'ungeklärt: keine Feiertage für das Jahr',
  },
  header: ['Stand', 'Fällig', '', 'Pflicht', 'Was'],
  left: (span) => `in ${span}`,
  ago: (span) => `vor ${span}`,
  late: 'verspätet',
  exercise: 'Übung',
  stopped: 'Die Übung ist beendet: ihre Fristen stehen seit dieser Zeit still.',
  draft: (digest) =>
    `Alle Regeln sind Entwürfe für die Rechtsberatung, keine Rechtsberatung. Regelstand ${digest}`,
  otherRules: 'Hinweis: Einträge dieses Falls entstanden unter anderen Regeln als denen dieses Programms.',
  none: 'keine',
  nothingNew: 'Keine Frist ist seit dem letzten Blick nahegerückt oder abgelaufen.',
  tenants: (names, count) => `${count === 1 ? 'Mandant' : `${count} Mandanten:`} ${names}`,
  more: (count) => ` und ${count} weitere`,
  hidden: (notApplicable, noClock) =>
    `${notApplicable} nicht anwendbar, ${noClock} ohne Frist: mit --all zu sehen.`,
  notApplicable: 'Nicht anwendbar, weil',
  noClock: 'Regeln ohne Frist',
  provisional: '* von der Ausrufung gestartet; die Tatsache selbst mit „anlauf clocks start“ festhalten.',
  unanswered:
    '? das Rechtsprofil sagt nicht, ob es gilt, also läuft es; mit „anlauf clocks profile“ festhalten.',
  signedBy: (people) => `unterschrieben von ${people}`,
  halfSigned: (people) => `unterschrieben von ${people}; eine zweite Person fehlt`,
  waitsFor: (what) => `wartet auf: ${what}`,
  atTheLatest: (time) => `spätestens ${time}`,
  fields: {
    norm: 'Norm',
    basis: 'Text',
    owedBy: 'Wer',
    trigger: 'Anlass',
    recipient: 'An',
    form: 'Form',
    approve: 'Freigabe durch',
    state: 'Stand',
    started: 'Beginn',
    due: 'Fällig',
    before: 'Fällig vor Umdatierung',
    reading: 'Vertretbar',
    reminders: 'Erinnerungen',
    submitted: 'Abgegeben',
    proof: 'Nachweis (SHA-256)',
    reference: 'Aktenzeichen',
    delay: 'Grund der Verzögerung',
    open: 'Profil schweigt zu',
    contents: 'Muss enthalten',
  },
  basis: {
    T: 'Norm gelesen; Entwurf für die Rechtsberatung',
    S: 'Sekundärquelle gelesen; Entwurf für die Rechtsberatung',
    U: 'ungeprüft; Entwurf für die Rechtsberatung',
  },
}

export const clockWords: Readonly<Record<Language, ClockWords>> = { de, en }
