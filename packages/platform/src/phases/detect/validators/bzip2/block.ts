import { crc32Table } from '../cyclic-checks.ts'
import type { BitReader } from './bit-reader.ts'
import { type PrefixCode, readPrefixCode, readSymbol } from './prefix-code.ts'

/** Symbols after which another code is chosen. */
const groupSymbols = 50

/** Takes content that is wanted and not only checked: one byte, so many times. */
export type Keep = (byte: number, times: number) => void

/**
 * Unpacks one block behind its magic number: prefix codes, moves to front, the Burrows–Wheeler transform, runs.
 * The content is not kept unless somebody wants it, only its checksum and length.
 */
export function unpackBlock(
  reader: BitReader,
  work: Uint32Array,
  most: number,
  keep?: Keep,
): { sum: number; length: number } | undefined {
  const isShuffled = reader.bits(1) === 1
  const origin = reader.bits(24)
  const alphabet = readAlphabet(reader)
  const codes = readCodes(reader, alphabet.length + 2)
  // Shuffled blocks were written before 1996.
  if (isShuffled || alphabet.length === 0 || codes === undefined) return undefined
  const length = readTransformed(reader, alphabet, codes, work)
  if (length === undefined || origin >= length) return undefined
  return sumOfContent(work.subarray(0, length), origin, most, keep)
}

/** The bytes that occur: which sixteens, and which of each. */
function readAlphabet(reader: BitReader): Uint8Array {
  const sixteens = reader.bits(16)
  const alphabet: number[] = []
  for (let high = 0; high < 16; high += 1) {
    if (((sixteens >> (15 - high)) & 1) === 0) continue
    const ones = reader.bits(16)
    for (let low = 0; low < 16; low += 1) if (((ones >> (15 - low)) & 1) === 1) alphabet.push(high * 16 + low)
  }
  return Uint8Array.from(alphabet)
}

interface Codes {
  readonly tables: readonly PrefixCode[]
  /** The table of every group of symbols. */
  readonly choices: Uint8Array
}

function readCodes(reader: BitReader, symbols: number): Codes | undefined {
  const count = reader.bits(3)
  const choices = new Uint8Array(reader.bits(15))
  if (count < 2 || count > 6 || choices.length === 0) return undefined
  const order = [0, 1, 2, 3, 4, 5]
  for (let group = 0; group < choices.length; group += 1) {
    let place = 0
    while (reader.bits(1) === 1) {
      place += 1
      if (place >= count) return undefined
    }
    const [table = 0] = order.splice(place, 1)
    order.unshift(table)
    choices[group] = table
  }
  const tables: PrefixCode[] = []
  while (tables.length < count) {
    const table = readPrefixCode(reader, symbols)
    if (table === undefined) return undefined
    tables.push(table)
  }
  return { tables, choices }
}

/** Fills the work space with the transformed bytes; how many they are, or undefined when they do not fit. */
function readTransformed(
  reader: BitReader,
  alphabet: Uint8Array,
  { tables, choices }: Codes,
  work: Uint32Array,
): number | undefined {
  const front = Uint8Array.from(alphabet)
  const stop = alphabet.length + 1
  let [length, run, weight] = [0, 0, 1]
  for (let read = 0; ; read += 1) {
    const table = tables[choices[Math.floor(read / groupSymbols)] ?? 255]
    const symbol = table === undefined ? -1 : readSymbol(reader, table)
    if (symbol < 0 || reader.isOver()) return undefined
    if (symbol < 2) {
      // Runs of the front byte are numbers in digits 1 and 2.
      run += weight * (symbol + 1)
      weight *= 2
      if (run > work.length) return undefined
      continue
    }
    if (length + run + 1 > work.length + (symbol === stop ? 1 : 0)) return undefined
    work.fill(front[0] ?? 0, length, length + run)
    length += run
    ;[run, weight] = [0, 1]
    if (symbol === stop) return length
    const byte = front[symbol - 1] ?? 0
    front.copyWithin(1, 0, symbol - 1)
    front[0] = byte
    work[length] = byte
    length += 1
  }
}

/** Undoes the transform along its chain and the first runs (four equal bytes, then how many more). */
function sumOfContent(
  work: Uint32Array,
  origin: number,
  most: number,
  keep?: Keep,
): { sum: number; length: number } | undefined {
  const starts = new Uint32Array(256)
  for (const byte of work) starts[byte] = (starts[byte] ?? 0) + 1
  let before = 0
  for (const [byte, count] of starts.entries()) {
    starts[byte] = before
    before += count
  }
  for (let at = 0; at < work.length; at += 1) {
    const byte = (work[at] ?? 0) & 255
    const place = starts[byte] ?? 0
    starts[byte] = place + 1
    work[place] = ((work[place] ?? 0) & 255) | (at << 8)
  }
  let [sum, length, equal, last] = [0xffff_ffff, 0, 0, -1]
  let place = (work[origin] ?? 0) >>> 8
  for (let done = 0; done < work.length; done += 1) {
    const entry = work[place] ?? 0
    place = entry >>> 8
    const byte = entry & 255
    const isCount = equal === 4
    const times = isCount ? byte : 1
    if (!isCount) equal = byte === last ? equal + 1 : 1
    else equal = 0
    if (!isCount) last = byte
    for (let time = 0; time < times; time += 1) {
      sum = ((sum << 8) ^ (crc32Table[((sum >>> 24) ^ last) & 255] ?? 0)) >>> 0
    }
    length += times
    keep?.(last, times)
    if (length > most) return { sum: 0, length }
    if (isCount) last = -1
  }
  return { sum: ~sum >>> 0, length }
}
