import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import type { RecoveryTarget } from '../../phases/recover/databases/index.ts'
import { writeDurably } from '../programs/index.ts'

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

const stateFile = 'recovery.json'

/** What an earlier run left; nothing when the folder is new. Throws `unsafe-target` for a folder that is not ours. */
export async function readRecoveryState(folder: string): Promise<RecoveryState | undefined> {
  const text = await readFile(join(folder, stateFile), 'utf8').catch(() => undefined)
  const state = text === undefined ? undefined : parseState(text)
  if (state !== undefined) return state
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name !== '.lock' && !name.endsWith('.part'),
  )
  if (names.length === 0) return undefined
  throw new AnlaufError('unsafe-target', `${folder} is not empty and holds no recovery of ours.`, {
    hint: 'Name a folder that does not exist yet, or an empty one.',
  })
}

/** Throws `unsafe-target` when the folder holds a recovery to something else. */
export function requireSamePlan(folder: string, state: RecoveryState, plan: RecoveryPlan): void {
  if (JSON.stringify(state.plan) === JSON.stringify(plan)) return
  throw new AnlaufError('unsafe-target', `${folder} holds the recovery of another state.`, {
    hint: 'Every target gets a folder of its own: name a new one. The one that is there stays as it is.',
    context: { there: state.plan, wanted: plan },
  })
}

export async function writeRecoveryState(folder: string, state: RecoveryState): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
  await writeDurably(join(folder, stateFile), `${JSON.stringify(state, undefined, 2)}\n`)
}

function parseState(text: string): RecoveryState | undefined {
  try {
    const state = JSON.parse(text) as RecoveryState
    const isWhole =
      state.version === 1 &&
      typeof state.plan?.base === 'string' &&
      typeof state.superuser === 'string' &&
      Number.isSafeInteger(state.major) &&
      ['restoring', 'replaying', 'done'].includes(state.step)
    return isWhole ? state : undefined
  } catch {
    return undefined
  }
}
