import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { damaged, RepositoryError } from './error.ts'

const { ZSTD_c_compressionLevel, ZSTD_c_windowLog } = constants

/** Compresses to one zstd frame without checksum. The window stays at 8 MiB or less for old readers. */
export function compress(bytes: Uint8Array, level = 3): Buffer {
  const params: Record<number, number> = { [ZSTD_c_compressionLevel]: level }
  if (level > 15) params[ZSTD_c_windowLog] = 23
  return zstdCompressSync(bytes, { params, chunkSize: outputSize(bytes.length + (bytes.length >>> 8) + 128) })
}

/**
 * Decompresses a zstd frame of at most `maxLength` plain bytes; allocates no more, whatever the frame says.
 * Throws `limit-exceeded` for a bomb, `damaged` for anything that is no zstd.
 */
export function decompress(bytes: Uint8Array, maxLength: number): Buffer {
  try {
    return zstdDecompressSync(bytes, {
      maxOutputLength: Math.max(1, maxLength),
      // One output buffer of the right size saves the copies that gathering 16 KiB pieces costs.
      chunkSize: outputSize(maxLength),
    })
  } catch (error) {
    if (
      error instanceof RangeError ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
    ) {
      throw new RepositoryError(
        'limit-exceeded',
        `Compressed data is larger than the ${maxLength} bytes it should be.`,
        {
          hint: 'The object was forged or damaged; other copies of it are tried.',
          cause: error,
        },
      )
    }
    throw damaged('Compressed data cannot be decompressed.', {}, error)
  }
}

function outputSize(length: number): number {
  return Math.min(Math.max(length, 64), 1024 * 1024)
}
