import type { BitReader } from './bit-reader.ts'

const longest = 20

/** A prefix code by its lengths: codes of a length are consecutive, shorter ones first. */
export interface PrefixCode {
  /** How many codes have each length. */
  readonly counts: Uint16Array
  /** The symbols in the order of their codes. */
  readonly symbols: Uint16Array
}

/** Reads the lengths of all codes, each told by its difference to the one before; undefined when impossible. */
export function readPrefixCode(reader: BitReader, symbols: number): PrefixCode | undefined {
  const lengths = new Uint8Array(symbols)
  let length = reader.bits(5)
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    for (;;) {
      if (length < 1 || length > longest || reader.isOver()) return undefined
      if (reader.bits(1) === 0) break
      length += reader.bits(1) === 0 ? 1 : -1
    }
    lengths[symbol] = length
  }
  const counts = new Uint16Array(longest + 1)
  for (const one of lengths) counts[one] = (counts[one] ?? 0) + 1
  const order = Uint16Array.from(lengths.keys()).sort(
    (a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b,
  )
  return { counts, symbols: order }
}

/** The next symbol; −1 when these bits are none. */
export function readSymbol(reader: BitReader, { counts, symbols }: PrefixCode): number {
  let [code, first, place] = [0, 0, 0]
  for (let length = 1; length <= longest; length += 1) {
    code = (code << 1) | reader.bits(1)
    const count = counts[length] ?? 0
    if (code - first < count) return symbols[place + code - first] ?? -1
    place += count
    first = (first + count) << 1
  }
  return -1
}
