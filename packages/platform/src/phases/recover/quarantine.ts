import { createCipheriv, randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { AnlaufError } from '../../core/failure.ts'
import { piecesOf } from './open-file.ts'
import type { Verdict } from './scanner.ts'
import { orWriteFailure, writeFailure } from './write-failure.ts'

/** Why a content is kept away from the clean room. */
interface Held {
  readonly unit: string
  readonly host: string
  readonly path: string
  readonly sha256: string
  readonly verdict: Verdict
}

/**
 * Where infected and undecided contents wait: sealed with AES-256-GCM, so that nothing opens, runs or indexes
 * them, under names that say nothing, readable by the owner only.
 */
export interface Quarantine {
  /** Seals a content once; `from` is its bytes or an open file. */
  seal(sha256: string, from: Uint8Array | number): Promise<void>
  /** Notes whose file it is, once; one line of JSON each in `items.ndjson`. */
  note(held: readonly Held[]): void
}

/**
 * Opens or makes the folder. A sealed file is IV (12 bytes) ‖ ciphertext ‖ tag (16 bytes); the key is `key`.
 * Throws `no-space`, `write-failed`; `unsafe-target` when the key is not whole.
 */
export function openQuarantine(folder: string): Quarantine {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const names = readdirSync(folder)
    if (names.length > 0 && !names.some((name) => name === 'key' || name === 'key.part'))
      throw notOurs(folder)
    for (const name of names.filter((name) => leftOver.test(name))) rmSync(join(folder, name))
    const key = keyIn(folder)
    const notes = openNotes(join(folder, 'items.ndjson'))
    return {
      seal: (sha256, from) => seal(folder, key, sha256, from),
      note: (held) => notes(held.map((one) => JSON.stringify(one))),
    }
  } catch (error) {
    throw orWriteFailure(error, folder)
  }
}

const leftOver = /^(?:[0-9a-f]{32}\.sealed|key)\.part$/

function notOurs(folder: string): AnlaufError {
  return new AnlaufError('unsafe-target', `${folder} is not empty and is no quarantine of ours.`, {
    hint: 'Name a new or empty folder; nothing was touched.',
  })
}

async function seal(folder: string, key: Buffer, sha256: string, from: Uint8Array | number): Promise<void> {
  const place = join(folder, `${sha256.slice(0, 32)}.sealed`)
  if (existsSync(place)) return
  const temporary = `${place}.part`
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  try {
    const plain = from instanceof Uint8Array ? [from] : piecesOf(from)
    await pipeline(
      plain,
      async function* (pieces: AsyncIterable<Uint8Array>) {
        yield iv
        for await (const piece of pieces) yield cipher.update(piece)
        yield cipher.final()
        yield cipher.getAuthTag()
      },
      // It may be the only evidence of an attacker's tool: on the disk before it has its name.
      createWriteStream(temporary, { flags: 'wx', mode: 0o400, flush: true }),
    )
    renameSync(temporary, place)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw writeFailure(error, place)
  }
}

/** Made whole or not at all: half a key would lock the evidence away. */
function keyIn(folder: string): Buffer {
  const place = join(folder, 'key')
  if (!existsSync(place)) {
    writeFileSync(`${place}.part`, randomBytes(32), { mode: 0o400, flag: 'wx', flush: true })
    renameSync(`${place}.part`, place)
  }
  const key = readFileSync(place)
  if (key.length === 32) return key
  throw new AnlaufError('unsafe-target', `${place} is no key of a quarantine.`, {
    hint: 'Name another folder for the quarantine, or put the right key back; nothing was overwritten.',
  })
}

/** Appends lines that are not there yet: a run that was killed notes the same items again. */
function openNotes(file: string): (lines: readonly string[]) => void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const known = new Set(text.split('\n'))
  let isTorn = text !== '' && !text.endsWith('\n')
  return (lines) => {
    const fresh = lines.filter((line) => !known.has(line))
    if (fresh.length === 0) return
    try {
      const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants
      const handle = openSync(file, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600)
      try {
        writeFileSync(handle, `${isTorn ? '\n' : ''}${fresh.join('\n')}\n`, { flush: true })
      } finally {
        closeSync(handle)
      }
    } catch (error) {
      isTorn = true
      throw writeFailure(error, file)
    }
    isTorn = false
    for (const line of fresh) known.add(line)
  }
}
