/**
 * What a validator says of a file. Only `checksum` and `decoded` exonerate: a magic number survives
 * every attack that keeps the header. `end` is where the format says the file ends; bytes after it are
 * a footer.
 */
export type Validity =
  | { readonly state: 'valid'; readonly depth: 'structure' | 'checksum' | 'decoded'; readonly end: number }
  | { readonly state: 'broken'; readonly offset: number; readonly what: string }

/** Total and bounded: never throws, reads each byte a bounded number of times, allocates a bounded amount. */
export type Validator = (bytes: Uint8Array) => Validity

export function broken(offset: number, what: string): Validity {
  return { state: 'broken', offset, what }
}

export function valid(depth: 'structure' | 'checksum' | 'decoded', end: number): Validity {
  return { state: 'valid', depth, end }
}

/** True when `bytes` has exactly these bytes at `offset`. */
export function hasBytes(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return expected.every((byte, at) => bytes[offset + at] === byte)
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
