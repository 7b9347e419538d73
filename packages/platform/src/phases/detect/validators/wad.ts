import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** Data of Doom and its kin: a directory of lumps, each inside the file and with a readable name: `structure`. */
export const wad: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 12) return broken(0, 'the header is incomplete')
  const [lumps, directory] = [buffer.readUInt32LE(4), buffer.readUInt32LE(8)]
  if (directory + 16 * lumps > buffer.length) return broken(4, 'the directory lies outside the file')
  let end = Math.max(12, directory + 16 * lumps)
  for (let at = directory; at < directory + 16 * lumps; at += 16) {
    const [offset, length] = [buffer.readUInt32LE(at), buffer.readUInt32LE(at + 4)]
    if (offset + length > buffer.length && length > 0) return broken(at, 'a lump lies outside the file')
    if (!/^[!-~]+\0/.test(`${buffer.toString('latin1', at + 8, at + 16)}\0`))
      return broken(at + 8, 'an unreadable name')
    if (length > 0) end = Math.max(end, offset + length)
  }
  return valid('structure', end)
}
