import { broken, metadataFits, valid, type Validator, type Validity } from '../validity.ts'
import { decodeScan, type Scan } from './decode-scan.ts'
import { type Frame, frameOf, resolveScan } from './frame.ts'
import { type HuffmanTable, huffmanTable } from './huffman.ts'

const markers = { startOfScan: 0xda, endOfImage: 0xd9, huffman: 0xc4, quantisers: 0xdb, restarts: 0xdd }

/** What the segments so far have said. */
interface Reading {
  readonly bytes: Uint8Array
  readonly huffman: Map<number, HuffmanTable>
  /** First value of each quantisation table: the step of the DC coefficients. */
  readonly steps: Map<number, number>
  restartInterval: number
  frame: Frame | undefined
  /** Blocks that all scans together may still visit. */
  visits: number
  /** Some scan could not be decoded here. */
  opaque: boolean
  scans: number
  picture: number
  metadata: number
}

/** A picture of 100 megapixels in ten scans takes 24 million; a few bytes can ask for more, and are not answered. */
const maxVisits = 2 ** 25

/**
 * JPEG (ITU-T T.81): every segment from SOI to EOI, and the Huffman codes of every scan down to its last
 * block. Arithmetic, lossless and 12-bit pictures are walked only.
 */
export const jpeg: Validator = (bytes) => {
  const reading: Reading = {
    bytes,
    huffman: new Map(),
    steps: new Map(),
    restartInterval: 0,
    frame: undefined,
    visits: maxVisits,
    opaque: false,
    scans: 0,
    picture: 0,
    metadata: 0,
  }
  let at = 2
  while (at + 2 <= bytes.length) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return broken(at, 'a segment does not begin with a marker')
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === markers.endOfImage) return endOf(reading, at + 2)
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) return broken(at, 'an impossible marker')
    const length = word(bytes, at + 2)
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) return broken(at, 'a segment is longer than the file')
    const result = readSegment(reading, marker, at + 4, end)
    if (typeof result !== 'number') return result
    at = result
  }
  return broken(at, 'the end marker is missing')
}

function endOf({ scans, opaque, picture, metadata }: Reading, end: number): Validity {
  if (scans === 0) return broken(end - 2, 'the image has no scan')
  return valid(!opaque && metadataFits(metadata, picture) ? 'decoded' : 'structure', end)
}

/** Where reading goes on, or what is wrong. */
function readSegment(reading: Reading, marker: number, start: number, end: number): number | Validity {
  if (marker === markers.huffman) return readHuffman(reading, start, end)
  if (marker === markers.quantisers) return readQuantisers(reading, start, end)
  if (marker === markers.restarts) reading.restartInterval = word(reading.bytes, start)
  else if (marker === markers.startOfScan) return readScan(reading, start, end)
  else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) {
    const frame = frameOf(reading.bytes, marker, start, end)
    if ('state' in frame) return frame
    reading.frame = frame
  } else reading.metadata += end - start
  return end
}

function readHuffman(reading: Reading, start: number, end: number): number | Validity {
  let at = start
  while (at < end) {
    const counts = reading.bytes.subarray(at + 1, at + 17)
    const values = counts.reduce((sum, count) => sum + count, 0)
    const table =
      at + 17 + values > end
        ? undefined
        : huffmanTable(counts, reading.bytes.subarray(at + 17, at + 17 + values))
    if (table === undefined) return broken(at, 'an impossible code table')
    reading.huffman.set(reading.bytes[at] ?? 0, table)
    at += 17 + values
  }
  return end
}

function readQuantisers(reading: Reading, start: number, end: number): number | Validity {
  let at = start
  while (at < end) {
    const head = reading.bytes[at] ?? 0
    const wide = head >> 4 !== 0
    reading.steps.set(head & 15, wide ? word(reading.bytes, at + 1) : (reading.bytes[at + 1] ?? 0))
    at += 1 + (wide ? 128 : 64)
  }
  return at === end ? end : broken(start, 'an impossible quantisation table')
}

function readScan(reading: Reading, start: number, end: number): number | Validity {
  const { bytes, frame } = reading
  if (frame === undefined) return broken(start, 'a scan before its frame')
  const resolved = resolveScan(frame, bytes, start, end, reading)
  if ('state' in resolved) return resolved
  reading.scans += 1
  const blocks = resolved.parts.reduce((sum, { component }) => sum + component.blocks, 0)
  reading.visits -= blocks
  if (!frame.decodable || reading.visits < 0) {
    reading.opaque = true
    const next = endOfScan(bytes, end)
    reading.picture += Math.abs(next) - end
    return next < 0 ? broken(-next, 'an impossible marker inside the picture data') : next
  }
  // Each block takes at least a bit of its own in a first scan: a header cannot ask for more than it brings.
  if (resolved.first && blocks > 8 * bytes.length) return broken(start, 'more blocks than data')
  const scan: Scan = { ...resolved, bytes, start: end, restartInterval: reading.restartInterval }
  const result = decodeScan(frame, scan)
  if (typeof result === 'number') reading.picture += result - end
  return result
}

/** Position of the marker behind the entropy-coded data, or its negative when that marker is impossible. */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = start; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)) continue
    return next >= 0xc0 && next !== 0xd8 && next !== 0xc8 && (next < 0xf0 || next === 0xfe) ? at : -at
  }
  return bytes.length
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
