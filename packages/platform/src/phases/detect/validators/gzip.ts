import { gunzipSync } from 'node:zlib'

import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** Decompressed bytes that a check may cost; a bomb ends here and counts as not decided by its content. */
const maxPlain = 256 * 1024 * 1024

/** gzip (RFC 1952): decompresses, and its CRC and length fit. */
export const gzip: Validator = (bytes) => {
  try {
    gunzipSync(asBuffer(bytes), { maxOutputLength: maxPlain })
    return valid('checksum', bytes.length)
  } catch (error) {
    return broken(0, error instanceof Error ? error.message : 'it does not decompress')
  }
}
