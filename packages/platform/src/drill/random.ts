/** A small seeded generator (mulberry32): equal seeds give equal drills on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, limit). */
  below(limit: number): number
  pick<Item>(items: readonly Item[]): Item
  /** True with the given probability. */
  chance(probability: number): boolean
  bytes(length: number): Buffer
  shuffled<Item>(items: readonly Item[]): Item[]
  /** An independent generator for a named purpose, so that one more draw here changes nothing there. */
  fork(purpose: string): Random
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next32 = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const random: Random = {
    next: () => next32() / 0x1_0000_0000,
    below: (limit) => Math.floor(random.next() * limit),
    pick(items) {
      const item = items[random.below(items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    chance: (probability) => random.next() < probability,
    bytes(length) {
      const bytes = Buffer.alloc(length)
      for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(next32(), at)
      for (let at = length & ~3; at < length; at += 1) bytes[at] = next32() & 0xff
      return bytes
    },
    shuffled(items) {
      const copy = [...items]
      for (let at = copy.length - 1; at > 0; at -= 1) {
        const other = random.below(at + 1)
        const kept = copy[at] as (typeof copy)[number]
        copy[at] = copy[other] as (typeof copy)[number]
        copy[other] = kept
      }
      return copy
    },
    fork: (purpose) => seededRandom(hash(`${seed}/${purpose}`)),
  }
  return random
}

/** FNV-1a over UTF-16 code units; only spreads seeds, protects nothing. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
