import { BoolReader } from './bool-reader.ts'
import { type Contexts, emptyContexts, readCoefficients, readProbabilities } from './coefficients.ts'
import { readModes } from './modes.ts'

/** What became of one key frame: decoded to its last symbol, only looked at, or broken. */
export type Vp8Result = { readonly decoded: boolean; readonly blocks: number } | { readonly broken: string }

/** Macroblocks (16 × 16 pixels) that one file may cost; a gigapixel. */
export const maxBlocks = 2 ** 22

/** Mode information may shrink to a small part of a bit per block, but not below this. */
const maxBlocksPerByte = 2048

/**
 * A VP8 key frame (RFC 6386) as WebP holds it: reads every mode and every coefficient without making a
 * picture. Arithmetic coding accepts any bytes, but only the right ones are used up exactly with the last
 * symbol of their partition.
 */
export function vp8Frame(bytes: Uint8Array, budget: number): Vp8Result {
  const tag = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16)
  if (bytes.length < 10 || (tag & 1) !== 0) return { broken: 'it begins with no key frame' }
  if (bytes[3] !== 0x9d || bytes[4] !== 0x01 || bytes[5] !== 0x2a)
    return { broken: 'the start code is missing' }
  const [width, height] = [dimension(bytes, 6), dimension(bytes, 8)]
  const firstEnd = 10 + (tag >> 5)
  if (width === 0 || height === 0 || firstEnd > bytes.length)
    return { broken: 'the frame header is impossible' }
  const [across, down] = [Math.ceil(width / 16), Math.ceil(height / 16)]
  const blocks = across * down
  if (blocks > bytes.length * maxBlocksPerByte) return { broken: 'a picture of more blocks than data' }
  if (blocks > budget) return { decoded: false, blocks: 0 }

  const first = new BoolReader(bytes, 10, firstEnd)
  const header = readHeader(first)
  const partitions = partitionsOf(bytes, firstEnd, header.partitions)
  if (partitions === undefined) return { broken: 'the partitions are longer than the frame' }
  const contexts = emptyContexts(across)
  const modes = { above: new Uint8Array(4 * across), left: new Uint8Array(4) }
  for (let row = 0; row < down; row += 1) {
    const reader = partitions[row % partitions.length]
    if (reader === undefined) break
    modes.left.fill(0)
    contexts.left.fill(0)
    for (let column = 0; column < across; column += 1) {
      const mode = readModes(first, header, modes, column)
      readBlock(reader, header.probabilities, contexts, column, mode)
    }
    if (first.overrun || reader.overrun) return { broken: 'a partition ends before its picture' }
  }
  const complete = [first, ...partitions].every((reader) => reader.isUsedUp())
  return complete ? { decoded: true, blocks } : { broken: 'the picture data do not end with the picture' }
}

function readBlock(
  reader: BoolReader,
  probabilities: Uint8Array,
  contexts: Contexts,
  column: number,
  mode: { skipped: boolean; split: boolean },
): void {
  if (!mode.skipped) return readCoefficients(reader, probabilities, contexts, column, mode.split)
  contexts.above.fill(0, 9 * column, 9 * column + 8)
  contexts.left.fill(0, 0, 8)
  // The context of the second-order block lives on through blocks that have none.
  if (!mode.split) contexts.above[9 * column + 8] = contexts.left[8] = 0
}

interface Header {
  readonly partitions: number
  readonly updatesSegments: boolean
  readonly segmentTree: readonly number[]
  /** Probability that a block has coefficients; undefined when all have. */
  readonly skipProbability: number | undefined
  readonly probabilities: Uint8Array
}

/** RFC 6386, §9.2 to §9.11, for a key frame. */
function readHeader(reader: BoolReader): Header {
  reader.number(2)
  const { updatesSegments, segmentTree } = readSegments(reader)
  reader.number(10)
  if (reader.flag() && reader.flag()) for (let delta = 0; delta < 8; delta += 1) skipSigned(reader, 6)
  const partitions = 1 << reader.number(2)
  reader.number(7)
  for (let delta = 0; delta < 5; delta += 1) skipSigned(reader, 4)
  reader.number(1)
  const probabilities = readProbabilities(reader)
  const skipProbability = reader.flag() ? reader.number(8) : undefined
  return { partitions, updatesSegments, segmentTree, skipProbability, probabilities }
}

function readSegments(reader: BoolReader): Pick<Header, 'updatesSegments' | 'segmentTree'> {
  const none = { updatesSegments: false, segmentTree: [] }
  if (!reader.flag()) return none
  const [updatesSegments, updatesData] = [reader.flag(), reader.flag()]
  if (updatesData) {
    reader.number(1)
    for (let segment = 0; segment < 4; segment += 1) skipSigned(reader, 7)
    for (let segment = 0; segment < 4; segment += 1) skipSigned(reader, 6)
  }
  if (!updatesSegments) return none
  return { updatesSegments, segmentTree: [0, 1, 2].map(() => (reader.flag() ? reader.number(8) : 255)) }
}

/** An optional number with its sign. */
function skipSigned(reader: BoolReader, bits: number): void {
  if (reader.flag()) reader.number(bits + 1)
}

/** The sizes of all partitions but the last stand before them, three bytes each (§9.5). */
function partitionsOf(bytes: Uint8Array, start: number, count: number): BoolReader[] | undefined {
  let at = start + 3 * (count - 1)
  const readers: BoolReader[] = []
  for (let place = 0; place < count; place += 1) {
    const size = start + 3 * place
    const length = (bytes[size] ?? 0) | ((bytes[size + 1] ?? 0) << 8) | ((bytes[size + 2] ?? 0) << 16)
    const end = place === count - 1 ? bytes.length : at + length
    if (at > bytes.length || end > bytes.length) return undefined
    readers.push(new BoolReader(bytes, at, end))
    at = end
  }
  return readers
}

function dimension(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) & 0x3fff
}
