import type { BoolReader } from './bool-reader.ts'
import { coefficientDefaults, coefficientUpdates } from './vp8-tables.ts'

/** Whether neighbouring blocks had coefficients: 4 luma, 2 + 2 chroma, 1 second-order flags a macroblock. */
export interface Contexts {
  readonly above: Uint8Array
  readonly left: Uint8Array
}

export function emptyContexts(across: number): Contexts {
  return { above: new Uint8Array(9 * across), left: new Uint8Array(9) }
}

/** The coefficient probabilities of a frame: the defaults and what its header changes (RFC 6386, §13.4). */
export function readProbabilities(reader: BoolReader): Uint8Array {
  return coefficientDefaults.map((value, at) =>
    reader.bit(coefficientUpdates[at] ?? 255) === 1 ? reader.number(8) : value,
  )
}

/** Kinds of blocks, the first index of the tables (§13.3). */
const kinds = { lumaWithoutDc: 0, secondOrder: 1, chroma: 2, lumaWithDc: 3 } as const

/** Reads all coefficients of one macroblock. */
export function readCoefficients(
  reader: BoolReader,
  probabilities: Uint8Array,
  { above, left }: Contexts,
  column: number,
  split: boolean,
): void {
  const base = 9 * column
  const read = (kind: number, first: number, over: number, beside: number): void => {
    const context = (above[base + over] ?? 0) + (left[beside] ?? 0)
    const found = readBlock(reader, probabilities, 264 * kind, first, context)
    above[base + over] = left[beside] = found ? 1 : 0
  }
  if (!split) read(kinds.secondOrder, 0, 8, 8)
  for (let block = 0; block < 16; block += 1) {
    read(split ? kinds.lumaWithDc : kinds.lumaWithoutDc, split ? 0 : 1, block & 3, block >> 2)
  }
  for (const plane of [4, 6]) {
    for (let block = 0; block < 4; block += 1) {
      read(kinds.chroma, 0, plane + (block & 1), plane + (block >> 1))
    }
  }
}

/** Band of each of the 16 positions (§13.3). */
const bands = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0]

/** Extra bits of the large values, categories 3 to 6 (§13.2). */
const extraBits = [
  [173, 148, 140],
  [176, 155, 140, 135],
  [180, 157, 141, 134, 130],
  [254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129],
]

/** One block of 16 coefficients; true when it held any token but the end. */
function readBlock(
  reader: BoolReader,
  probabilities: Uint8Array,
  kind: number,
  first: number,
  context: number,
): boolean {
  const nodes = (position: number, near: number) => kind + 33 * (bands[position] ?? 0) + 11 * near
  const probability = (at: number) => probabilities[at] ?? 128
  let [position, at] = [first, nodes(first, context)]
  while (position < 16) {
    if (reader.bit(probability(at)) === 0) return position > first
    // After a zero no end can follow, so its node is not asked.
    while (reader.bit(probability(at + 1)) === 0) {
      position += 1
      if (position === 16) return true
      at = nodes(position, 0)
    }
    const isOne = reader.bit(probability(at + 2)) === 0
    if (!isOne) readLargeValue(reader, probability, at)
    reader.bit(128)
    position += 1
    at = nodes(position, isOne ? 1 : 2)
  }
  return true
}

function readLargeValue(reader: BoolReader, probability: (at: number) => number, at: number): void {
  if (reader.bit(probability(at + 3)) === 0) {
    if (reader.bit(probability(at + 4)) === 1) reader.bit(probability(at + 5))
  } else if (reader.bit(probability(at + 6)) === 0) {
    if (reader.bit(probability(at + 7)) === 0) reader.bit(159)
    else {
      reader.bit(165)
      reader.bit(145)
    }
  } else {
    const high = reader.bit(probability(at + 8))
    const low = reader.bit(probability(at + 9 + high))
    for (const chance of extraBits[2 * high + low] ?? []) reader.bit(chance)
  }
}
