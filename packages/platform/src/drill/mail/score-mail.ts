import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { type UnitOutcome, unitFolder } from '../../phases/recover/index.ts'
import type { ReleasedFile } from '../released-files.ts'
import type { Ledger } from '../truth/ledger.ts'
import { listName } from './mail-store.ts'
import { emptyMailTruth, listsBelow, type MailTruth, noteList } from './mail-truth.ts'

/** How mail came back: counts of mails, not of files. A mail is one, whatever names its file has had. */
export interface MailScore {
  /** Mails that some backup holds whole and that nobody deleted. */
  readonly restorable: number
  /** Back with their bytes and their newest name. */
  readonly exact: number
  /** Back with their bytes under a name of an earlier day: an older state of flags. */
  readonly older: number
  readonly lost: number
  readonly duplicates: number
  /** Of the mails that are back, those with a known UID, and those that have it still. */
  readonly uidsKnown: number
  readonly uidsKept: number
  /** Folders whose UIDVALIDITY is another one: clients would fetch all of it again. */
  readonly validitiesChanged: number
}

/** What clients find in the released lists of UIDs. */
export function readReleasedUids(released: string, units: readonly UnitOutcome[]): MailTruth {
  const found = emptyMailTruth()
  for (const { unit } of units) {
    const root = join(unitFolder(released, unit), 'files')
    for (const path of listsBelow(root)) {
      const below = dirname(path).slice(root.length + 1)
      noteList(found, below.slice(below.indexOf('/')), readFileSync(path, 'utf8'))
    }
  }
  return found
}

/** Compares released mails and UIDs with the truth. Pure. */
export function scoreMail(
  ledger: Ledger,
  released: readonly ReleasedFile[],
  uids: { readonly truth: MailTruth; readonly found: MailTruth },
): MailScore {
  const expected = restorableMails(ledger)
  const back = Map.groupBy(
    released.filter(({ path }) => mailKey(path) !== undefined),
    ({ path }) => mailKey(path) ?? '',
  )
  const count = (rule: (mail: ExpectedMail, files: readonly ReleasedFile[]) => boolean): number =>
    [...expected].filter(([key, one]) => rule(one, back.get(key) ?? [])).length
  const isBack = (mail: ExpectedMail, files: readonly ReleasedFile[]): boolean =>
    files.some(({ sha256 }) => sha256 === mail.sha256)
  const exact = count((mail, files) => isBack(mail, files) && files.some(({ path }) => path === mail.path))
  const all = count(isBack)
  const known = [...back.keys()].filter((key) => uids.truth.uids.has(key))
  const validities = [...uids.found.validities]
  return {
    restorable: expected.size,
    exact,
    older: all - exact,
    lost: expected.size - all,
    duplicates: [...back.values()].reduce((sum, files) => sum + files.length - 1, 0),
    uidsKnown: known.length,
    uidsKept: known.filter((key) => uids.found.uids.get(key) === uids.truth.uids.get(key)).length,
    validitiesChanged: validities.filter(([mailbox, value]) => uids.truth.validities.get(mailbox) !== value)
      .length,
  }
}

/** Why mail fails the drill; empty when it does not. */
export function mailFailures({ restorable, lost, duplicates, ...score }: MailScore): string[] {
  return [
    ...(restorable === 0 ? ['no mail was there to restore'] : []),
    ...(lost > 0 ? [`${lost} of ${restorable} mails were lost`] : []),
    ...(duplicates > 0 ? [`${duplicates} mails came back twice`] : []),
    ...(score.uidsKept < score.uidsKnown ? [`${score.uidsKnown - score.uidsKept} mails lost their UID`] : []),
    ...(score.validitiesChanged > 0
      ? [`${score.validitiesChanged} mail folders have another UIDVALIDITY`]
      : []),
  ]
}

/** One line of the score. */
export function mailRow(score: MailScore): [string, string, boolean] {
  const { exact, older, lost, duplicates, uidsKept, uidsKnown } = score
  return [
    'Mail',
    `${exact} exact, ${older} older, ${lost} lost, ${duplicates} twice; UIDs kept ${uidsKept} of ${uidsKnown}`,
    mailFailures(score).length === 0,
  ]
}

/** Lists of UIDs are written anew for what is there: they are judged by what they say, not by their bytes. */
export function isMailList(path: string): boolean {
  return path.endsWith(`/${listName}`)
}

interface ExpectedMail {
  /** Newest path under which a backup holds it. */
  readonly path: string
  readonly sha256: string
}

function restorableMails(ledger: Ledger): Map<string, ExpectedMail> {
  const newest = new Map<string, ExpectedMail & { night: number; isThere: boolean }>()
  for (const [path, { dataset, versions }] of ledger.files) {
    const key = dataset === 'mailstore' ? mailKey(path) : undefined
    const clean = versions.findLast(({ state }) => state === 'clean')
    if (key === undefined || clean === undefined) continue
    const known = newest.get(key)
    const isThere = versions.at(-1)?.state === 'clean'
    if (known === undefined || isThere || (!known.isThere && clean.night > known.night)) {
      newest.set(key, { path, sha256: clean.sha256, night: clean.night, isThere })
    }
  }
  const hit = new Set([...ledger.hits.keys()].flatMap((path) => mailKey(path) ?? []))
  return new Map([...newest].filter(([key, { isThere }]) => isThere || hit.has(key)))
}

/** Folder and base name of a mail; undefined for any other path. */
function mailKey(path: string): string | undefined {
  const [, mailbox, base] =
    /^(.*)\/(?:cur|new)\/(\d+\.M\d+P\d+\.mbox1,S=\d+,W=\d+)(?::2,[A-Za-z]*)?$/.exec(path) ?? []
  return mailbox === undefined || base === undefined ? undefined : `${mailbox}/${base}`
}
