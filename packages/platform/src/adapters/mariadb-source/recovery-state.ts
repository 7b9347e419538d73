import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { parseFacts, type ServerFacts } from '../../phases/recover/databases/mariadb/index.ts'
import { writeDurably } from '../programs/index.ts'

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

const stateFile = 'recovery.json'

/** What an earlier run left; nothing when the folder is new. Throws `unsafe-target` for a folder that is not ours. */
export async function readState(folder: string): Promise<RecoveryState | undefined> {
  const text = await readFile(join(folder, stateFile), 'utf8').catch(() => undefined)
  const state = text === undefined ? undefined : parseState(text)
  if (state !== undefined) return state
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name !== '.lock' && !name.endsWith('.part'),
  )
  if (names.length === 0) return undefined
  throw new AnlaufError('unsafe-target', `${folder} is not empty and holds no recovery of MariaDB.`, {
    hint: 'Name a folder that does not exist yet, or an empty one.',
  })
}

/** The state of a finished recovery. Throws `unsafe-target`, `not-found`. */
export async function readFinished(folder: string): Promise<RecoveryState> {
  const state = await readState(folder)
  if (state?.step === 'done') return state
  throw new AnlaufError('not-found', `${folder} holds no finished recovery of MariaDB.`, {
    hint: 'Start "anlauf recover mariadb run" with this folder and let it end.',
  })
}

export async function writeState(folder: string, state: RecoveryState): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
  await writeDurably(join(folder, stateFile), `${JSON.stringify(state, undefined, 2)}\n`)
}

function parseState(text: string): RecoveryState | undefined {
  try {
    const state = JSON.parse(text) as RecoveryState
    const isWhole =
      state.version === 1 &&
      typeof state.server === 'string' &&
      typeof state.dump === 'string' &&
      Array.isArray(state.schemas) &&
      parseFacts(state.facts) !== undefined &&
      ['loading', 'done'].includes(state.step)
    return isWhole ? state : undefined
  } catch {
    return undefined
  }
}
