import { createHash } from 'node:crypto'
import { closeSync, createReadStream, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { writeFailure } from './write-failure.ts'

/** Contents of several blobs on their way: written by offset, private, outside every unit's files. */
export interface Staging {
  /** Writes a piece; resolves to the finished file and its SHA-256 with the last one, else undefined. */
  add(
    content: StagedContent,
    bytes: Uint8Array,
    offset: number,
  ): Promise<{ file: string; sha256: string } | undefined>
  drop(content: StagedContent): void
  /** Removes whatever is left. */
  clear(): void
}

/** The caller's count of pieces that are still missing. */
export interface StagedContent {
  readonly key: string
  readonly size: number
  readonly blobs: readonly string[]
  missing: number
}

/** Opens an empty staging folder; what an interrupted run left there is removed. */
export function openStaging(folder: string): Staging {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = ({ key }: StagedContent): string => join(folder, key)
  return {
    async add(content, bytes, offset) {
      const file = fileOf(content)
      try {
        const isFirst = content.missing === content.blobs.length
        const handle = openSync(file, isFirst ? 'wx+' : 'r+', 0o600)
        try {
          if (isFirst) ftruncateSync(handle, content.size)
          for (let done = 0; done < bytes.length;) {
            done += writeSync(handle, bytes, done, bytes.length - done, offset + done)
          }
        } finally {
          closeSync(handle)
        }
      } catch (error) {
        throw writeFailure(error, file)
      }
      content.missing -= 1
      return content.missing > 0 ? undefined : { file, sha256: await hashOf(file) }
    },
    drop: (content) => rmSync(fileOf(content), { force: true }),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** SHA-256 of a file in hex, read in pieces. */
export async function hashOf(file: string | Buffer): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
