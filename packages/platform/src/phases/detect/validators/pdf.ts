import { decompress } from './decompress.ts'
import { jpeg } from './jpeg/jpeg.ts'
import { noiseShare } from './text.ts'
import { asBuffer, broken, valid, type Validator, type Validity } from './validity.ts'

/** Bytes that all streams together may decompress to; one stream at most an eighth of it. */
const maxPlain = 512 * 1024 * 1024

/** Between the streams stand dictionaries, tables and short binary strings. */
const maxNoiseBetween = 0.3
const windowBytes = 512

/**
 * PDF (ISO 32000), permissive about producers: the header, `startxref` that points at a cross-reference
 * table or stream, `%%EOF`. `decoded` when every stream was proved (Flate and JPEG) and readable objects
 * stand between them; other filters, encryption and noise leave it at `structure`.
 */
export const pdf: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const header = buffer.subarray(0, 1024).indexOf('%PDF-')
  if (header < 0) return broken(0, 'the header is missing')
  const tailStart = Math.max(0, buffer.length - 4096)
  const tail = buffer.toString('latin1', tailStart)
  const eof = tail.lastIndexOf('%%EOF')
  if (eof < 0) return broken(buffer.length, 'the end mark is missing')
  const reference = Number(
    /startxref\s+(\d+)\s+%%EOF/.exec(tail.slice(Math.max(0, eof - 64), eof + 5))?.[1] ?? '-1',
  )
  const target = buffer.toString('latin1', reference + header, reference + header + 24).trimStart()
  if (reference < 0 || !/^(?:xref|\d+\s+\d+\s+obj)/.test(target)) {
    return broken(tailStart + eof, 'the cross-reference is not where the file says')
  }
  const end = tailStart + eof + 5
  const streams = checkStreams(buffer.subarray(0, end))
  if (typeof streams !== 'boolean') return streams
  const newlines = /^\r?\n?/.exec(tail.slice(eof + 5))?.[0].length ?? 0
  return valid(streams ? 'decoded' : 'structure', end + newlines)
}

/** True when everything was proved, false when something could not be looked into, or what is broken. */
function checkStreams(buffer: Buffer): boolean | Validity {
  const isEncrypted = buffer.includes('/Encrypt')
  let [proved, budget, from] = [!isEncrypted, maxPlain, 0]
  for (let keyword = nextStream(buffer, from); keyword >= 0; keyword = nextStream(buffer, from)) {
    const start = keyword + (buffer[keyword + 6] === 0x0d && buffer[keyword + 7] === 0x0a ? 8 : 7)
    const end = buffer.indexOf('endstream', start)
    if (end < 0) return broken(keyword, 'a stream has no end')
    if (isNoisy(buffer.subarray(from, keyword))) proved = false
    const result = checkStream(buffer, { from, keyword, start, end, isEncrypted, budget })
    if (typeof result === 'object') return result
    if (result < 0) proved = false
    budget -= Math.max(0, result)
    from = end + 'endstream'.length
  }
  return proved && !isNoisy(buffer.subarray(from))
}

/** The next `stream` keyword behind a dictionary; the word alone may stand in any text. */
function nextStream(buffer: Buffer, from: number): number {
  for (let at = buffer.indexOf('stream', from); at >= 0; at = buffer.indexOf('stream', at + 6)) {
    const before = buffer.toString('latin1', Math.max(from, at - 4), at).trimEnd()
    const line = buffer[at + 6]
    if (before.endsWith('>>') && (line === 0x0a || line === 0x0d)) return at
  }
  return -1
}

interface Stream {
  readonly from: number
  readonly keyword: number
  readonly start: number
  readonly end: number
  readonly isEncrypted: boolean
  readonly budget: number
}

/** Decompressed bytes of a proved stream, −1 for one that nothing here can prove, or what is broken. */
function checkStream(buffer: Buffer, stream: Stream): number | Validity {
  const { keyword, start, end } = stream
  const dictionary = buffer.toString('latin1', Math.max(stream.from, keyword - 1024), keyword)
  const filters = [...dictionary.slice(dictionary.lastIndexOf(' obj')).matchAll(/\/(\w+Decode|Crypt)\b/g)]
  const names = filters.map(([, name]) => name)
  if (stream.isEncrypted) return -1
  const data = buffer.subarray(start, end)
  // The checksum of the outermost Flate stream proves whatever is inside.
  if (names[0] === 'FlateDecode') return inflated(data, start, stream.budget)
  if (names.length > 1) return -1
  if (names[0] === 'DCTDecode') {
    const picture = jpeg(data)
    if (picture.state === 'broken') return broken(start + picture.offset, `of a picture, ${picture.what}`)
    return picture.depth === 'structure' || end - start - picture.end > 2 ? -1 : 0
  }
  return names.length === 0 && !isNoisy(data) ? 0 : -1
}

function inflated(data: Buffer, start: number, budget: number): number | Validity {
  if (budget <= 0) return -1
  const result = decompress('zlib', data, Math.min(budget, maxPlain / 8))
  // Behind the stream stands a line end, at most.
  if ('content' in result) return data.length - result.consumed <= 2 ? result.content.length : -1
  // Too large to prove, or cut off before its checksum, which readers forgive.
  return result.failure === 'damaged' ? broken(start, 'a compressed stream does not decompress') : -1
}

function isNoisy(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += windowBytes) {
    const window = bytes.subarray(at, at + windowBytes)
    if (window.length >= 64 && noiseShare(window) > maxNoiseBetween) return true
  }
  return false
}
