import { createCipheriv, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import type { Verdict } from './scanner.ts'
import { writeFailure } from './write-failure.ts'

/** Why a content is kept away from the clean room. */
export interface Held {
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
  /** Seals a content once; `from` is its bytes or a staging file. */
  seal(sha256: string, from: Uint8Array | string): Promise<void>
  /** Notes whose file it is; one line of JSON each in `items.ndjson`. */
  note(held: readonly Held[]): void
}

/** Opens or makes the folder. A sealed file is IV (12 bytes) ‖ ciphertext ‖ tag (16 bytes); the key is `key`. */
export function openQuarantine(folder: string): Quarantine {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const key = keyIn(folder)
  return {
    async seal(sha256, from) {
      const place = join(folder, `${sha256.slice(0, 32)}.sealed`)
      if (existsSync(place)) return
      const temporary = `${place}.part`
      rmSync(temporary, { force: true })
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      try {
        const output = createWriteStream(temporary, { flags: 'wx', mode: 0o400 })
        output.write(iv)
        const plain: AsyncIterable<Buffer> | Iterable<Buffer> =
          typeof from === 'string' ? createReadStream(from) : [Buffer.from(from)]
        await pipeline(
          plain,
          async function* (pieces: AsyncIterable<Buffer>) {
            for await (const piece of pieces) yield cipher.update(piece)
            yield cipher.final()
            yield cipher.getAuthTag()
          },
          output,
        )
        renameSync(temporary, place)
      } catch (error) {
        rmSync(temporary, { force: true })
        throw writeFailure(error, place)
      }
    },
    note(held) {
      const lines = held.map((one) => `${JSON.stringify(one)}\n`).join('')
      if (lines !== '') appendFileSync(join(folder, 'items.ndjson'), lines, { mode: 0o600 })
    },
  }
}

function keyIn(folder: string): Buffer {
  const place = join(folder, 'key')
  if (!existsSync(place)) writeFileSync(place, randomBytes(32), { mode: 0o400, flag: 'wx' })
  return readFileSync(place)
}
