import { type Stage, stageDigest } from '../../emergency-plan/index.ts'
import type { ResponseState } from '../state.ts'
import type { Instance } from './instances.ts'
import type { Filled, Said, StageRecord, StageSignature } from './stage-record.ts'
import { emptyRecord } from './stage-record.ts'

/**
 * What was said about an instance since it was last opened: what was said before, or about a stage that asked
 * something else, does not count any more.
 */
export interface Round {
  /** The entry after which words count; 0 for the first round. */
  readonly since: number
  readonly definition: string
  readonly started?: Said
  readonly filled: ReadonlyMap<number, Filled>
  readonly signatures: readonly StageSignature[]
  readonly ended?: NonNullable<StageRecord['ended']>
  /** There was an end that no longer counts. */
  readonly isAgain: boolean
}

/** `concern` is the last entry at which something came in that this instance has to do with. */
export function roundOf(state: ResponseState, instance: Instance, concern: number): Round {
  const record = state.records.get(instance.key) ?? emptyRecord
  const definition = definitionOf(instance.stage)
  const since = Math.max(concern, record.reopened?.seq ?? 0)
  const counts = (said: Said): boolean => said.seq > since && said.definition === definition
  const { started, ended } = record
  return {
    since,
    definition,
    ...(started !== undefined && counts(started) && { started }),
    filled: new Map([...record.filled].filter(([, filled]) => counts(filled))),
    signatures: record.signatures.filter(counts),
    ...(ended !== undefined && counts(ended) && { ended }),
    isAgain: record.reopened !== undefined || (ended !== undefined && !counts(ended)),
  }
}

const definitions = new WeakMap<Stage, string>()

/** Computed once for a stage: ten thousand instances ask for it. */
export function definitionOf(stage: Stage): string {
  const known = definitions.get(stage) ?? stageDigest(stage)
  definitions.set(stage, known)
  return known
}
