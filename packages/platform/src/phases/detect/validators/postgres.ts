import { asBuffer, broken, valid, type Validator } from './validity.ts'

const pageBytes = 8192
const header = 24
/** Size and layout version 4, since PostgreSQL 8.3. */
const sizeAndVersion = pageBytes | 4
/** Relations lie in files of 1 GiB; the number of a page counts on through all of them. */
const pagesAFile = 131_072
const mostFiles = 256

/**
 * Pages of a PostgreSQL relation (storage/bufpage.h, storage/checksum_impl.h): the header of every page, the places of
 * its rows, and its checksum of sixteen bits where the cluster has them: then `checksum`, else `structure`. Pages of
 * zeros are space that nobody used yet.
 */
export const postgres: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < pageBytes) return broken(0, 'the first page is incomplete')
  const pages = Math.floor(buffer.length / pageBytes)
  const hasSums = buffer.readUInt16LE(8) !== 0
  const first = hasSums ? firstNumber(buffer.subarray(0, pageBytes), pages === 1 ? 1 : mostFiles) : 0
  if (first === undefined) return broken(8, 'the checksum of the first page is wrong')
  for (let place = 0; place < pages; place += 1) {
    const page = buffer.subarray(place * pageBytes, (place + 1) * pageBytes)
    if (isBlank(page)) continue
    const problem = problemOf(page)
    if (problem !== undefined) return broken(place * pageBytes, `page ${place}: ${problem}`)
    if (hasSums && checksumOf(sumOf(page), first + place) !== page.readUInt16LE(8))
      return broken(place * pageBytes, `page ${place}: the checksum is wrong`)
  }
  return valid(hasSums ? 'checksum' : 'structure', pages * pageBytes)
}

/**
 * The number of a file's first page: which of the files of a relation it is, its own checksum tells. One page alone is
 * always the first: of sixteen bits too many would fit.
 */
function firstNumber(page: Buffer, files: number): number | undefined {
  const [sum, said] = [sumOf(page), page.readUInt16LE(8)]
  for (let file = 0; file < files; file += 1)
    if (checksumOf(sum, file * pagesAFile) === said) return file * pagesAFile
  return undefined
}

function problemOf(page: Buffer): string | undefined {
  const [lower, upper, special] = [page.readUInt16LE(12), page.readUInt16LE(14), page.readUInt16LE(16)]
  if (page.readUInt16LE(18) !== sizeAndVersion || page.readUInt16LE(10) > 7) return 'it has no header'
  if (lower < header || lower > upper || upper > special || special > pageBytes) return 'its parts overlap'
  // Only tables have nothing at the end of their pages; others use the places of rows in their own ways.
  if (special < pageBytes) return undefined
  for (let at = header; at + 4 <= lower; at += 4) {
    const pointer = page.readUInt32LE(at)
    const [offset, kind, length] = [pointer & 0x7fff, (pointer >>> 15) & 3, pointer >>> 17]
    if (kind === 1 && (offset < upper || offset + length > special)) return 'a row lies outside'
  }
  return undefined
}

const lanes = 32
const prime = 16_777_619
const offsets = Int32Array.from(
  (
    '5b1f36e9 b8525960 02ab50aa 1de66d2a 79ff467a 9bb9f8a3 217e7cd2 83e13d2c ' +
    'f8d4474f e39eb970 42c6ae16 993216fa 7b093b5d 98daff3c f718902a 0b1c9cdb ' +
    'e58f764b 187636bc 5d7b3bb1 e73de7de 92bec979 cca6c0b2 304a0979 85aa43d4 ' +
    '783125bb 6ca8eaa2 e407eac6 4b5cfc3e 9fbf8c76 15ca20be f2ca9fd3 959bd756'
  )
    .split(' ')
    .map((word) => Number.parseInt(word, 16)),
)

/** FNV-1a in 32 lanes, with a shift mixed in; the place of the checksum counts as zero. */
function sumOf(page: Buffer): number {
  const sums = Int32Array.from(offsets)
  const mix = (lane: number, word: number): void => {
    const mixed = (sums[lane] ?? 0) ^ word
    sums[lane] = Math.imul(mixed, prime) ^ (mixed >>> 17)
  }
  for (let at = 0; at < pageBytes; at += 4) {
    const word = page.readInt32LE(at)
    mix((at >> 2) % lanes, at === 8 ? word & ~0xffff : word)
  }
  for (let round = 0; round < 2; round += 1) for (let lane = 0; lane < lanes; lane += 1) mix(lane, 0)
  return sums.reduce((all, sum) => all ^ sum, 0)
}

/** Sixteen bits that are never zero. */
function checksumOf(sum: number, page: number): number {
  return (((sum ^ page) >>> 0) % 65_535) + 1
}

const zeros = Buffer.alloc(pageBytes)

function isBlank(page: Buffer): boolean {
  return page.compare(zeros) === 0
}
