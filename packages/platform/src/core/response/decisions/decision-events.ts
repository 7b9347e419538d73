/** What was decided, by whom and why. Nothing is changed later: a correction is a decision of its own. */
export type DecisionEvent =
  | ({ readonly type: 'decision.recorded' } & DecisionFact)
  /** The decider says that the scribe wrote it down right. */
  | { readonly type: 'decision.confirmed'; readonly decision: string; readonly person: string }
  /** The work is over and is looked back at; the case is closed after that. */
  | { readonly type: 'review.begun'; readonly person: string; readonly until: string }
  /** A situation report was given out; its words stay outside the log. */
  | {
      readonly type: 'situation.reported'
      readonly language: 'de' | 'en'
      readonly digest: string
      readonly person: string
    }

export interface DecisionFact {
  /** `D-1`, `D-2` … */
  readonly decision: string
  readonly question: string
  readonly options: readonly string[]
  readonly chosen: string
  readonly reason: string
  readonly decidedBy: string
  readonly consulted: readonly string[]
  readonly recordedBy: string
  readonly dissent?: string
  /** When it has to be looked at again. */
  readonly revisitAt?: string
  readonly supersedes?: string
}

export interface Decided extends DecisionFact {
  readonly at: string
  readonly confirmedAt?: string
  /** The decision that took its place. */
  readonly supersededBy?: string
}
