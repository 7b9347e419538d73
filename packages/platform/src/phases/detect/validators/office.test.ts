import assert from 'node:assert/strict'
import { test } from 'node:test'

import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { jetFile, pstFile, slideRecord, wordStreams } from './office.fixture.ts'
import { problemOfPictures, problemOfSlides } from './ole2/powerpoint.ts'
import { problemOfWord } from './ole2/word.ts'
import { problemOfWorkbook } from './ole2/workbook.ts'
import { assertBroken, assertValid } from './validity-of.fixture.ts'

const random = seededRandom(31)

test('a mailbox: every block, page and header has its checksum, and only its own', () => {
  assertValid(pstFile(random), 'checksum')
  for (const [at, what] of [
    [20, /header/],
    [700, /block/],
    [1600, /block/],
    [2100, /page/],
    [2570, /page/],
  ] as const) {
    const file = pstFile(random)
    file[at] = (file[at] ?? 0) ^ 1
    assertBroken(file, what)
  }
  const swapped = pstFile(random)
  swapped.copyWithin(2048, 2560, 3072)
  assertBroken(swapped, /page/)
  assertValid(Buffer.concat([pstFile(random), Buffer.alloc(534, 7)]), 'checksum', 3072)
})

test('a database of Access: noise at the beginning of a page or among the places of its rows', () => {
  assertValid(jetFile(), 'structure')
  for (const at of [4096, 4096 * 3 + 14, 4096 * 6]) {
    const file = jetFile()
    file.set(random.bytes(64), at)
    assertBroken(file, /page/)
  }
  const locked = jetFile()
  locked.set([1, 2, 3, 4], 0x3e)
  locked.set(random.bytes(4096 * 6), 4096)
  assertValid(locked, 'structure')
})

test('a workbook: a torn record, a sheet that is somewhere else, a stream without an end', () => {
  const record = (kind: number, length: number, value = 0) => {
    const bytes = Buffer.alloc(4 + length)
    bytes.writeUInt16LE(kind, 0)
    bytes.writeUInt16LE(length, 2)
    if (length >= 4) bytes.writeUInt32LE(value, 4)
    return bytes
  }
  const [begin, end, text] = [record(0x809, 16, 0x0005_0600), record(0x0a, 0), record(0xfc, 5000)]
  const sheet = begin.length + 12 + text.length + end.length
  const parts = (place: number) => [begin, record(0x85, 8, place), text, end, begin, end, Buffer.alloc(700)]
  assert.equal(problemOfWorkbook(Buffer.concat(parts(sheet))), undefined)
  assert.match(problemOfWorkbook(Buffer.concat(parts(sheet + 4))) ?? '', /sheet/)
  assert.match(problemOfWorkbook(Buffer.concat([begin, text])) ?? '', /early/)
  const torn = Buffer.concat(parts(sheet))
  torn.set(random.bytes(64), begin.length + 6)
  assert.notEqual(problemOfWorkbook(torn), undefined)
})

test('a document: noise in its text or its pages of properties, pieces outside', () => {
  const text = paragraph(random).repeat(80).slice(0, 9000)
  const { document, table } = wordStreams(text)
  assert.equal(problemOfWord(document, table), undefined)
  const noisy = Buffer.from(document)
  noisy.set(random.bytes(3000), 2500)
  assert.match(problemOfWord(noisy, table) ?? '', /noise/)
  const torn = Buffer.from(document)
  torn.set(random.bytes(512), torn.length - 512)
  assert.match(problemOfWord(torn, table) ?? '', /properties/)
  assert.match(problemOfWord(document.subarray(0, 5000), table) ?? '', /outside/)
  assert.match(problemOfWord(document, random.bytes(64)) ?? '', /pieces|outside|properties/)
})

test('a presentation: records in records fill them, and pictures are pictures', () => {
  const slide = slideRecord(1006, [
    slideRecord(4000, Buffer.from('Umsatz')),
    slideRecord(0xf00b, Buffer.alloc(40)),
  ])
  const stream = Buffer.concat([slideRecord(1000, [slide, slide]), slideRecord(4085, Buffer.alloc(28))])
  assert.equal(problemOfSlides(stream), undefined)
  assert.equal(problemOfSlides(Buffer.concat([stream, Buffer.alloc(300)])), undefined)
  for (const at of [0, 8, 16, 30]) {
    const torn = Buffer.from(stream)
    torn.set(random.bytes(16), at)
    assert.notEqual(problemOfSlides(torn), undefined, `${at}`)
  }
  const deep = Array.from({ length: 60 }).reduce<Buffer>(
    (inner) => slideRecord(1006, [inner]),
    Buffer.alloc(0),
  )
  assert.notEqual(problemOfSlides(deep), undefined)
  const picture = (content: Buffer) => slideRecord(0xf01e, Buffer.concat([Buffer.alloc(17), content]))
  assert.match(problemOfPictures(picture(random.bytes(900))) ?? '', /damaged/)
  assert.match(problemOfPictures(random.bytes(900)) ?? '', /torn/)
})

test('streams of noise, of any length: no check throws', () => {
  for (let length = 0; length < 700; length += 7) {
    const noise = random.bytes(length)
    for (const check of [problemOfWorkbook, problemOfSlides, problemOfPictures])
      assert.notEqual(typeof check(noise), 'number')
    problemOfWord(noise.length < 0x1aa ? Buffer.concat([noise, Buffer.alloc(0x1aa)]) : noise, noise)
  }
})
