import { AnlaufError } from '../../core/failure.ts'
import type { RecoveryTarget } from '../../phases/recover/databases/index.ts'
import { readRecoveryNote, writeRecoveryNote } from '../programs/index.ts'

/** What a folder is being restored to; two different plans never share one. */
export interface RecoveryPlan {
  readonly cluster: string
  readonly base: string
  readonly timeline: number
  readonly target: RecoveryTarget
}

/** How far a folder is. From `replaying` on its data folder is another one than the base backup's. */
export interface RecoveryState {
  readonly version: 1
  readonly plan: RecoveryPlan
  readonly major: number
  readonly superuser: string
  readonly step: 'restoring' | 'replaying' | 'done'
}

/** What an earlier run left; nothing when the folder is new. Throws `unsafe-target` for a folder that is not ours. */
export function readRecoveryState(folder: string): Promise<RecoveryState | undefined> {
  return readRecoveryNote(folder, 'ours', parseState)
}

/** Throws `unsafe-target` when the folder holds a recovery to something else. */
export function requireSamePlan(folder: string, state: RecoveryState, plan: RecoveryPlan): void {
  if (JSON.stringify(state.plan) === JSON.stringify(plan)) return
  throw new AnlaufError('unsafe-target', `${folder} holds the recovery of another state.`, {
    hint: 'Every target gets a folder of its own: name a new one. The one that is there stays as it is.',
    context: { there: state.plan, wanted: plan },
  })
}

export function writeRecoveryState(folder: string, state: RecoveryState): Promise<void> {
  return writeRecoveryNote(folder, state)
}

function parseState(value: unknown): RecoveryState | undefined {
  const state = value as RecoveryState
  const isWhole =
    state.version === 1 &&
    typeof state.plan?.base === 'string' &&
    typeof state.superuser === 'string' &&
    Number.isSafeInteger(state.major) &&
    ['restoring', 'replaying', 'done'].includes(state.step)
  return isWhole ? state : undefined
}
