import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import JSZip from 'jszip'

import { attackModes } from '../../drill/attack/index.ts'
import { seededRandom } from '../../drill/random.ts'
import { judgeChange } from './judge.ts'
import { realFiles } from './real-files.fixture.ts'
import { deltaOf } from './signals/delta.ts'
import { isInPlace, isPartlyOverwritten } from './signals/in-place.ts'
import { defaultThresholds } from './thresholds.ts'

const random = seededRandom(53)
const files = await realFiles(31)

function judge(path: string, before: Uint8Array, after: Uint8Array) {
  const change = { path, before, after, complete: true, unseenEnding: false, massRenamed: false }
  return judgeChange(change, defaultThresholds)
}

function attacked(mode: string, path: string, plain: Buffer): Buffer {
  const hit = attackModes.find(({ name }) => name === mode)?.encrypt(plain, path, 'c')
  assert.ok(hit !== undefined, `${mode} on ${path}`)
  return hit.bytes
}

/** What no check knows: numbers and names, as an unknown program keeps them. */
function table(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at + 24 <= size; at += 24) {
    bytes.writeUInt32LE(at * 7, at)
    bytes.write(`\0row ${at % 700} of it`, at + 4, 'latin1')
  }
  return bytes
}

function overwritten(plain: Buffer, at: number, length: number): Buffer {
  const copy = Buffer.from(plain)
  random.bytes(length).copy(copy, at)
  return copy
}

const prose = Buffer.from(
  'What was agreed in the meeting, and who is to do it by the end of the month.\n'.repeat(60),
)

test('a few hundred structured bytes overwritten in place convict, in kinds that nobody knows too', () => {
  const plain = table(9000)
  assert.equal(judge('plan.dwg', plain, overwritten(plain, 4000, 400)).verdict, 'convicted')
  assert.equal(judge('notes.txt', prose, overwritten(prose, 2000, 80)).verdict, 'convicted')
  // A sum or an identifier of 32 bytes in every page is no wound.
  const stamped = Buffer.from(plain)
  for (let at = 0; at < plain.length; at += 1200) random.bytes(32).copy(stamped, at)
  assert.notEqual(judge('plan.dwg', plain, stamped).verdict, 'convicted')
})

test('in place means that all else stays where it was', () => {
  const plain = table(9000)
  const inPlace = overwritten(plain, 4000, 400)
  const shifted = Buffer.concat([plain.subarray(0, 4000), random.bytes(407), plain.subarray(4000)])
  assert.equal(isInPlace(plain, inPlace, deltaOf(plain, inPlace)), true)
  assert.equal(isPartlyOverwritten(plain, inPlace, deltaOf(plain, inPlace)), true)
  assert.equal(isPartlyOverwritten(plain, shifted, deltaOf(plain, shifted)), false)
  const all = random.bytes(9000)
  assert.equal(isPartlyOverwritten(plain, all, deltaOf(plain, all)), false)
})

test('packed kinds of the same length with noise where structure was: streams of a PDF that lie open', () => {
  const content = 'BT /F1 12 Tf 72 700 Td (what the page says, word for word) Tj ET\n'.repeat(80)
  const head = `%PDF-1.4\n1 0 obj\n<</Length ${content.length}>>\nstream\n`
  const body = `${head}${content}\nendstream\nendobj\n`
  const pdf = Buffer.from(
    `${body}xref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n${body.length}\n%%EOF\n`,
  )
  for (const [at, length] of [
    [head.length, 4000],
    [head.length + 900, 300],
  ] as const) {
    const { verdict, reasons } = judge('page.pdf', pdf, overwritten(pdf, at, length))
    assert.notEqual(verdict, 'clean', `${length} bytes: ${reasons.join()}`)
    if (length > 1024) assert.equal(verdict, 'convicted', reasons.join())
  }
})

test('ciphertext behind a foreign head, inside a foreign picture, or padded is convicted', () => {
  for (const mode of ['graft-jpg', 'graft-png', 'graft-pdf', 'graft-png-chunk', 'pad-text']) {
    for (const path of ['letter.docx', 'notes.txt', 'scan.png', 'drawing.dwg']) {
      const plain = path === 'drawing.dwg' ? table(40_000) : (files.get(path) ?? prose)
      if (plain.length < 1100) continue
      const { verdict, reasons } = judge(path, plain, attacked(mode, path, plain))
      assert.equal(verdict, 'convicted', `${mode} on ${path}: ${reasons.join('; ')}`)
    }
  }
  // Of a kind that no check knows, a few bytes inside a picture are too few to convict, and too odd to be clean.
  const tiny = table(150)
  assert.equal(judge('aux.tab', tiny, attacked('graft-png-chunk', 'aux.tab', tiny)).verdict, 'unknown')
})

test('another kind of sound file in its place is no disguise when it is proved, or of another length', () => {
  const icon = files.get('scan.png') ?? prose
  const old = table(icon.length - 40)
  assert.notEqual(judge('favicon.ico', old, icon).verdict, 'convicted')
  const text = Buffer.alloc(icon.length - 40, 'a text, where a picture will be\n')
  assert.notEqual(judge('logo.svg', text, icon).verdict, 'convicted')
})

