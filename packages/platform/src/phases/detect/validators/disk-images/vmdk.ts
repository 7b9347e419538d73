import { asBuffer, broken, hasBytes, valid, type Validator } from '../validity.ts'

const sector = 512

/**
 * VMware's sparse extent (Virtual Disk Format 5.0): the header with its line ends, which show a transfer as
 * text, the description and the directory inside the file: `structure`.
 */
export const vmdk: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < sector) return broken(0, 'the header is incomplete')
  if (!hasBytes(buffer, 73, [0x0a, 0x20, 0x0d, 0x0a]))
    return broken(73, 'the line ends of the header are wrong')
  const place = (at: number) => Number(buffer.readBigUInt64LE(at)) * sector
  const grains = Number(buffer.readBigUInt64LE(20))
  if (grains < 8 || !Number.isInteger(Math.log2(grains))) return broken(20, 'an impossible size of grains')
  if (place(28) + place(36) > buffer.length) return broken(28, 'the description lies outside the file')
  const directory = place(56)
  // Streams keep their directory at the end and say so with all ones.
  if (buffer.readBigUInt64LE(56) !== 0xffff_ffff_ffff_ffffn && directory >= buffer.length) {
    return broken(56, 'the directory lies outside the file')
  }
  return valid('structure', buffer.length)
}
