/**
 * Work that people ask for: what there is, which command it becomes, what it says.
 *
 *     request ─▶ Job (kind, unit, attempt) ─▶ commandLineOf(workplace) ─▶ our own program
 *                   └─▶ work.asked ┄┄ counters ┄┄ work.finished · failed · cancelled · rescued
 *
 * Guarantees: a command line holds only what the workplace file says and ids that the case knows; places of
 * repositories and files with passwords go through the environment, passwords not at all. Not guaranteed: that the
 * workplace file itself names the right places.
 */
export { type CaseFiles, caseFiles, plainName } from './case-files.ts'
export { type CommandLine, commandLineOf, type Earlier, repositoryOf, showGroupLine } from './command-line.ts'
export {
  type Job,
  type JobCounters,
  type JobFailure,
  jobId,
  type JobKind,
  jobKinds,
  type JobOptions,
  type JobResult,
  type JobState,
  jobStates,
  unitRule,
} from './job.ts'
export { askedEntry, type By, endedEntry, rescuedEntry } from './job-entries.ts'
export { mailboxOf, type MailboxPlace } from './mailbox-place.ts'
export { minutesOf, outsideMisfits, type OutsidePlace } from './outside-place.ts'
export { bytesOf, failureIn, resultIn } from './said.ts'
export type { SitePlace } from './site-place.ts'
export { parseWorkplace, type Workplace, type WorkplaceRepository } from './workplace.ts'
