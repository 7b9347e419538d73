import { createHash } from 'node:crypto'

import { decompress } from './decompress.ts'
import { maxPlain } from './gzip.ts'
import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** What a loose object says of itself before its content: `blob 1234\0`. */
const objectHead = /^(?:blob|tree|commit|tag) (\d{1,15})\0/

/**
 * A zlib stream (RFC 1950): it decompresses and its Adler-32 fits. That is how git keeps single objects, which
 * also say their length (gitformat-loose).
 */
export const zlibStream: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const result = decompress('zlib', buffer, maxPlain)
  if ('failure' in result) {
    if (result.failure === 'too-large') return valid('structure', buffer.length)
    return broken(result.failure === 'cut-off' ? buffer.length : 2, 'it does not decompress')
  }
  const head = objectHead.exec(result.content.toString('latin1', 0, 32))
  if (head === null) return valid('checksum', result.consumed)
  const isWhole = Number(head[1]) === result.content.length - head[0].length
  return isWhole ? valid('checksum', result.consumed, 'git') : broken(2, 'the object has another length')
}

/** Packs, their indexes and the index of a work tree end with a hash of everything before (gitformat-pack). */
export const gitChecksum: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  for (const [method, length] of [
    ['sha1', 20],
    ['sha256', 32],
  ] as const) {
    const end = buffer.length - length
    if (end < 12) continue
    const sum = createHash(method).update(buffer.subarray(0, end)).digest()
    if (sum.equals(buffer.subarray(end))) return valid('checksum', buffer.length)
  }
  return broken(buffer.length, 'the hash at its end is not that of its content')
}
