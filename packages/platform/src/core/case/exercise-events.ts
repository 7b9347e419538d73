/** What an exercise measured itself by; the order is that of the screens. */
export const exerciseChecks = [
  'estate',
  'filesHit',
  'onset',
  'falseAlarms',
  'missed',
  'restored',
  'releasedWrong',
  'mail',
  'groups',
  'databases',
  'word',
  'evidence',
  'speed',
] as const

export interface ExerciseCheck {
  readonly check: (typeof exerciseChecks)[number]
  /** Null where there is no right and wrong, or it was not played. */
  readonly good: boolean | null
  /** Whole numbers by name: counts, bytes, bytes a second. */
  readonly figures: Readonly<Record<string, number>>
}

export type ExerciseEvent = {
  /** What an exercise was worth, against a truth that its responders never saw. Never part of a real case. */
  readonly type: 'exercise.scored'
  readonly passed: boolean
  /** Equal seeds play equal nights. */
  readonly seed: number
  readonly checks: readonly ExerciseCheck[]
  /** Milliseconds by phase, in the order in which they were played. */
  readonly phases: readonly { readonly phase: string; readonly ms: number }[]
  /** SHA-256 of the whole score, with the names that are not kept here. */
  readonly scoreDigest: string
}
