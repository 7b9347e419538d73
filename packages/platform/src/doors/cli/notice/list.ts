import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { noticeWords } from '../../../core/messages/index.ts'
import { noticeFigures, type RecipientState } from '../../../core/notices/index.ts'
import type { AnlaufContext } from '../context.ts'
import { formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { type NoticeFlags, noticeFlags, noticeNameFlag, noticeOf, openNoticeDesk } from './desk.ts'

export const noticeList = buildCommand<NoticeFlags, [], AnlaufContext>({
  docs: { brief: 'Notices of a case: where they stand, how many have them with proof' },
  parameters: { flags: noticeFlags },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const rows = [...open.session.desk.notices.values()].map((one) => ({
      ...noticeFigures(open.session.desk, one, this.now()),
      ...(one.stoppedAt !== undefined && { stoppedAt: one.stoppedAt }),
    }))
    if (flags.json) return printJson(this, { case: flags.case, notices: rows })
    printLines(
      this,
      rows.length === 0
        ? ['No notice yet. Make one with "anlauf notice draft".']
        : tableLines([
            ['notice', 'stage', 'recipients', 'proved', 'on the way', 'to call', 'tenants without proof'],
            ...rows.map(
              ({ notice, stage, stoppedAt, recipients, proved, underway, calls, tenantsWithoutProof }) => [
                printName(notice),
                stoppedAt === undefined ? stage : `${stage}, stopped`,
                String(recipients),
                String(proved),
                String(underway),
                String(calls),
                String(tenantsWithoutProof),
              ],
            ),
          ]),
    )
  },
})

export const noticeShow = buildCommand<NoticeFlags & { readonly notice: string }, [], AnlaufContext>({
  docs: { brief: 'One notice: every recipient, what the mail did, the calls, the proof' },
  parameters: { flags: { ...noticeFlags, notice: noticeNameFlag } },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const notice = noticeOf(open.session, flags.notice)
    const recipients = [...notice.recipients.values()]
    const figures = noticeFigures(open.session.desk, notice, this.now())
    if (flags.json)
      return printJson(this, {
        ...figures,
        ...(notice.stoppedAt !== undefined && { stoppedAt: notice.stoppedAt }),
        recipientStates: recipients,
      })
    printLines(this, [
      `${printName(notice.notice)}: ${figures.stage}; ${figures.proved} of ${figures.recipients} with proof, ${figures.calls} to call.`,
      ...(notice.stoppedAt === undefined
        ? []
        : [`Stopped ${formatTime(notice.stoppedAt)}; "anlauf notice resume" lets it go on.`]),
      ...tableLines(recipients.map((one) => [printName(one.recipient), one.way, stateOf(one)])),
    ])
  },
})

function stateOf({ mail, call, receipt }: RecipientState): string {
  if (receipt !== undefined) return `received ${formatTime(receipt.receivedAt)}, by ${receipt.by}`
  const mailState =
    mail === undefined
      ? ''
      : `mail ${mail.state}${mail.reply === undefined ? '' : ` (${printName(mail.reply)})`}`
  if (call === undefined) return mailState || 'queued'
  const last = call.tries.at(-1)
  const tried = last === undefined ? 'not called yet' : `${last.outcome} ${formatTime(last.calledAt)}`
  return `call: ${noticeWords.en.sheet.causes[call.because]}, ${tried}${mailState === '' ? '' : `; ${mailState}`}`
}
