import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'

import PdfDocument from 'pdfkit'
import sharp from 'sharp'

import { pdf as drillPdf } from '../../../drill/content/pdf.ts'
import { picture } from '../../../drill/content/pictures.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { oleFile } from '../real-files.fixture.ts'
import { assertBroken, assertValid, validityOf } from './validity-of.fixture.ts'

const random = seededRandom(71)

/** A PDF of some streams with their dictionaries, and the table that points at them. */
function forgePdf(streams: readonly { dictionary: string; data: Buffer }[], between = ''): Buffer {
  const pieces = [Buffer.from(`%PDF-1.4\n${between}`, 'latin1')]
  const offsets: number[] = []
  let at = pieces[0]?.length ?? 0
  for (const [place, { dictionary, data }] of streams.entries()) {
    const piece = Buffer.concat([
      Buffer.from(`${place + 1} 0 obj\n<</Length ${data.length}${dictionary}>>\nstream\n`, 'latin1'),
      data,
      Buffer.from('\nendstream\nendobj\n', 'latin1'),
    ])
    offsets.push(at)
    at += piece.length
    pieces.push(piece)
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${streams.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${streams.length + 1}>>\n`
  pieces.push(Buffer.from(`${table}startxref\n${at}\n%%EOF\n`, 'latin1'))
  return Buffer.concat(pieces)
}

async function illustrated(): Promise<Buffer> {
  const photo = await sharp(await picture(random, 'png'))
    .jpeg()
    .toBuffer()
  const document = new PdfDocument({
    info: { Title: 'with a photo', CreationDate: new Date(0), ModDate: new Date(0) },
  })
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve) => {
    document.on('end', () => resolve())
  })
  const drawing = document as unknown as { image(bytes: Buffer, x: number, y: number): void }
  drawing.image(photo, 50, 50)
  document.text(paragraph(random))
  document.end()
  await ended
  return Buffer.concat(pieces)
}

test('pdf: text and photographs are proved, whatever stands behind the end mark', async () => {
  assertValid(await drillPdf(random), 'decoded')
  assertValid(await illustrated(), 'decoded')
  const bytes = await drillPdf(random)
  assertValid(Buffer.concat([bytes, random.bytes(534)]), 'decoded', bytes.length)
})

test('pdf: a wrong photograph is found as well as a wrong text', async () => {
  const bytes = await illustrated()
  const start = bytes.indexOf(Buffer.from([0xff, 0xda]))
  const noise = Buffer.from(bytes)
  noise.set(random.bytes(1500), start + 40)
  assertBroken(noise, /of a picture/)
})

test('pdf: no end mark, wrong reference, stream without end, data that do not decompress', async () => {
  const bytes = await drillPdf(random)
  assertBroken(bytes.subarray(0, -8), /end mark/)
  const moved = Buffer.from(bytes.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1')
  assertBroken(moved, /cross-reference/)
  const text = deflateSync('BT (hello) Tj ET\n'.repeat(60))
  const flate = ' /Filter /FlateDecode'
  assertValid(forgePdf([{ dictionary: flate, data: text }]), 'decoded')
  assertBroken(forgePdf([{ dictionary: flate, data: random.bytes(900) }]), /decompress/)
  const endless = forgePdf([{ dictionary: flate, data: text }])
  const keyword = endless.indexOf('endstream')
  endless.write('andstream', keyword, 'latin1')
  assertBroken(endless, /no end/)
})

test('pdf: what nothing here can look into is not proved', () => {
  const noise = random.bytes(3000)
  assertValid(forgePdf([{ dictionary: ' /Filter /JPXDecode', data: noise }]), 'structure')
  assertValid(forgePdf([{ dictionary: '', data: noise }]), 'structure')
  assertValid(
    forgePdf([{ dictionary: ' /Filter /FlateDecode', data: Buffer.concat([deflateSync('x'), noise]) }]),
    'structure',
  )
  assertValid(forgePdf([], `%${noise.toString('latin1')}\n`), 'structure')
  assertValid(
    forgePdf([{ dictionary: ' /Filter /FlateDecode', data: deflateSync('x') }], '<</Encrypt 9 0 R>>\n'),
    'structure',
  )
  assertValid(
    forgePdf([{ dictionary: '', data: Buffer.from('BT (plain) Tj ET') }], '% the word stream alone\n'),
    'decoded',
  )
})

test('pdf: bombs stop at the budget', () => {
  const bomb = deflateSync(Buffer.alloc(70 * 1024 * 1024))
  assertValid(forgePdf([{ dictionary: ' /Filter /FlateDecode', data: bomb }]), 'structure')
  const small = deflateSync(Buffer.alloc(60 * 1024 * 1024))
  const many = Array.from({ length: 40 }, () => ({ dictionary: ' /Filter /FlateDecode', data: small }))
  assertValid(forgePdf(many), 'structure')
})

test('pdf: hundreds of thousands of words "stream" are passed over once', () => {
  const bytes = forgePdf([], `% ${'stream endstream >>stream '.repeat(200_000)}\n`)
  const validity = validityOf(bytes)
  assert.equal(validity.state, 'valid')
})

test('ole2: chains and directory fit, and it is structure only', () => {
  const document = oleFile({ WordDocument: 9000, '1Table': 5000, small: 300 }, random)
  assertValid(document, 'structure')
  assertValid(Buffer.concat([document, random.bytes(534)]), 'structure', document.length)
})

test('ole2: chains that run in circles, leave the file, are too short or too many', () => {
  const document = oleFile({ WordDocument: 9000, '1Table': 5000 }, random)
  const table = 512
  const circle = Buffer.from(document)
  circle.writeUInt32LE(2, table + 4 * 5)
  assertBroken(circle, /stream is torn/)
  const outside = Buffer.from(document)
  outside.writeUInt32LE(0x00ff_ffff, table + 4 * 3)
  assertBroken(outside, /stream is torn/)
  const short = Buffer.from(document)
  short.writeUInt32LE(90_000, 1024 + 128 + 120)
  assertBroken(short, /stream is torn/)
  const directory = Buffer.from(document)
  directory.writeUInt32LE(1, table + 4)
  assertBroken(directory, /directory/)
  const fat = Buffer.from(document)
  fat.writeUInt32LE(0x7fff_0000, 76)
  assertBroken(fat, /allocation table/)
  const endless = Buffer.from(document)
  endless.writeUInt32LE(0, 68)
  assertBroken(endless, /allocation table/)
})

test('ole2: noise behind a kept header is broken', () => {
  const document = oleFile({ WordDocument: 20_000 }, random)
  for (const kept of [62, 512]) {
    const noise = Buffer.concat([document.subarray(0, kept), random.bytes(document.length - kept)])
    assertBroken(noise, /torn|header/)
  }
})
