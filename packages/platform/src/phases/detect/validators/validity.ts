/**
 * What a validator says of a file. Only `checksum` and `decoded` exonerate: a magic number survives
 * every attack that keeps the header. `end` is where the format says the file ends; bytes after it are
 * a footer. `flavour` tells members of one family apart (a word document from any other zip).
 */
export type Validity =
  | {
      readonly state: 'valid'
      readonly depth: Depth
      readonly end: number
      readonly flavour?: string
    }
  | { readonly state: 'broken'; readonly offset: number; readonly what: string }

/** `structure`: lengths and markers fit. `checksum`, `decoded`: every part that carries content was proved. */
export type Depth = 'structure' | 'checksum' | 'decoded'

/** Total and bounded: never throws, reads each byte a bounded number of times, allocates a bounded amount. */
export type Validator = (bytes: Uint8Array) => Validity

export function broken(offset: number, what: string): Validity {
  return { state: 'broken', offset, what }
}

export function valid(depth: Depth, end: number, flavour?: string): Validity {
  return { state: 'valid', depth, end, ...(flavour === undefined ? {} : { flavour }) }
}

/** Stands for any byte in a pattern. */
export const anyByte = -1

/** True when `bytes` has exactly these bytes at `offset`. */
export function hasBytes(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return (
    offset + expected.length <= bytes.length &&
    expected.every((byte, at) => byte === anyByte || bytes[offset + at] === byte)
  )
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

/**
 * Bytes of metadata (profiles, thumbnails, comments) that a checked picture may carry without a check of
 * their own. More could hide a whole encrypted file behind a small valid picture.
 */
export function metadataFits(metadataBytes: number, contentBytes: number): boolean {
  return metadataBytes <= contentBytes + 256 * 1024
}
