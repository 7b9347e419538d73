import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import sharp from 'sharp'

import { lock, someModes } from '../../drill/attack/some-modes.fixture.ts'
import { seededRandom } from '../../drill/random.ts'
import { judgeFirst } from './judge-first.ts'
import { deepKinds, realFiles } from './real-files.fixture.ts'
import { defaultThresholds } from './thresholds.ts'

const random = seededRandom(131)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(14)
})

function first(path: string, bytes: Uint8Array, more: { complete?: boolean; isKin?: boolean } = {}) {
  return judgeFirst({ path, bytes, complete: true, ...more }, defaultThresholds)
}

test('proved files and readable text are clean at first sight', () => {
  for (const [name, bytes] of files) {
    if (deepKinds.has(name) || /\.(?:eml|log|txt)$/.test(name))
      assert.equal(first(name, bytes).verdict, 'clean', name)
  }
  assert.equal(first('empty.docx', Buffer.alloc(0)).verdict, 'clean')
})

test('an encrypted file is never clean at first sight, whatever its name, and never convicted', () => {
  for (const [name, plain] of files) {
    for (const mode of someModes) {
      const locked = lock(mode, plain, `first/${name}`)
      for (const path of [name, `${name}.locked`, 'x7Qp2.hLjs8kQzT', 'README']) {
        const { verdict, reasons } = first(path, locked)
        assert.equal(verdict, 'unknown', `${mode.name} on ${name} as ${path}: ${reasons.join('; ')}`)
      }
      // A header that was kept may look like trusted files of the same ending.
      if (locked.subarray(0, 4).equals(plain.subarray(0, 4)) && plain.length > 8000) {
        assert.equal(
          first('a.dwg', locked, { isKin: true }).verdict,
          'unknown',
          `${mode.name} on ${name} as kin`,
        )
      }
    }
  }
})

test('truly encrypted files of honest people are unknown, and contradict nothing', () => {
  for (const name of [
    'passwords.kdbx',
    'letter.docx.gpg',
    'backup.age',
    'volume.hc',
    'key.bin',
    'archive.7z',
  ]) {
    const judgement = first(name, random.bytes(7000))
    assert.equal(judgement.verdict, 'unknown', name)
    assert.notEqual(judgement.contradiction, true, name)
  }
})

test('a name that promises another content is a contradiction', async () => {
  const noise = random.bytes(5000)
  for (const [name, bytes] of [
    ['a.docx', noise],
    ['a.pdf', Buffer.from('a text')],
    ['a.txt', noise],
    ['a.png', Buffer.from(noise.toString('base64'))],
    ['a.docx', files.get('archive.zip') ?? noise],
    ['a.jpg', files.get('offer.pdf') ?? noise],
    ['a.png', Buffer.concat([files.get('scan.png') ?? noise, noise])],
  ] as const) {
    const { verdict, contradiction } = first(name, bytes)
    assert.deepEqual([verdict, contradiction], ['unknown', true], name)
  }
  assert.equal(
    first('a.png', await sharp(files.get('scan.png')).jpeg().toBuffer()).verdict,
    'clean',
    'one picture for another',
  )
})

test('a kind that no check knows is clean only in the company of its kin, without noise', () => {
  const drawing = Buffer.alloc(40_000, 'AC1032 a drawing of something \0\u0001\u0002\u0003')
  assert.equal(first('a.dwg', drawing).verdict, 'unknown')
  assert.equal(first('a.dwg', drawing, { isKin: true }).verdict, 'clean')
  const spot = Buffer.from(drawing)
  spot.set(random.bytes(4096), 20_000)
  assert.equal(first('a.dwg', spot, { isKin: true }).verdict, 'unknown')
})

test('encoded ciphertext is text and yet not clean', () => {
  for (const encoding of ['base64', 'hex'] as const) {
    assert.equal(first('a.txt', Buffer.from(random.bytes(3000).toString(encoding))).verdict, 'unknown')
  }
})

test('what is too large to check is clean as text only', () => {
  const rows = Array.from({ length: 200 }, (_, row) => `INSERT INTO t VALUES (${row});\n`)
  assert.equal(
    first('a.zip', files.get('archive.zip') ?? Buffer.alloc(0), { complete: false }).verdict,
    'unknown',
  )
  assert.equal(first('a.sql', Buffer.from(rows.join('')), { complete: false }).verdict, 'clean')
})

test('a pattern over and over, and digits without a name of a text, are no text that is clean', () => {
  const verdict = (name: string, bytes: Buffer) => first(name, bytes).verdict
  assert.equal(verdict('a.css', Buffer.alloc(400, 0xff)), 'unknown')
  assert.equal(verdict('a.txt', Buffer.alloc(4000, 'nothing here\n')), 'unknown')
  assert.equal(
    verdict('57f1d8159663ab66', Buffer.from(Buffer.alloc(90, 'abc').toString('base64'))),
    'unknown',
  )
  assert.equal(verdict('a.json', Buffer.from(JSON.stringify({ a: [1, 2, 3], b: 'x'.repeat(90) }))), 'clean')
})
