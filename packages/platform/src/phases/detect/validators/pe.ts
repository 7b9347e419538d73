import { asBuffer, broken, valid, type Validator } from './validity.ts'

/**
 * PE (Microsoft's PE format: exe, dll, sys): the headers and every section inside the file. Installers append
 * their payload, so the end is the end of the file: `structure`.
 */
export const pe: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 64) return broken(0, 'the header is incomplete')
  const start = buffer.readUInt32LE(60)
  // Programs for DOS have no second header, those for Windows 3 and OS/2 another one; of them nothing is known.
  if (start < 64) return valid('structure', buffer.length)
  if (start + 24 > buffer.length) return broken(60, 'the second header lies outside the file')
  if (/^(?:NE|LE|LX)/.test(buffer.toString('latin1', start, start + 2)))
    return valid('structure', buffer.length)
  if (buffer.toString('latin1', start, start + 4) !== 'PE\0\0')
    return broken(start, 'the second header is gone')
  const [sections, optional] = [buffer.readUInt16LE(start + 6), buffer.readUInt16LE(start + 20)]
  const table = start + 24 + optional
  if (table + 40 * sections > buffer.length) return broken(start, 'the sections lie outside the file')
  const kind = optional >= 2 ? buffer.readUInt16LE(start + 24) : 0
  if (optional > 0 && kind !== 0x10b && kind !== 0x20b) return broken(start + 24, 'an impossible header')
  for (let at = table; at < table + 40 * sections; at += 40) {
    const [size, place] = [buffer.readUInt32LE(at + 16), buffer.readUInt32LE(at + 20)]
    if (size > 0 && place + size > buffer.length) return broken(at, 'a section lies outside the file')
  }
  return valid('structure', buffer.length)
}
