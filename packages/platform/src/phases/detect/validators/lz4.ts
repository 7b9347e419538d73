import { asBuffer, broken, valid, type Validator } from './validity.ts'
import { xxh32 } from './xxh32.ts'

const maxPlain = 64 * 1024 * 1024
const minMatch = 4

/**
 * LZ4 frames (LZ4 Frame Format 1.6.3): the sum of the header, every block, and the XXH32 of blocks and of the content where the
 * writer put one: `checksum`. Frames without any, and content of more than 64 MiB: `structure`.
 */
export const lz4: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 11) return broken(0, 'the header is incomplete')
  const flags = buffer[4] ?? 0
  const [hasDictionary, hasSum, hasSize, hasBlockSums] = [1, 4, 8, 16].map((bit) => (flags & bit) !== 0)
  const descriptor = 6 + (hasSize === true ? 8 : 0) + (hasDictionary === true ? 4 : 0)
  if (flags >> 6 !== 1 || descriptor + 1 > buffer.length) return broken(4, 'an impossible header')
  if (((xxh32(buffer.subarray(4, descriptor)) >>> 8) & 255) !== buffer[descriptor])
    return broken(descriptor, 'the checksum of the header is wrong')
  let at = descriptor + 1
  let plain: Buffer | undefined = Buffer.alloc(0)
  const pieces: Buffer[] = []
  let total = 0
  for (;;) {
    if (at + 4 > buffer.length) return broken(buffer.length, 'the end is missing')
    const head = buffer.readUInt32LE(at)
    at += 4
    if (head === 0) break
    const [length, isStored] = [head & 0x7fff_ffff, head >>> 31 === 1]
    const end = at + length
    if (end + (hasBlockSums === true ? 4 : 0) > buffer.length)
      return broken(at, 'a block is longer than the file')
    const data = buffer.subarray(at, end)
    if (hasBlockSums === true && xxh32(data) !== buffer.readUInt32LE(end))
      return broken(at, 'the checksum of a block is wrong')
    if (plain !== undefined) {
      const piece: Buffer | undefined = isStored ? data : unpacked(data, plain, blockBytes(buffer[5] ?? 0))
      if (piece === undefined) return broken(at, 'a block does not decompress')
      pieces.push(piece)
      total += piece.length
      // Matches reach back 64 KiB into the blocks before.
      plain = total > maxPlain ? undefined : Buffer.concat([plain, piece]).subarray(-65_536)
    }
    at = end + (hasBlockSums === true ? 4 : 0)
  }
  if (hasSum !== true) return valid(hasBlockSums === true ? 'checksum' : 'structure', at)
  if (at + 4 > buffer.length) return broken(buffer.length, 'the end is missing')
  if (plain === undefined) return valid('structure', at + 4)
  return xxh32(Buffer.concat(pieces)) === buffer.readUInt32LE(at)
    ? valid('checksum', at + 4)
    : broken(at, 'the checksum of the content is wrong')
}

function blockBytes(descriptor: number): number {
  return 2 ** (8 + 2 * ((descriptor >> 4) & 7))
}

/** Literals and matches in turn (LZ4 Block Format); undefined when they leave the block or what was written before. */
function unpacked(data: Buffer, before: Buffer, most: number): Buffer | undefined {
  const out = Buffer.alloc(before.length + most)
  before.copy(out)
  let [at, to] = [0, before.length]
  const more = (first: number): number => {
    let length = first
    if (first !== 15) return length
    for (let byte = 255; byte === 255; at += 1) {
      byte = data[at] ?? 0
      length += byte
    }
    return length
  }
  while (at < data.length) {
    const token = data[at] ?? 0
    at += 1
    const literals = more(token >> 4)
    if (at + literals > data.length || to + literals > out.length) return undefined
    data.copy(out, to, at, at + literals)
    at += literals
    to += literals
    if (at >= data.length) return at === data.length ? out.subarray(before.length, to) : undefined
    const back = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)
    at += 2
    const length = more(token & 15) + minMatch
    if (back === 0 || back > to || to + length > out.length) return undefined
    for (let end = to + length; to < end; to += 1) out[to] = out[to - back] ?? 0
  }
  return undefined
}
