import { printName } from '@anlauf/repository'

import type { MailFinding, MailFindingKind, MendedMailbox } from '../../../phases/recover/index.ts'
import { counted, formatCount } from '../terminal/output.ts'

const words: Readonly<Record<MailFindingKind, string>> = {
  listUnreadable: 'its list of UIDs cannot be read: clients will fetch the folder anew',
  listLines: 'lines of its list of UIDs are none',
  uidTwice: 'UIDs belong to two mails',
  uidOrder: 'UIDs do not ascend',
  mailListedTwice: 'mails are listed twice',
  mailTwice: 'mails lie there twice',
  sizeDiffers: 'mails have another size than their names say',
  notAMail: 'files are no mails',
  keywordUnnamed: 'mails have a keyword without a name',
  curMissing: 'the folder is missing without which servers see no mail',
  folderMissing: 'folders are missing',
  listedAbsent: 'entries have no mail',
  unlisted: 'mails have no UID yet',
  indexPresent: 'indexes of the server lie there',
}

/** A line per problem of a Maildir, with the first names; notes are in the JSON only. */
export function mailFindingLines(mailbox: string, findings: readonly MailFinding[]): string[] {
  return findings
    .filter(({ isProblem }) => isProblem)
    .map(({ kind, count, examples }) => {
      const name = printName(mailbox === '' ? '.' : mailbox.slice(1))
      return `  ${name}: ${counted(count, 'time')}, ${words[kind]}: ${examples.map((one) => printName(one)).join(', ')}`
    })
}

/** What became of mail in a run: one line for all, one for each Maildir that somebody has to know of. */
export function mendedMailLines(mended: readonly MendedMailbox[]): string[] {
  if (mended.length === 0) return []
  const sum = (of: (one: MendedMailbox) => number): string =>
    formatCount(mended.reduce((all, one) => all + of(one), 0))
  const odd = mended.filter(({ problems }) => problems.length > 0)
  return [
    `Mail: ${sum((one) => one.mails)} mails in ${counted(mended.length, 'Maildir')}; ${sum((one) => one.kept)} keep their UID, ${sum((one) => one.fromOlder)} get it from an older list, ${sum((one) => one.withoutUid)} have none yet.`,
    ...odd
      .slice(0, shown)
      .map((one) => `    mail        ${printName(one.mailbox)}  ${one.problems.join('; ')}`),
    ...(odd.length > shown ? [`    and ${formatCount(odd.length - shown)} more; --json names them all`] : []),
  ]
}

/** Lines per list; the JSON has all. */
const shown = 8
