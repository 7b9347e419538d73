import type { Words } from '../estate/index.ts'
import type { Confidence, FactValue } from './fact.ts'

/** An answer that holds now, whoever gave it. */
export interface SheetFact {
  readonly field: string
  readonly value: FactValue
  /** `engine`, `estate`, `claims register`, or what a person named. */
  readonly source: string
  readonly confidence: Confidence
  readonly asOf: string
  readonly estimate: boolean
  readonly evidence: readonly string[]
  /** Of a claim: its sentence as it stands in the register. */
  readonly wording?: Words
  /** Of a fact that somebody stated. */
  readonly id?: string
  readonly person?: string
  /** A duration that still grows: another minute is no other answer. */
  readonly isRunning?: true
  /** The key it was signed with counts no more: somebody else has to look at it. */
  readonly isKeyRevoked?: true
}
