import type { Instance } from './instances.ts'
import type { Missing } from './missing.ts'
import type { Round } from './round.ts'

export type StageStatus = 'blocked' | 'ready' | 'started' | 'done' | 'skipped' | 'failed'

/** How an instance of a stage stands, and why. */
export interface Standing {
  readonly instance: Instance
  readonly status: StageStatus
  /** Done by facts of the engine and people's entries alone; nobody had to say so. */
  readonly byFacts: boolean
  /** Done, though stages that come first are not. */
  readonly isAhead: boolean
  /** It was done or left out, and something came up since: ids of elements that joined; empty for another reason. */
  readonly againFor?: readonly string[]
  /** What has to come before it is done; for what is done, nothing. */
  readonly missing: readonly Missing[]
  readonly round: Round
}
