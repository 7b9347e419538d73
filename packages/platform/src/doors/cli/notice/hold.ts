import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { mailSpool } from '../../../adapters/mail-out/index.ts'
import { noticeMailKeys } from '../../../core/notices/index.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { type NoticeFlags, noticeFlags, noticeNameFlag, noticeOf, openNoticeDesk } from './desk.ts'

type HoldFlags = NoticeFlags & { readonly notice: string }

export const noticeHold = buildCommand<HoldFlags, [], AnlaufContext>({
  docs: {
    brief: 'Stop a notice that is going out: what did not leave yet stays',
    fullDescription:
      'For the moment in which somebody sees a mistake. Mails that left cannot be taken back; write a new notice that corrects them. Whoever was not written to is called after the hours of silence.',
  },
  parameters: { flags: { ...noticeFlags, notice: noticeNameFlag } },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    noticeOf(open.session, flags.notice)
    const spool = mailSpool(open.database, { now: this.now })
    const held = await spool.hold(noticeMailKeys(flags.case, flags.notice))
    if (flags.json) return printJson(this, { notice: flags.notice, held })
    printLines(this, [
      `${counted(held, 'mail')} of ${printName(flags.notice)} held. What left before cannot be taken back.`,
      'Next, when they may leave after all:',
      `  anlauf notice resume --case ${flags.case} --estate ${flags.estate} --notice ${flags.notice}`,
    ])
  },
})

export const noticeResume = buildCommand<HoldFlags, [], AnlaufContext>({
  docs: { brief: 'Let a notice go on that was stopped with "notice hold"' },
  parameters: { flags: { ...noticeFlags, notice: noticeNameFlag } },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    noticeOf(open.session, flags.notice)
    const spool = mailSpool(open.database, { now: this.now })
    const resumed = await spool.letGo(noticeMailKeys(flags.case, flags.notice))
    if (flags.json) return printJson(this, { notice: flags.notice, resumed })
    printLines(this, [
      `${counted(resumed, 'mail of', 'mails of')} ${printName(flags.notice)} may leave again; "anlauf up" or "notice tick" sends what waits.`,
    ])
  },
})
