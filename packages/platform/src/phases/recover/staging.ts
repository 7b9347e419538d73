import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

import { hashOf } from './open-file.ts'
import { writeFailure } from './write-failure.ts'

/**
 * Contents of several blobs on their way, put together by offset. They may be infected, so as a rule they have
 * no name: nobody finds them, and the kernel takes them away with a killed run.
 */
export interface Staging {
  /** Writes a piece; resolves to the finished content with the last one, else undefined. */
  add(content: StagedContent, bytes: Uint8Array, offset: number): Promise<Staged | undefined>
  drop(content: Pick<StagedContent, 'key'>): void
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

/** A finished content: its open file, and a path under which other processes of ours can open it too. */
export interface Staged {
  readonly handle: number
  readonly file: string
  readonly sha256: string
}

/**
 * So many unfinished contents are held open. The others have a name of digits in a private folder until they are
 * finished: limits of 1024 open files are still common.
 */
const maxHeld = 512

/** Opens an empty staging folder; what an interrupted run left there is removed. */
export function openStaging(folder: string): Staging {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = new Map<string, { readonly name: string; handle: number | undefined }>()
  let made = 0
  let held = 0

  function open({ key, size }: StagedContent): { handle: number; isHeld: boolean } {
    const known = files.get(key)
    if (known?.handle !== undefined) return { handle: known.handle, isHeld: true }
    if (known !== undefined) return { handle: openSync(known.name, 'r+'), isHeld: false }
    const name = join(folder, String((made += 1)))
    const handle = openSync(name, 'wx+', 0o600)
    const isHeld = held < maxHeld
    files.set(key, { name, handle: isHeld ? handle : undefined })
    if (isHeld) hold(name)
    ftruncateSync(handle, size)
    return { handle, isHeld }
  }
  function hold(name: string): void {
    rmSync(name)
    held += 1
  }

  return {
    async add(content, bytes, offset) {
      const { handle, isHeld } = open(content)
      try {
        for (let done = 0; done < bytes.length;) {
          done += writeSync(handle, bytes, done, bytes.length - done, offset + done)
        }
      } catch (error) {
        throw writeFailure(error, 'the staging folder of the clean room')
      } finally {
        if (!isHeld && content.missing > 1) closeSync(handle)
      }
      content.missing -= 1
      if (content.missing > 0) return undefined
      const entry = files.get(content.key)
      if (!isHeld && entry !== undefined) {
        entry.handle = handle
        hold(entry.name)
      }
      return { handle, file: `/proc/${process.pid}/fd/${handle}`, sha256: await hashOf(handle) }
    },
    drop({ key }) {
      const entry = files.get(key)
      if (entry === undefined) return
      files.delete(key)
      if (entry.handle === undefined) rmSync(entry.name, { force: true })
      else {
        closeSync(entry.handle)
        held -= 1
      }
    },
    clear() {
      for (const key of files.keys()) this.drop({ key })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
