import { evenOdds, type RangeDecoder } from './range-decoder.ts'

/** What one LZMA stream has learned so far. */
export interface LzmaState {
  readonly literalBits: number
  readonly literalMask: number
  readonly placeMask: number
  /** Kind of the last symbols, 0 to 11; below 7 the last one was a literal. */
  kind: number
  /** The last four distances, less one. */
  readonly distances: [number, number, number, number]
  readonly literals: Uint16Array
  readonly isMatch: Uint16Array
  /** Four decisions by kind: repeated, not the last distance, not the second, not the third. */
  readonly isRepeat: readonly [Uint16Array, Uint16Array, Uint16Array, Uint16Array]
  readonly isLong: Uint16Array
  readonly slots: Uint16Array
  readonly footers: Uint16Array
  readonly align: Uint16Array
  readonly matchLengths: Uint16Array
  readonly repeatLengths: Uint16Array
}

/** A fresh state for the byte of properties (lc, lp, pb); undefined when LZMA2 allows no such. */
export function lzmaState(properties: number): LzmaState | undefined {
  const [lc, lp, pb] = [properties % 9, Math.floor(properties / 9) % 5, Math.floor(properties / 45)]
  if (pb > 4 || lc + lp > 4) return undefined
  const odds = (count: number) => new Uint16Array(count).fill(evenOdds)
  return {
    literalBits: lc,
    literalMask: 2 ** lp - 1,
    placeMask: 2 ** pb - 1,
    kind: 0,
    distances: [0, 0, 0, 0],
    literals: odds(0x300 * 2 ** (lc + lp)),
    isMatch: odds(12 * 16),
    isRepeat: [odds(12), odds(12), odds(12), odds(12)],
    isLong: odds(12 * 16),
    slots: odds(4 * 64),
    footers: odds(128),
    align: odds(16),
    matchLengths: odds(lengthOdds),
    repeatLengths: odds(lengthOdds),
  }
}

/** Two choices, then short and middle lengths by place, then long ones. */
const lengthOdds = 2 + 16 * 8 + 16 * 8 + 256

/** Decodes until `to`; false when the bytes are none of LZMA's. `first` is where the dictionary begins. */
export function decodeLzma(
  state: LzmaState,
  decoder: RangeDecoder,
  out: Uint8Array,
  { first, from, to }: { first: number; from: number; to: number },
): boolean {
  let at = from
  while (at < to) {
    if (decoder.isOver()) return false
    const place = (at - first) & state.placeMask
    if (decoder.bit(state.isMatch, state.kind * 16 + place) === 0) {
      const distance = state.distances[0] + 1
      if (state.kind >= 7 && distance > at - first) return false
      out[at] = readLiteral(state, decoder, {
        before: at > first ? (out[at - 1] ?? 0) : 0,
        place: at - first,
        guess: state.kind < 7 ? -1 : (out[at - distance] ?? 0),
      })
      state.kind = state.kind < 4 ? 0 : state.kind < 10 ? state.kind - 3 : state.kind - 6
      at += 1
      continue
    }
    const length = readMatch(state, decoder, place)
    const distance = state.distances[0] + 1
    if (distance > at - first || at + length > to) return false
    for (const end = at + length; at < end; at += 1) out[at] = out[at - distance] ?? 0
  }
  return true
}

function readLiteral(
  { literals, literalBits, literalMask }: LzmaState,
  decoder: RangeDecoder,
  { before, place, guess }: { before: number; place: number; guess: number },
): number {
  const start = 0x300 * (((place & literalMask) << literalBits) + (before >> (8 - literalBits)))
  let node = 1
  if (guess >= 0) {
    // As long as the bits are those of the byte at the last distance, they are judged by it.
    for (let shift = 7; shift >= 0; shift -= 1) {
      const expected = (guess >> shift) & 1
      const bit = decoder.bit(literals, start + ((1 + expected) << 8) + node)
      node = (node << 1) | bit
      if (bit !== expected) break
    }
  }
  while (node < 0x100) node = (node << 1) | decoder.bit(literals, start + node)
  return node & 255
}

/** Reads a match into the state; how long it is. */
function readMatch(state: LzmaState, decoder: RangeDecoder, place: number): number {
  const { kind, distances, isRepeat } = state
  const afterLiteral = kind < 7
  if (decoder.bit(isRepeat[0], kind) === 0) {
    state.kind = afterLiteral ? 7 : 10
    const length = readLength(decoder, state.matchLengths, place)
    const distance = readDistance(state, decoder, length)
    distances.unshift(distance)
    distances.pop()
    return length
  }
  let chosen = 0
  if (decoder.bit(isRepeat[1], kind) === 0) {
    if (decoder.bit(state.isLong, kind * 16 + place) === 0) {
      state.kind = afterLiteral ? 9 : 11
      return 1
    }
  } else if (decoder.bit(isRepeat[2], kind) === 0) chosen = 1
  else chosen = 2 + decoder.bit(isRepeat[3], kind)
  const [distance = 0] = distances.splice(chosen, 1)
  distances.unshift(distance)
  state.kind = afterLiteral ? 8 : 11
  return readLength(decoder, state.repeatLengths, place)
}

function readLength(decoder: RangeDecoder, odds: Uint16Array, place: number): number {
  if (decoder.bit(odds, 0) === 0) return 2 + decoder.tree(odds, 2 + place * 8, 3)
  if (decoder.bit(odds, 1) === 0) return 10 + decoder.tree(odds, 2 + 128 + place * 8, 3)
  return 18 + decoder.tree(odds, 2 + 256, 8)
}

function readDistance(state: LzmaState, decoder: RangeDecoder, length: number): number {
  const slot = decoder.tree(state.slots, Math.min(length - 2, 3) * 64, 6)
  if (slot < 4) return slot
  const bits = (slot >> 1) - 1
  const base = (2 | (slot & 1)) * 2 ** bits
  if (slot < 14) return base + decoder.reverse(state.footers, base - slot, bits)
  return base + decoder.direct(bits - 4) * 16 + decoder.reverse(state.align, 0, 4)
}
