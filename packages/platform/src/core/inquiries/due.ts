import { type DeskHours, reminderTimes } from './answer-by.ts'
import type { Inquiry } from './inquiry.ts'

/** An inquiry of which nobody followed the link is deleted after so many hours; who gave a number only is called. */
export const confirmWithinHours = 72

/** True when nobody confirmed it in time. */
export function isExpired({ state, receivedAt }: Inquiry, now: Date): boolean {
  return state === 'unconfirmed' && now.getTime() >= Date.parse(receivedAt) + confirmWithinHours * 3_600_000
}

/** What the desk is told of an inquiry: it is due soon, sooner, or over time, and then the lead hears of it. */
export type Reminder = 'twelve-hours' | 'four-hours' | 'overdue'
export const reminders = ['twelve-hours', 'four-hours', 'overdue'] as const satisfies readonly Reminder[]

/** How far reminders have come by now: 0 none, then 12 h, 4 h, over. What was missed while nothing ran is skipped. */
export function remindersBy(inquiry: Inquiry, now: Date, desk: DeskHours): number {
  if (inquiry.state !== 'open' || inquiry.openedAt === undefined) return 0
  return reminderTimes(inquiry.openedAt, desk).filter((time) => Date.parse(time) <= now.getTime()).length
}
