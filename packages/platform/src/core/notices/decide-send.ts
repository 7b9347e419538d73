import { AnlaufError } from '../failure.ts'
import { callDue } from './call-tasks.ts'
import { checkNotice } from './check-notice.ts'
import type { NoticeCircumstances } from './commands.ts'
import {
  noticeApprovals,
  noticeContent,
  type NoticeDesk,
  noticeStage,
  type NoticeState,
} from './notice-desk.ts'
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
  const [first, ...more] = sendObstacles(desk, notice, circumstances)
  if (first !== undefined) throw more.length === 0 ? first : allMissing(notice.notice, [first, ...more])
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

/** Everything that keeps a notice from going out, so that it is mended in one go; empty when nothing does, or it went out. */
export function sendObstacles(
  desk: NoticeDesk,
  notice: NoticeState,
  { estate, now }: NoticeCircumstances,
): readonly AnlaufError[] {
  const stage = noticeStage(desk, notice, now)
  if (stage === 'sent') return []
  const signed = noticeApprovals(desk, notice, now).map(({ person, role }) => `${person} (${role})`)
  const findings = checkNotice(noticeContent(notice), estate, desk.case)
  return [
    ...(desk.case.status === 'declared' ? [] : [closed('The case is not open.', 'Reopen it first.')]),
    ...(stage === 'approved'
      ? []
      : [
          closed(
            `"${notice.notice}" is not approved; signed as it reads now: ${signed.join(', ') || 'by nobody'}.`,
            'One of "dpo" and one of "forensics" sign it, with two keys: anlauf notice approve.',
          ),
        ]),
    ...(findings.length === 0 ? [] : [foundWrong(notice.notice, findings)]),
  ]
}

/** Several obstacles in one refusal; each with what to do. */
export function allMissing(notice: string, obstacles: readonly AnlaufError[]): AnlaufError {
  const missing = obstacles.map(({ message, hint }) => `${message} ${hint}`.trim())
  return new AnlaufError(
    'gate-closed',
    `"${notice}" cannot go out: ${obstacles.length} things are missing.`,
    {
      hint: 'Mend all of them, then send again; nothing was recorded or queued.',
      context: { missing },
    },
  )
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
