import { AnlaufError } from '../../core/failure.ts'
import { parseFacts, type ServerFacts } from '../../phases/recover/databases/mariadb/index.ts'
import { readRecoveryNote, writeRecoveryNote } from '../programs/index.ts'

/** What a folder holds; it is whole from `done` on. */
export interface RecoveryState {
  readonly version: 1
  readonly server: string
  /** Id of the dump. */
  readonly dump: string
  readonly schemas: readonly string[]
  readonly facts: ServerFacts
  readonly step: 'loading' | 'done'
}

/** What an earlier run left; nothing when the folder is new. Throws `unsafe-target` for a folder that is not ours. */
export function readState(folder: string): Promise<RecoveryState | undefined> {
  return readRecoveryNote(folder, 'MariaDB', parseState)
}

/** The state of a finished recovery. Throws `unsafe-target`, `not-found`. */
export async function readFinished(folder: string): Promise<RecoveryState> {
  const state = await readState(folder)
  if (state?.step === 'done') return state
  throw new AnlaufError('not-found', `${folder} holds no finished recovery of MariaDB.`, {
    hint: 'Start "anlauf recover mariadb run" with this folder and let it end.',
  })
}

export function writeState(folder: string, state: RecoveryState): Promise<void> {
  return writeRecoveryNote(folder, state)
}

function parseState(value: unknown): RecoveryState | undefined {
  const state = value as RecoveryState
  const isWhole =
    state.version === 1 &&
    typeof state.server === 'string' &&
    typeof state.dump === 'string' &&
    Array.isArray(state.schemas) &&
    parseFacts(state.facts) !== undefined &&
    ['loading', 'done'].includes(state.step)
  return isWhole ? state : undefined
}
