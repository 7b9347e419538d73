import { crc32c } from './cyclic-checks.ts'
import { asBuffer, broken, valid, type Validator } from './validity.ts'

const kib = 1024
/** MariaDB since 10.4.3: one CRC-32C over all of a page but its last four bytes. */
const oneSum = 0x10
const head = 38
const zeros = Buffer.alloc(64 * kib)

/**
 * InnoDB tablespaces (`.ibd`, `ibdata1`): the checksum of every page, CRC-32C as MySQL since 5.7 and MariaDB since 10.2 write
 * it. Pages of zeros are space that nobody used yet. Compressed pages have other sizes and sums: `structure`, and so
 * has what was written with the sums of older servers.
 */
export const innodb: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 4 * kib) return broken(0, 'the first page is incomplete')
  const flags = buffer.readUInt32BE(54)
  const isOneSum = (flags & oneSum) !== 0
  const [size, isPlain] = isOneSum ? sizeByFlags(flags & 15, flags) : sizeByOldFlags(flags)
  if (size === undefined) return broken(54, 'the page size is impossible')
  const pages = Math.floor(buffer.length / size)
  if (pages === 0) return broken(0, 'the first page is incomplete')
  // The system's own space may lie in several files, and keeps copies of other pages while it writes them.
  const isSystem = buffer.readUInt32BE(34) === 0
  if (isPlain && !isSystem && buffer.readUInt32BE(46) > pages)
    return broken(46, 'the file is shorter than it says')
  const isSound = isOneSum ? hasOneSum : hasTwoSums
  // Old sums, or sums that were switched off.
  if (!isPlain || (!isOneSum && !isSound(buffer.subarray(0, size)) && hasOldTrailer(buffer, size)))
    return valid('structure', buffer.length)
  let wrong = 0
  let first = -1
  for (let page = 0; page < pages; page += 1) {
    const content = buffer.subarray(page * size, (page + 1) * size)
    if ((isSound(content) && (isSystem || isAtItsPlace(content, page))) || isBlank(content)) continue
    wrong += 1
    if (first < 0) first = page
  }
  if (wrong === 0) return valid('checksum', pages * size)
  return broken(first * size, `the checksum of page ${first} is wrong, and of ${wrong} of ${pages} in all`)
}

/** Page sizes are powers of two; further bits say whether pages are compressed. */
function sizeByFlags(shift: number, flags: number): readonly [number | undefined, boolean] {
  return shift < 3 || shift > 7 ? [undefined, false] : [2 ** (shift + 9), flags >> 5 === 0]
}

function sizeByOldFlags(flags: number): readonly [number | undefined, boolean] {
  const [compressed, shift] = [(flags >> 1) & 15, (flags >> 6) & 15]
  if (compressed > 5 || (shift !== 0 && (shift < 3 || shift > 7))) return [undefined, false]
  return [shift === 0 ? 16 * kib : 2 ** (shift + 9), compressed === 0]
}

function hasOneSum(page: Buffer): boolean {
  return crc32c(page.subarray(0, -4)) === page.readUInt32BE(page.length - 4)
}

/** Of what stands in front of the flush position, and of what follows the header; kept at both ends of the page. */
function hasTwoSums(page: Buffer): boolean {
  const end = page.length - 8
  const sum = (crc32c(page.subarray(4, 26)) ^ crc32c(page.subarray(head, end))) >>> 0
  return sum === page.readUInt32BE(0) && sum === page.readUInt32BE(end)
}

/** Whatever the sum, the low half of the log position stands at both ends. */
function hasOldTrailer(buffer: Buffer, size: number): boolean {
  return buffer.length >= size && buffer.readUInt32BE(20) === buffer.readUInt32BE(size - 4)
}

function isAtItsPlace(page: Buffer, number: number): boolean {
  return page.readUInt32BE(4) === number
}

function isBlank(page: Buffer): boolean {
  return page.compare(zeros, 0, page.length) === 0
}
