import type { CaseState } from '../case/index.ts'
import { clockName, type Clock } from '../duties/index.ts'
import type { EntryDraft } from '../evidence/index.ts'

/** How long addresses and words of mails are kept after a case ended. */
export interface RetentionRule {
  /** Calendar months; counsel sets them. */
  readonly months: number
  /** Cases of which nothing is deleted until somebody takes them off: a suit, an inspection. */
  readonly keep: readonly string[]
}

/** Whether the mails of a case may go; where not, why and, where a day is known, from when. */
export type Retention =
  | { readonly may: true; readonly endedAt: string }
  | {
      readonly may: false
      readonly because: 'open' | 'kept' | 'too-early' | 'clock' | 'underway'
      readonly detail: string
      readonly from?: string
    }

/**
 * Nothing goes that an open case, a clock that is owed, or a mail on its way still needs. A duty that was missed is owed
 * too. An exercise owes nobody anything: its clocks do not count. Pure.
 */
export function mailRetention(
  { status, closedAt, exercise, id }: Pick<CaseState, 'status' | 'closedAt' | 'exercise' | 'id'>,
  {
    rule: { months, keep },
    clocks,
    underway,
    now,
  }: {
    readonly rule: RetentionRule
    /** Asked last: those of a large case take 0.2 s. */
    readonly clocks: () => readonly Clock[]
    /** Mails that are queued or on the wire. */
    readonly underway: number
    readonly now: Temporal.Instant
  },
): Retention {
  if (status !== 'closed' || closedAt === undefined) {
    return { may: false, because: 'open', detail: 'the case is not closed' }
  }
  if (keep.includes(id)) return { may: false, because: 'kept', detail: 'the workplace file keeps it' }
  const from = Temporal.Instant.from(closedAt).toZonedDateTimeISO('UTC').add({ months }).toInstant()
  if (Temporal.Instant.compare(now, from) < 0) {
    return {
      may: false,
      because: 'too-early',
      detail: `${months} months are not over`,
      from: from.toString(),
    }
  }
  const owed = exercise ? undefined : clocks().find((clock) => isOwed(clock, now))
  if (owed !== undefined) {
    const name = clockName(owed.duty.id, owed.tenant)
    return { may: false, because: 'clock', detail: `the clock ${name} is ${owed.state.kind}` }
  }
  if (underway > 0) {
    return { may: false, because: 'underway', detail: `${underway} mails are queued or on the wire` }
  }
  return { may: true, endedAt: closedAt }
}

/** What is met, does not apply, has no time, or waits for nothing that is still to come, is not owed. */
function isOwed({ state }: Clock, now: Temporal.Instant): boolean {
  if (state.kind === 'waiting') {
    return state.latestDue !== undefined && Temporal.Instant.compare(state.latestDue, now) > 0
  }
  return state.kind === 'running' || state.kind === 'approaching' || state.kind === 'missed'
}

/** For the log: that it goes, by which rule. Written before, so that nothing goes without a trace. */
export function forgottenEntry(
  { mails, proofs, months, endedAt }: Record<'mails' | 'proofs' | 'months', number> & { endedAt: string },
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  return { ...by, action: 'decide', kind: 'mails.forgotten', data: { mails, proofs, months, endedAt } }
}
