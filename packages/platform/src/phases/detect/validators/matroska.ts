import { crc32 } from 'node:zlib'

import { asBuffer, broken, valid, type Validator, type Validity } from './validity.ts'

/** Elements that hold elements (RFC 9559): the segment, and the parts that may carry a checksum. */
const segment = 0x18538067
const parts = new Set([
  0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1f43b675, 0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367,
])
const checksum = 0xbf
const filling = 0xec
/** Room that writers leave for an index; more could hide something. */
const mostFilling = 64 * 1024
const maxElements = 1_000_000

interface Element {
  readonly id: number
  readonly body: number
  readonly end: number
}

/**
 * Matroska and WebM (RFC 8794, RFC 9559): the header, and the parts of the segment to its last byte; the CRC-32 of every part
 * that has one. `checksum` when all of them have, as mkvtoolnix and ffmpeg write headers but hardly ever clusters.
 */
export const matroska: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const header = elementAt(buffer, 0, buffer.length)
  if (header === undefined) return broken(0, 'the header is incomplete')
  const root = elementAt(buffer, header.end, buffer.length)
  if (root?.id !== segment) return broken(header.end, 'the segment is missing')
  let [at, count, filled, isProved] = [root.body, 0, 0, true]
  while (at < root.end && count < maxElements) {
    const element = elementAt(buffer, at, root.end)
    if (element === undefined) return broken(at, 'a part is unreadable or longer than the film')
    if (element.id !== filling && !parts.has(element.id)) return broken(at, 'an unknown part')
    const sum = element.id === filling ? 'right' : checkSum(buffer, element)
    if (sum === 'wrong') return broken(at, 'the checksum of a part is wrong')
    isProved &&= sum === 'right'
    if (element.id === filling) filled += element.end - element.body
    at = element.end
    count += 1
  }
  if (count === 0) return broken(root.body, 'the film is empty')
  return valid(isProved && filled <= mostFilling ? 'checksum' : 'structure', root.end) satisfies Validity
}

function checkSum(buffer: Buffer, { body, end }: Element): 'right' | 'wrong' | 'none' {
  if (buffer[body] !== checksum || buffer[body + 1] !== 0x84 || body + 6 > end) return 'none'
  return crc32(buffer.subarray(body + 6, end)) === buffer.readUInt32LE(body + 2) ? 'right' : 'wrong'
}

/** An id whose first bit that is set says its length, a length of the same kind; all ones: to the end (live films). */
function elementAt(buffer: Buffer, at: number, limit: number): Element | undefined {
  const idBytes = Math.clz32(buffer[at] ?? 0) - 23
  if (idBytes > 4 || at + idBytes >= limit) return undefined
  const sizeBytes = Math.clz32(buffer[at + idBytes] ?? 0) - 23
  const body = at + idBytes + sizeBytes
  if (sizeBytes > 8 || body > limit) return undefined
  let size = (buffer[at + idBytes] ?? 0) & (0xff >> sizeBytes)
  let isOpen = size === 0xff >> sizeBytes
  for (let place = at + idBytes + 1; place < body; place += 1) {
    isOpen &&= buffer[place] === 0xff
    size = size * 256 + (buffer[place] ?? 0)
  }
  const end = isOpen ? limit : body + size
  return end > limit ? undefined : { id: buffer.readUIntBE(at, idBytes), body, end }
}
