import { decompress } from '../decompress.ts'
import { jpeg } from '../jpeg/jpeg.ts'
import { png } from '../png.ts'

const encryptedToken = 0xf3d1_c4df
const userEdit = 4085
const maxDepth = 24
const headBytes = 8
/** Bytes that a drawing may unpack to. */
const maxDrawing = 64 * 1024 * 1024

/** True when the user's stream says that the presentation is encrypted (MS-PPT 2.3.2). */
export function isEncrypted(user: Buffer): boolean {
  return user.length >= 16 && user.readUInt32LE(12) === encryptedToken
}

/**
 * What is wrong with the stream of a presentation (MS-PPT 2.3.1), undefined when nothing is: records to its end, and records in
 * records that fill them exactly.
 */
export function problemOfSlides(stream: Buffer): string | undefined {
  return isTree(stream, 0, stream.length, 0) ? undefined : 'a record of the presentation is torn'
}

function isTree(stream: Buffer, start: number, end: number, depth: number): boolean {
  let [at, last] = [start, 0]
  while (at + headBytes <= end) {
    const [kind, length] = [stream.readUInt16LE(at + 2), stream.readUInt32LE(at + 4)]
    const next = at + headBytes + length
    // Behind the last edit the stream may be filled up.
    if (depth === 0 && kind === 0 && length === 0) return last === userEdit
    if (!isKind(kind) || next > end) return false
    const isContainer = ((stream[at] ?? 0) & 15) === 15 && !isPackage(kind)
    if (isContainer && (depth >= maxDepth || !isTree(stream, at + headBytes, next, depth + 1))) return false
    ;[at, last] = [next, kind]
  }
  return depth === 0 ? isZero(stream, at, end) : at === end
}

/** What newer versions left in it for themselves calls itself a container, and is a zip. */
function isPackage(kind: number): boolean {
  return kind >= 1038 && kind <= 1087
}

/** PowerPoint's own records, and those of drawings. */
function isKind(kind: number): boolean {
  return (kind >= 1000 && kind < 0x4000) || (kind >= 0xf000 && kind < 0xf200)
}

function isZero(stream: Buffer, start: number, end: number): boolean {
  return stream.subarray(start, end).every((byte) => byte === 0)
}

const pictures = {
  emf: 0xf01a,
  wmf: 0xf01b,
  pict: 0xf01c,
  jpeg: 0xf01d,
  png: 0xf01e,
  dib: 0xf01f,
  cmyk: 0xf02a,
} as const

/** What is wrong with the stream of pictures (MS-ODRAW 2.2.23), undefined when nothing is. */
export function problemOfPictures(stream: Buffer): string | undefined {
  for (let at = 0; at + headBytes <= stream.length;) {
    const [head, kind, length] = [
      stream.readUInt16LE(at),
      stream.readUInt16LE(at + 2),
      stream.readUInt32LE(at + 4),
    ]
    const next = at + headBytes + length
    const isEmpty = kind === 0 && length === 0
    if (!isEmpty && (kind < pictures.emf || kind > pictures.cmyk || next > stream.length))
      return 'a picture is torn'
    // An odd number there means two sums of what the picture was made of.
    const sums = ((head >> 4) & 1) === 1 ? 32 : 16
    if (!isEmpty && !isPicture(stream.subarray(at + headBytes + sums, next), kind))
      return 'a picture is damaged'
    at = next
  }
  return undefined
}

function isPicture(content: Buffer, kind: number): boolean {
  if (kind === pictures.png) return png(content.subarray(1)).state === 'valid'
  if (kind === pictures.jpeg || kind === pictures.cmyk) {
    const picture = jpeg(content.subarray(1))
    // Its last rows may be missing, which nobody sees.
    return picture.state === 'valid' || picture.offset > content.length - 64
  }
  const isDeflated = kind <= pictures.pict && content[32] === 0
  if (!isDeflated) return true
  const result = decompress('zlib', content.subarray(34), maxDrawing)
  return 'content' in result || result.failure !== 'damaged'
}
