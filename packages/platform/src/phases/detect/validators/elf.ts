import { asBuffer, broken, valid, type Validator } from './validity.ts'

const noBits = 8

/**
 * ELF (System V ABI, chapter 4): programs, libraries, object files. Both tables and everything they name lie
 * inside the file. Installers append their payload, so the end is the end of the file: `structure`.
 */
export const elf: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const [wide, order] = [buffer[4] === 2, buffer[5]]
  if (buffer.length < (wide ? 64 : 52)) return broken(0, 'the header is incomplete')
  if ((buffer[4] !== 1 && !wide) || (order !== 1 && order !== 2) || buffer[6] !== 1) {
    return broken(4, 'an impossible header')
  }
  const half = (at: number) => (order === 1 ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at))
  const word = (at: number) => (order === 1 ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at))
  const place = (at: number) =>
    wide ? Number(order === 1 ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at)) : word(at)
  const [programs, sections] = wide ? [place(32), place(40)] : [place(28), place(32)]
  const counts = wide ? 54 : 42
  const [programBytes, programCount] = [half(counts), half(counts + 2)]
  const [sectionBytes, sectionCount] = [half(counts + 4), half(counts + 6)]
  if (programs + programBytes * programCount > buffer.length) {
    return broken(wide ? 32 : 28, 'the segments lie outside the file')
  }
  if (sections + sectionBytes * sectionCount > buffer.length) {
    return broken(wide ? 40 : 32, 'the sections lie outside the file')
  }
  if (programCount > 0 && programBytes !== (wide ? 56 : 32)) return broken(counts, 'an impossible header')
  if (sectionCount > 0 && sectionBytes !== (wide ? 64 : 40)) return broken(counts + 4, 'an impossible header')
  for (let entry = 0; entry < programCount; entry += 1) {
    const at = programs + entry * programBytes
    const end = wide ? place(at + 8) + place(at + 32) : place(at + 4) + place(at + 16)
    if (end > buffer.length) return broken(at, 'a segment lies outside the file')
  }
  for (let entry = 0; entry < sectionCount; entry += 1) {
    const at = sections + entry * sectionBytes
    const end = wide ? place(at + 24) + place(at + 32) : place(at + 16) + place(at + 20)
    if (word(at + 4) !== noBits && end > buffer.length) return broken(at, 'a section lies outside the file')
  }
  return valid('structure', buffer.length)
}
