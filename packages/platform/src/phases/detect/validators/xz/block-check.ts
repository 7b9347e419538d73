import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** Bytes of each kind of check (xz-file-format 2.1.1.2). */
export const checkBytes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

/** True when the check holds; undefined when there is none or one that nobody defined. */
export function checkHolds(kind: number, content: Buffer, said: Buffer): boolean | undefined {
  if (kind === 1) return crc32(content) === said.readUInt32LE(0)
  if (kind === 4) return crc64(content) === said.readBigUInt64LE(0)
  return kind === 10 ? createHash('sha256').update(content).digest().equals(said) : undefined
}

/** The polynomial of ECMA-182, the lowest bit first, in halves: numbers of 64 bits are slow. */
const [polynomialHigh, polynomialLow] = [0xc96c_5795, 0xd787_0f42]
const [highs, lows] = [new Uint32Array(256), new Uint32Array(256)]
for (let byte = 0; byte < 256; byte += 1) {
  let [high, low] = [0, byte]
  for (let bit = 0; bit < 8; bit += 1) {
    const isOne = (low & 1) === 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (isOne) [high, low] = [high ^ polynomialHigh, low ^ polynomialLow]
  }
  highs[byte] = high
  lows[byte] = low
}

function crc64(content: Uint8Array): bigint {
  let [high, low] = [0xffff_ffff, 0xffff_ffff]
  for (const byte of content) {
    const place = (low ^ byte) & 255
    low = ((low >>> 8) | (high << 24)) ^ (lows[place] ?? 0)
    high = (high >>> 8) ^ (highs[place] ?? 0)
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0)
}
