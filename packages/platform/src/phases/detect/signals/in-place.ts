import type { Delta } from './delta.ts'

/** At either edge of a stretch some bytes belong to a granule that does not count as rewritten. */
const edges = 64
const mostStray = 1.1

/**
 * Was this written over in place: does every byte that changed lie in what was rewritten, and is the rest as it was,
 * at its old offset? Programs that save a document again move what follows; a cipher over parts of a file does not.
 */
export function isInPlace(before: Uint8Array, after: Uint8Array, delta: Delta): boolean {
  return after.length >= before.length && delta.touched <= delta.rewritten * mostStray + edges
}

/** The same, and a good part of the file was left alone. */
export function isPartlyOverwritten(before: Uint8Array, after: Uint8Array, delta: Delta): boolean {
  return isInPlace(before, after, delta) && delta.touched * 8 <= before.length * 7
}
