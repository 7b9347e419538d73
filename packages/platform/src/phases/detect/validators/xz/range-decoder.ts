const [probabilityBits, moveBits] = [11, 5]
/** As likely as not. */
export const evenOdds = 1 << (probabilityBits - 1)

/** Bits of LZMA, each decoded by how likely it was, from one chunk of bytes. */
export interface RangeDecoder {
  /** One bit by the probability at a place, which learns from it. */
  bit(odds: Uint16Array, place: number): number
  /** Bits as likely as not, the highest first. */
  direct(count: number): number
  /** A number of some bits from a tree of probabilities. */
  tree(odds: Uint16Array, start: number, bits: number): number
  /** The same with the lowest bit first. */
  reverse(odds: Uint16Array, start: number, bits: number): number
  /** Everything was read, nothing beyond it, and nothing is left over. */
  isFinished(): boolean
  isOver(): boolean
}

export function rangeDecoder(data: Uint8Array, start: number, end: number): RangeDecoder {
  let at = start + 5
  let range = 0xffff_ffff
  let code = 0
  for (let byte = start + 1; byte < at; byte += 1) code = ((code << 8) | (data[byte] ?? 0)) >>> 0
  const isTorn = data[start] !== 0 || at > end

  function normalise(): void {
    if (range >= 2 ** 24) return
    range = (range << 8) >>> 0
    code = ((code << 8) | (at < end ? (data[at] ?? 0) : 0)) >>> 0
    at += 1
  }
  function bit(odds: Uint16Array, place: number): number {
    normalise()
    const chance = odds[place] ?? evenOdds
    const bound = (range >>> probabilityBits) * chance
    if (code < bound) {
      range = bound
      odds[place] = chance + ((2 ** probabilityBits - chance) >> moveBits)
      return 0
    }
    range -= bound
    code -= bound
    odds[place] = chance - (chance >> moveBits)
    return 1
  }
  return {
    bit,
    direct(count) {
      let value = 0
      for (let read = 0; read < count; read += 1) {
        normalise()
        range >>>= 1
        const isOne = code >= range
        if (isOne) code -= range
        value = value * 2 + (isOne ? 1 : 0)
      }
      return value
    },
    tree(odds, first, bits) {
      let node = 1
      for (let read = 0; read < bits; read += 1) node = (node << 1) | bit(odds, first + node)
      return node - (1 << bits)
    },
    reverse(odds, first, bits) {
      let [node, value] = [1, 0]
      for (let read = 0; read < bits; read += 1) {
        const one = bit(odds, first + node)
        node = (node << 1) | one
        value |= one << read
      }
      return value
    },
    isFinished() {
      normalise()
      return !isTorn && at === end && code === 0
    },
    isOver: () => isTorn || at > end + 1,
  }
}
