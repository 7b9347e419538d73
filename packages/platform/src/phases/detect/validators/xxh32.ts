import { asBuffer } from './validity.ts'

const [p1, p2, p3, p4, p5] = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d, 0x27d4_eb2f, 0x1656_67b1]

/** XXH32 with seed 0 (xxHash specification 0.1.1), as LZ4 frames use it. */
export function xxh32(bytes: Uint8Array): number {
  const buffer = asBuffer(bytes)
  let at = 0
  let sum = p5
  if (buffer.length >= 16) {
    let [a, b, c, d] = [(p1 + p2) | 0, p2 | 0, 0, -p1 | 0]
    for (; at + 16 <= buffer.length; at += 16) {
      a = round(a, buffer.readInt32LE(at))
      b = round(b, buffer.readInt32LE(at + 4))
      c = round(c, buffer.readInt32LE(at + 8))
      d = round(d, buffer.readInt32LE(at + 12))
    }
    sum = (turned(a, 1) + turned(b, 7) + turned(c, 12) + turned(d, 18)) | 0
  }
  sum = (sum + buffer.length) | 0
  for (; at + 4 <= buffer.length; at += 4)
    sum = Math.imul(turned((sum + Math.imul(buffer.readInt32LE(at), p3)) | 0, 17), p4)
  for (; at < buffer.length; at += 1)
    sum = Math.imul(turned((sum + Math.imul(buffer[at] ?? 0, p5)) | 0, 11), p1)
  sum = Math.imul(sum ^ (sum >>> 15), p2)
  sum = Math.imul(sum ^ (sum >>> 13), p3)
  return (sum ^ (sum >>> 16)) >>> 0
}

function round(sum: number, word: number): number {
  return Math.imul(turned((sum + Math.imul(word, p2)) | 0, 13), p1)
}

function turned(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
