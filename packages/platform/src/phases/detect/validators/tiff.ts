import { decompress } from './decompress.ts'
import { maxPlain } from './gzip.ts'
import { asBuffer, broken, metadataFits, valid, type Validator, type Validity } from './validity.ts'

/** Bytes of one value of every field type (TIFF 6.0, section 2; BigTIFF). */
const widths = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8]
const tags = { compression: 259, strips: 273, stripBytes: 279, tiles: 324, tileBytes: 325 }
/** Fields that point at directories of their own, which only camera makers know to the end. */
const openEnded = new Set([330, 34_665, 34_853, 50_740, 37_500])
const maxDirectories = 4096
/** Strips of a file that are looked at; a scan of a hundred megabytes has some ten thousand. */
const maxStrips = 1_000_000
/** What unpacking the smallest strip costs, in bytes that could be unpacked in the same time. */
const stripCost = 4096

interface Picture {
  readonly buffer: Buffer
  readonly isLittle: boolean
  readonly isBig: boolean
  /** Where the last thing ends that a directory names. */
  end: number
  strips: number
  /** Bytes of all directories so far. */
  listed: number
  packed: number
  plain: number
  isProved: boolean
  isOpenEnded: boolean
}

/**
 * TIFF (6.0, and BigTIFF): the chain of directories, every value, strip and tile inside the file. Pictures
 * packed with Deflate are unpacked and proved by its checksum; others are judged by structure.
 */
export const tiff: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const isLittle = buffer[0] === 0x49
  const isBig = buffer[isLittle ? 2 : 3] === 43
  if (buffer.length < 16) return broken(0, 'the header is incomplete')
  const counts = { end: 0, strips: 0, listed: 0, packed: 0, plain: maxPlain }
  const picture: Picture = { buffer, isLittle, isBig, ...counts, isProved: true, isOpenEnded: false }
  const seen = new Set<number>()
  for (let at = pointer(picture, isBig ? 8 : 4); at !== 0;) {
    if (seen.has(at) || seen.size >= maxDirectories) return broken(at, 'the directories run in a circle')
    seen.add(at)
    const next = readDirectory(picture, at)
    if (typeof next !== 'number') return next
    at = next
  }
  if (picture.strips === 0) return broken(buffer.length, 'it holds no picture')
  const { packed, isProved, isOpenEnded } = picture
  // Camera files keep things that no directory we read names; where they end nobody outside the maker knows.
  const end = isOpenEnded ? buffer.length : Math.min(buffer.length, picture.end + (picture.end & 1))
  // Strips that lie upon each other make more of themselves than there is.
  const isDeep = isProved && packed <= end && !isOpenEnded && metadataFits(end - packed, packed)
  return valid(isDeep ? 'checksum' : 'structure', end)
}

function number(picture: Picture, at: number, width: number): number {
  const { buffer, isLittle } = picture
  if (at < 0 || at + width > buffer.length) return Number.NaN
  if (width === 1) return buffer.readUInt8(at)
  if (width === 2) return isLittle ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at)
  if (width === 4) return isLittle ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at)
  return Number(isLittle ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at))
}

function pointer(picture: Picture, at: number): number {
  return number(picture, at, picture.isBig ? 8 : 4)
}

interface Field {
  readonly at: number
  readonly width: number
  readonly count: number
}

/** The next directory (0 when this is the last), or what is wrong. */
function readDirectory(picture: Picture, start: number): number | Validity {
  const { isBig, buffer } = picture
  const [countBytes, entryBytes, pointerBytes] = isBig ? [8, 20, 8] : [2, 12, 4]
  const count = number(picture, start, countBytes)
  const last = start + countBytes + entryBytes * count
  if (!(count > 0) || !(last + pointerBytes <= buffer.length)) {
    return broken(Math.min(buffer.length, start || 0), 'a directory lies outside the file')
  }
  picture.listed += entryBytes * count
  if (picture.listed > buffer.length) return broken(start, 'directories overlap')
  const fields = new Map<number, Field>()
  for (let at = start + countBytes; at < last; at += entryBytes) {
    const width = widths[number(picture, at + 2, 2)] ?? 0
    const values = number(picture, at + 4, pointerBytes)
    const inline = at + 4 + pointerBytes
    const place = width * values <= pointerBytes ? inline : pointer(picture, inline)
    if (place + width * values > buffer.length) return broken(at, 'a value lies outside the file')
    picture.end = Math.max(picture.end, place + width * values)
    const tag = number(picture, at, 2)
    picture.isOpenEnded ||= openEnded.has(tag)
    fields.set(tag, { at: place, width, count: values })
  }
  picture.end = Math.max(picture.end, last + pointerBytes)
  return readStrips(picture, fields, start) ?? pointer(picture, last)
}

function readStrips(
  picture: Picture,
  fields: ReadonlyMap<number, Field>,
  start: number,
): Validity | undefined {
  const places = fields.get(tags.strips) ?? fields.get(tags.tiles)
  const sizes = fields.get(tags.stripBytes) ?? fields.get(tags.tileBytes)
  if (places === undefined) return undefined
  if (sizes !== undefined && sizes.count !== places.count) return broken(start, 'strips without a length')
  const method = fields.get(tags.compression)
  const compression = method === undefined ? 1 : number(picture, method.at, method.width)
  for (let strip = 0; strip < places.count && picture.strips < maxStrips; strip += 1) {
    const at = number(picture, places.at + places.width * strip, places.width)
    const size = sizes === undefined ? 0 : number(picture, sizes.at + sizes.width * strip, sizes.width)
    if (!(at + size <= picture.buffer.length)) return broken(start, 'a strip lies outside the file')
    picture.strips += 1
    picture.packed += size
    picture.end = Math.max(picture.end, at + size)
    const problem = unpackStrip(picture, { at, size, compression })
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Deflate (8, and 32946 of old writers) ends with the Adler-32 of what was packed. */
function unpackStrip(
  picture: Picture,
  { at, size, compression }: { at: number; size: number; compression: number },
): Validity | undefined {
  const isDeflate = compression === 8 || compression === 32_946
  if (!isDeflate || picture.plain <= 0 || size === 0) {
    picture.isProved = false
    return undefined
  }
  const result = decompress('zlib', picture.buffer.subarray(at, at + size), picture.plain)
  if ('failure' in result) {
    if (result.failure !== 'too-large') return broken(at, 'a strip does not decompress')
    picture.isProved = false
    picture.plain = 0
    return undefined
  }
  // An overlong strip hides what no reader shows.
  if (result.consumed < size) picture.isProved = false
  picture.plain -= result.content.length + size + stripCost
  return undefined
}
