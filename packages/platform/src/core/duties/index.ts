/**
 * Duties: what has to be said to whom until when, as rules of law and as clocks of a case.
 *
 *     rules L1–L30 (data) ─┐
 *     legal profile ───────┼─▶ applies · does not, because … · unknown (runs)
 *     events of the case ──┴─▶ strict due (obeyed) · readings (for information)
 *
 * Guarantees: a strict due is never later than any other reading of the same period; each due time is announced once,
 * whoever looks; what the profile leaves open runs; holidays and weekends never make the obeyed period longer.
 * Not guaranteed: that a rule, its dates or a reading is right. Every rule is a draft until counsel has signed it
 * off, holidays of single municipalities are not known, and nothing here states a legal conclusion.
 */
export { type Applies, appliesTo } from './applies.ts'
export { authorities, type Authority, type AuthorityId } from './authorities.ts'
export { isWorkingDay } from './calendar/working-days.ts'
export type { Place, Reading } from './calendar/reading.ts'
export { type ClockSession, openClocks } from './clock-session.ts'
export type { Clock, ClockState, DueBy, RunningDue } from './clocks/clock.ts'
export { clockFor, clocksOf, dutiesIn } from './clocks/clocks-of.ts'
export { type ClockCommand, decideClock, dutyNamed } from './clocks/decide-clock.ts'
export type { Duty, DutyClock, Limit, Period, ReadingRule, Start } from './duty.ts'
export {
  directory,
  type DirectoryEntry,
  type DirectoryFinding,
  directoryFindings,
  entriesFor,
  recipientName,
} from './directory/index.ts'
export { type Due, dueOf, type StartOf } from './due-of.ts'
export { type PersonRequest, type RequestClock, requestClock } from './requests/request-clock.ts'
export { clocksAfter } from './log/clocks-after.ts'
export { type DutyFinding, dutyFindings, type PlannedClock } from './plan-duties.ts'
export type { ClockEvent } from './log/clock-event.ts'
export { type ClockLog, clockName, emptyClockLog, roundOf, type Submission } from './log/clock-log.ts'
export { eventTime } from './clocks/start-times.ts'
export { type SignedStatement, signStatement, type Statement, statementMessage } from './log/statement.ts'
export { duties, dutyRulesDigest } from './rules/index.ts'
