import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** RIFF (WebP, WAV, AVI): the sizes of the file and of every chunk fit, chunk names are readable. */
export const riff: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 20) return broken(0, 'the header is incomplete')
  const end = 8 + buffer.readUInt32LE(4)
  if (end > buffer.length) return broken(4, 'the file is shorter than it says')
  let at = 12
  while (at + 8 <= end) {
    if (!/^[ -~]{4}$/.test(buffer.toString('latin1', at, at + 4)))
      return broken(at, 'an unreadable chunk name')
    const length = buffer.readUInt32LE(at + 4)
    at += 8 + length + (length & 1)
    if (at > end + 1) return broken(at, 'a chunk is longer than the file')
  }
  return valid('structure', end + (end & 1 && end < buffer.length ? 1 : 0))
}
