/** Classes of the case queue; N0, not changed near the incident, is never in it. */
export type QueuedClass = 'N1' | 'N2' | 'N3' | 'N4' | 'N5' | 'N6'

/** What people can decide: which version of a file comes back, or that what an engine could not judge does. */
export type QueueOutcome = 'takeNewest' | 'takePrevious' | 'leaveOut' | 'release'

/** A group of equal contents of one tenant, as the case knows it: hashes and words of engines only. */
export interface QueuedGroup {
  /** Digest of all facts that were shown; another fact, another digest. */
  readonly facts: string
  readonly class: QueuedClass
  readonly files: number
  /** What the plan does when nobody decides. */
  readonly planned: 'newest' | 'previous' | 'nothing'
  readonly hasPrevious: boolean
  readonly needsPerson: boolean
  /** Present for a content that a run held back. */
  readonly held?: HeldContent
}

export interface HeldContent {
  readonly verdict: 'infected' | 'suspicious' | 'unknown'
  readonly cause: string
  readonly detail: string
  readonly contentKey: string
  /** Of the content; null when nobody could read all of it. */
  readonly sha256: string | null
  /** Where it lies, each as SHA-256 of host and path. */
  readonly items: readonly string[]
}
