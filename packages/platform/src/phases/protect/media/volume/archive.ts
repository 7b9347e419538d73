import { blockBytes, padding, ustarHeader } from '@anlauf/repository'

/**
 * Tape records and archive records alike: 512 blocks, `tar -b 512`. Drives take fixed blocks of this size, and
 * every reader must ask for at least as much at once.
 */
export const recordBytes = 256 * 1024

const none = Buffer.alloc(0)
/** Plain octal fields end at 8 GiB; no file that we store comes near. */
const maxSize = 8 ** 11 - 1

/** One file of an archive: header, content, padding. `seconds` is its time since 1970. */
export function* archiveFile(
  path: string,
  pieces: Uint8Array | readonly Uint8Array[],
  seconds: number,
): Generator<Uint8Array> {
  const list = pieces instanceof Uint8Array ? [pieces] : pieces
  const size = list.reduce((sum, piece) => sum + piece.length, 0)
  const name = Buffer.from(path)
  if (name.length > 100 || size > maxSize) throw new RangeError(`${path} fits no plain tar header`)
  yield ustarHeader({
    name,
    mode: 0o600,
    uid: 0,
    gid: 0,
    size,
    mtime: seconds,
    type: '0',
    target: none,
    user: none,
    group: none,
    major: 0,
    minor: 0,
  })
  yield* list
  yield Buffer.alloc(padding(size))
}

/** Bytes that a file of this size takes in an archive. */
export function archivedBytes(size: number): number {
  return blockBytes + size + padding(size)
}

/** The end of an archive: two zero blocks. The rest of the record is filled by whoever writes records. */
export function archiveEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes)
}

export type Header =
  | { readonly is: 'file'; readonly path: string; readonly size: number }
  | { readonly is: 'zero' }
  | { readonly is: 'foreign' }
  | { readonly is: 'damaged' }

/**
 * What a block says at a place where a header is due. Directories, links, devices and extended headers are
 * `foreign`: nothing of ours needs them, and nothing is ever made of them.
 */
export function readHeader(block: Buffer): Header {
  if (block.every((byte) => byte === 0)) return { is: 'zero' }
  if (block.toString('latin1', 257, 262) !== 'ustar') return { is: 'damaged' }
  let sum = 8 * 0x20
  for (const [at, byte] of block.entries()) if (at < 148 || at >= 156) sum += byte
  if (octal(block, 148, 8) !== sum) return { is: 'damaged' }
  const size = octal(block, 124, 12)
  const type = block[156]
  const prefix = block[345]
  if (size === undefined || (type !== 0x30 && type !== 0) || prefix !== 0) return { is: 'foreign' }
  const name = block.subarray(0, 100)
  const end = name.indexOf(0)
  return { is: 'file', path: name.toString('latin1', 0, end === -1 ? 100 : end), size }
}

function octal(block: Buffer, at: number, width: number): number | undefined {
  const [, digits] = /^ *([0-7]+)[ \0]*$/.exec(block.toString('latin1', at, at + width)) ?? []
  return digits === undefined ? undefined : Number.parseInt(digits, 8)
}
