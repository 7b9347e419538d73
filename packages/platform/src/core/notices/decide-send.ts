import { AnlaufError } from '../failure.ts'
import { callDue } from './call-tasks.ts'
import { checkNotice } from './check-notice.ts'
import type { NoticeCircumstances } from './commands.ts'
import { noticeContent, noticeStage, type NoticeDesk, type NoticeState } from './notice-desk.ts'
import type { NoticeEvent } from './notice-events.ts'
import { noticeHash } from './notice.ts'
import { type PlannedRecipient, planRecipients } from './plan-recipients.ts'
import { foundWrong } from './refusals.ts'

/** About 60 kB of an entry. */
const perPart = 500

/** Fixes the recipients of an approved notice, once. Who has no reachable mailbox goes to the call list in the same moment. */
export function decideSend(
  desk: NoticeDesk,
  notice: NoticeState,
  circumstances: NoticeCircumstances,
): readonly NoticeEvent[] {
  const stage = noticeStage(desk, notice, circumstances.now)
  if (stage === 'sent') return []
  const { estate } = circumstances
  if (desk.case.status !== 'declared') throw closed('The case is not open.', 'Reopen it first.')
  if (stage !== 'approved') {
    throw closed(
      `"${notice.notice}" is not approved.`,
      'One of "dpo" and one of "forensics" sign it, with two keys: anlauf notice approve.',
    )
  }
  const findings = checkNotice(noticeContent(notice), estate, desk.case)
  if (findings.length > 0) throw foundWrong(notice.notice, findings)
  const planned = planRecipients(estate, desk.case, notice)
  const parts = Math.max(1, Math.ceil(planned.length / perPart))
  const contentHash = noticeHash(desk.case.id, noticeContent(notice))
  const sent = Array.from({ length: parts }, (_, at): NoticeEvent => ({
    type: 'notice.sent',
    notice: notice.notice,
    contentHash,
    part: at + 1,
    parts,
    recipients: planned.slice(at * perPart, (at + 1) * perPart),
  }))
  return [...sent, ...firstCalls(notice, planned)]
}

function firstCalls(notice: NoticeState, planned: readonly PlannedRecipient[]): readonly NoticeEvent[] {
  const calls = planned.filter(({ way }) => way === 'call')
  const causes = Map.groupBy(calls, ({ because }) => because ?? 'no-way')
  return [...causes].flatMap(([because, list]) =>
    callDue(
      notice,
      because,
      list.map(({ recipient }) => recipient),
      { all: true },
    ),
  )
}

function closed(message: string, hint: string): AnlaufError {
  return new AnlaufError('gate-closed', message, { hint })
}
