import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

import { histogramOf, uniformityZ } from '../signals/chi-square.ts'
import { defaultThresholds } from '../thresholds.ts'
import { noiseShare, sniff, textType } from '../validators/index.ts'

/** What a glance at a file says: at most 7 KiB are read, at places that nobody can foresee. */
export interface Look {
  readonly device: bigint
  readonly inode: bigint
  /** Tells a file from a later one that got the same inode number. */
  readonly bornNs: bigint
  readonly changedNs: bigint
  readonly size: number
  readonly links: number
  /** By its magic bytes, or `text`. */
  readonly type: string | undefined
  /** Windows of 1 KiB that hold uniform bytes, of how many. */
  readonly random: number
  readonly windows: number
  /** Share of the bytes seen that no text of people holds. */
  readonly noise: number
}

const windowBytes = 1024
const probes = 4
/** Below this a window cannot be told from structured bytes by counting. */
const leastWindow = 1024

/**
 * Looks at a file: its first KiB, one behind byte 256 (families keep headers), four at random places and the last.
 * Nothing when it is gone, no regular file, or not ours to read. Places are drawn anew each time: fixed ones are
 * evaded by leaving them alone.
 */
export function lookAt(path: string, random: () => number = Math.random): Look | undefined {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    const stat = fstatSync(file, { bigint: true })
    if (!stat.isFile()) return undefined
    const size = Number(stat.size)
    const pieces = readPieces(file, size, random)
    return {
      device: stat.dev,
      inode: stat.ino,
      bornNs: stat.birthtimeNs,
      changedNs: stat.ctimeNs,
      size,
      links: Number(stat.nlink),
      ...contentOfPieces(pieces),
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
  // A small file is read whole: windows would overlap.
  if (size <= 7 * windowBytes) {
    const whole = read(0, size)
    const pieces: Buffer[] = []
    for (let at = 0; at < whole.length || at === 0; at += windowBytes)
      pieces.push(whole.subarray(at, at + windowBytes))
    return pieces
  }
  const places = Array.from({ length: probes }, () => Math.floor(random() * (size - windowBytes)))
  return [0, windowBytes + 256, ...places, size - windowBytes].map((at) => read(at, windowBytes))
}

function contentOfPieces(pieces: readonly Buffer[]): Pick<Look, 'type' | 'random' | 'windows' | 'noise'> {
  const full = pieces.filter(({ length }) => length >= leastWindow)
  const random = full.filter(
    (piece) => Math.abs(uniformityZ(histogramOf(piece))) < defaultThresholds.uniformZ,
  )
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0)
  const noise = pieces.reduce((sum, piece) => sum + noiseShare(piece) * piece.length, 0) / Math.max(1, bytes)
  const [head = Buffer.alloc(0)] = pieces
  // Text is what is text wherever one looks; its letters may be cut at the edges of a window.
  const magic = head.length === 0 ? undefined : sniff(head)
  const isText = bytes > 0 && noise < textNoise
  const type = magic === undefined || magic === textType ? (isText ? textType.name : undefined) : magic.name
  return { type, random: random.length, windows: full.length, noise }
}

/** Cut letters and odd encodings stay far below, random bytes are at 0.4. */
const textNoise = 0.05
