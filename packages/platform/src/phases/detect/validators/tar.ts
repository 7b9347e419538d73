import { asBuffer, broken, valid, type Validator } from './validity.ts'

const block = 512

/**
 * tar (POSIX.1-1988 ustar, pax, GNU): the checksum of every header, from one to the next by its size, to the
 * blocks of zeros at the end. What is packed has no checksum: `structure`.
 */
export const tar: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let at = 0
  let members = 0
  while (at + block <= buffer.length) {
    if (isZero(buffer, at)) {
      return members > 0 ? valid('structure', endOfZeros(buffer, at)) : broken(at, 'it holds nothing')
    }
    if (!checksumFits(buffer, at)) return broken(at, 'the checksum of a header is wrong')
    const size = memberSize(buffer, at)
    if (size === undefined) return broken(at + 124, 'a size is unreadable')
    at += block + Math.ceil(size / block) * block
    members += 1
  }
  return at === buffer.length
    ? valid('structure', at)
    : broken(Math.min(at, buffer.length), 'the last member is cut off')
}

function isZero(buffer: Buffer, at: number): boolean {
  return buffer.subarray(at, at + block).every((byte) => byte === 0)
}

/** Writers fill a whole record of a tape, often 10 KiB. */
function endOfZeros(buffer: Buffer, start: number): number {
  let at = start
  while (at < buffer.length && buffer[at] === 0) at += 1
  return at
}

/** The sum of all bytes, with spaces where the sum itself stands; old writers summed them with a sign. */
export function checksumFits(buffer: Buffer, start: number): boolean {
  const said = octal(buffer, start + 148, 8)
  let [sum, signed] = [0, 0]
  for (let at = 0; at < block; at += 1) {
    const byte = at >= 148 && at < 156 ? 32 : (buffer[start + at] ?? 0)
    sum += byte
    signed += (byte << 24) >> 24
  }
  return said !== undefined && (said === sum || said === signed)
}

/** Bytes that follow a header; links, devices and folders have none, whatever they say. */
export function memberSize(buffer: Buffer, start: number): number | undefined {
  if (/[1-6]/.test(String.fromCharCode(buffer[start + 156] ?? 0))) return 0
  if (((buffer[start + 124] ?? 0) & 0x80) === 0) return octal(buffer, start + 124, 12)
  let size = 0
  for (const byte of buffer.subarray(start + 125, start + 136)) size = size * 256 + byte
  return size <= Number.MAX_SAFE_INTEGER ? size : undefined
}

function octal(buffer: Buffer, start: number, length: number): number | undefined {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(buffer.toString('latin1', start, start + length))?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits === '' ? '0' : digits, 8)
}
