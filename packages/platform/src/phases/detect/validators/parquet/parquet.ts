import {
  asBuffer,
  broken,
  hasBytes,
  metadataFits,
  valid,
  type Validator,
  type Validity,
} from '../validity.ts'
import { checkPage, numberOf, structOf, structsOf } from './page.ts'
import { readStruct, type Struct } from './thrift.ts'

const magic = [...Buffer.from('PAR1', 'latin1')]
/** Bytes that all pages together may unpack to. */
const maxPlain = 256 * 1024 * 1024
/** Pages of a file that are looked at. */
const maxPages = 2_000_000
/** Bytes that belong to no page and no index: alignment. */
const maxSlack = 64

interface Walk {
  readonly buffer: Buffer
  readonly limit: number
  readonly extents: { start: number; end: number }[]
  plain: number
  pages: number
  isProved: boolean
}

/**
 * Apache Parquet (parquet.thrift): the letters at both ends, the description of the file, and of every column the pages,
 * which have a header and unpack to the length that it says. `checksum` when each page has one of its own (or gzip's) and
 * pages, indexes and description are all of the file.
 */
export const parquet: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 12 || !hasBytes(buffer, buffer.length - 4, magic))
    return broken(buffer.length, 'the end is missing')
  const length = buffer.readUInt32LE(buffer.length - 8)
  const limit = buffer.length - 8 - length
  if (limit < 4) return broken(buffer.length - 8, 'the description is longer than the file')
  const description = readStruct(buffer, limit, buffer.length - 8)
  if (description === undefined || !(numberOf(description.struct.get(1)) >= 1))
    return broken(limit, 'the description is unreadable')
  // Signed descriptions of partly encrypted files end with a nonce and a tag.
  const isSigned = description.struct.has(8)
  if (description.end !== buffer.length - 8 && !isSigned)
    return broken(description.end, 'the description ends too early')
  const walk: Walk = { buffer, limit, extents: [], plain: maxPlain, pages: maxPages, isProved: !isSigned }
  for (const group of structsOf(description.struct.get(4))) {
    for (const column of structsOf(group.get(1))) {
      const problem = checkColumn(walk, column)
      if (problem !== undefined) return problem
    }
  }
  return valid(
    walk.isProved && isCovered(walk) && metadataFits(length, limit) ? 'checksum' : 'structure',
    buffer.length,
  )
}

/** The pages of a column in one group of rows, and its indexes. */
function checkColumn(walk: Walk, column: Struct): Validity | undefined {
  const about = structOf(column.get(3))
  // Encrypted with a key of its own, in a file of its own, or without a single value.
  const isElsewhere = about === undefined || column.has(1) || column.has(8)
  if (isElsewhere || numberOf(about.get(5)) === 0 || !(numberOf(about.get(7)) > 0)) {
    walk.isProved = false
    return undefined
  }
  const [data, packed] = [numberOf(about.get(9)), numberOf(about.get(7))]
  const dictionary = numberOf(about.get(11))
  const start = dictionary > 0 && dictionary < data ? dictionary : data
  const end = start + packed
  if (!(start >= 4) || !(end <= walk.limit)) return broken(walk.limit, 'a column lies outside the file')
  let [at, values] = [start, 0]
  while (at < end) {
    walk.pages -= 1
    if (walk.pages < 0) {
      walk.isProved = false
      return undefined
    }
    const limits = { codec: numberOf(about.get(4)), limit: walk.limit, budget: walk.plain }
    const page = checkPage(walk.buffer, at, limits)
    if ('state' in page) return page
    at = page.end
    values += page.values
    walk.plain -= page.plain
    walk.isProved &&= page.isProved
  }
  if (values !== numberOf(about.get(5)) || at !== end || about.has(14)) walk.isProved = false
  walk.extents.push({ start, end: at })
  return checkIndexes(walk, column)
}

/** Where the pages lie, and which values each holds: structures of the length that the description says. */
function checkIndexes(walk: Walk, column: Struct): Validity | undefined {
  for (const [place, size] of [
    [4, 5],
    [6, 7],
  ] as const) {
    const [start, length] = [numberOf(column.get(place)), numberOf(column.get(size))]
    if (!(length > 0)) continue
    if (readStruct(walk.buffer, start, Math.min(walk.limit, start + length))?.end !== start + length)
      return broken(Math.min(walk.limit, Math.max(0, start)), 'an index of pages is unreadable')
    walk.extents.push({ start, end: start + length })
  }
  return undefined
}

function isCovered({ extents, limit }: Walk): boolean {
  let [reached, slack] = [4, 0]
  for (const { start, end } of extents.sort((a, b) => a.start - b.start)) {
    if (start < reached) return false
    slack += start - reached
    reached = end
  }
  return slack + limit - reached <= maxSlack
}
