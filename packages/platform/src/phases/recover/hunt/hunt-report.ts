import type { ScanVerdict } from '../scanner.ts'
import type { Danger } from './danger.ts'
import type { MemberHit } from './member-places.ts'
import type { Sighting } from './sightings.ts'

/** One content that was hunted for, or that holds what was hunted for, and where it lay. */
export interface HuntHit {
  readonly sha256: string
  readonly size: number
  /** `listed` when its hash, or that of a member, was asked for, else what the engine says. */
  readonly verdict: 'listed' | ScanVerdict
  readonly matches: readonly string[]
  /** Members whose hash was asked for, at any depth. */
  readonly members: readonly MemberHit[]
  readonly sightings: readonly Sighting[]
}

export interface HuntReport {
  readonly hits: readonly HuntHit[]
  /**
   * Contents of which not everything can be said, by reason. Of a `hashNotKnown` nobody knows the hash, into an
   * `insideNotKnown` nobody looked; the rest was looked at and hinders.
   */
  readonly open: readonly { readonly cause: string; readonly contents: number; readonly bytes: number }[]
  /** Directories that could not be read: what lies in them was not looked at. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  /** Where it was stopped while it read; absent when it came to its end. */
  readonly stopped?: HuntStop
  /** No more can be remembered of what lies in containers: later hunts will say `insideNotKnown`. */
  readonly insidesFull?: true
  readonly counters: {
    readonly snapshots: number
    readonly treesRead: number
    readonly filesSeen: number
    readonly contents: number
    readonly contentsRead: number
    readonly bytesRead: number
    readonly fromCache: number
  }
}

/** Answered is all of `answered`, and of `within` what any snapshot since `since` holds. */
export interface HuntStop {
  readonly answered: readonly Danger[]
  readonly within: Danger
  /** Time of the oldest snapshot that is done; absent when none is. */
  readonly since?: string
}
