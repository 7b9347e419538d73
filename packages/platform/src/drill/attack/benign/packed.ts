import { basename } from 'node:path'
import { brotliCompressSync, constants, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'

import { storedMember, writeZip } from '../containers/zip-records.ts'
import { type BenignTransform, renaming } from './benign-transform.ts'

/** A log that is rotated, a dump that is packed: a new name, and bytes that look random. */
export const packed: readonly BenignTransform[] = [
  pack('gzip', 'gz', (bytes) => gzipSync(bytes)),
  pack('gzip-best', 'gz', (bytes) => gzipSync(bytes, { level: 9 })),
  pack('zstd', 'zst', (bytes) => zstdCompressSync(bytes)),
  // The quality of web servers; the library's own, 11, takes seconds for a megabyte.
  pack('brotli', 'br', (bytes) =>
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ),
  pack('log-rotation', '1.gz', (bytes) => gzipSync(bytes)),
  pack('zip', 'zip', (bytes, path) => {
    const member = storedMember(basename(path), bytes)
    return writeZip([{ ...member, method: 8, data: deflateRawSync(bytes) }])
  }),
]

function pack(
  name: string,
  ending: string,
  compress: (bytes: Buffer, path: string) => Buffer,
): BenignTransform {
  return renaming(name, (path) => `${path}.${ending}`, compress)
}
