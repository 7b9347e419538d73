import type { Danger, UnknownCause } from '../../../../phases/recover/index.ts'
import type { HandBackForm } from '../../../../core/case/index.ts'

/** Why something is open: causes of engines and containers, and what only a hunt has. */
export type OpenWord = UnknownCause | 'hashNotKnown' | 'insideNotKnown' | 'manyMembers'

/** The sentences of a hunt; two languages, one shape. Counts come as people write them. */
export interface HuntWords {
  readonly recall: string
  readonly recalls: (count: string) => string
  readonly exercise: string
  readonly released: (unit: string, caseId: string, at: string) => string
  readonly handedBack: (at: string, form: string, receipt: string) => string
  readonly notHandedBack: string
  readonly forms: Readonly<Record<HandBackForm, string>>
  readonly there: (place: string) => string
  readonly inNoBackup: string
  readonly holds: (place: string, hash: string) => string
  readonly placeNotRead: string
  readonly seen: (from: string, to: string, snapshots: string) => string
  readonly morePlaces: (count: string) => string
  readonly moreContents: (count: string) => string
  readonly listed: string
  readonly open: (contents: string, bytes: string, why: string) => string
  readonly why: Readonly<Record<OpenWord, string>>
  readonly notRead: (path: string, message: string) => string
  readonly releaseNotKnown: (unit: string, caseId: string, at: string, manifest: string) => string
  readonly notLookedInto: (contents: string) => string
  readonly unreadable: (caseId: string, message: string) => string
  readonly full: string
  readonly stopped: (answered: string, within: string, since: string | undefined) => string
  readonly nothingAnswered: string
  readonly dangers: Readonly<Record<Danger, string>>
  readonly found: (contents: string) => string
  readonly nothing: string
  readonly looked: (figures: {
    readonly snapshots: string
    readonly files: string
    readonly contents: string
    readonly read: string
    readonly bytes: string
    readonly known: string
  }) => string
}

const en: HuntWords = {
  recall: 'RECALL',
  recalls: (count) => `To be recalled, because they were handed out: ${count}. They are listed first.`,
  exercise: ' (exercise)',
  released: (unit, caseId, at) => `released as part of ${unit}, case ${caseId}, ${at}`,
  handedBack: (at, form, receipt) => `handed back ${at} as ${form}, receipt ${receipt}`,
  notHandedBack: 'no hand-back is recorded; it lies in the released folder',
  forms: { files: 'a folder', tar: 'an archive', repository: 'a repository' },
  there: (place) => `there as ${place}`,
  inNoBackup: 'in no snapshot that was looked at',
  holds: (place, hash) => `holds ${hash} as ${place}`,
  placeNotRead: '(not read for its place)',
  seen: (from, to, snapshots) => `${from} to ${to}, snapshots: ${snapshots}`,
  morePlaces: (count) => `and ${count} more places; --json names them all`,
  moreContents: (count) => `and ${count} more contents; --json names them all`,
  listed: 'listed',
  open: (contents, bytes, why) => `open: contents: ${contents}, ${bytes}; ${why}`,
  why: {
    hashNotKnown: 'nobody has read them, so their hash is not known (hashNotKnown); --read-large reads them',
    insideNotKnown: 'nobody has looked into them (insideNotKnown); --look-inside does',
    manyMembers: 'they hold more than is remembered of one content (manyMembers)',
    encryptedContainer: 'something in them opens only with a password (encryptedContainer)',
    limitExceeded: 'they are larger, deeper, or have more in them than is looked at (limitExceeded)',
    unparseable: 'containers of a kind that is not opened, or torn ones (unparseable)',
    timeout: 'looking at them took too long (timeout)',
    crash: 'an engine ended over them (crash)',
    selfTestFailed: 'the engine did not find its own test file afterwards (selfTestFailed)',
    notScanned: 'they were not looked at (notScanned)',
  },
  notRead: (path, message) => `not read: ${path}: ${message}`,
  releaseNotKnown: (unit, caseId, at, manifest) =>
    `open: what was released as ${unit}, case ${caseId}, ${at}, is not known here (manifest ${manifest}); name its clean room, or the folder with its receipt, with --released`,
  notLookedInto: (contents) => `open: into ${contents} contents that were handed out nobody has looked`,
  unreadable: (caseId, message) => `open: what case ${caseId} released is not known: ${message}`,
  full: 'No more can be remembered of what lies in containers: later hunts will have to look inside.',
  stopped: (answered, within, since) =>
    `STOPPED. Answered: ${answered}${since === undefined ? '' : `; of ${within} what the snapshots since ${since} hold`}. The same command goes on.`,
  nothingAnswered: 'nothing yet',
  dangers: { program: 'programs', container: 'containers', other: 'all other files' },
  found: (contents) => `Contents found: ${contents}.`,
  nothing: 'Nothing was found.',
  looked: ({ snapshots, files, contents, read, bytes, known }) =>
    `Snapshots: ${snapshots}, files: ${files}, different contents: ${contents}; ${read} read (${bytes}), ${known} known before.`,
}

