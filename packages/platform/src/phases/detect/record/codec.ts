import type { ChunkFeatures, VersionFeatures } from './features.ts'
import { finestWindow, mostRuns } from './window-map.ts'

/**
 * Records as bytes, version 1. Chunk: 1, length u32, distinct u16, shift u8, count u8, runs varint…, histogram
 * 256 × u16. Version: 1, size u48, verdict u8, UTF-8 u8, type length u8 + latin1, head u8 + bytes, tail u8 + bytes.
 * Numbers are little-endian. A version of one blob costs at most 1,148 bytes: 920 of the chunk, 164 here, two keys.
 */
const version = 1
const verdicts = ['valid', 'proved', 'trailing', 'broken', 'unchecked', 'untyped'] as const
const mostShift = 32
const edge = 64
const longestType = 24

export function encodeChunk({ length, histogram, distinct, windows }: ChunkFeatures): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt8(version, 0)
  head.writeUInt32LE(length, 1)
  head.writeUInt16LE(distinct, 5)
  head.writeUInt8(Math.log2(windows.windowBytes / finestWindow), 7)
  head.writeUInt8(windows.runs.length, 8)
  const shares = Buffer.alloc(512)
  for (let byte = 0; byte < 256; byte += 1) {
    const share = histogram[byte] ?? 0
    shares[byte * 2] = share & 0xff
    shares[byte * 2 + 1] = share >> 8
  }
  return Buffer.concat([head, Buffer.from(windows.runs.flatMap(varint)), shares])
}

/** Undefined for bytes that are no chunk record of this version; never throws, allocates what a record may have. */
export function decodeChunk(bytes: Buffer): ChunkFeatures | undefined {
  if (bytes.length < 9 + 512 || bytes[0] !== version) return undefined
  const [shift, count] = [bytes.readUInt8(7), bytes.readUInt8(8)]
  const distinct = bytes.readUInt16LE(5)
  if (shift > mostShift || count > mostRuns || count === 0 || distinct > 256) return undefined
  const runs: number[] = []
  let at = 9
  for (let run = 0; run < count; run += 1) {
    const read = readVarint(bytes, at)
    if (read === undefined) return undefined
    runs.push(read.value)
    at = read.end
  }
  if (bytes.length !== at + 512) return undefined
  const histogram = new Uint16Array(256)
  // A million of them are decoded in a triage: a plain loop is five times as fast as readUInt16LE.
  for (let byte = 0, from = at; byte < 256; byte += 1, from += 2)
    histogram[byte] = (bytes[from] as number) | ((bytes[from + 1] as number) << 8)
  return {
    length: bytes.readUInt32LE(1),
    histogram,
    distinct,
    windows: { windowBytes: finestWindow * 2 ** shift, runs },
  }
}

/** Byte values of a chunk record, unchecked but for its length: `decodeChunk` says whether it is one. */
export function distinctIn(bytes: Buffer): number | undefined {
  return bytes.length < 9 + 512 ? undefined : bytes.readUInt16LE(5)
}

export function encodeVersion(features: VersionFeatures): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt8(version, 0)
  head.writeUIntLE(features.size, 1, 6)
  head.writeUInt8(verdicts.indexOf(features.verdict), 7)
  head.writeUInt8(features.isUtf8 ? 1 : 0, 8)
  const pieces = [Buffer.from(features.type, 'latin1'), features.head, features.tail]
  return Buffer.concat([head, ...pieces.flatMap((piece) => [Buffer.from([piece.length]), piece])])
}

/** Undefined for bytes that are no version record of this version. */
export function decodeVersion(bytes: Buffer): VersionFeatures | undefined {
  if (bytes.length < 12 || bytes[0] !== version) return undefined
  const verdict = verdicts[bytes.readUInt8(7)]
  const flag = bytes.readUInt8(8)
  if (verdict === undefined || flag > 1) return undefined
  const pieces: Buffer[] = []
  let at = 9
  for (const limit of [longestType, edge, edge]) {
    const length = bytes[at]
    if (length === undefined || length > limit || at + 1 + length > bytes.length) return undefined
    pieces.push(bytes.subarray(at + 1, at + 1 + length))
    at += 1 + length
  }
  const [type, head, tail] = pieces
  if (at !== bytes.length || type === undefined || head === undefined || tail === undefined) return undefined
  return {
    size: bytes.readUIntLE(1, 6),
    type: type.toString('latin1'),
    verdict,
    isUtf8: flag === 1,
    head,
    tail,
  }
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

/** At most 28 bits: a blob of a terabyte has fewer windows. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0
  for (let at = start; at < Math.min(start + 4, bytes.length); at += 1) {
    const byte = bytes[at] ?? 0
    value += (byte & 0x7f) * 0x80 ** (at - start)
    if (byte < 0x80) return at > start && byte === 0 ? undefined : { value, end: at + 1 }
  }
  return undefined
}
