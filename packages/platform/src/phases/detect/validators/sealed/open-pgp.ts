import { asBuffer, broken, valid, type Validator } from '../validity.ts'

/** What may lie in an encrypted message: session keys, the encrypted data, a marker (RFC 9580, 5). */
const kinds = new Set([1, 3, 9, 10, 18, 20])
const encrypted = new Set([9, 18, 20])
/** Pieces of a power of two; a writer that chose the smallest has as many as bytes. */
const maxPieces = 2 ** 24

/** OpenPGP messages that are encrypted, in binary form: packets to the last byte. `structure`. */
export const openPgp: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let at = 0
  let hasData = false
  while (at < buffer.length) {
    const head = buffer[at] ?? 0
    const isNew = (head & 0x40) !== 0
    const kind = isNew ? head & 0x3f : (head >> 2) & 15
    if ((head & 0x80) === 0 || !kinds.has(kind) || hasData) {
      return hasData ? valid('structure', at) : broken(at, 'a packet has no beginning')
    }
    const end = isNew ? endOfNew(buffer, at + 1) : endOfOld(buffer, at + 1, head & 3)
    if (!(end <= buffer.length)) return broken(at, 'a packet is longer than the file')
    hasData = encrypted.has(kind)
    at = end
  }
  return hasData ? valid('structure', at) : broken(buffer.length, 'the encrypted data are missing')
}

function endOfOld(buffer: Buffer, at: number, kind: number): number {
  if (kind === 3) return buffer.length
  const width = 2 ** kind
  return at + width <= buffer.length ? at + width + buffer.readUIntBE(at, width) : Number.NaN
}

/** A length, or pieces of which each tells its own (RFC 9580, 4.2.1). */
function endOfNew(buffer: Buffer, start: number): number {
  let at = start
  for (let piece = 0; piece < maxPieces && at < buffer.length; piece += 1) {
    const first = buffer[at] ?? 0
    if (first < 192) return at + 1 + first
    if (first < 224) return at + 2 + ((first - 192) << 8) + (buffer[at + 1] ?? 0) + 192
    if (first === 255) return at + 5 <= buffer.length ? at + 5 + buffer.readUInt32BE(at + 1) : Number.NaN
    at += 1 + 2 ** (first & 31)
  }
  return Number.NaN
}
