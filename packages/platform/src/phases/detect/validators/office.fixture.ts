import type { Random } from '../../../drill/random.ts'
import { pageBytes, signatureOf, sumOf } from './pst/layout.ts'

/** A mailbox of two blocks, laid out as MS-PST says: header, blocks, and a page of each tree. */
export function pstFile(random: Random): Buffer {
  const file = Buffer.alloc(4 * pageBytes + 1024)
  const [first, second, nodes, blocks] = [576, 1536, 2048, 2560]
  const contents = [
    { at: first, id: 4, content: random.bytes(900) },
    { at: second, id: 8, content: random.bytes(490) },
  ]
  for (const { at, id, content } of contents) {
    content.copy(file, at)
    const trailer = at + Math.ceil((content.length + 16) / 64) * 64 - 16
    file.writeUInt16LE(content.length, trailer)
    writeTrailer(file, trailer + 2, { place: at, id, content })
  }
  for (const [index, { at, id, content }] of contents.entries()) {
    const entry = blocks + 24 * index
    file.writeUInt32LE(id, entry)
    file.writeUInt32LE(at, entry + 8)
    file.writeUInt16LE(content.length, entry + 16)
  }
  file.set([2, 20, 24, 0], blocks + 488)
  file.set([0, 15, 32, 0], nodes + 488)
  for (const [place, kind, id] of [
    [nodes, 0x81, 12],
    [blocks, 0x80, 16],
  ] as const) {
    file.set([kind, kind], place + 496)
    writeTrailer(file, place + 498, { place, id, content: file.subarray(place, place + 496) })
  }
  file.write('!BDN', 0, 'latin1')
  file.write('SM', 8, 'latin1')
  file.writeUInt16LE(23, 10)
  file.writeUInt32LE(file.length, 184)
  file.writeUInt32LE(nodes, 224)
  file.writeUInt32LE(blocks, 240)
  file.writeUInt32LE(sumOf(file.subarray(8, 479)), 4)
  file.writeUInt32LE(sumOf(file.subarray(8, 524)), 524)
  return file
}

/** Signature, checksum and id. */
function writeTrailer(
  file: Buffer,
  at: number,
  { place, id, content }: { place: number; id: number; content: Buffer },
): void {
  file.writeUInt16LE(signatureOf(place, id), at)
  file.writeUInt32LE(sumOf(content), at + 2)
  file.writeUInt32LE(id, at + 6)
}

/** A database of Access 2000: five pages of data and one of an index. */
export function jetFile(): Buffer {
  const file = Buffer.alloc(7 * 4096)
  file.write('\0\u0001\0\0Standard Jet DB\0\u0001', 0, 'latin1')
  file.set([0xfb, 0x8a, 0xbc, 0x4e], 0x3e)
  for (let page = 1; page < 7; page += 1) {
    const at = 4096 * page
    file.set([page === 6 ? 4 : 1, 1], at)
    const rows = page === 6 ? 0 : 40
    file.writeUInt16LE(rows, at + 12)
    for (let row = 0; row < rows; row += 1) {
      const place = 4096 - 90 * (row + 1)
      file.writeUInt16LE(place, at + 14 + 2 * row)
      file.write(`Kunde ${page}/${row}, Lindenallee ${row}, bezahlt am ${row}. Mai`, at + place, 'latin1')
    }
  }
  return file
}

/** A document and its table (MS-DOC): text in one piece of one byte a character, and a page of properties of each kind. */
export function wordStreams(text: string): { document: Buffer; table: Buffer } {
  const start = 1024
  const pages = Math.ceil((start + text.length) / 512)
  const document = Buffer.alloc(512 * (pages + 2))
  document.writeUInt16LE(0xa5ec, 0)
  document.writeUInt16LE(0x0200, 10)
  document.write(text, start, 'latin1')
  const table = Buffer.alloc(64)
  for (const [at, pair, page] of [
    [0, 0xfa, pages],
    [12, 0x102, pages + 1],
  ] as const) {
    document.writeUInt32LE(at, pair)
    document.writeUInt32LE(12, pair + 4)
    table.writeUInt32LE(page, at + 8)
    document.writeUInt32LE(start, 512 * page)
    document.writeUInt32LE(start + text.length, 512 * page + 4)
    document[512 * page + 511] = 1
  }
  document.writeUInt32LE(24, 0x1a2)
  document.writeUInt32LE(21, 0x1a6)
  table[24] = 2
  table.writeUInt32LE(16, 25)
  table.writeUInt32LE(text.length, 29 + 4)
  table.writeUInt32LE((2 * start) | 0x4000_0000, 29 + 8 + 2)
  return { document, table }
}

/** A record of PowerPoint; a container when it holds records. */
export function slideRecord(kind: number, content: Buffer | readonly Buffer[]): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt16LE(Buffer.isBuffer(content) ? 0 : 15, 0)
  head.writeUInt16LE(kind, 2)
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}
