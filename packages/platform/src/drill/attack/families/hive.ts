import type { AttackMode } from '../attack-mode.ts'
import { roundRobin } from '../engine/ciphers.ts'
import { noise, seedOf } from '../engine/keys.ts'
import { appended } from '../engine/names.ts'
import { type ByteRange, clipped, kibibyte, mebibyte } from '../engine/ranges.ts'
import type { Rename } from '../engine/names.ts'
import { textNote } from '../notes.ts'

/** A family that keeps the header, lays a marker behind it and remembers the bytes below it in its footer. */
interface MarkerFamily {
  readonly name: string
  readonly markerAt: number
  readonly markerBytes: number
  readonly footerBytes: number
  readonly keys: number
  /** Ranges of the part that begins behind the marker; `size` is that part's. */
  ranges(size: number): readonly ByteRange[]
  readonly rename: Rename
}

/** Hive v6 and its heir Hunters International; the marker's bytes are the campaign's. */
export const hive: readonly AttackMode[] = [
  markerMode({
    name: 'hive-6',
    markerAt: 0x3e,
    markerBytes: 18,
    footerBytes: 0x280 + 18,
    keys: 9,
    ranges: (size) => clipped(size, [[0, size]]),
    rename: appended('hive'),
  }),
  markerMode({
    name: 'hunters-1',
    markerAt: 0x36,
    markerBytes: 21,
    footerBytes: 0x280 + 21,
    keys: 9,
    ranges: (size) =>
      size <= 5 * mebibyte
        ? clipped(size, [[0, size]])
        : spread(size, { head: [100, 10], rest: [100, 5], block: 512 * kibibyte }),
    rename: appended('locked'),
  }),
  hunters2('hunters-2-full', (size) => clipped(size, [[0, size]])),
  hunters2('hunters-2-mode-2', (size) => inChunks(size, 10, 20, 5)),
  hunters2('hunters-2-mode-8', (size) => inChunks(size, 30, 10, 10)),
  hunters2('hunters-2-mode-4', (size) =>
    spread(size, { head: [10, 5], rest: [Infinity, 45], block: mebibyte, most: 50 }),
  ),
  hunters2('hunters-2-mode-5', (size) =>
    spread(size, { head: [100, 5], rest: [Infinity, 50], block: mebibyte, most: 150 }),
  ),
]

/** v2 stores 640 bytes; where the marker lies is the campaign's choice, here the place of v1. */
function hunters2(name: string, ranges: MarkerFamily['ranges']): AttackMode {
  return markerMode({
    name,
    markerAt: 0x36,
    markerBytes: 21,
    footerBytes: 640,
    keys: 10,
    ranges,
    rename: appended('locked'),
  })
}

/** The first percent, and more in equal chunks spread over the rest; what does not divide goes into the first gap. */
function inChunks(size: number, headPercent: number, restPercent: number, chunks: number): ByteRange[] {
  const head = Math.floor((size * headPercent) / 100)
  const chunk = Math.floor((size * restPercent) / 100 / chunks)
  const gap = Math.floor((size - head - chunk * chunks) / chunks)
  const left = size - head - chunks * (chunk + gap)
  return clipped(size, [
    [0, head],
    ...Array.from(
      { length: chunks },
      (_, place) => [head + left + gap + place * (chunk + gap), chunk] as const,
    ),
  ])
}

/** `[MiB, percent]` of the beginning, then as much as the rest says in blocks with equal gaps, up to `most`. */
function spread(
  size: number,
  plan: { head: readonly [number, number]; rest: readonly [number, number]; block: number; most?: number },
): ByteRange[] {
  const bytesOf = ([most, percent]: readonly [number, number]) =>
    Math.min(most * mebibyte, Math.floor((size * percent) / 100))
  const head = bytesOf(plan.head)
  const count = Math.min(plan.most ?? Infinity, Math.max(1, Math.floor(bytesOf(plan.rest) / plan.block)))
  const block = Math.min(plan.block, Math.floor(bytesOf(plan.rest) / count))
  const gap = Math.max(0, Math.floor((size - head - count * block) / count))
  return clipped(size, [
    [0, head],
    ...Array.from({ length: count }, (_, place) => [head + gap + place * (gap + block), block] as const),
  ])
}

function markerMode(family: MarkerFamily): AttackMode {
  const { name, markerAt, markerBytes, footerBytes, keys } = family
  const cipher = roundRobin(keys, 512)
  const from = markerAt + markerBytes
  const seedFor = (path: string, campaign: string) => `${name} ${campaign} ${path}`
  const marker = (path: string, campaign: string) =>
    Buffer.concat([
      noise(14, `marker ${name} ${campaign}`),
      seedOf(`marker of ${seedFor(path, campaign)}`).subarray(0, markerBytes - 14),
    ])
  return {
    name,
    group: 'header-kept',
    kind: 'encrypted',
    encrypt(plain, path, campaign) {
      if (plain.length <= from) return undefined
      const seed = seedFor(path, campaign)
      const [bytes, body] = withBody(plain, from)
      cipher.encrypt(body, family.ranges(body.length), seed)
      const footer = noise(footerBytes, `footer ${seed}`)
      bytes.copy(footer, 0, markerAt, from)
      marker(path, campaign).copy(bytes, markerAt)
      return { path: family.rename(path, campaign), bytes: Buffer.concat([bytes, footer]) }
    },
    decrypt(attacked, path, campaign) {
      const size = attacked.bytes.length - footerBytes
      const [bytes, body] = withBody(attacked.bytes.subarray(0, size), from)
      cipher.decrypt(body, family.ranges(body.length), seedFor(path, campaign))
      attacked.bytes.copy(bytes, markerAt, size, size + markerBytes)
      return bytes
    },
    note: () => textNote(name === 'hive-6' ? 'HOW_TO_DECRYPT.txt' : 'Contact Us.txt', 'the portal'),
  }
}

/** A copy, and the view of its part behind the marker. */
function withBody(source: Uint8Array, from: number): [bytes: Buffer, body: Buffer] {
  const bytes = Buffer.from(source)
  return [bytes, bytes.subarray(from)]
}
