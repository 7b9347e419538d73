import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { mailReports, mailSender } from '../../../adapters/mail-out/index.ts'
import {
  allMissing,
  callTasks,
  noticeContent,
  type PlannedRecipient,
  planRecipients,
  sendObstacles,
} from '../../../core/notices/index.ts'
import { relayTrouble } from '../../../core/deliveries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { mailFlag, type OpenMail, requireMailFile } from '../access/mail-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, formatTime, printJson, printLines, progressLine } from '../terminal/output.ts'
import {
  type NoticeFlags,
  noticeFlags,
  noticeNameFlag,
  noticeOf,
  openNoticeDesk,
  type OpenNoticeDesk,
} from './desk.ts'
import { lettersFlag, requireLettersFresh } from './letters.ts'
import { postNotice, requireLetters } from './post-notice.ts'
import { settleNotices } from './settle-notices.ts'

interface SendFlags extends NoticeFlags {
  readonly notice: string
  readonly mail?: string
  readonly letters?: string
  readonly dryRun: boolean
  readonly queueOnly: boolean
}

export const noticeSend = buildCommand<SendFlags, [], AnlaufContext>({
  docs: {
    brief: 'Send an approved notice: mail where it arrives, the call list for everybody else',
    fullDescription:
      'Fixes the recipients once. Mailboxes that an attacked service hosts are not written to. Start it again after an interruption: nobody gets it twice and nobody is left out. With --dry-run it shows who gets mail, who is called and who has no way at all, and what is still missing, and records nothing.',
  },
  parameters: {
    flags: {
      ...noticeFlags,
      notice: noticeNameFlag,
      mail: mailFlag,
      letters: lettersFlag,
      dryRun: { kind: 'boolean', default: false, brief: 'Show who would get it and how' },
      queueOnly: { kind: 'boolean', default: false, brief: 'Leave the sending to "anlauf up"' },
    },
  },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const { session, database } = open
    const { notice: name } = flags
    if (flags.dryRun) {
      const planned = planRecipients(open.estate(), session.desk.case, noticeOf(session, name))
      const exercise = session.desk.case.exercise
      const { mail, obstacles } = await readiness(this, open, flags)
      const mailbox = mail?.setup.exercise?.mailbox
      const missing = obstacles.map(({ message, hint }) => `${message} ${hint}`.trim())
      if (flags.json) return printJson(this, { dry_run: true, exercise, recipients: planned, missing })
      return printLines(this, [
        ...planLines(planned, exercise ? (mailbox ?? 'nowhere: no mailbox of the exercise') : undefined),
        ...missing.map((one) => `Still missing: ${one}`),
      ])
    }
    const { mail, obstacles } = await readiness(this, open, flags)
    const [first, ...more] = obstacles
    // All at once, before anything is recorded: nobody has the time to find them one by one.
    if (first !== undefined) throw more.length === 0 ? first : allMissing(name, obstacles)
    if (mail === undefined) return
    await session.execute({ command: 'send', notice: name }, signature(this))
    using progress = progressLine(this, { quiet: flags.json })
    const { links } = mail.place
    const posted = await postNotice(open, name, {
      now: this.now,
      ...(links !== undefined && { links }),
      ...(flags.letters !== undefined && { letters: flags.letters }),
      onProgress: (done, total) => progress.update({ phase: 'queue', done, total }),
    })
    const total = posted.added + posted.known
    const round = flags.queueOnly
      ? undefined
      : await mailSender(database, mail.setup, { now: this.now }).sendDue({
          signal: this.signal,
          onProgress: ({ accepted, refused, later, unknown }) =>
            progress.update({ phase: 'send', done: accepted + refused + later + unknown, total }),
        })
    await settleNotices(session, mailReports(database, { now: this.now }), signature(this))
    progress.end()
    const calls = callTasks(session.desk).filter((task) => task.notice === name).length
    const { stoppedAt } = noticeOf(session, name)
    if (round?.stoppedBy !== undefined || stoppedAt !== undefined) this.process.exitCode = 1
    if (flags.json)
      return printJson(this, {
        notice: name,
        queued: posted.added,
        queuedBefore: posted.known,
        round: round ?? null,
        calls,
        ...(stoppedAt !== undefined && { stoppedAt }),
      })
    printLines(this, [
      `${counted(posted.added, 'mail')} queued${posted.known > 0 ? `, ${posted.known} were before` : ''}; ${counted(calls, 'person has', 'people have')} to be called.`,
      ...(round === undefined
        ? ['"anlauf up" sends them.']
        : [
            `The relay took ${round.accepted}, refused ${round.refused}, put off ${round.later}; of ${round.unknown} nothing is known.`,
            ...(round.stoppedBy === undefined
              ? []
              : [
                  `${printName(relayTrouble(round.stoppedBy, mail.place))} Start this command again, or let "anlauf up" go on; after four hours the rest is called.`,
                ]),
          ]),
      ...(stoppedAt === undefined
        ? []
        : [
            `Somebody stopped it ${formatTime(stoppedAt)}: what waits stays until "anlauf notice resume --case ${flags.case} --estate ${flags.estate} --notice ${name}".`,
          ]),
      ...(links === undefined
        ? [
            'No "links" in the mail file: nobody can confirm by a link, so everybody is called after the hours of silence.',
          ]
        : []),
      'Next:',
      `  anlauf call list --case ${flags.case} --estate ${flags.estate}`,
    ])
  },
})

