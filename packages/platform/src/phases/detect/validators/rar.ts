import { crc32 } from 'node:zlib'

import { asBuffer, broken, valid, type Validator, type Validity } from './validity.ts'

/** RAR 4 and 5 (RARLAB's technical notes): the checksum of every header, from one to the next. */
export const rar: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  return buffer[6] === 1 ? walkNew(buffer) : walkOld(buffer)
}

const newKinds = { encryption: 4, end: 5 }
const longestHeader = 2 * 1024 * 1024

function walkNew(buffer: Buffer): Validity {
  let at = 8
  while (at + 7 <= buffer.length) {
    const size = shortNumber(buffer, at + 4)
    if (size === undefined || size.value > longestHeader) return broken(at, 'a header has no length')
    const headerEnd = size.next + size.value
    if (headerEnd > buffer.length) return broken(at, 'a header is longer than the file')
    if (crc32(buffer.subarray(at + 4, headerEnd)) !== buffer.readUInt32LE(at)) {
      return broken(at, 'the checksum of a header is wrong')
    }
    const [kind, flags, ...more] = numbersFrom(buffer, size.next, 4)
    // Behind it the headers themselves are encrypted.
    if (kind === newKinds.encryption) return valid('structure', buffer.length)
    const hasExtra = ((flags ?? 0) & 1) !== 0
    const data = ((flags ?? 0) & 2) === 0 ? 0 : (more[hasExtra ? 1 : 0] ?? Number.NaN)
    at = headerEnd + data
    if (!(at <= buffer.length)) return broken(headerEnd, 'a file is cut off')
    if (kind === newKinds.end) return valid('structure', at)
  }
  return broken(buffer.length, 'the last header is missing')
}

function numbersFrom(buffer: Buffer, start: number, count: number): number[] {
  const numbers: number[] = []
  for (let at = start; numbers.length < count;) {
    const read = shortNumber(buffer, at)
    if (read === undefined) return numbers
    numbers.push(read.value)
    at = read.next
  }
  return numbers
}

/** Digits of base 128, the lowest first. */
function shortNumber(buffer: Buffer, start: number): { value: number; next: number } | undefined {
  let value = 0
  for (let digit = 0; digit < 10; digit += 1) {
    const byte = buffer[start + digit]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * digit)
    if ((byte & 0x80) === 0) return { value, next: start + digit + 1 }
  }
  return undefined
}

const oldKinds = { main: 0x73, file: 0x74, service: 0x7a, end: 0x7b }

function walkOld(buffer: Buffer): Validity {
  let at = 7
  while (at + 7 <= buffer.length) {
    const [kind, flags, size] = [buffer[at + 2], buffer.readUInt16LE(at + 3), buffer.readUInt16LE(at + 5)]
    if (size < 7 || at + size > buffer.length) return broken(at, 'a header is longer than the file')
    if ((crc32(buffer.subarray(at + 2, at + size)) & 0xffff) !== buffer.readUInt16LE(at)) {
      return broken(at, 'the checksum of a header is wrong')
    }
    if (kind === oldKinds.main && (flags & 0x80) !== 0) return valid('structure', buffer.length)
    const isFile = kind === oldKinds.file || kind === oldKinds.service
    const hasData = isFile || (flags & 0x8000) !== 0
    if (hasData && size < 11) return broken(at, 'a header is too short')
    const high = isFile && (flags & 0x100) !== 0 && size >= 36 ? buffer.readUInt32LE(at + 32) : 0
    const data = hasData ? buffer.readUInt32LE(at + 7) + high * 2 ** 32 : 0
    at += size + data
    if (at > buffer.length) return broken(buffer.length, 'a file is cut off')
    if (kind === oldKinds.end) return valid('structure', at)
  }
  // Old writers wrote no end.
  return at === buffer.length
    ? valid('structure', at)
    : broken(Math.min(at, buffer.length), 'a header is torn')
}
