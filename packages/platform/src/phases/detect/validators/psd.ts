import { asBuffer, broken, valid, type Validator, type Validity } from './validity.ts'

/**
 * Photoshop (Adobe's file format specification: psd, and psb of version 2): the lengths of all sections, and
 * the flat picture at the end, whose packed rows unpack to exactly their width. Layers are walked over:
 * `structure`.
 */
export const psd: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 38) return broken(0, 'the header is incomplete')
  const isLarge = buffer.readUInt16BE(4) === 2
  const [channels, depth] = [buffer.readUInt16BE(12), buffer.readUInt16BE(22)]
  const [height, width] = [buffer.readUInt32BE(14), buffer.readUInt32BE(18)]
  if (channels === 0 || channels > 56 || ![1, 8, 16, 32].includes(depth)) {
    return broken(12, 'an impossible picture')
  }
  let at = 26
  // Colours, resources, layers; the last has a longer length in large files.
  for (const width of [4, 4, isLarge ? 8 : 4]) {
    if (at + width > buffer.length) return broken(buffer.length, 'a section is missing')
    const length = width === 8 ? Number(buffer.readBigUInt64BE(at)) : buffer.readUInt32BE(at)
    if (at + width + length > buffer.length) return broken(at, 'a section is longer than the file')
    at += width + length
  }
  if (at + 2 > buffer.length) return broken(at, 'the picture is missing')
  const [method, rowBytes] = [buffer.readUInt16BE(at), Math.ceil((width * depth) / 8)]
  const rows = height * channels
  if (method === 0) {
    const end = at + 2 + rows * rowBytes
    return end > buffer.length ? broken(buffer.length, 'pixels are missing') : valid('structure', end)
  }
  if (method === 1) return checkRows(buffer, at + 2, { rows, rowBytes, isLarge })
  return method > 3 ? broken(at, 'an unknown compression') : valid('structure', buffer.length)
}

/** A list of lengths, then rows in PackBits. */
function checkRows(
  buffer: Buffer,
  start: number,
  { rows, rowBytes, isLarge }: { rows: number; rowBytes: number; isLarge: boolean },
): Validity {
  const width = isLarge ? 4 : 2
  let at = start + rows * width
  if (at > buffer.length) return broken(start, 'more rows than data')
  for (let row = 0; row < rows; row += 1) {
    const end = at + buffer.readUIntBE(start + row * width, width)
    if (end > buffer.length) return broken(at, 'a row is longer than the file')
    if (unpackedBytes(buffer, at, end) !== rowBytes) return broken(at, 'a row does not unpack')
    at = end
  }
  return valid('structure', at)
}

/** −1 when a run is cut off. */
function unpackedBytes(buffer: Buffer, start: number, end: number): number {
  let [at, plain] = [start, 0]
  while (at < end) {
    const code = buffer[at] ?? 0
    // 128 is a filler, above it one byte is repeated, below it some stand as they are.
    const length = code === 128 ? 0 : code > 128 ? 257 - code : code + 1
    at += code === 128 ? 1 : code > 128 ? 2 : 1 + length
    plain += length
  }
  return at === end ? plain : -1
}