const de: HuntWords = {
  recall: 'RÜCKRUF',
  recalls: (count) => `Zurückzurufen, weil herausgegeben: ${count}. Sie stehen zuerst.`,
  exercise: ' (Übung)',
  released: (unit, caseId, at) => `freigegeben als Teil von ${unit}, Fall ${caseId}, ${at}`,
  handedBack: (at, form, receipt) => `übergeben ${at} als ${form}, Quittung ${receipt}`,
  notHandedBack: 'keine Übergabe ist verzeichnet; es liegt im freigegebenen Ordner',
  forms: { files: 'Ordner', tar: 'Archiv', repository: 'Repository' },
  there: (place) => `dort als ${place}`,
  inNoBackup: 'in keiner betrachteten Sicherung',
  holds: (place, hash) => `enthält ${hash} als ${place}`,
  placeNotRead: '(für die Stelle nicht gelesen)',
  seen: (from, to, snapshots) => `${from} bis ${to}, Sicherungen: ${snapshots}`,
  morePlaces: (count) => `und ${count} weitere Stellen; --json nennt alle`,
  moreContents: (count) => `und ${count} weitere Inhalte; --json nennt alle`,
  listed: 'gesucht',
  open: (contents, bytes, why) => `offen: Inhalte: ${contents}, ${bytes}; ${why}`,
  why: {
    hashNotKnown:
      'niemand hat sie gelesen, ihr Hash ist nicht bekannt (hashNotKnown); --read-large liest sie',
    insideNotKnown: 'niemand hat hineingesehen (insideNotKnown); --look-inside tut es',
    manyMembers: 'sie enthalten mehr, als von einem Inhalt gemerkt wird (manyMembers)',
    encryptedContainer: 'etwas darin öffnet nur ein Passwort (encryptedContainer)',
    limitExceeded: 'größer, tiefer oder mit mehr darin, als angesehen wird (limitExceeded)',
    unparseable: 'Container einer Art, die nicht geöffnet wird, oder beschädigte (unparseable)',
    timeout: 'das Ansehen dauerte zu lange (timeout)',
    crash: 'ein Scanner endete daran (crash)',
    selfTestFailed: 'der Scanner fand danach seine eigene Testdatei nicht (selfTestFailed)',
    notScanned: 'sie wurden nicht angesehen (notScanned)',
  },
  notRead: (path, message) => `nicht gelesen: ${path}: ${message}`,
  releaseNotKnown: (unit, caseId, at, manifest) =>
    `offen: was als ${unit}, Fall ${caseId}, ${at}, freigegeben wurde, ist hier nicht bekannt (Manifest ${manifest}); nennen Sie seinen Reinraum oder den Ordner mit seiner Quittung mit --released`,
  notLookedInto: (contents) => `offen: in ${contents} herausgegebene Inhalte hat niemand hineingesehen`,
  unreadable: (caseId, message) =>
    `offen: was der Fall ${caseId} freigegeben hat, ist nicht bekannt: ${message}`,
  full: 'Mehr kann nicht gemerkt werden, was in Containern liegt: spätere Nachsuchen müssen hineinsehen.',
  stopped: (answered, within, since) =>
    `ANGEHALTEN. Beantwortet: ${answered}${since === undefined ? '' : `; von ${within} das, was die Sicherungen seit ${since} enthalten`}. Derselbe Befehl setzt fort.`,
  nothingAnswered: 'noch nichts',
  dangers: { program: 'Programme', container: 'Container', other: 'alle anderen Dateien' },
  found: (contents) => `Gefundene Inhalte: ${contents}.`,
  nothing: 'Nichts wurde gefunden.',
  looked: ({ snapshots, files, contents, read, bytes, known }) =>
    `Sicherungen: ${snapshots}, Dateien: ${files}, verschiedene Inhalte: ${contents}; ${read} gelesen (${bytes}), ${known} schon bekannt.`,
}

/** Words by the value of `--language`. */
export const huntWords: Readonly<Record<'en' | 'de', HuntWords>> = { en, de }
