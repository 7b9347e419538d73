import {
  closeSync,
  constants,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'

import { encodeName } from '@anlauf/repository'

import { writeFailure } from '../write-failure.ts'
import { checkMailbox, type MailboxCheck, type MailFindingKind } from './check-mailbox.ts'
import { type MendFigures, mendUidList } from './mend-uid-list.ts'
import { parseMessageName } from './message-name.ts'
import { holdMailbox, type MailboxOnDisk } from './read-mailboxes.ts'
import { parseUidList, printUidList } from './uid-list.ts'

/** What a Maildir needs before a server may open it. */
export interface MailboxMending {
  readonly mailbox: string
  /** Empty folders to make: a backup or a release of files does not carry them. */
  readonly makeFolders: readonly string[]
  /** Indexes to take away; the server makes them anew. */
  readonly removeIndexes: readonly string[]
  readonly uidList:
    | { readonly name: string; readonly text: string; readonly figures: MendFigures }
    | undefined
  /** What mending does not settle: findings of the check that stay. */
  readonly left: MailboxCheck['findings']
}

/** Findings for which a list of UIDs is written anew. */
const listIsOff: ReadonlySet<MailFindingKind> = new Set([
  'indexPresent',
  'listedAbsent',
  'uidTwice',
  'uidOrder',
  'mailListedTwice',
  'listLines',
])

/**
 * Plans what to do with a Maildir that was restored. Its list of UIDs is written anew when it does not fit the mails, or
 * when indexes of the server lie beside it, which count on from there. Mails are never touched. Pure.
 */
export function planMending(content: MailboxOnDisk): MailboxMending {
  const check = checkMailbox(content)
  const isOff = check.findings.some(({ kind }) => listIsOff.has(kind))
  const parsed = typeof content.uidList !== 'string' ? undefined : parseUidList(content.uidList)
  const bases = new Set(content.messages.flatMap(({ name }) => parseMessageName(name)?.base ?? []))
  const mended = parsed === undefined || !isOff ? undefined : mendUidList(parsed.list, [], bases)
  return {
    mailbox: content.mailbox,
    makeFolders: content.missingFolders,
    removeIndexes: content.derived,
    uidList:
      mended === undefined || content.uidListName === undefined
        ? undefined
        : { name: content.uidListName, text: printUidList(mended.list), figures: mended.figures },
    left: check.findings.filter(
      ({ kind, isProblem }) => isProblem && kind !== 'curMissing' && !listIsOff.has(kind),
    ),
  }
}

/** True when nothing is to be done. */
export function isMended({ makeFolders, removeIndexes, uidList }: MailboxMending): boolean {
  return makeFolders.length === 0 && removeIndexes.length === 0 && uidList === undefined
}

/**
 * Does what was planned, below `root` and through no link: the list in one step, then indexes away, then folders.
 * New files and folders get the owner of the Maildir. Stopped in between, the same call completes. Throws
 * `write-failed`, `no-space`.
 */
export function mendMailbox(root: string, mending: MailboxMending): void {
  try {
    using held = holdMailbox(root, mending.mailbox)
    const { uid, gid } = lstatSync(held.entry('.'))
    const { uidList } = mending
    if (uidList !== undefined) {
      const { mode } = lstatSync(held.entry(uidList.name))
      const part = held.entry(`.${uidList.name}.part`)
      rmSync(part, { force: true })
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
      const handle = openSync(part, flags, mode & 0o777)
      try {
        writeFileSync(handle, encodeName(uidList.text))
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      own(part, uid, gid)
      renameSync(part, held.entry(uidList.name))
    }
    for (const name of mending.removeIndexes) rmSync(held.entry(name), { force: true })
    for (const name of mending.makeFolders) {
      mkdirSync(held.entry(name), { mode: lstatSync(held.entry('.')).mode & 0o777 })
      own(held.entry(name), uid, gid)
    }
  } catch (error) {
    throw writeFailure(error, `${root}${mending.mailbox}`)
  }
}

/** Only root gives files away; anybody else is the owner already. */
function own(place: Buffer, uid: number, gid: number): void {
  if (process.getuid?.() === 0) lchownSync(place, uid, gid)
}
