import { decompress } from './decompress.ts'
import { maxPlain } from './gzip.ts'
import { asBuffer, broken, valid, type Validator } from './validity.ts'

/**
 * Zstandard (RFC 8878): decompresses. Blocks may be stored as they are, so only a frame with a content
 * checksum proves its content; frames without one are judged by structure.
 */
export const zstd: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const result = decompress('zstd', buffer, maxPlain)
  if ('failure' in result) {
    if (result.failure === 'too-large') return valid('structure', buffer.length)
    return broken(result.failure === 'cut-off' ? buffer.length : 0, 'it does not decompress')
  }
  // Of several frames only the first descriptor is looked at: nobody said where the second begins.
  const second = buffer.indexOf(magic, 1)
  const isSingle = second < 0 || second >= result.consumed
  return valid(isSingle && hasChecksum(buffer) ? 'checksum' : 'structure', result.consumed)
}

const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

function hasChecksum(buffer: Buffer): boolean {
  return ((buffer[4] ?? 0) & 4) !== 0
}
