import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { writeDurably } from './write-durably.ts'

const file = 'recovery.json'

/**
 * How far the recovery in a folder is; nothing when the folder is new. `parse` throws or returns nothing for what is
 * none of ours. Throws `unsafe-target` for a folder that holds something else; `what` names what was looked for.
 */
export async function readRecoveryNote<State>(
  folder: string,
  what: string,
  parse: (value: unknown) => State | undefined,
): Promise<State | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => undefined)
  const state = text === undefined ? undefined : parsed(text, parse)
  if (state !== undefined) return state
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name !== '.lock' && !name.endsWith('.part'),
  )
  if (names.length === 0) return undefined
  throw new AnlaufError('unsafe-target', `${folder} is not empty and holds no recovery of ${what}.`, {
    hint: 'Name a folder that does not exist yet, or an empty one.',
  })
}

/** Kept over a power cut before it returns. */
export async function writeRecoveryNote(folder: string, state: object): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
  await writeDurably(join(folder, file), `${JSON.stringify(state, undefined, 2)}\n`)
}

function parsed<State>(text: string, parse: (value: unknown) => State | undefined): State | undefined {
  try {
    return parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
