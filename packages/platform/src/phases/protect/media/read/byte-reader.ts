/** Reads a stream piece by piece, forwards only. */
export interface ByteReader extends AsyncDisposable {
  /** Bytes taken so far. */
  readonly position: number
  /** Exactly `length` bytes, or nothing when fewer are left; those are gone then. */
  take(length: number): Promise<Buffer | undefined>
  /** The same without keeping them. */
  skip(length: number): Promise<boolean>
  /** Lets the source go: a drive that stays open takes no second command. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Memory is what was asked for plus one chunk of the source. */
export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]()
  let rest: Uint8Array = Buffer.alloc(0)
  let position = 0

  /** At most `most` bytes; nothing at the end. */
  async function next(most: number): Promise<Uint8Array | undefined> {
    while (rest.length === 0) {
      const chunk = await chunks.next()
      if (chunk.done === true) return undefined
      rest = chunk.value
    }
    const piece = rest.subarray(0, most)
    rest = rest.subarray(piece.length)
    position += piece.length
    return piece
  }

  return {
    async [Symbol.asyncDispose]() {
      await chunks.return?.()
    },
    get position() {
      return position
    },
    async take(length) {
      const first = length === 0 ? Buffer.alloc(0) : await next(length)
      if (first === undefined) return undefined
      if (first.length === length) return Buffer.from(first.buffer, first.byteOffset, length)
      // A header may promise a gigabyte that is not there: pieces are kept as they come, not allocated ahead.
      const pieces = [first]
      for (let filled = first.length; filled < length;) {
        const piece = await next(length - filled)
        if (piece === undefined) return undefined
        pieces.push(piece)
        filled += piece.length
      }
      return Buffer.concat(pieces, length)
    },
    async skip(length) {
      for (let left = length; left > 0;) {
        const piece = await next(left)
        if (piece === undefined) return false
        left -= piece.length
      }
      return true
    },
  }
}
