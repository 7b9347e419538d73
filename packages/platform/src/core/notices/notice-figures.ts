import { callTasks } from './call-tasks.ts'
import {
  noticeApprovals,
  type NoticeDesk,
  noticeStage,
  type NoticeStage,
  type NoticeState,
} from './notice-desk.ts'

/** Where a notice stands, in numbers. */
export interface NoticeFigures {
  readonly notice: string
  readonly stage: NoticeStage
  readonly approvedBy: readonly string[]
  readonly recipients: number
  readonly proved: number
  /** Sent by mail; neither proved nor a call. */
  readonly underway: number
  readonly calls: number
  readonly tenantsWithoutProof: number
}

export function noticeFigures(desk: NoticeDesk, notice: NoticeState, now: Date): NoticeFigures {
  const all = [...notice.recipients.values()]
  const proved = all.filter(({ receipt }) => receipt !== undefined)
  const calls = callTasks(desk).filter((task) => task.notice === notice.notice).length
  const reached = new Set(proved.map(({ tenant }) => tenant))
  return {
    notice: notice.notice,
    stage: noticeStage(desk, notice, now),
    approvedBy: noticeApprovals(desk, notice, now).map(({ person, role }) => `${person} (${role})`),
    recipients: all.length,
    proved: proved.length,
    underway: all.length - proved.length - calls,
    calls,
    tenantsWithoutProof: notice.tenants.filter((tenant) => !reached.has(tenant)).length,
  }
}
