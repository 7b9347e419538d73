import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** Kilobits per second by layer, for MPEG 1 and for MPEG 2 and 2.5 (ISO/IEC 11172-3, 2.4.2.3; 13818-3). */
const rates = {
  first: {
    1: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  second: {
    1: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const
const samplesPerSecond = [44_100, 48_000, 32_000] as const

/**
 * MPEG audio (mp3, mp2): tags, then frames, each of which begins where the one before ends. Frames may carry a
 * checksum of their side information, hardly any do: `structure`.
 */
export const mp3: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let at = endOfTag(buffer)
  // A tag may be padded, and says so only in its own size.
  const begin = at
  let frames = 0
  for (let length = frameLength(buffer, at); length > 0; length = frameLength(buffer, at)) {
    // Recorders cut the last frame off; one alone proves nothing.
    if (at + length > buffer.length && frames < 2) return broken(at, 'a frame is longer than the file')
    at = Math.min(buffer.length, at + length)
    frames += 1
  }
  if (frames === 0) return broken(Math.min(begin, buffer.length), 'no frame follows the tag')
  at = endOfTrailers(buffer, at)
  if (frames === 1 && at < buffer.length) return broken(at, 'the second frame is missing')
  // Noise of a footer's size is a footer; more is the part of the sound that is gone.
  if (buffer.length - at > 4096) return broken(at, 'a frame has no beginning')
  return valid('structure', at)
}

/** ID3v2 (id3.org, 2.4.0, 3.1): ten bytes, and a size of four digits of base 128. */
function endOfTag(buffer: Buffer): number {
  if (buffer.length < 10 || buffer.toString('latin1', 0, 3) !== 'ID3') return 0
  let size = 0
  for (const digit of buffer.subarray(6, 10)) size = size * 128 + (digit & 0x7f)
  return 10 + size + ((buffer.readUInt8(5) & 0x10) === 0 ? 0 : 10)
}

/** Bytes of the frame here; 0 when none is. */
function frameLength(buffer: Buffer, at: number): number {
  if (at + 4 > buffer.length) return 0
  const head = buffer.readUInt32BE(at)
  const [version, layerCode] = [(head >>> 19) & 3, (head >>> 17) & 3]
  const [rateCode, frequency] = [(head >>> 12) & 15, (head >>> 10) & 3]
  if (head >>> 21 !== 0x7ff || version === 1 || layerCode === 0 || frequency === 3) return 0
  if (rateCode === 0 || rateCode === 15) return 0
  const layer = (4 - layerCode) as 1 | 2 | 3
  const isFirst = version === 3
  const bits = (rates[isFirst ? 'first' : 'second'][layer][rateCode - 1] ?? 0) * 1000
  const hertz = (samplesPerSecond[frequency] ?? 1) / (isFirst ? 1 : version === 2 ? 2 : 4)
  const padding = (head >>> 9) & 1
  if (layer === 1) return (Math.floor((12 * bits) / hertz) + padding) * 4
  return Math.floor(((layer === 3 && !isFirst ? 72 : 144) * bits) / hertz) + padding
}

/** ID3v1 and APE tags behind the last frame. */
function endOfTrailers(buffer: Buffer, start: number): number {
  let at = start
  if (buffer.toString('latin1', at, at + 8) === 'APETAGEX' && at + 32 <= buffer.length) {
    const isHeader = (buffer.readUInt32LE(at + 20) & 0x2000_0000) !== 0
    const end = at + (isHeader ? 32 : 0) + buffer.readUInt32LE(at + 12)
    if (end <= buffer.length) at = end
  }
  return buffer.toString('latin1', at, at + 3) === 'TAG' && at + 128 <= buffer.length ? at + 128 : at
}
