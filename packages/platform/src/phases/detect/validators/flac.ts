import { crc16Table, crc8Table } from './cyclic-checks.ts'
import { asBuffer, broken, metadataFits, valid, type Validator } from './validity.ts'

/**
 * FLAC (RFC 9639): every frame has its CRC-16, frame numbers have no gap, the samples are as many as the
 * header says. Frames do not say how long they are: the next one begins where its header's CRC-8 fits and
 * the sum over everything before is zero.
 */
export const flac: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const audio = endOfMetadata(buffer)
  if (audio < 0) return broken(4, 'the metadata are torn')
  const total = (buffer.readUInt8(21) & 15) * 2 ** 32 + buffer.readUInt32BE(22)
  let [sum, samples, frames, end] = [0, 0, 0, audio]
  let expected = 0
  for (let at = audio; at < buffer.length; at += 1) {
    if (sum === 0) {
      const frame = buffer[at] === 0xff ? frameHeader(buffer, at) : undefined
      if (frame === undefined && frames === 0) return broken(at, 'no frame follows the metadata')
      if (frame !== undefined) {
        if (frame.number !== expected) return broken(at, 'a frame is missing')
        samples += frame.samples
        expected += frame.counts === 'frames' ? 1 : frame.samples
        frames += 1
      } else if (total > 0 && samples >= total) end = at
    }
    sum = ((sum << 8) & 0xffff) ^ (crc16Table[((sum >> 8) ^ (buffer[at] ?? 0)) & 255] ?? 0)
  }
  if (sum === 0) end = buffer.length
  if (frames === 0 || end === audio) return broken(buffer.length, 'the checksum of a frame is wrong')
  if (total > 0 && samples !== total) return broken(buffer.length, 'samples are missing')
  const isProved = total > 0 && metadataFits(audio, buffer.length - audio)
  return valid(isProved ? 'checksum' : 'structure', end)
}

/** Where the frames begin; −1 when the blocks before them do not fit. */
function endOfMetadata(buffer: Buffer): number {
  if (buffer.length < 42 || ((buffer[4] ?? 0) & 0x7f) !== 0) return -1
  for (let at = 4; at + 4 <= buffer.length;) {
    const kind = buffer.readUInt8(at)
    if ((kind & 0x7f) === 0x7f) return -1
    at += 4 + buffer.readUIntBE(at + 1, 3)
    if (at > buffer.length) return -1
    if ((kind & 0x80) !== 0) return at
  }
  return -1
}

interface Frame {
  readonly number: number
  readonly samples: number
  readonly counts: 'frames' | 'samples'
}

/** The header of a frame (RFC 9639, 9.1), or undefined when none is here. */
function frameHeader(buffer: Buffer, start: number): Frame | undefined {
  const [second, sizes] = [buffer[start + 1] ?? 0, buffer[start + 2] ?? 0]
  if ((second & 0xfe) !== 0xf8 || start + 16 > buffer.length) return undefined
  const coded = codedNumber(buffer, start + 4)
  if (coded === undefined) return undefined
  let at = coded.next
  const sizeCode = sizes >> 4
  let samples = sizeCode === 1 ? 192 : sizeCode < 6 ? 576 * 2 ** (sizeCode - 2) : 2 ** sizeCode
  if (sizeCode === 0) return undefined
  if (sizeCode === 6) samples = (buffer[at] ?? 0) + 1
  if (sizeCode === 7) samples = ((buffer[at] ?? 0) << 8) + (buffer[at + 1] ?? 0) + 1
  at += sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0
  const rateCode = sizes & 15
  at += rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0
  let sum = 0
  for (const byte of buffer.subarray(start, at)) sum = crc8Table[sum ^ byte] ?? 0
  if (rateCode === 15 || sum !== buffer[at]) return undefined
  return { number: coded.value, samples, counts: (second & 1) === 0 ? 'frames' : 'samples' }
}

/** A number of up to 36 bits, written as UTF-8 writes letters. */
function codedNumber(buffer: Buffer, start: number): { value: number; next: number } | undefined {
  const first = buffer[start] ?? 0
  const ones = Math.clz32(~(first << 24))
  if (ones === 0) return { value: first, next: start + 1 }
  if (ones === 1 || ones > 7) return undefined
  let value = first & (0x7f >> ones)
  for (let at = start + 1; at < start + ones; at += 1) {
    const byte = buffer[at] ?? 0
    if ((byte & 0xc0) !== 0x80) return undefined
    value = value * 64 + (byte & 0x3f)
  }
  return { value, next: start + ones }
}
