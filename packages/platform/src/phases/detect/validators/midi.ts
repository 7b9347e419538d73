import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** Standard MIDI files: a header, and as many tracks as it says, each ended by its last event: `structure`. */
export const midi: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 14) return broken(0, 'the header is incomplete')
  const tracks = buffer.readUInt16BE(10)
  let at = 8 + buffer.readUInt32BE(4)
  for (let seen = 0; seen < tracks;) {
    if (at + 8 > buffer.length) return broken(Math.min(at, buffer.length), 'a track is missing')
    const [name, end] = [buffer.toString('latin1', at, at + 4), at + 8 + buffer.readUInt32BE(at + 4)]
    if (end > buffer.length) return broken(at, 'a track is longer than the file')
    if (name === 'MTrk') {
      if (end < at + 11 || buffer.readUIntBE(end - 3, 3) !== 0xff2f00)
        return broken(end - 3, 'a track has no end')
      seen += 1
    } else if (!/^[A-Za-z]{4}$/.test(name)) return broken(at, 'an unreadable name of a part')
    at = end
  }
  return at <= buffer.length ? valid('structure', at) : broken(8, 'the header is longer than the file')
}
