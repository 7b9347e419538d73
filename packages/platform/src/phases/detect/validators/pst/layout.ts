import { crc32 } from 'node:zlib'

/** Where the fields of the two kinds of files stand (MS-PST 2.2.2): numbers of 32 bits before 2003, of 64 bits since. */
export interface Layout {
  /** Bytes of ids and places. */
  readonly word: 4 | 8
  readonly fileEnd: number
  readonly nodes: number
  readonly blocks: number
  readonly trailer: number
  /** Where a trailer says its checksum, and the id of what it ends. */
  readonly trailerSum: number
  readonly trailerId: number
  /** Where a page of a tree says how many entries it has; then follow how many it could have, their length and the level. */
  readonly counts: number
}

export const oldLayout: Layout = {
  word: 4,
  fileEnd: 168,
  nodes: 184,
  blocks: 192,
  trailer: 12,
  trailerSum: 8,
  trailerId: 4,
  counts: 496,
}
export const wideLayout: Layout = {
  word: 8,
  fileEnd: 184,
  nodes: 216,
  blocks: 232,
  trailer: 16,
  trailerSum: 4,
  trailerId: 8,
  counts: 488,
}

export const pageBytes = 512

export function wordAt(buffer: Buffer, at: number, { word }: Layout): number {
  return word === 4 ? buffer.readUInt32LE(at) : Number(buffer.readBigUInt64LE(at))
}

/** The CRC-32 of zlib without turning the bits before and after (MS-PST 5.3). */
export function sumOf(bytes: Uint8Array): number {
  return (crc32(bytes, 0xffff_ffff) ^ 0xffff_ffff) >>> 0
}

/** Says of a page or block which one it is and where it belongs (MS-PST 5.5). */
export function signatureOf(place: number, id: number): number {
  const low = (place ^ id) >>> 0
  return ((low >>> 16) ^ low) & 0xffff
}
