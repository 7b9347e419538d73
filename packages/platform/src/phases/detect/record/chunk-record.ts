import type { Census } from '@anlauf/repository'

import { lateTypes } from '../validators/late-beginnings.ts'
import { chunkLayout, edgeBytes, flag, mostChunkBytes } from './chunk-layout.ts'
import type { ChunkSummary } from './features.ts'
import { finestWindow, type WindowMap } from './window-map.ts'

/** What is written of a blob. Head and tail are cut out of its bytes. */
export interface MeasuredChunk
  extends
    Pick<ChunkSummary, 'isText' | 'utf8' | 'late'>,
    Pick<Census, 'distinct' | 'packed' | 'packedBytes'> {
  readonly bytes: Uint8Array
  readonly windows: WindowMap
}

const memory = Buffer.alloc(mostChunkBytes)

/** Encodes into the same memory every time: a backup makes thousands of records a second. */
export function encodeChunk(chunk: MeasuredChunk): Buffer {
  const { bytes, windows, packed, packedBytes } = chunk
  memory[0] = chunkLayout.version
  memory.writeUInt32LE(bytes.length, chunkLayout.length)
  memory.writeUInt16LE(chunk.distinct, chunkLayout.distinct)
  memory[chunkLayout.flags] = flagsOf(chunk)
  const edge = Math.min(edgeBytes, bytes.length)
  let end = putBytes(chunkLayout.head, bytes, 0, edge)
  end = putBytes(end, bytes, bytes.length - edge, edge)
  memory[end] = Math.log2(windows.windowBytes / finestWindow)
  memory[end + 1] = windows.runs.length
  end += 2
  for (const run of windows.runs) end = putVarint(end, run)
  for (let at = 0; at < packedBytes; at += 1) memory[end + at] = packed[at] as number
  return memory.subarray(0, end + packedBytes)
}

/** Byte by byte: for so few, faster than cutting out and copying. */
function putBytes(at: number, bytes: Uint8Array, from: number, count: number): number {
  memory[at] = count
  for (let next = 0; next < count; next += 1) memory[at + 1 + next] = bytes[from + next] as number
  return at + 1 + count
}

function putVarint(at: number, value: number): number {
  let [end, rest] = [at, value]
  for (; rest >= 0x80; rest >>>= 7) memory[end++] = (rest & 0x7f) | 0x80
  memory[end] = rest
  return end + 1
}

function flagsOf({ isText, utf8, late }: MeasuredChunk): number {
  return (
    (isText ? flag.isText : 0) |
    (utf8 === 'cut' ? flag.cut : utf8 === 'whole' ? flag.whole : 0) |
    (late === undefined ? 0 : (lateTypes.indexOf(late) + 1) * flag.late)
  )
}
