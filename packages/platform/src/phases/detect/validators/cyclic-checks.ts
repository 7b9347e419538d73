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

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ 0x82f6_3b78
  return sum >>> 0
})

/** CRC-32C (RFC 3720, 12.1), as VHDX and others use it. */
export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffff_ffff
  for (const byte of bytes) sum = (castagnoli[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8)
  return ~sum >>> 0
}
