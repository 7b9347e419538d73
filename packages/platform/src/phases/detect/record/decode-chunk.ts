import { unpackCounts } from '@anlauf/repository'

import { lateTypes } from '../validators/late-beginnings.ts'
import { allFlags, chunkLayout, edgeBytes, flag } from './chunk-layout.ts'
import type { ChunkFeatures, ChunkSummary } from './features.ts'
import { finestWindow, mostRuns } from './window-map.ts'

const mostShift = 32

/** The beginning of a record, which most questions are about; the histogram behind it is not looked at. */
export function decodeSummary(bytes: Buffer): ChunkSummary | undefined {
  return summaryIn(bytes)?.summary
}

/** Undefined for bytes that are no chunk record of this version; never throws, allocates what a record may have. */
export function decodeChunk(bytes: Buffer): ChunkFeatures | undefined {
  const found = summaryIn(bytes)
  if (found === undefined || found.end + 2 > bytes.length) return undefined
  let at = found.end
  const [shift, count] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)]
  if (shift > mostShift || count > mostRuns || count === 0) return undefined
  at += 2
  const runs: number[] = []
  for (let run = 0; run < count; run += 1) {
    const read = readVarint(bytes, at)
    if (read === undefined) return undefined
    runs.push(read.value)
    at = read.end
  }
  const histogram = unpackCounts(bytes.subarray(at))
  if (histogram === undefined) return undefined
  return { ...found.summary, histogram, windows: { windowBytes: finestWindow * 2 ** shift, runs } }
}

function summaryIn(bytes: Buffer): { summary: ChunkSummary; end: number } | undefined {
  if (bytes.length < chunkLayout.head || bytes[0] !== chunkLayout.version) return undefined
  const flags = bytes[chunkLayout.flags] as number
  const distinct = bytes.readUInt16LE(chunkLayout.distinct)
  const isBoth = (flags & flag.cut) !== 0 && (flags & flag.whole) !== 0
  if (flags > allFlags || isBoth || distinct > 256) return undefined
  const head = edgeAt(bytes, chunkLayout.head)
  const tail = head === undefined ? undefined : edgeAt(bytes, chunkLayout.head + 1 + head.length)
  if (head === undefined || tail === undefined) return undefined
  const summary: ChunkSummary = {
    length: bytes.readUInt32LE(chunkLayout.length),
    distinct,
    isText: (flags & flag.isText) !== 0,
    utf8: (flags & flag.cut) !== 0 ? 'cut' : (flags & flag.whole) !== 0 ? 'whole' : 'no',
    late: lateTypes[Math.floor(flags / flag.late) - 1],
    head,
    tail,
  }
  return { summary, end: chunkLayout.head + 2 + head.length + tail.length }
}

function edgeAt(bytes: Buffer, at: number): Buffer | undefined {
  const length = bytes[at]
  if (length === undefined || length > edgeBytes || at + 1 + length > bytes.length) return undefined
  return bytes.subarray(at + 1, at + 1 + length)
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