/** The mail file, and everything that keeps the notice from going out. */
async function readiness(
  context: AnlaufContext,
  open: OpenNoticeDesk,
  flags: SendFlags,
): Promise<{ readonly mail?: OpenMail; readonly obstacles: readonly AnlaufError[] }> {
  const notice = noticeOf(open.session, flags.notice)
  const circumstances = { now: context.now(), estate: open.estate() }
  const obstacles = [...sendObstacles(open.session.desk, notice, circumstances)]
  const collect = (error: unknown): undefined => {
    if (!(error instanceof AnlaufError)) throw error
    obstacles.push(error)
  }
  const mail = await requireMailFile(context, flags.mail).catch(collect)
  try {
    requireLetters(noticeContent(notice), flags.letters)
    // What is under way already is brought to its end: half of the customers would wait for a mail.
    if (flags.letters !== undefined && notice.sentAt === undefined) {
      requireLettersFresh(flags.letters, noticeContent(notice).tenants, {
        now: context.now(),
        next: `anlauf statement draft --case ${flags.case} --estate ${flags.estate} --renew --next-by TIME`,
      })
    }
  } catch (error) {
    collect(error)
  }
  return { ...(mail && { mail }), obstacles }
}

function planLines(planned: readonly PlannedRecipient[], exercise: string | undefined): readonly string[] {
  const mail = planned.filter(({ way }) => way === 'mail')
  const causes = Map.groupBy(
    planned.filter(({ way }) => way === 'call'),
    ({ because }) => because ?? 'no-way',
  )
  const some = (list: readonly PlannedRecipient[]): string =>
    `${list
      .slice(0, 10)
      .map(({ recipient }) => printName(recipient))
      .join(', ')}${list.length > 10 ? ` and ${list.length - 10} more` : ''}`
  const why = {
    'hosted-here': 'mailbox on a service that is hit: called first, never written to',
    'no-mail': 'no mail address: called',
    'letter-only': 'neither mail nor phone: a letter, and a number has to be found',
    'no-way': 'no way known at all: somebody has to find one',
  } as const
  return [
    ...(exercise === undefined ? [] : [`Exercise: all mail goes to ${printName(exercise)}.`]),
    `mail: ${mail.length}${mail.length > 0 ? `: ${some(mail)}` : ''}`,
    ...[...causes].map(([because, list]) => `${list.length}, ${why[because]}: ${some(list)}`),
    'Dry run: nothing was recorded or sent.',
  ]
}
