import type { Words } from '../../estate/index.ts'
import type { Reading } from '../calendar/reading.ts'
import type { Duty, Start } from '../duty.ts'
import type { Proposal, Submission } from '../log/clock-log.ts'

/** What the due time rests on: law, a contract, an authority's letter, or only the house's own target. */
export type DueBy = 'law' | 'contract' | 'authority' | 'target'

export interface RunningDue {
  readonly startedAt: Temporal.Instant
  readonly due: Temporal.Instant
  readonly dueBy: DueBy
  readonly readings: readonly Reading[]
  /** Started by the declaration, because nobody has recorded the fact yet. */
  readonly provisional: boolean
  /** Before two people re-dated the start. */
  readonly formerDue?: Temporal.Instant
  /** At 50, 75 and 90 % of the time, and an hour before the end. */
  readonly reminders: readonly Temporal.Instant[]
}

export type ClockState =
  /** By the profile, by its days of validity, or because two people signed so. */
  | { readonly kind: 'notApplicable'; readonly because: Words; readonly signed?: Proposal }
  /** A rule without a time. */
  | { readonly kind: 'noClock' }
  /** Nothing has started it; `latestDue` when what it waits for comes as late as it may. */
  | { readonly kind: 'waiting'; readonly waitsFor: Start; readonly latestDue?: Temporal.Instant }
  | ({ readonly kind: 'running' | 'approaching' | 'missed' } & RunningDue)
  | {
      readonly kind: 'met'
      readonly submission: Submission
      /** Undefined where nothing was due. */
      readonly due?: RunningDue
      readonly late: boolean
    }

/** One duty in one case, for one tenant where every tenant has its own. */
export interface Clock {
  readonly duty: Duty
  readonly tenant?: string
  /** Questions that the legal profile leaves open: the clock runs as if the duty held. */
  readonly unanswered: readonly string[]
  readonly state: ClockState
  readonly submissions: readonly Submission[]
  /** Signed by one person only so far. */
  readonly proposals: readonly Proposal[]
}
