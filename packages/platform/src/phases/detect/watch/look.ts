import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'

import { histogramOf, uniformityZ } from '../signals/chi-square.ts'
import { defaultThresholds } from '../thresholds.ts'
import { noiseShare, sniff, textType } from '../validators/index.ts'
import { isEvenMixture } from './even-text.ts'
import { isWide, noisyBlocks } from './noisy-blocks.ts'

/** What a glance at a file says: at most 7 KiB are read, at places that nobody can foresee. */
export interface Look {
  readonly device: bigint
  readonly inode: bigint
  /** Tells a file from a later one that got the same inode number. */
  readonly bornNs: bigint
  readonly changedNs: bigint
  readonly modifiedNs: bigint
  readonly size: number
  readonly links: number
  /** By its magic bytes, or `text`. */
  readonly type: string | undefined
  /** Windows of 1 KiB that hold uniform bytes, of how many. */
  readonly random: number
  readonly windows: number
  /** Share of the bytes seen that no text of people holds. */
  readonly noise: number
  /** Blocks of 16 bytes, of those seen, in which at least four bytes belong to no text; zeros are none of them. */
  readonly noisy: number
  /** An even mixture of few symbols, as base64 of ciphertext is. */
  readonly isEven: boolean
  /** Windows of one and the same byte: space that was reserved, or wiped. */
  readonly blank: number
  /** It begins with such a window. */
  readonly isBlank: boolean
  /** CRC-32 of the first and of the last KiB: who only appends leaves both. */
  readonly headSum: number
  readonly tailSum: number
}

const windowBytes = 1024
const probes = 4
/** Up to this size a file is read from end to end: windows would overlap. */
export const readWhole = 7 * windowBytes
/** Below this a window cannot be told from structured bytes by counting. */
const leastWindow = 1024

/**
 * Looks at a file: its first KiB, one behind byte 256 (families keep headers), four at random places and the last.
 * Nothing when it is gone, no regular file, or not ours to read. Places are drawn anew each time: fixed ones are
 * evaded by leaving them alone.
 */
export function lookAt(path: string, random: () => number = Math.random): Look | undefined {
  const look = glanceAt(path, random)
  // Cut while it was read: what is missing would be taken for what it never was. The next event looks again anyway.
  return look?.isTorn === true ? glanceAt(path, random) : look
}

function glanceAt(path: string, random: () => number): (Look & { readonly isTorn: boolean }) | undefined {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    const stat = fstatSync(file, { bigint: true })
    if (!stat.isFile()) return undefined
    const size = Number(stat.size)
    const pieces = readPieces(file, size, random)
    const tail = size <= readWhole ? Buffer.concat(pieces).subarray(tailAt(size)) : pieces.at(-1)
    return {
      device: stat.dev,
      inode: stat.ino,
      bornNs: stat.birthtimeNs,
      changedNs: stat.ctimeNs,
      modifiedNs: stat.mtimeNs,
      size,
      links: Number(stat.nlink),
      ...contentOfPieces(pieces),
      headSum: crc32(pieces[0] ?? ''),
      tailSum: crc32(tail?.subarray(0, windowBytes) ?? ''),
      isTorn: fstatSync(file).size < size,
    }
  } catch {
    // Whoever watches a busy folder meets files that are gone again; the sweep sees what stays.
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function readPieces(file: number, size: number, random: () => number): readonly Buffer[] {
  const read = (at: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.subarray(0, readSync(file, bytes, 0, length, at))
  }
  if (size <= readWhole) {
    const whole = read(0, size)
    const pieces: Buffer[] = []
    for (let at = 0; at < whole.length || at === 0; at += windowBytes)
      pieces.push(whole.subarray(at, at + windowBytes))
    return pieces
  }
  // Even places: letters of two bytes are not cut.
  const places = Array.from({ length: probes }, () => 2 * Math.floor((random() * (size - windowBytes)) / 2))
  return [0, windowBytes + 256, ...places, tailAt(size)].map((at) => read(at, windowBytes))
}

/** Where the last window of a file begins. */
function tailAt(size: number): number {
  return Math.max(0, 2 * Math.floor((size - windowBytes) / 2))
}

/**
 * True when a longer file still begins as it did, and still has at its old end what stood there: it grew. Bytes between
 * the two are not compared.
 */
export function isAppendedTo(path: string, before: Look): boolean {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    const bytes = Buffer.alloc(windowBytes)
    const sumAt = (at: number): number => {
      const length = Math.min(windowBytes, before.size - at)
      return crc32(bytes.subarray(0, readSync(file ?? -1, bytes, 0, length, at)))
    }
    return sumAt(0) === before.headSum && sumAt(tailAt(before.size)) === before.tailSum
  } catch {
    return false
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

type ContentLook = Pick<
  Look,
  'type' | 'random' | 'windows' | 'noise' | 'noisy' | 'isEven' | 'blank' | 'isBlank'
>

function contentOfPieces(pieces: readonly Buffer[]): ContentLook {
  const full = pieces.filter(({ length }) => length >= leastWindow)
  const random = full.filter(
    (piece) => Math.abs(uniformityZ(histogramOf(piece))) < defaultThresholds.uniformZ,
  )
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0)
  const [head = Buffer.alloc(0)] = pieces
  const magic = head.length === 0 ? undefined : sniff(head)
  const wide = magic === textType ? isWide(head) : false
  const noise = wide
    ? 0
    : pieces.reduce((sum, piece) => sum + noiseShare(piece) * piece.length, 0) / Math.max(1, bytes)
  // Text is what is text wherever one looks; its letters may be cut at the edges of a window.
  const isText = bytes > 0 && noise < textNoise
  const type = magic === undefined || magic === textType ? (isText ? textType.name : undefined) : magic.name
  return {
    type,
    random: random.length,
    windows: full.length,
    noise,
    noisy: wide ? 0 : pieces.reduce((sum, piece) => sum + noisyBlocks(piece), 0),
    isEven: type === textType.name && isEvenMixture(eachByteOnce(pieces)),
    blank: pieces.filter(isUniform).length,
    isBlank: isUniform(head),
  }
}

/** Of large files without the places drawn at random: bytes that are counted twice are not even. */
function eachByteOnce(pieces: readonly Buffer[]): readonly Buffer[] {
  return pieces.length < 7 ? pieces : [...pieces.slice(0, 2), ...pieces.slice(-1)]
}

function isUniform(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte === bytes[0])
}

/** Cut letters and odd encodings stay far below, random bytes are at 0.4. */
const textNoise = 0.05
