import { createHash } from 'node:crypto'

import type { Staged, StagedContent, Staging } from './staging.ts'

/** A content of several blobs, whole: its bytes, or the open file that has them. */
export interface Finished {
  readonly sha256: string
  readonly from: Uint8Array | Staged
}

/** Puts contents of several blobs together: in memory as long as there is room, otherwise in the staging folder. */
export interface Assembly {
  /** Takes a piece; resolves to the finished content with the last one, else undefined. */
  add(content: StagedContent, bytes: Uint8Array, offset: number): Promise<Finished | undefined>
  drop(content: Pick<StagedContent, 'key'>): void
}

/** Of all unfinished contents together: staged ones are written once and read three times more. */
const memoryBytes = 32 * 1024 * 1024
/** One that is larger waits on the disk; a batch with it in memory would be out of all proportion. */
const largest = 8 * 1024 * 1024

export function openAssembly(staging: Staging): Assembly {
  const unfinished = new Map<string, Buffer>()
  let held = 0

  function roomFor({ key, size, blobs, missing }: StagedContent): Buffer | undefined {
    const known = unfinished.get(key)
    const isBegun = missing < blobs.length
    if (known !== undefined || isBegun || size > largest || held + size > memoryBytes) return known
    const room = Buffer.allocUnsafeSlow(size)
    unfinished.set(key, room)
    held += size
    return room
  }
  function forget(key: string): void {
    held -= unfinished.get(key)?.length ?? 0
    unfinished.delete(key)
  }

  return {
    async add(content, bytes, offset) {
      const room = roomFor(content)
      if (room === undefined) {
        const staged = await staging.add(content, bytes, offset)
        return staged && { sha256: staged.sha256, from: staged }
      }
      room.set(bytes, offset)
      content.missing -= 1
      if (content.missing > 0) return undefined
      forget(content.key)
      return { sha256: createHash('sha256').update(room).digest('hex'), from: room }
    },
    drop(content) {
      forget(content.key)
      staging.drop(content)
    },
  }
}
