export type StepName = 'run' | 'approve' | 'release' | 'hand-back'

/** One command that is about to start. */
export interface Step {
  readonly name: StepName
  readonly unit: string
  readonly args: readonly string[]
}
