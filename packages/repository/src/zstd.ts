import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { damaged, RepositoryError } from './error.ts'
import { nativeZstd } from './native/index.ts'

const { ZSTD_c_compressionLevel, ZSTD_c_windowLog } = constants

/** Native levels up to this one use windows of 2 MiB at most; higher ones take the way with parameters. */
const maxNativeLevel = 15

/** Compresses to one zstd frame without checksum. The window stays at 8 MiB or less for old readers. */
export function compress(bytes: Uint8Array, level = 3): Buffer {
  const scratch = nativeZstd === undefined || level > maxNativeLevel ? undefined : scratchFor(bytes.length)
  const length = scratch === undefined ? undefined : nativeZstd?.compress(bytes, scratch, level)
  if (scratch !== undefined && length !== undefined) return Buffer.from(scratch.subarray(0, length))
  const params: Record<number, number> = { [ZSTD_c_compressionLevel]: level }
  if (level > maxNativeLevel) params[ZSTD_c_windowLog] = 23
  return zstdCompressSync(bytes, { params, chunkSize: outputSize(compressBound(bytes.length)) })
}

/** What zstd needs at most for incompressible bytes (`ZSTD_COMPRESSBOUND`). */
export function compressBound(length: number): number {
  return length + (length >>> 8) + 128
}

/**
 * Decompresses a zstd frame of at most `maxLength` plain bytes; allocates no more, whatever the frame says, and
 * nothing when so short a frame cannot hold as much. `into` is used instead of new memory when it is long enough.
 * Throws `limit-exceeded` for a bomb, `damaged` for anything that is no zstd.
 */
export function decompress(bytes: Uint8Array, maxLength: number, into?: Buffer): Buffer {
  if (maxLength > mostPlain(bytes.length)) throw cannotBe(bytes.length, maxLength)
  if (nativeZstd === undefined) return decompressByZlib(bytes, maxLength)
  const isRoomy = into !== undefined && into.length >= maxLength
  const target = isRoomy ? into.subarray(0, maxLength) : Buffer.allocUnsafe(maxLength)
  const length = nativeZstd.decompress(bytes, target)
  if (length === 'too-large') throw tooLarge(maxLength)
  if (length === 'damaged') throw damaged('Compressed data cannot be decompressed.', {})
  return length === maxLength ? target : target.subarray(0, length)
}

/**
 * What a frame of this length can hold at most: a block yields up to 128 KiB and takes 4 bytes or more (RFC 8878,
 * section 3.1.1.2). An index that says "512 MiB" of a frame of 40 bytes then costs nothing.
 */
function mostPlain(frameLength: number): number {
  return Math.ceil(frameLength / 4) * 128 * 1024
}

/**
 * The same where nobody knows the length and `maxLength` is only a limit: what is allocated follows the input.
 * A buffer of the limit for each small file made listing 6,000 snapshots last 46 s instead of 3 s.
 */
export function decompressUpTo(bytes: Uint8Array, maxLength: number): Buffer {
  return decompressByZlib(bytes, maxLength, { expected: Math.min(maxLength, bytes.length * 8) })
}

/** The same through `node:zlib`. */
export function decompressByZlib(
  bytes: Uint8Array,
  maxLength: number,
  { expected = maxLength }: { expected?: number } = {},
): Buffer {
  try {
    return zstdDecompressSync(bytes, {
      maxOutputLength: Math.max(1, maxLength),
      // One output buffer of the right size saves the copies that gathering 16 KiB pieces costs.
      chunkSize: outputSize(expected),
    })
  } catch (error) {
    if (
      error instanceof RangeError ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
    ) {
      throw tooLarge(maxLength, error)
    }
    throw damaged('Compressed data cannot be decompressed.', {}, error)
  }
}

function tooLarge(maxLength: number, cause?: unknown): RepositoryError {
  return new RepositoryError(
    'limit-exceeded',
    `Compressed data is larger than the ${maxLength} bytes it should be.`,
    { hint: 'The object was forged or damaged; other copies of it are tried.', cause },
  )
}

function cannotBe(frameLength: number, plainLength: number): RepositoryError {
  return new RepositoryError(
    'limit-exceeded',
    `${frameLength} bytes of compressed data cannot hold the ${plainLength} bytes they should be.`,
    { hint: 'The index or the object was forged or damaged; other copies of it are tried.' },
  )
}

let scratchBuffer = Buffer.alloc(0)

/** A buffer for one result, used again by the next call: the result is copied out at its true length. */
function scratchFor(plainLength: number): Buffer {
  const bound = compressBound(plainLength)
  if (scratchBuffer.length < bound) scratchBuffer = Buffer.allocUnsafeSlow(Math.max(bound, 256 * 1024))
  return scratchBuffer
}

function outputSize(length: number): number {
  return Math.min(Math.max(length, 64), 1024 * 1024)
}
