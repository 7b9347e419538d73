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
  const definition = definitionOf(instance.stage)
  const record = state.records.get(instance.key)
  if (record === undefined) return untouched(definition, concern)
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

/** Most of ten thousand instances have nothing said about them: they share this. */
function untouched(definition: string, since: number): Round {
  const known = fresh.get(definition)
  if (known?.since === since) return known
  const round = { since, definition, filled: emptyRecord.filled, signatures: [], isAgain: false }
  if (fresh.size >= keptRounds) fresh.clear()
  fresh.set(definition, round)
  return round
}

const fresh = new Map<string, Round>()
const keptRounds = 1000

const definitions = new WeakMap<Stage, string>()

/** Computed once for a stage: ten thousand instances ask for it. */
export function definitionOf(stage: Stage): string {
  const known = definitions.get(stage) ?? stageDigest(stage)
  definitions.set(stage, known)
  return known
}
