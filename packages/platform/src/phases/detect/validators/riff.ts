import { asBuffer, broken, metadataFits, valid, type Validator } from './validity.ts'
import { maxBlocks, vp8Frame } from './vp8/vp8-frame.ts'

/** Chunks of WebP that say nothing of the picture's pixels. */
const webpHeaders = new Set(['VP8X', 'ANIM'])

interface Walk {
  readonly buffer: Buffer
  picture: number
  metadata: number
  /** Something that carries content was not decoded. */
  opaque: boolean
  /** Macroblocks that may still be decoded. */
  blocks: number
}

/**
 * RIFF (WebP, WAV, AVI): the sizes of the file and of every chunk fit, chunk names are readable. Lossy
 * WebP pictures are decoded down to their last symbol; lossless ones, sound and film are walked only.
 */
export const riff: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 20) return broken(0, 'the header is incomplete')
  const end = 8 + buffer.readUInt32LE(4)
  if (end > buffer.length) return broken(4, 'the file is shorter than it says')
  const isWebp = buffer.toString('latin1', 8, 12) === 'WEBP'
  const walk: Walk = { buffer, picture: 0, metadata: 0, opaque: !isWebp, blocks: maxBlocks }
  const problem = walkChunks(walk, 12, end, isWebp)
  if (problem !== undefined) return problem
  const deep = !walk.opaque && walk.picture > 0 && metadataFits(walk.metadata, walk.picture)
  return valid(deep ? 'decoded' : 'structure', end + (end & 1 && end < buffer.length ? 1 : 0))
}

function walkChunks(
  walk: Walk,
  start: number,
  end: number,
  isWebp: boolean,
): ReturnType<typeof broken> | undefined {
  let at = start
  while (at + 8 <= end) {
    const name = walk.buffer.toString('latin1', at, at + 4)
    if (!/^[ -~]{4}$/.test(name)) return broken(at, 'an unreadable chunk name')
    const length = walk.buffer.readUInt32LE(at + 4)
    const next = at + 8 + length + (length & 1)
    if (next > end + 1) return broken(at, 'a chunk is longer than the file')
    const problem = isWebp ? readWebpChunk(walk, name, at + 8, at + 8 + length) : undefined
    if (problem !== undefined) return problem
    at = next
  }
  return at < end ? broken(at, 'the last chunk is cut off') : undefined
}

function readWebpChunk(
  walk: Walk,
  name: string,
  start: number,
  end: number,
): ReturnType<typeof broken> | undefined {
  if (name === 'VP8 ') {
    const result = vp8Frame(walk.buffer.subarray(start, end), walk.blocks)
    if ('broken' in result) return broken(start, result.broken)
    walk.blocks -= result.blocks
    walk.opaque ||= !result.decoded
    walk.picture += end - start
  } else if (name === 'ANMF' && end - start >= 16) return walkChunks(walk, start + 16, end, true)
  else if (name === 'VP8L' || name === 'ALPH') {
    walk.opaque = true
    walk.picture += end - start
  } else if (!webpHeaders.has(name)) walk.metadata += end - start
  return undefined
}
