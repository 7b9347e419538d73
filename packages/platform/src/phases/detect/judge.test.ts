import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import JSZip from 'jszip'
import sharp from 'sharp'

import {
  basta,
  djvu,
  full,
  hive,
  lock,
  lockBitHead,
  someModes,
} from '../../drill/attack/some-modes.fixture.ts'
import { docx } from '../../drill/content/office.ts'
import { seededRandom } from '../../drill/random.ts'
import type { Change } from './change.ts'
import { judgeChange } from './judge.ts'
import { deepKinds, oleFile, realFiles } from './real-files.fixture.ts'
import { defaultThresholds } from './thresholds.ts'

const random = seededRandom(111)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(12)
  // Kinds that no check knows: one of structured bytes, one of noise.
  files.set('drawing.dwg', structured(60_000))
  files.set('vault.kdbx', random.bytes(9000))
})

/** Records of numbers and names, as unknown programs keep them. */
function structured(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at + 40 <= size; at += 40) {
    bytes.writeUInt32LE(at, at)
    bytes.writeDoubleLE(at / 7, at + 4)
    bytes.write(`layer ${at % 90} line`, at + 12)
  }
  return bytes
}

function judge(path: string, before: Uint8Array, after: Uint8Array, more: Partial<Change> = {}) {
  const change = { path, before, after, complete: true, unseenEnding: false, massRenamed: false, ...more }
  return judgeChange(change, defaultThresholds)
}

function verdictOf(path: string, before: Uint8Array, after: Uint8Array, more: Partial<Change> = {}) {
  return judge(path, before, after, more).verdict
}

test('no mode over any kind of file is ever called clean', () => {
  for (const [name, plain] of files) {
    for (const mode of someModes) {
      for (let key = 0; key < 3; key += 1) {
        const locked = lock(mode, plain, `${name}/${key}`)
        const judgement = judge(name, plain, locked)
        assert.notEqual(
          judgement.verdict,
          'clean',
          `${mode.name} on ${name}: ${judgement.reasons.join('; ')}`,
        )
      }
    }
  }
})

test('every mode convicts every kind of which a kilobyte was rewritten', () => {
  const open: string[] = []
  for (const [name, plain] of files) {
    // Noise over noise proves nothing; only names, footers and company convict it.
    if (name === 'vault.kdbx') continue
    for (const mode of someModes) {
      const locked = lock(mode, plain, name)
      // Of random bytes one in 256 is the old one.
      const rewritten = plain.filter((byte, at) => byte !== locked[at]).length
      if (rewritten < 1100) continue
      const { verdict, reasons } = judge(name, plain, locked)
      if (verdict !== 'convicted') open.push(`${mode.name} on ${name}: ${verdict}, ${reasons.join('; ')}`)
    }
  }
  assert.deepEqual(open, [])
})

test('the reasons name the signals: T1 to T4', () => {
  const reasons = (name: string, change: (plain: Buffer) => Buffer) => {
    const plain = files.get(name) ?? Buffer.alloc(0)
    return judge(name, plain, change(plain)).reasons.join('; ')
  }
  assert.match(
    reasons('letter.docx', (plain) => lock(full, plain, 'x')),
    /was valid zip, now .*rewritten bytes are random/,
  )
  assert.match(
    reasons('app.log', (plain) => lock(basta, plain, 'x')),
    /keystream repeats/,
  )
  assert.match(
    reasons('drawing.dwg', (plain) => lock(full, plain, 'x')),
    /structured bytes were replaced/,
  )
  assert.match(
    reasons('drawing.dwg', (plain) => lock(full, plain, 'x')),
    /mixture with \d+ % noise/,
  )
  assert.match(
    reasons('notes.txt', (plain) => lock(lockBitHead, plain, 'x')),
    /was valid text/,
  )
})

test('of a small file a few hundred random bytes over its head convict, a few dozen do not', async () => {
  const picture = await sharp({
    create: { width: 40, height: 40, channels: 3, background: '#336699' },
  })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const text = Buffer.from('a list of names and of what they owe, in no order\n'.repeat(40))
  for (const [name, plain] of [
    ['logo.png', picture],
    ['list.txt', text],
  ] as const) {
    const head = Buffer.from(plain)
    random.bytes(300).copy(head)
    assert.equal(verdictOf(name, plain, head), 'convicted', `${name}, its head`)
    const few = Buffer.from(plain)
    random.bytes(40).copy(few)
    assert.notEqual(verdictOf(name, plain, few), 'convicted', `${name}, 40 bytes`)
  }
})

