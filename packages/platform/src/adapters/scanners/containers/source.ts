import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Bytes that can be read at any place: of memory, of a file, or of a part of either. */
export interface Source {
  readonly size: number
  /**
   * At most `length` bytes from `offset`; fewer only at the end, none where a header leads to a place before the
   * beginning. Valid for as long as the source is open.
   */
  read(offset: number, length: number): Buffer
}

export interface OpenSource extends Source, Disposable {}

export function bytesSource(bytes: Uint8Array): OpenSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return {
    size: buffer.length,
    read: (offset, length) => (offset < 0 ? nothing : buffer.subarray(offset, offset + Math.max(0, length))),
    [Symbol.dispose]: () => undefined,
  }
}

/** Opens a file; a link is followed, because contents without a name are reached by one. Throws what the system says. */
export function fileSource(file: string): OpenSource {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  const { size } = fstatSync(handle)
  return {
    size,
    read(offset, length) {
      if (offset < 0) return nothing
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
      let done = 0
      while (done < buffer.length) {
        const count = readSync(handle, buffer, done, buffer.length - done, offset + done)
        if (count === 0) break
        done += count
      }
      return buffer.subarray(0, done)
    },
    [Symbol.dispose]: () => closeSync(handle),
  }
}

export function partOf(source: Source, start: number, length: number): Source {
  const size = Math.max(0, Math.min(length, source.size - start))
  return {
    size,
    read: (offset, length) =>
      offset < 0 ? nothing : source.read(start + offset, Math.max(0, Math.min(length, size - offset))),
  }
}

const nothing = Buffer.alloc(0)
const pieceBytes = 1024 * 1024

/** All bytes from `start` to `end`, a mebibyte at a time. */
export function* piecesOf(source: Source, start = 0, end = source.size): Generator<Buffer> {
  for (let at = start; at < end; at += pieceBytes) {
    const piece = source.read(at, Math.min(pieceBytes, end - at))
    if (piece.length === 0) return
    yield piece
  }
}

/** First place of a pattern at or after `from` and before `end`; −1 when there is none. */
export function placeOf(source: Source, pattern: Buffer, from: number, end = source.size): number {
  // Mostly it is near: a mebibyte for every look would be read a thousand times.
  let step = 4096
  for (let at = from; at < end; at += step, step = Math.min(pieceBytes, step * 4)) {
    // One less than the pattern more, so that none is cut in two.
    const found = source.read(at, Math.min(step + pattern.length - 1, end - at)).indexOf(pattern)
    if (found >= 0) return at + found
  }
  return -1
}
