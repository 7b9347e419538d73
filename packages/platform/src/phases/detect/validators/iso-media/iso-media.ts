import { asBuffer, broken, valid, type Validator, type Validity } from '../validity.ts'
import { checkTrack } from './track.ts'
import type { Extent } from './extent.ts'

/** Boxes that hold nothing but boxes (ISO/IEC 14496-12, table 1). */
const containers = new Set('moov trak mdia minf stbl dinf edts mvex moof traf mfra iprp ipco'.split(' '))
/** Films have some thousand boxes; fragmented ones a few for every two seconds. */
const maxBoxes = 200_000
const maxDepth = 8
/** Boxes of media data of a whole film: one, or a few where somebody cut. */
const maxMedia = 64

/** Tables of a track that tell where its samples lie. */
const trackTables = new Set('stsd stsz stsc stco co64'.split(' '))

interface Walk {
  readonly buffer: Buffer
  readonly seen: Set<string>
  readonly media: Extent[]
  readonly tracks: Map<string, { body: number; end: number }>[]
  boxes: number
}

/**
 * ISO base media (mp4, mov, m4a, 3gp, heic, avif; ISO/IEC 14496-12): the tree of boxes to the last byte, an index
 * and the data it is about, and every place that the index names inside the file, of whole films inside the media data;
 * pictures of AVC and HEVC consist of units to their end. Media data carry no check: `structure`.
 */
export const isoMedia: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const walk: Walk = { buffer, seen: new Set(), media: [], tracks: [], boxes: 0 }
  let at = 0
  while (at < buffer.length) {
    const box = boxAt(buffer, at, buffer.length)
    if (box === undefined) {
      // A fragmented film goes on for ever, so what follows a fragment is a torn one rather than a footer.
      if (isComplete(walk.seen) && !walk.seen.has('moof')) return valid('structure', at)
      return broken(at, 'a box is unreadable or longer than the file')
    }
    const problem = checkBox(walk, box, 0)
    if (problem !== undefined) return problem
    at = box.end
    if (walk.boxes > maxBoxes) return valid('structure', buffer.length)
  }
  if (!isComplete(walk.seen)) return broken(buffer.length, 'the index or the data are missing')
  return checkTracks(walk) ?? valid('structure', at)
}

/** Samples of films that are whole; fragments have tables of their own, and other films may lie in other files. */
function checkTracks({ buffer, seen, media, tracks }: Walk): Validity | undefined {
  if (seen.has('moof') || seen.has('mvex')) return undefined
  if (media.length > maxMedia) return undefined
  const budget = { bytes: 2 * buffer.length }
  for (const tables of tracks) {
    const problem = checkTrack(buffer, tables, { media, budget })
    if (problem !== undefined) return problem
  }
  return undefined
}

/**
 * An index and data: of a film, its fragments, or a picture (which may lie inside the index itself). The beginning
 * of a film in fragments has no data of its own.
 */
function isComplete(seen: ReadonlySet<string>): boolean {
  const hasData = seen.has('mdat') || seen.has('idat') || seen.has('mvex')
  return (seen.has('moov') || seen.has('moof') || seen.has('meta')) && hasData
}

interface Box {
  readonly type: string
  readonly start: number
  readonly body: number
  readonly end: number
}

/** A name of four readable letters (Apple's begin with ©), and a length that fits into what is around it. */
function boxAt(buffer: Buffer, start: number, limit: number): Box | undefined {
  if (start + 8 > limit) return undefined
  const type = buffer.toString('latin1', start + 4, start + 8)
  if (!/^[\u00a9 -~][ -~]{3}$/.test(type)) return undefined
  const short = buffer.readUInt32BE(start)
  if (short === 1 && start + 16 > limit) return undefined
  const body = start + (short === 1 ? 16 : 8)
  const length =
    short === 1
      ? buffer.readUInt32BE(start + 8) * 2 ** 32 + buffer.readUInt32BE(start + 12)
      : short === 0
        ? limit - start
        : short
  const end = start + length
  return end < body || end > limit ? undefined : { type, start, body, end }
}

function checkBox(walk: Walk, { type, start, body, end }: Box, depth: number): Validity | undefined {
  walk.boxes += 1
  walk.seen.add(type)
  if (type === 'mdat') walk.media.push({ start: body, end })
  if (type === 'trak') walk.tracks.push(new Map())
  if (trackTables.has(type)) walk.tracks.at(-1)?.set(type, { body, end })
  if (type === 'stco' || type === 'co64') return checkOffsets(walk.buffer, body, end, type === 'stco' ? 4 : 8)
  // Apple's has no version in front of its boxes, and neither those who wrote it agree on what is inside.
  const isMeta = type === 'meta' && end - body >= 12 && walk.buffer.readUInt32BE(body) === 0
  if (!containers.has(type) && !isMeta) return undefined
  if (depth >= maxDepth) return broken(start, 'boxes in boxes without an end')
  let at = body + (isMeta ? 4 : 0)
  while (at + 8 <= end) {
    const box = boxAt(walk.buffer, at, end)
    if (box === undefined) return broken(at, 'a box is unreadable or longer than the one around it')
    const problem = checkBox(walk, box, depth + 1)
    if (problem !== undefined) return problem
    at = box.end
  }
  // Apple ends lists of boxes with four zeros.
  return end - at === 0 || end - at === 4 ? undefined : broken(at, 'a box ends inside another')
}

/** The places of all chunks of a track. */
function checkOffsets(buffer: Buffer, body: number, end: number, width: 4 | 8): Validity | undefined {
  const count = end - body < 8 ? -1 : buffer.readUInt32BE(body + 4)
  if (count < 0 || body + 8 + width * count > end) return broken(body, 'a list of chunks is torn')
  for (let at = body + 8; at < body + 8 + width * count; at += width) {
    const high = width === 8 ? buffer.readUInt32BE(at) : 0
    if (high * 2 ** 32 + buffer.readUInt32BE(at + width - 4) >= buffer.length) {
      return broken(at, 'a chunk lies outside the file')
    }
  }
  return undefined
}