test('parts that were blanked and stand encrypted at the end: Phobos on large files', () => {
  const plain = table(400_000)
  const hurt = Buffer.from(plain).fill(0, 0, 8192).fill(0, 200_000, 208_192)
  const { verdict, reasons } = judge('plan.dwg', plain, Buffer.concat([hurt, random.bytes(17_000)]))
  assert.equal(verdict, 'convicted', reasons.join('; '))
  assert.notEqual(judge('plan.dwg', plain, hurt).verdict, 'convicted')
})

test('blocks that return are noise when each of them is: electronic code book over empty space', () => {
  const plain = Buffer.alloc(60_000)
  for (let at = 0; at < 12_000; at += 40) plain.write(`point ${at}, ${at * 3}`, at)
  const { verdict, reasons } = judge('cursor.cur2', plain, attacked('ecb-full', 'cursor.cur2', plain))
  assert.equal(verdict, 'convicted', reasons.join('; '))
  // Space filled with one pattern of many letters is not.
  const filled = Buffer.alloc(60_000, 'abcdefghijklmnop')
  assert.doesNotMatch(judge('cursor.cur2', plain, filled).reasons.join(), /blocks of noise/)
})

test('a file of zeros with a few values, encrypted block by block, is not clean', () => {
  for (const size of [1024, 8608]) {
    const plain = Buffer.alloc(size)
    plain.write('\xfe\x01\x09table of nothing', 0, 'latin1')
    const { verdict, reasons } = judge('time.MYI', plain, attacked('ecb-full', 'time.MYI', plain))
    assert.equal(verdict, 'unknown', reasons.join('; '))
    const withRows = Buffer.from(plain)
    for (let at = 64; at + 24 < size; at += 200) withRows.writeUInt32LE(at, at)
    assert.equal(judge('time.MYI', plain, withRows).verdict, 'clean')
  }
})

test('of a file that nobody knows neither digits nor a line of noise is clean', () => {
  const small = table(120)
  for (const mode of ['base64-full', 'hex-lines', 'base91-full']) {
    const { verdict, reasons } = judge('log.mts', small, attacked(mode, 'log.mts', small))
    assert.notEqual(verdict, 'clean', `${mode}: ${reasons.join('; ')}`)
  }
  assert.equal(
    judge('log.mts', small, Buffer.from('now it is a list of words and of numbers: 1, 2, 3, 4, 5, 6, 7, 8'))
      .verdict,
    'clean',
  )
  const pages = Buffer.alloc(8192)
  pages.write('\xff\x09page', 0, 'latin1')
  for (const mode of ['compressed-full', 'base64-compressed']) {
    const { verdict, reasons } = judge('rows.MAD', pages, attacked(mode, 'rows.MAD', pages))
    assert.notEqual(verdict, 'clean', `${mode}: ${reasons.join('; ')}`)
  }
})

test('a short wound that leaves a readable encoding is not clean; another encoding of the text is', () => {
  const small = Buffer.from('var list = [["a", 1], ["b", 2]];'.repeat(17))
  for (let round = 0; round < 60; round += 1) {
    const { verdict } = judge('list.js', small, overwritten(small, small.length - 16, 16))
    assert.notEqual(verdict, 'clean', `round ${round}`)
  }
  const umlauts = 'Größere Äpfel für müde Läufer, übrigens auch süße.\n'.repeat(20)
  const [utf8, latin1] = [Buffer.from(umlauts), Buffer.from(umlauts, 'latin1')]
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(umlauts, 'utf16le')])
  assert.equal(judge('a.txt', utf8, latin1).verdict, 'clean')
  assert.equal(judge('a.txt', utf8, utf16).verdict, 'clean')
})

test('members of sound packages that became noise convict; one that was exchanged for a locked one does not', async () => {
  for (const [mode, path] of [
    ['office-text', 'letter.docx'],
    ['zip-members', 'figures.xlsx'],
    ['gzip-inside', 'app.log.gz'],
  ] as const) {
    const plain = files.get(path) ?? assert.fail(path)
    const { verdict, reasons } = judge(path, plain, attacked(mode, path, plain))
    assert.equal(verdict, 'convicted', `${mode} on ${path}: ${reasons.join('; ')}`)
  }
  const release = (code: Buffer) =>
    new JSZip().file('app.bin', code).file('readme.txt', prose).generateAsync({ type: 'nodebuffer' })
  const locked = judge('release.zip', await release(table(9000)), await release(random.bytes(7000)))
  assert.equal(locked.verdict, 'suspicious', locked.reasons.join('; '))
  const sums = (count: number) =>
    Buffer.from(`${random.bytes(32).toString('hex')}\n`.repeat(1) + prose.toString().repeat(count))
  assert.equal(judge('sums.txt.gz', gzipSync(sums(1)), gzipSync(sums(2))).verdict, 'clean')
})

test('a text that shrank to nothing but noise is convicted, one that was packed under another name is not', () => {
  const { verdict } = judge('notes.txt', prose, random.bytes(300))
  assert.equal(verdict, 'convicted')
  const change = { path: 'notes.bin', oldPath: 'notes.txt', before: prose, after: random.bytes(300) }
  const flags = { complete: true, unseenEnding: true, massRenamed: false }
  assert.notEqual(judgeChange({ ...change, ...flags }, defaultThresholds).verdict, 'convicted')
})