test('tiny files are never clean once they were encrypted', () => {
  for (let size = 16; size < 600; size += 37) {
    for (const [name, plain] of [
      ['note.txt', Buffer.alloc(size, 'a short note of somebody\n')],
      ['state.bin', structured(size + 40).subarray(0, size)],
    ] as const) {
      for (const mode of someModes) {
        const locked = lock(mode, plain, `${name}/${size}`)
        if (locked.equals(plain)) continue
        const { verdict, reasons } = judge(name, plain, locked)
        assert.notEqual(verdict, 'clean', `${mode.name} on ${size} bytes of ${name}: ${reasons.join('; ')}`)
      }
    }
  }
})

test('no graft buys a clean verdict: pictures, archives, gzip, byte-order marks in front of ciphertext', async () => {
  const small = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const photo = await sharp(small).jpeg().toBuffer()
  const archive = await new JSZip().file('a.txt', 'a small text').generateAsync({ type: 'nodebuffer' })
  const grafts = [
    small,
    photo,
    archive,
    gzipSync('a'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from([0xef, 0xbb, 0xbf]),
    Buffer.from('%PDF-1.7\n'),
    oleFile({ x: 5000 }, random),
  ]
  for (const [name, plain] of files) {
    const ciphertext = lock(full, plain, name)
    for (const graft of grafts) {
      const { verdict, reasons } = judge(name, plain, Buffer.concat([graft, ciphertext]))
      assert.notEqual(
        verdict,
        'clean',
        `${graft.toString('latin1', 0, 4)} before ${name}: ${reasons.join('; ')}`,
      )
      const after = Buffer.concat([ciphertext, graft])
      assert.notEqual(
        verdictOf(name, plain, after),
        'clean',
        `${graft.toString('latin1', 0, 4)} behind ${name}`,
      )
    }
  }
})

test('ciphertext inside a correct archive does not exonerate a document of another kind', async () => {
  const plain = files.get('letter.docx') ?? Buffer.alloc(0)
  const ciphertext = lock(full, plain, 'inside')
  const wrapped = await new JSZip()
    .file('data', ciphertext, { compression: 'STORE' })
    .generateAsync({ type: 'nodebuffer' })
  assert.notEqual(verdictOf('letter.docx', plain, wrapped), 'clean')
  assert.notEqual(verdictOf('offer.pdf', files.get('offer.pdf') ?? plain, wrapped), 'clean')
  assert.notEqual(verdictOf('offer.pdf', files.get('offer.pdf') ?? plain, gzipSync(ciphertext)), 'clean')
  assert.notEqual(verdictOf('drawing.dwg', files.get('drawing.dwg') ?? plain, gzipSync(ciphertext)), 'clean')
  const inside = await JSZip.loadAsync(plain)
  inside.file('word/document.xml', ciphertext)
  assert.notEqual(
    verdictOf('letter.docx', plain, await inside.generateAsync({ type: 'nodebuffer' })),
    'clean',
  )
})

test('base64 and hexadecimal ciphertext is not clean, under text and under documents', () => {
  for (const [name, plain] of files) {
    if (plain.length < 1200) continue
    for (const encoding of ['base64', 'hex'] as const) {
      const encoded = Buffer.from(lock(full, plain, name).toString(encoding))
      const { verdict, reasons } = judge(name, plain, encoded)
      assert.notEqual(verdict, 'clean', `${encoding} of ${name}: ${reasons.join('; ')}`)
    }
  }
})

test('trailing bytes void an exoneration', () => {
  for (const [name, plain] of files) {
    if (!deepKinds.has(name)) continue
    const { verdict } = judge(name, plain, Buffer.concat([plain, random.bytes(658)]))
    assert.notEqual(verdict, 'clean', name)
  }
})

test('erased files are suspicious: destroyed, not encrypted', () => {
  for (const name of ['drawing.dwg', 'letter.docx', 'app.log', 'customers.sqlite']) {
    const plain = files.get(name) ?? Buffer.alloc(0)
    for (const fill of [0, 0xff]) {
      const { verdict } = judge(name, plain, Buffer.alloc(plain.length, fill))
      assert.equal(verdict, 'suspicious', `${name} filled with ${fill}`)
    }
  }
})

test('header-keeping families: sound and pictures that stay walkable are not clean', () => {
  for (const name of ['sound.wav', 'banner.webp', 'photo.jpg', 'icon.gif', 'old.doc']) {
    const plain = files.get(name) ?? Buffer.alloc(0)
    for (const mode of [hive, djvu]) {
      const withoutFooter = lock(mode, plain, name).subarray(0, plain.length)
      assert.notEqual(verdictOf(name, plain, withoutFooter), 'clean', `${mode.name} on ${name}`)
    }
  }
})

test('a mass rename to an unseen ending convicts what nothing explains', async () => {
  const renamed = (before: Uint8Array, after: Uint8Array, name: string) =>
    verdictOf(`${name}.locked`, before, after, { oldPath: name, unseenEnding: true, massRenamed: true })
  const vault = files.get('vault.kdbx') ?? Buffer.alloc(0)
  assert.equal(renamed(vault, lock(full, vault, 'm'), 'vault.kdbx'), 'convicted')
  assert.equal(renamed(Buffer.from([1, 2, 0, 0, 9]), Buffer.from([7, 7, 3, 1, 0]), 'a.state'), 'convicted')
  // Another document under the new name is a document all the same.
  assert.equal(renamed(files.get('letter.docx') ?? vault, await docx(random), 'letter.docx'), 'clean')
  const text = files.get('notes.txt') ?? vault
  assert.equal(renamed(text, Buffer.concat([Buffer.from('// @ts-check\n'), text]), 'code.js'), 'clean')
})

test('a same-day edit does not hide an attack: shrunk, then encrypted, then renamed', () => {
  const plain = files.get('customers.sqlite') ?? Buffer.alloc(0)
  const after = lock(full, plain.subarray(0, plain.length - 8192), 'v')
  const change = { oldPath: 'c.sqlite', unseenEnding: true }
  assert.equal(verdictOf('c.sqlite.locked', plain, after, change), 'convicted')
})

test('sampled files: a header that is gone convicts, changed noise is not clean, text stays clean', () => {
  const sampled = { complete: false }
  const doc = files.get('letter.docx') ?? Buffer.alloc(0)
  assert.equal(verdictOf('a.docx', doc, lock(full, doc, 's'), sampled), 'convicted')
  const kept = Buffer.concat([doc.subarray(0, 64), random.bytes(doc.length - 64)])
  assert.notEqual(verdictOf('a.docx', doc, kept, sampled), 'clean')
  const log = files.get('app.log') ?? Buffer.alloc(0)
  assert.equal(verdictOf('a.log', log, Buffer.concat([log.subarray(500), log]), sampled), 'clean')
})

test('what became digits of ciphertext is convicted, what became digits of a picture is not', async () => {
  const prose = Buffer.from(
    'The office closes at five, and whoever comes later finds nobody to ask. '.repeat(60),
  )
  const picture =
    files.get('scan.png') ??
    (await sharp(random.bytes(3 * 40 * 40), { raw: { width: 40, height: 40, channels: 3 } })
      .png()
      .toBuffer())
  for (const [name, plain] of [...files, ['letter.txt', prose] as const]) {
    if (name === 'vault.kdbx') continue
    const locked = lock(full, plain, name)
    for (const encoding of ['base64', 'hex'] as const) {
      const { verdict, reasons } = judge(name, plain, Buffer.from(locked.toString(encoding)))
      assert.equal(verdict, 'convicted', `${encoding} on ${name}: ${reasons.join('; ')}`)
    }
  }
  assert.notEqual(verdictOf('letter.txt', prose, Buffer.from(picture.toString('base64'))), 'convicted')
})

test('a head in digits convicts binary files too; a head of zeros is destruction; UTF-16 with strays is neither', () => {
  const drawing = structured(60_000)
  const digits = Buffer.from(random.bytes(6144).toString('base64'))
  const headInDigits = Buffer.concat([digits, drawing.subarray(6144)])
  assert.equal(verdictOf('drawing.dwg', drawing, headInDigits), 'convicted')
  const { verdict, reasons } = judge('drawing.dwg', drawing, Buffer.from(drawing).fill(0, 0, 4096))
  assert.equal(verdict, 'suspicious')
  assert.match(reasons.join(), /head was overwritten/)
  const text = Buffer.from('F-number 2.8, exposure 1/60 s, date taken unknown\n'.repeat(120))
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.toString('latin1'), 'utf16le')])
  for (let at = 50; at < wide.length; at += 90) wide[at] = 0x03
  assert.notEqual(verdictOf('camera.txt', text, wide), 'convicted')
})

test('a few hundred random bytes in the middle of a small file with checksums convict', async () => {
  const picture = await sharp(random.bytes(3 * 16 * 16), { raw: { width: 16, height: 16, channels: 3 } })
    .png()
    .toBuffer()
  const hurt = Buffer.from(picture)
  random.bytes(200).copy(hurt, 300)
  assert.equal(verdictOf('icon.png', picture, hurt), 'convicted')
})

test('a small file of nothing known behind the head of a valid picture is not clean', async () => {
  const head = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer()
  for (const size of [100, 300, 900]) {
    const grafted = Buffer.concat([head, random.bytes(size)])
    assert.notEqual(verdictOf('tile.des', structured(size), grafted), 'clean', `${size} bytes`)
  }
})
