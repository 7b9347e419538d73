import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** The number of an object in a file. */
export type Ref = number & { readonly __ref: true }

/** The objects of a PDF file (ISO 32000-1, 7.3), gathered in any order and written once. */
export interface PdfObjects {
  /** A number for an object that comes later. */
  reserve(): Ref
  put(ref: Ref, body: string): void
  add(body: string): Ref
  /** A compressed stream; `packed` are bytes that already are. */
  stream(entries: string, content: Buffer | string, how?: 'packed' | 'plain'): Ref
  /** The file; its id is the hash of its content. */
  file(root: Ref, info: Ref): Buffer
}

export function pdfObjects(): PdfObjects {
  const bodies: (Buffer | undefined)[] = []
  const objects: PdfObjects = {
    reserve: () => bodies.push(undefined) as Ref,
    put(ref, body) {
      bodies[ref - 1] = Buffer.from(body, 'latin1')
    },
    add(body) {
      return bodies.push(Buffer.from(body, 'latin1')) as Ref
    },
    stream(entries, content, how) {
      const bytes = Buffer.from(content as string)
      const packed = how === undefined ? deflateSync(bytes, { level: 6 }) : bytes
      const filter = how === 'plain' ? '' : ' /Filter /FlateDecode'
      const head = `<<${entries}${filter} /Length ${packed.length}>>\nstream\n`
      return bodies.push(
        Buffer.concat([Buffer.from(head, 'latin1'), packed, Buffer.from('\nendstream')]),
      ) as Ref
    },
    file: (root, info) => fileOf(bodies, root, info),
  }
  return objects
}

export const reference = (ref: Ref): string => `${ref} 0 R`

/** A string of PDF/A has at most 32,767 bytes (ISO 19005-2, 6.1.13); nobody reads a title to that end. */
const longest = 4000

/** A text for people, as UTF-16 with its mark; also what looks like syntax is just text. */
export function textString(text: string): string {
  const fitting = text.length > longest ? `${text.slice(0, longest)}…` : text
  const bytes = Buffer.from(`\ufeff${fitting.toWellFormed()}`, 'utf16le').swap16()
  return `<${bytes.toString('hex')}>`
}

/** Points with three places behind the dot, never as 1e-7. */
export function number(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

const ending = Buffer.from('\nendobj\n')
/** 1.7, and four bytes above ASCII so that nobody takes the file for text. */
const opening = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')

function fileOf(bodies: readonly (Buffer | undefined)[], root: Ref, info: Ref): Buffer {
  const pieces: Buffer[] = [opening]
  const places: number[] = []
  let length = opening.length
  const push = (piece: Buffer): void => {
    pieces.push(piece)
    length += piece.length
  }
  for (const [at, body] of bodies.entries()) {
    if (body === undefined) throw new TypeError(`Object ${at + 1} was reserved and never written.`)
    places.push(length)
    push(Buffer.from(`${at + 1} 0 obj\n`, 'latin1'))
    push(body)
    push(ending)
  }
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  const id = hash.digest('hex').slice(0, 32)
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = bodies.length + 1
  push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size} /Root ${reference(root)} /Info ${reference(info)} /ID [<${id}> <${id}>]>>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(pieces)
}
