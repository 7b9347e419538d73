import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { Database } from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import { noticeWords } from '../../../core/messages/index.ts'
import {
  noticeFigures,
  noticeMailKey,
  type NoticeState,
  type RecipientState,
} from '../../../core/notices/index.ts'
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
    const mails = await mailsNow(open.database, flags.case, notice)
    if (flags.json)
      return printJson(this, {
        ...figures,
        ...(notice.stoppedAt !== undefined && { stoppedAt: notice.stoppedAt }),
        recipientStates: recipients.map((one) => ({ ...one, ...mails.get(one.recipient) })),
      })
    printLines(this, [
      `${printName(notice.notice)}: ${figures.stage}; ${figures.proved} of ${figures.recipients} with proof, ${figures.calls} to call.`,
      ...(notice.stoppedAt === undefined
        ? []
        : [`Stopped ${formatTime(notice.stoppedAt)}; "anlauf notice resume" lets it go on.`]),
      ...tableLines(
        recipients.map((one) => [
          printName(one.recipient),
          one.way,
          stateOf({ ...one, ...mails.get(one.recipient) }),
        ]),
      ),
    ])
  },
})

/** What the spool says of mails on their way, which the log hears of in batches: a mail that somebody stopped waits for a person. */
async function mailsNow(
  database: Database,
  caseId: string,
  { notice, recipients }: NoticeState,
): Promise<ReadonlyMap<string, Pick<RecipientState, 'mail'>>> {
  const written = [...recipients.values()].filter(({ way }) => way === 'mail')
  const keys = new Map(written.map((one) => [noticeMailKey(caseId, notice, one.recipient), one] as const))
  const spooled = await mailSpool(database).find([...keys.keys()])
  return new Map(
    spooled.flatMap(({ key, state, reason, reply, queuedAt }) => {
      const one = keys.get(key)
      if (one === undefined || one.mail?.state === state) return []
      const at = one.mail?.at ?? queuedAt.toISOString()
      const mail = {
        state,
        at,
        ...(reason !== undefined && { reason }),
        ...(reply !== undefined && { reply }),
      }
      return [[one.recipient, { mail }]]
    }),
  )
}

function stateOf({ mail, call, receipt }: RecipientState): string {
  if (receipt !== undefined) return `received ${formatTime(receipt.receivedAt)}, by ${receipt.by}`
  const said = [mail?.reply, mail?.state === 'held' ? heldBecause(mail.reason) : undefined]
    .filter((one) => one !== undefined)
    .map(printName)
  const mailState =
    mail === undefined ? '' : `mail ${mail.state}${said.length === 0 ? '' : ` (${said.join('; ')})`}`
  if (call === undefined) return mailState || 'not in the spool yet'
  const last = call.tries.at(-1)
  const tried = last === undefined ? 'not called yet' : `${last.outcome} ${formatTime(last.calledAt)}`
  return `call: ${noticeWords.en.sheet.causes[call.because]}, ${tried}${mailState === '' ? '' : `; ${mailState}`}`
}

function heldBecause(reason: string | undefined): string {
  return reason === 'exercise' ? 'the exercise has no mailbox' : 'somebody stopped it'
}
