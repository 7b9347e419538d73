import { decodeLzma, type LzmaState, lzmaState } from './lzma.ts'
import { rangeDecoder } from './range-decoder.ts'

export type Unpacked =
  | { readonly content: Buffer; readonly next: number }
  | { readonly failure: 'too-large' | 'damaged' }

/** A fresh state costs as much as this many bytes; writers need one for every 64 KiB that would not pack. */
const stateCost = 8192

/** LZMA2 (xz-file-format 5.3.1): chunks, packed or as they are, up to a zero. At most `limit` bytes come out. */
export function unpackLzma2(data: Buffer, start: number, limit: number): Unpacked {
  let out: Buffer = Buffer.alloc(Math.min(limit, 256 * 1024))
  let state: LzmaState | undefined
  let [at, done, first, properties, cost] = [start, 0, -1, 0, 0]
  for (;;) {
    const control = data[at]
    if (control === 0) return { content: out.subarray(0, done), next: at + 1 }
    if (control === undefined || (control > 2 && control < 0x80) || at + 6 > data.length) return damaged
    const isPacked = control >= 0x80
    const length = (isPacked ? (control & 31) << 16 : 0) + data.readUInt16BE(at + 1) + 1
    if (control >= 0xa0) cost += stateCost
    if (done + length + cost > limit) return { failure: 'too-large' }
    if (done + length > out.length) out = grown(out, done, Math.min(limit, 2 * (done + length)))
    if (control === 1 || control >= 0xe0) first = done
    if (first < 0) return damaged
    if (!isPacked) {
      at += 3
      if (at + length > data.length) return damaged
      data.copy(out, done, at, at + length)
      at += length
      done += length
      continue
    }
    const end = data.readUInt16BE(at + 3) + 1
    at += 5
    if (control >= 0xc0) {
      properties = data[at] ?? 255
      at += 1
    }
    if (control >= 0xa0) state = control >= 0xc0 || state !== undefined ? lzmaState(properties) : undefined
    if (state === undefined || at + end > data.length) return damaged
    const decoder = rangeDecoder(data, at, at + end)
    if (!decodeLzma(state, decoder, out, { first, from: done, to: done + length })) return damaged
    if (!decoder.isFinished()) return damaged
    at += end
    done += length
  }
}

const damaged = { failure: 'damaged' } as const

function grown(out: Buffer, done: number, size: number): Buffer {
  const larger = Buffer.alloc(size)
  out.copy(larger, 0, 0, done)
  return larger
}
