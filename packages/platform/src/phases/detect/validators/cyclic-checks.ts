/**
 * Cyclic redundancy checks that zlib does not bring, a byte at a time from a table.
 *
 * `straight`: the highest bit first (FLAC, Ogg, bzip2). `reflected`: the lowest bit first (CRC-32C of VHDX).
 */
export function straightTable(width: 8 | 16 | 32, polynomial: number): Uint32Array {
  const [top, mask] = [2 ** (width - 1), 2 ** width - 1]
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let sum = (byte << (width - 8)) >>> 0
    for (let bit = 0; bit < 8; bit += 1) {
      sum = (((sum & top) === 0 ? sum << 1 : (sum << 1) ^ polynomial) & mask) >>> 0
    }
    return sum
  })
}

/** CRC-8 of FLAC frame headers (RFC 9639, 9.1.8). */
export const crc8Table = straightTable(8, 0x07)
/** CRC-16 of FLAC frames (RFC 9639, 9.3). */
export const crc16Table = straightTable(16, 0x8005)
/** CRC-32 of Ogg pages (RFC 3533, 6) and of bzip2 blocks. */
export const crc32Table = straightTable(32, 0x04c1_1db7)

const reversedCastagnoli = 0x82f6_3b78
/** Table k tells what a byte does to the sum when k more bytes follow it. */
const castagnoli = Array.from({ length: 4 }, () => new Int32Array(256))
for (let byte = 0; byte < 256; byte += 1) {
  let sum = byte
  for (const table of castagnoli) {
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ reversedCastagnoli
    table[byte] = sum
  }
}

/**
 * CRC-32C (RFC 3720, 12.1), as VHDX, InnoDB and others use it. Four bytes at a time, each through its own table: database
 * files have millions of them. `before` is the sum of what stands in front.
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  const [last, third, second, first] = castagnoli as [Int32Array, Int32Array, Int32Array, Int32Array]
  let sum = ~before
  let at = 0
  for (const end = bytes.length - 3; at < end; at += 4) {
    sum ^=
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)
    sum =
      (first[sum & 255] ?? 0) ^
      (second[(sum >>> 8) & 255] ?? 0) ^
      (third[(sum >>> 16) & 255] ?? 0) ^
      (last[sum >>> 24] ?? 0)
  }
  for (; at < bytes.length; at += 1) sum = (last[(sum ^ (bytes[at] ?? 0)) & 255] ?? 0) ^ (sum >>> 8)
  return ~sum >>> 0
}
