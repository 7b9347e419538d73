import { inflate } from './inflate.ts'
import { nameOf } from './member-place.ts'
import type { Opener } from './opener.ts'
import { placeOf, type Source } from './source.ts'

/** gzip (RFC 1952): all its members make one content, as every program unpacks them. */
export const openGzip: Opener = async function* (source, { budget, scratch }) {
  budget.spendMember()
  using collector = scratch.collect(budget)
  let at = 0
  let isWhole = true
  while (at < source.size) {
    const start = endOfGzipHeader(source, at)
    if (start === undefined) {
      // Tapes and disks leave zeros behind the last member; anything else is nothing that gzip would unpack.
      isWhole = at > 0 && isRestZero(source, at)
      break
    }
    const consumed = await inflate('deflate', source, { start, end: source.size }, collector)
    if (consumed === undefined) {
      isWhole = false
      break
    }
    at = start + consumed + 8
    if (at > source.size) isWhole = false
  }
  if (!isWhole) yield { problem: 'unparseable' }
  if (collector.size > 0) yield { content: collector.finish(), name: nameInGzip(source) }
}

/** Zstandard (RFC 8878): all its frames make one content. */
export const openZstd: Opener = async function* (source, { budget, scratch }) {
  budget.spendMember()
  using collector = scratch.collect(budget)
  const consumed = await inflate('zstd', source, { start: 0, end: source.size }, collector)
  if (consumed === undefined) yield { problem: 'unparseable' }
  if (collector.size > 0) yield { content: collector.finish() }
}

/** The name before it was packed, where the first header has one and nothing else stands before it. */
function nameInGzip(source: Source): string | undefined {
  const header = source.read(0, 10 + maxShownName)
  return ((header[3] ?? 0) & 12) === 8 ? nameOf(header.subarray(10)) : undefined
}

/** As much of a name as anybody reads. */
const maxShownName = 1024

/** First byte behind a header; undefined when none stands there. */
function endOfGzipHeader(source: Source, start: number): number | undefined {
  const fixed = source.read(start, 12)
  if (fixed.length < 10 || fixed[0] !== 0x1f || fixed[1] !== 0x8b || fixed[2] !== 8) return undefined
  const flags = fixed[3] ?? 0xff
  if ((flags & 0xe0) !== 0) return undefined
  let at = start + 10
  if ((flags & 4) !== 0) at += 2 + (fixed[10] ?? 0) + ((fixed[11] ?? 0) << 8)
  for (const field of [8, 16]) {
    if ((flags & field) === 0) continue
    const end = placeOf(source, zero, at, Math.min(source.size, at + maxName))
    if (end < 0) return undefined
    at = end + 1
  }
  if ((flags & 2) !== 0) at += 2
  return at <= source.size ? at : undefined
}

const zero = Buffer.from([0])
/** Name and comment of a member; no system has longer paths. */
const maxName = 64 * 1024

function isRestZero(source: Source, start: number): boolean {
  for (let at = start; at < source.size; at += 1024 * 1024) {
    if (source.read(at, 1024 * 1024).some((byte) => byte !== 0)) return false
  }
  return true
}
