import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Reads of at most this many bytes are done at once, on the calling thread: handing them over costs more. */
export const smallRead = 128 * 1024

/** Open files for many small reads in few packs. */
export interface SmallReads {
  /** Exactly `length` bytes, or undefined when the file ends before; system errors are thrown. */
  read(path: string, offset: number, length: number): Buffer | undefined
}

const maxOpen = 16
const idleMs = 1_000

/**
 * Directories of one snapshot lie in few packs: opening a pack for each of them is most of the work.
 * Pack files never change, so an open one may be kept; it is closed after a second without reads.
 */
export function createSmallReads(): SmallReads {
  const open = new Map<string, { handle: number; size: number }>()
  let usedAt = 0
  let timer: NodeJS.Timeout | undefined

  function closeAll(): void {
    for (const { handle } of open.values()) closeSync(handle)
    open.clear()
  }

  function closeWhenIdle(): void {
    timer ??= setInterval(() => {
      if (performance.now() - usedAt < idleMs) return
      clearInterval(timer)
      timer = undefined
      closeAll()
    }, idleMs).unref()
  }

  function opened(path: string): { handle: number; size: number } {
    const known = open.get(path)
    if (known !== undefined) return known
    const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const entry = { handle, size: fstatSync(handle).size }
    open.set(path, entry)
    const [oldest] = open
    if (open.size > maxOpen && oldest !== undefined) {
      open.delete(oldest[0])
      closeSync(oldest[1].handle)
    }
    closeWhenIdle()
    return entry
  }

  return {
    read(path, offset, length) {
      const { handle, size } = opened(path)
      usedAt = performance.now()
      if (offset < 0 || offset + length > size) return undefined
      const buffer = Buffer.allocUnsafe(length)
      let filled = 0
      while (filled < length) {
        const bytes = readSync(handle, buffer, filled, length - filled, offset + filled)
        if (bytes === 0) return undefined
        filled += bytes
      }
      return buffer
    },
  }
}
