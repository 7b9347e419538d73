import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'

import type { BenignTransform } from './benign-transform.ts'

/** A log that is rotated, a dump that is packed: a new name, and bytes that look random. */
export const packed: readonly BenignTransform[] = [
  pack('gzip', 'gz', (bytes) => gzipSync(bytes)),
  pack('gzip-best', 'gz', (bytes) => gzipSync(bytes, { level: 9 })),
  pack('zstd', 'zst', (bytes) => zstdCompressSync(bytes)),
  pack('brotli', 'br', (bytes) => brotliCompressSync(bytes)),
  pack('log-rotation', '1.gz', (bytes) => gzipSync(bytes)),
]

function pack(name: string, ending: string, compress: (bytes: Uint8Array) => Buffer): BenignTransform {
  return {
    name,
    async apply(bytes, path) {
      return bytes.length === 0 ? undefined : { path: `${path}.${ending}`, bytes: compress(bytes) }
    },
  }
}
