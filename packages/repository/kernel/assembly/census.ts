// How often each byte value occurs, the hot loop. Its plain-TypeScript twin is src/census/byte-census-twin.ts.
//
// Memory (bytes): 0 four tables (256 × u16), one for each byte of four neighbours, so that equal neighbours do not
// wait for each other; 2048 totals (256 × u32); 3072 the packed totals; 4096 the input. The tables are zero between
// two calls.

const TABLES: usize = 0
const TABLE: usize = 512
export const TOTALS: usize = 2048
export const PACKED: usize = 3072
export const INPUT: usize = 4096

/** Begins a new content. */
export function begin(): void {
  memory.fill(TOTALS, 0, 1024)
}

/** Adds input bytes `start`…`start + length`, at most 4,096 of them, to the totals; answers their Σ count². */
export function add(start: u32, length: u32): u32 {
  let at = INPUT + start
  const stop = at + length
  const whole = at + (length & ~7)
  for (; at < whole; at += 8) {
    bump(TABLES, load<u8>(at, 0))
    bump(TABLES + TABLE, load<u8>(at, 1))
    bump(TABLES + 2 * TABLE, load<u8>(at, 2))
    bump(TABLES + 3 * TABLE, load<u8>(at, 3))
    bump(TABLES, load<u8>(at, 4))
    bump(TABLES + TABLE, load<u8>(at, 5))
    bump(TABLES + 2 * TABLE, load<u8>(at, 6))
    bump(TABLES + 3 * TABLE, load<u8>(at, 7))
  }
  for (; at < stop; at++) bump(TABLES, load<u8>(at))
  return gather()
}

// @ts-expect-error: AssemblyScript decorator
@inline
function bump(table: usize, byte: u8): void {
  const place = table + (<usize>byte << 1)
  store<u16>(place, load<u16>(place) + 1)
}

/** Adds the four tables to the totals and clears them. Counts fit 16 signed bits, squares of 4,096 bytes 32. */
function gather(): u32 {
  const zero = i16x8.splat(0)
  let squares = i32x4.splat(0)
  for (let bin: usize = 0; bin < TABLE; bin += 16) {
    const place = TABLES + bin
    const counts = i16x8.add(
      i16x8.add(v128.load(place), v128.load(place, 512)),
      i16x8.add(v128.load(place, 1024), v128.load(place, 1536)),
    )
    v128.store(place, zero)
    v128.store(place, zero, 512)
    v128.store(place, zero, 1024)
    v128.store(place, zero, 1536)
    squares = i32x4.add(squares, i32x4.dot_i16x8_s(counts, counts))
    const total = TOTALS + (bin << 1)
    v128.store(total, i32x4.add(v128.load(total), i32x4.extend_low_i16x8_u(counts)))
    v128.store(total, i32x4.add(v128.load(total, 16), i32x4.extend_high_i16x8_u(counts)), 16)
  }
  return (
    i32x4.extract_lane(squares, 0) +
    i32x4.extract_lane(squares, 1) +
    i32x4.extract_lane(squares, 2) +
    i32x4.extract_lane(squares, 3)
  )
}

/**
 * Writes the totals as bytes: which are not 0 (32 bytes), then those as varints; of more than 65,535 bytes in
 * proportion, rounded down. Answers the length, and from bit 11 how many values were seen, from bit 20 how many of
 * them above 127.
 */
export function pack(counted: u32): u32 {
  let end: usize = PACKED + 32
  let low: u32 = 0
  let high: u32 = 0
  for (let value: usize = 0; value < 256; value += 8) {
    let present: u32 = 0
    for (let bit: usize = 0; bit < 8; bit++) {
      let count = load<u32>(TOTALS + ((value + bit) << 2))
      if (count == 0) continue
      if (value < 128) low++
      else high++
      if (counted > 65535) count = <u32>((<u64>count * 65535) / <u64>counted)
      if (count == 0) continue
      present |= 1 << <u32>bit
      while (count >= 128) {
        store<u8>(end++, <u8>((count & 127) | 128))
        count >>= 7
      }
      store<u8>(end++, <u8>count)
    }
    store<u8>(PACKED + (value >> 3), <u8>present)
  }
  return <u32>(end - PACKED) | ((low + high) << 11) | (high << 20)
}

/** How many control characters were counted, apart from tab, line ends, form feed and escape. */
export function controls(): u32 {
  let found = load<u32>(TOTALS + (127 << 2))
  for (let value: usize = 0; value < 32; value++) {
    const isUsual = value == 9 || value == 10 || value == 12 || value == 13 || value == 27
    if (!isUsual) found += load<u32>(TOTALS + (value << 2))
  }
  return found
}
