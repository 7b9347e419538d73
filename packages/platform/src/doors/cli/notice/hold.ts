import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { type HeldMails, mailSpool } from '../../../adapters/mail-out/index.ts'
import { noticeMailKeys, type NoticeState } from '../../../core/notices/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { type NoticeFlags, noticeFlags, noticeNameFlag, noticeOf, openNoticeDesk } from './desk.ts'

type HoldFlags = NoticeFlags & { readonly notice: string }

export const noticeHold = buildCommand<HoldFlags, [], AnlaufContext>({
  docs: {
    brief: 'Stop a notice that is going out: what did not leave yet stays',
    fullDescription:
      'For the moment in which somebody sees a mistake. Stops what waits, what a sender has prepared, and what another "notice send" puts in afterwards. Mails that left cannot be taken back; write a new notice that corrects them. Whoever was not written to is called after the hours of silence.',
  },
  parameters: { flags: { ...noticeFlags, notice: noticeNameFlag } },
  async func(flags) {
    const keys = noticeMailKeys(flags.case, flags.notice)
    let mails: HeldMails = { held: 0, underway: 0, gone: 0 }
    // Before the log is read, which takes seconds in which hundreds of mails leave.
    await using open = await openNoticeDesk(this, flags, async (database) => {
      mails = await mailSpool(database, { now: this.now }).hold(keys)
    })
    try {
      noticeOf(open.session, flags.notice)
    } catch (error) {
      await mailSpool(open.database, { now: this.now }).letGo(keys)
      throw error
    }
    const { notice } = flags
    await open.session.execute({ command: 'stop', notice, ...mails }, signature(this))
    const notQueued = mailed(noticeOf(open.session, notice)) - mails.held - mails.underway - mails.gone
    const figures = { notice, ...mails, notQueued: Math.max(0, notQueued) }
    if (flags.json) return printJson(this, figures)
    const { held, underway, gone } = mails
    printLines(this, [
      `${counted(held, 'mail')} of ${printName(notice)} held${figures.notQueued > 0 ? `, and ${figures.notQueued} that were not queued yet` : ''}; ${gone} left before and cannot be taken back.`,
      ...(underway > 0
        ? [
            `${counted(underway, 'mail is', 'mails are')} on the wire in this moment; ask again in two minutes.`,
          ]
        : []),
      'Next, when they may leave after all:',
      `  anlauf notice resume --case ${flags.case} --estate ${flags.estate} --notice ${notice}`,
    ])
  },
})

/** How many are written to by mail. */
function mailed({ recipients }: NoticeState): number {
  return [...recipients.values()].filter(({ way }) => way === 'mail').length
}

export const noticeResume = buildCommand<HoldFlags, [], AnlaufContext>({
  docs: {
    brief: 'Let a notice go on that was stopped with "notice hold", exactly where it stopped',
  },
  parameters: { flags: { ...noticeFlags, notice: noticeNameFlag } },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const { notice } = flags
    noticeOf(open.session, notice)
    const spool = mailSpool(open.database, { now: this.now })
    const resumed = await spool.letGo(noticeMailKeys(flags.case, notice))
    await open.session.execute({ command: 'resume', notice, resumed }, signature(this))
    if (flags.json) return printJson(this, { notice, resumed })
    printLines(this, [
      `${counted(resumed, 'mail of', 'mails of')} ${printName(notice)} may leave again; "anlauf up" or "notice tick" sends what waits.`,
    ])
  },
})
