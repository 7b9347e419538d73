import { test } from 'node:test'
import { brotliCompressSync, deflateSync } from 'node:zlib'

import { seededRandom } from '../../../drill/random.ts'
import { assertBroken, assertValid } from './validity-of.fixture.ts'

const random = seededRandom(61)

interface Table {
  readonly tag: string
  readonly content: Buffer
}

const tables: readonly Table[] = [
  { tag: 'head', content: Buffer.alloc(54, 'head of a font ') },
  { tag: 'glyf', content: Buffer.alloc(9001, 'outline ') },
  { tag: 'name', content: random.bytes(301) },
]

function sumOf({ tag, content }: Table): number {
  const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length & 3)) & 3)])
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) {
    if (tag !== 'head' || at !== 8) sum = (sum + padded.readUInt32BE(at)) >>> 0
  }
  return sum
}

function woffFile(parts: readonly Table[] = tables): Buffer {
  const header = Buffer.alloc(44)
  header.write('wOFF', 0, 'latin1')
  header.writeUInt16BE(parts.length, 12)
  const entries: Buffer[] = []
  const data: Buffer[] = []
  let at = 44 + 20 * parts.length
  for (const part of parts) {
    const packed = deflateSync(part.content)
    const stored = packed.length < part.content.length ? packed : part.content
    const entry = Buffer.alloc(20)
    entry.write(part.tag, 0, 'latin1')
    entry.writeUInt32BE(at, 4)
    entry.writeUInt32BE(stored.length, 8)
    entry.writeUInt32BE(part.content.length, 12)
    entry.writeUInt32BE(sumOf(part), 16)
    entries.push(entry)
    const padded = Buffer.concat([stored, Buffer.alloc((4 - (stored.length & 3)) & 3)])
    data.push(padded)
    at += padded.length
  }
  header.writeUInt32BE(at, 8)
  return Buffer.concat([header, ...entries, ...data])
}

function woff2File(stream: Buffer): Buffer {
  const header = Buffer.alloc(48)
  header.write('wOF2', 0, 'latin1')
  header.writeUInt16BE(2, 12)
  header.writeUInt32BE(stream.length, 20)
  // head (1) untransformed, 54 bytes; a table by name, 9,001 bytes in two digits of base 128.
  const directory = Buffer.from([1, 54, 63, 0x44, 0x45, 0x4d, 0x4f, 0x80 | (9001 >> 7), 9001 & 127])
  const whole = Buffer.concat([header, directory, stream])
  whole.writeUInt32BE(whole.length, 8)
  return whole
}

test('woff: every table is proved by its checksum', () => {
  const font = woffFile()
  assertValid(font, 'checksum')
  assertValid(Buffer.concat([font, random.bytes(534)]), 'checksum', font.length)
  assertBroken(font.subarray(0, -4), /shorter/)
  const wrong = Buffer.from(font)
  wrong[font.length - 20] = (wrong[font.length - 20] ?? 0) ^ 4
  assertBroken(wrong, /checksum/)
  const packed = Buffer.from(font)
  packed.fill(0x55, font.readUInt32BE(44 + 24), font.readUInt32BE(44 + 24) + 8)
  assertBroken(packed, /decompress/)
})

test('woff: tables that promise gigabytes, overlap or lie outside', () => {
  const promise = Buffer.from(woffFile())
  promise.writeUInt32BE(0xffff_ffff, 44 + 20 + 12)
  assertValid(promise, 'structure')
  const outside = Buffer.from(woffFile())
  outside.writeUInt32BE(0xffff_fff0, 44 + 4)
  assertBroken(outside, /longer/)
  const many = Buffer.from(woffFile())
  many.writeUInt16BE(0xffff, 12)
  assertBroken(many, /count/)
  const overlapping = woffFile([...tables, ...tables])
  for (let entry = 0; entry < 6; entry += 1) {
    overlapping.writeUInt32BE(overlapping.readUInt32BE(44 + 20 + 4), 44 + 20 * entry + 4)
    overlapping.copy(overlapping, 44 + 20 * entry + 8, 44 + 20 + 8, 44 + 20 + 20)
  }
  assertBroken(overlapping, /checksum/)
})

test('woff: what lies between the tables is not proved', () => {
  const font = woffFile()
  const hidden = random.bytes(50_000)
  const graft = Buffer.concat([font, hidden])
  graft.writeUInt32BE(graft.length, 8)
  assertValid(graft, 'structure')
})

test('woff2: the stream of all tables decompresses to its very end', () => {
  const stream = brotliCompressSync(
    Buffer.concat([tables[0]?.content ?? Buffer.alloc(0), tables[1]?.content ?? Buffer.alloc(0)]),
  )
  const font = woff2File(stream)
  assertValid(font, 'decoded')
  assertValid(Buffer.concat([font, random.bytes(100)]), 'decoded', font.length)
  assertBroken(woff2File(Buffer.concat([stream, random.bytes(40)])), /too early/)
  assertBroken(woff2File(random.bytes(stream.length)), /decompress|too early/)
  const hidden = Buffer.concat([font, random.bytes(50_000)])
  hidden.writeUInt32BE(hidden.length, 8)
  assertValid(hidden, 'structure')
  const collection = Buffer.from(font)
  collection.write('ttcf', 4, 'latin1')
  assertBroken(collection, /directory/)
  assertValid(woff2File(brotliCompressSync(Buffer.alloc(130 * 1024 * 1024))), 'structure')
})

test('wasm: sections end with the file', () => {
  const section = (id: number, ...bytes: number[]) => [id, bytes.length, ...bytes]
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  const module = Buffer.from([...header, ...section(1, 0), ...section(0, 1, 0x61, 7)])
  assertValid(module, 'structure')
  assertBroken(Buffer.concat([module, Buffer.from([0x55, 3])]), /unknown section/)
  assertBroken(Buffer.from([...header, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), /unreadable/)
  assertBroken(Buffer.from([...header, 10, 0xff, 0xff, 0xff, 0xff, 0x0f]), /longer than the file/)
})
