import type { QueueOutcome } from '../../../../core/case/index.ts'
import type { QueueClass } from '../../../../phases/recover/index.ts'

/** The sentences of the case queue; two languages, one shape. */
export interface QueueWords {
  readonly classes: Readonly<Record<QueueClass, string>>
  readonly window: (from: string, hours: number, onset: string) => string
  readonly noWindow: string
  readonly short: (series: number) => string
  readonly unit: string
  readonly open: string
  readonly convicted: (count: number) => string
  readonly groups: (shown: number, all: number) => string
  readonly nothing: string
  readonly more: (count: number) => string
  readonly planned: Readonly<Record<'newest' | 'previous' | 'nothing', string>>
  readonly group: string
  readonly class: string
  readonly files: string
  readonly size: string
  readonly what: string
  readonly plan: string
  readonly newest: string
  readonly previous: string
  readonly none: string
  readonly backedUp: string
  readonly changed: string
  readonly type: string
  readonly structure: string
  readonly entropy: string
  readonly random: string
  readonly begins: string
  readonly same: (atStart: string, atEnd: string) => string
  readonly says: string
  readonly held: string
  readonly sample: string
  readonly outcomes: Readonly<Record<QueueOutcome, string>>
  readonly signs: (person: string, outcome: string) => string
  readonly dryRun: string
  readonly secondMissing: string
  readonly contested: string
  readonly decided: (groups: string) => string
  readonly standings: Readonly<Record<'open' | 'halfSigned' | 'contested' | 'decided', string>>
}

const en: QueueWords = {
  classes: {
    N0: 'not changed since before the window',
    N1: 'new, nothing objects',
    N2: 'changed, nothing objects',
    N3: 'its content contradicts its past',
    N4: 'nobody can look inside',
    N5: 'a program, or starts one',
    N6: 'rights or rules of databases and mail',
  },
  window: (from, hours, onset) =>
    `Everything written since ${from}: ${hours} h before the attack began (after ${onset}).`,
  noWindow: 'No onset is known, so nothing is near an incident; only what a run held back is listed.',
  short: (series) =>
    `The history of ${series} series begins inside the window: their first backup is believed.`,
  unit: 'Unit',
  open: 'for a person',
  convicted: (count) =>
    `${count} more are proven to be encrypted; the plan takes their clean version, or none.`,
  groups: (shown, all) => `${shown} of ${all} groups:`,
  nothing: 'Nothing to decide.',
  more: (count) => `… and ${count} more; see --json, or choose with --unit and --class`,
  planned: { newest: 'takes it', previous: 'takes the version before', nothing: 'leaves it out' },
  group: 'Group',
  class: 'Class',
  files: 'Files',
  size: 'Size',
  what: 'What speaks about it',
  plan: 'The plan',
  newest: 'newest',
  previous: 'before',
  none: 'no clean version',
  backedUp: 'backed up',
  changed: 'changed',
  type: 'type',
  structure: 'structure',
  entropy: 'bits a byte',
  random: 'like noise',
  begins: 'begins',
  same: (atStart, atEnd) => `The same as before: ${atStart} at the beginning, ${atEnd} at the end.`,
  says: 'Detection says',
  held: 'Held back by the run',
  sample: 'A sample of one in a hundred; nothing has to be decided.',
  outcomes: {
    takeNewest: 'take the newest version',
    takePrevious: 'take the version before',
    leaveOut: 'leave it out',
    release: 'release it although no scanner calls it clean',
  },
  signs: (person, outcome) => `${person} decides: ${outcome}. The text that is signed:`,
  dryRun: 'Dry run: nothing was signed.',
  secondMissing: 'Signed and recorded. It counts when a second person with an own key decides the same.',
  contested: 'Signed and recorded. Others decided differently: nothing counts until they agree.',
  decided: (groups) => `Signed and recorded. ${groups} decided.`,
  standings: {
    open: 'open',
    halfSigned: 'one of two signatures',
    contested: 'contested',
    decided: 'decided',
  },
}

const de: QueueWords = {
  classes: {
    N0: 'unverändert seit vor dem Zeitraum',
    N1: 'neu, nichts spricht dagegen',
    N2: 'geändert, nichts spricht dagegen',
    N3: 'der Inhalt widerspricht dem früheren',
    N4: 'niemand kann hineinsehen',
    N5: 'ein Programm, oder startet eines',
    N6: 'Rechte oder Regeln von Datenbanken und Mail',
  },
  window: (from, hours, onset) =>
    `Alles, was seit ${from} geschrieben wurde: ${hours} h vor Beginn des Angriffs (nach ${onset}).`,
  noWindow:
    'Kein Beginn ist bekannt, also liegt nichts nahe am Vorfall; gezeigt wird nur, was ein Lauf zurückhielt.',
  short: (series) =>
    `Der Verlauf von ${series} Reihen beginnt im Zeitraum: ihrer ersten Sicherung wird geglaubt.`,
  unit: 'Einheit',
  open: 'für Menschen',
  convicted: (count) =>
    `${count} weitere sind nachweislich verschlüsselt; der Plan nimmt die saubere Version, oder keine.`,
  groups: (shown, all) => `${shown} von ${all} Gruppen:`,
  nothing: 'Nichts zu entscheiden.',
  more: (count) => `… und ${count} weitere; siehe --json, oder mit --unit und --class auswählen`,
  planned: { newest: 'nimmt sie', previous: 'nimmt die Version davor', nothing: 'lässt sie weg' },
  group: 'Gruppe',
  class: 'Klasse',
  files: 'Dateien',
  size: 'Größe',
  what: 'Was darüber bekannt ist',
  plan: 'Der Plan',
  newest: 'neueste',
  previous: 'davor',
  none: 'keine saubere Version',
  backedUp: 'gesichert',
  changed: 'geändert',
  type: 'Art',
  structure: 'Aufbau',
  entropy: 'Bit je Byte',
  random: 'wie Rauschen',
  begins: 'beginnt mit',
  same: (atStart, atEnd) => `Gleich wie vorher: ${atStart} am Anfang, ${atEnd} am Ende.`,
  says: 'Die Erkennung sagt',
  held: 'Vom Lauf zurückgehalten',
  sample: 'Eine Stichprobe, eine von hundert; zu entscheiden ist nichts.',
  outcomes: {
    takeNewest: 'die neueste Version nehmen',
    takePrevious: 'die Version davor nehmen',
    leaveOut: 'weglassen',
    release: 'freigeben, obwohl kein Scanner sie sauber nennt',
  },
  signs: (person, outcome) => `${person} entscheidet: ${outcome}. Der Text, der unterschrieben wird:`,
  dryRun: 'Probe: nichts wurde unterschrieben.',
  secondMissing:
    'Unterschrieben und verzeichnet. Es zählt, wenn eine zweite Person mit eigenem Schlüssel dasselbe entscheidet.',
  contested:
    'Unterschrieben und verzeichnet. Andere entschieden anders: nichts zählt, bis sie sich einig sind.',
  decided: (groups) => `Unterschrieben und verzeichnet. Entschieden: ${groups}.`,
  standings: {
    open: 'offen',
    halfSigned: 'eine von zwei Unterschriften',
    contested: 'strittig',
    decided: 'entschieden',
  },
}

/** Words by the value of `--language`. */
export const queueWords: Readonly<Record<'en' | 'de', QueueWords>> = { en, de }
