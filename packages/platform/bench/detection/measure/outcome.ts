import type { FileVerdict } from '../../../src/phases/detect/index.ts'
import type { Kind } from '../kinds.ts'
import { type Cube, mergeInto } from '../statistics/cube.ts'

/** A verdict that was wrong, or not good enough, with what one needs to look at it. */
export interface Finding {
  readonly what: 'false alarm' | 'not clean' | 'miss' | 'encrypted called clean'
  readonly verdict: FileVerdict
  readonly reasons: readonly string[]
  readonly repository: string
  readonly path: string
  readonly type: string
  readonly commit?: string
  readonly oldId?: string
  readonly newId?: string
  /** The attack mode or the benign transform. */
  readonly mode?: string
  readonly sizes: readonly [before: number, after: number]
}

/** A version that attacks are played on. */
export interface Base {
  readonly kind: Kind
  readonly type: string
  readonly path: string
  readonly size: number
  /** Name of the repository or the folder. */
  readonly from: string
  /** Where its bytes are: a blob, or a file. */
  readonly at: { readonly gitDir: string; readonly id: string } | { readonly file: string }
}

/** What a task found out. Crosses threads: plain data only. */
export interface Outcome {
  /** Benign pairs: repository · kind · type · verdict. */
  readonly benign: Cube
  /** Attacked versions: company · mode · group · type · 'small' or 'large' · verdict. */
  readonly attacks: Cube
  /** Honest changes that we made ourselves: transform · type · verdict. */
  readonly transforms: Cube
  /** Scores for the ROC: detector · 'benign' or 'attack' · kind or group · score. */
  readonly scores: Cube
  /** Pairs that could not be judged: reason. */
  readonly leftOut: Cube
  /** Milliseconds and bytes: detector · unit. */
  readonly cost: Cube
  readonly findings: Finding[]
  readonly bases: Base[]
}

export function emptyOutcome(): Outcome {
  return {
    benign: new Map(),
    attacks: new Map(),
    transforms: new Map(),
    scores: new Map(),
    leftOut: new Map(),
    cost: new Map(),
    findings: [],
    bases: [],
  }
}

/** Adds the counts; findings and bases are handed on as they come, so that memory does not grow with them. */
export function addOutcome(into: Outcome, other: Outcome): void {
  for (const name of ['benign', 'attacks', 'transforms', 'scores', 'leftOut', 'cost'] as const) {
    mergeInto(into[name], other[name])
  }
}
