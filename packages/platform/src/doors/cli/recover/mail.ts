import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { printName } from '@anlauf/repository'
import { buildCommand, buildRouteMap } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  checkMailbox,
  isMended,
  type MailboxCheck,
  type MailboxMending,
  mendMailbox,
  planMending,
  readMailboxes,
} from '../../../phases/recover/index.ts'
import type { AnlaufContext } from '../context.ts'
import { mailFindingLines } from './mail-findings.ts'
import { counted, formatBytes, formatCount, printJson, printLines, progressLine } from '../terminal/output.ts'

interface CheckFlags {
  readonly in: string
  readonly json: boolean
}

const json = { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' } as const

const recoverMailCheck = buildCommand<CheckFlags, [], AnlaufContext>({
  docs: {
    brief: 'Do the mails of Maildirs, their lists of UIDs and their names fit together?',
    fullDescription:
      'Looks at every Maildir below a folder: a clean room, a release, a server. Reads lists, names, sizes and the beginning of every mail; changes nothing. Exit code 1 when something does not fit.',
  },
  parameters: {
    flags: {
      in: { kind: 'parsed', parse: String, brief: 'Folder with Maildirs below it', placeholder: 'folder' },
      json,
    },
  },
  func(flags) {
    const checks: MailboxCheck[] = []
    using progress = progressLine(this, { quiet: flags.json })
    for (const mailbox of readMailboxes(resolve(flags.in), this.signal)) {
      checks.push(checkMailbox(mailbox))
      progress.update({ phase: 'check mail', done: checks.length })
    }
    progress.end()
    if (checks.length === 0) throw noMail(flags.in)
    const isOff = ({ findings }: MailboxCheck): boolean => findings.some(({ isProblem }) => isProblem)
    const off = checks.filter(isOff)
    if (off.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { mailboxes: checks, off: off.length })
    const sum = (of: (one: MailboxCheck) => number): number => checks.reduce((all, one) => all + of(one), 0)
    printLines(this, [
      ...checks.flatMap(({ mailbox, findings }) => mailFindingLines(mailbox, findings)),
      `${counted(checks.length, 'Maildir')}: ${counted(
        sum(({ mails }) => mails),
        'mail',
      )}, ${formatBytes(sum(({ bytes }) => bytes))}, ${formatCount(sum(({ withUid }) => withUid))} with a UID.`,
      off.length === 0
        ? 'Everything fits together.'
        : `In ${counted(off.length, 'Maildir')} something does not fit; "anlauf recover mail mend" settles what no mail is lost by.`,
    ])
  },
})

interface MendFlags extends CheckFlags {
  readonly dryRun: boolean
}

const recoverMailMend = buildCommand<MendFlags, [], AnlaufContext>({
  docs: {
    brief:
      'Make Maildirs ready for their server: lists of UIDs that fit, no stale indexes, no folder missing',
    fullDescription:
      'For mail where its server will read it, while that server is stopped. Keeps UIDVALIDITY and UIDs; never touches a mail. In a clean room the run has done it already, and its files must stay as they were scanned.',
  },
  parameters: {
    flags: {
      in: { kind: 'parsed', parse: String, brief: 'Folder with Maildirs below it', placeholder: 'folder' },
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would be done, change nothing',
      },
      json,
    },
  },
  func(flags) {
    const root = resolve(flags.in)
    refuseCleanRoom(root)
    const mendings: MailboxMending[] = []
    using progress = progressLine(this, { quiet: flags.json })
    // Planned one by one: what is written into one Maildir changes no other.
    for (const mailbox of readMailboxes(root, this.signal)) {
      const mending = planMending(mailbox)
      if (!flags.dryRun) mendMailbox(root, mending)
      mendings.push(mending)
      progress.update({ phase: 'mend mail', done: mendings.length })
    }
    progress.end()
    if (mendings.length === 0) throw noMail(flags.in)
    if (flags.json) return printJson(this, { dry_run: flags.dryRun, mailboxes: mendings.map(jsonOf) })
    const open = mendings.filter((one) => !isMended(one))
    printLines(this, [
      ...open.map(mendingLine),
      ...mendings.flatMap(({ mailbox, left }) => mailFindingLines(mailbox, left)),
      flags.dryRun
        ? `Dry run: ${formatCount(open.length)} of ${counted(mendings.length, 'Maildir')} would be mended.`
        : `${formatCount(open.length)} of ${counted(mendings.length, 'Maildir')} mended.`,
    ])
  },
})

/** Maildirs after a restore, of ours or of another program. */
export const recoverMailRoutes = buildRouteMap({
  docs: { brief: 'Maildirs: do mails and lists fit together; make them ready for their server' },
  routes: { check: recoverMailCheck, mend: recoverMailMend },
})

function mendingLine({ mailbox, makeFolders, removeIndexes, uidList }: MailboxMending): string {
  const what = [
    ...(uidList === undefined
      ? []
      : [
          `list of UIDs for ${counted(uidList.figures.mails, 'mail')}, ${formatCount(uidList.figures.kept)} keep theirs, ${formatCount(uidList.figures.dropped)} entries dropped`,
        ]),
    ...(removeIndexes.length === 0 ? [] : [`${counted(removeIndexes.length, 'index', 'indexes')} away`]),
    ...(makeFolders.length === 0 ? [] : [`${makeFolders.join(', ')} made`]),
  ]
  return `  ${printName(mailbox === '' ? '.' : mailbox.slice(1))}: ${what.join('; ')}`
}

function jsonOf({ uidList, ...mending }: MailboxMending): unknown {
  return { ...mending, uidList: uidList === undefined ? null : uidList.figures }
}

/** A clean room's files are those that were scanned: whoever changes one closes the gate. */
function refuseCleanRoom(folder: string): void {
  for (let place = folder; ; place = dirname(place)) {
    if (existsSync(join(place, '.anlauf-clean-room'))) {
      throw new AnlaufError(
        'unsafe-target',
        `${folder} lies in a clean room, which stays as it was scanned.`,
        {
          hint: 'The run mended its mail already. Mend where the mail server reads it, after the release.',
        },
      )
    }
    if (dirname(place) === place) return
  }
}

function noMail(folder: string): AnlaufError {
  return new AnlaufError('not-found', `There is no Maildir below ${folder}.`, {
    hint: 'Name the folder above the mailboxes; a Maildir has "cur" and "new" or a list of UIDs.',
  })
}
