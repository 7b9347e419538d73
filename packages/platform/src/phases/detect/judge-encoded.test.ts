import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import { attackModes, benignTransforms } from '../../drill/attack/index.ts'
import { mail } from '../../drill/content/mail.ts'
import { seededRandom } from '../../drill/random.ts'
import { openOffice } from './history/nights.fixture.ts'
import { judgeChange } from './judge.ts'
import { realFiles } from './real-files.fixture.ts'
import { defaultThresholds } from './thresholds.ts'

const random = seededRandom(41)
const encodings = 'base64-full base64url-full base64-lines hex-full hex-lines base91-full'.split(' ')
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(6)
})

function encoded(mode: string, plain: Uint8Array, path: string): Buffer {
  const found = attackModes.find(({ name }) => name === mode)?.encrypt(plain, path, 'c')
  assert.ok(found !== undefined, mode)
  return found.bytes
}

function judge(path: string, before: Uint8Array, after: Uint8Array, oldPath = path) {
  const change = { path, oldPath, before, after, complete: true, unseenEnding: false, massRenamed: false }
  return judgeChange(change, defaultThresholds)
}

test('a whole file in base64, hexadecimal or base 91 under its old name is convicted', () => {
  for (const mode of encodings) {
    for (const [path, plain] of files) {
      const { verdict, reasons } = judge(path, plain, encoded(mode, plain, path))
      assert.equal(verdict, 'convicted', `${mode} on ${path}: ${reasons.join('; ')}`)
    }
  }
})

test('digits in front of an unknown rest are convicted, openssl betrays itself however small', () => {
  const table = Buffer.alloc(60_000)
  for (let at = 0; at + 16 <= table.length; at += 16) table.write(`\0\u0001r${at}\u0002`, at, 'latin1')
  assert.equal(
    judge('messages.sys', table, encoded('base64-head', table, 'messages.sys')).verdict,
    'convicted',
  )
  const small = Buffer.from('og\ni\njeg\ndet\n'.repeat(20))
  const hit = attackModes.find(({ name }) => name === 'openssl-base64')?.encrypt(small, 'stop.txt', 'c')
  assert.ok(hit !== undefined)
  assert.equal(judge(hit.path, small, hit.bytes, 'stop.txt').verdict, 'suspicious')
})

test('a mail whose body became base64 below its own head is convicted, one that gets an attachment is not', async () => {
  for (let count = 0; count < 20; count += 1) {
    const plain = mail(random, 'partner.example', new Date('2026-03-02'))
    assert.equal(judge('1.eml', plain, encoded('mail-body', plain, '1.eml')).verdict, 'convicted')
    for (const name of ['mail-gets-attachment', 'text-insert', 'text-append', 'text-delete']) {
      const changed = await benignTransforms.find((one) => one.name === name)?.apply(plain, '1.eml', count)
      if (changed !== undefined)
        assert.notEqual(judge('1.eml', plain, changed.bytes).verdict, 'convicted', name)
    }
  }
})

test('what was encoded stays what it was, and a copy in base64 under another name is no proof', () => {
  const random64 = Buffer.from(random.bytes(9000).toString('base64'))
  assert.equal(
    judge('key.txt', random64, Buffer.from(random.bytes(12_000).toString('base64'))).verdict,
    'clean',
  )
  const pdf = files.get('offer.pdf') ?? random64
  assert.notEqual(
    judge('offer.b64', pdf, Buffer.from(pdf.toString('base64')), 'offer.pdf').verdict,
    'convicted',
  )
})

test('mail of the day, encoded the same night: no backup saw it clean, the others of that night speak', async (t) => {
  const office = await openOffice(t)
  const letter = () => mail(random, 'partner.example', new Date('2026-03-02'))
  const old = Array.from({ length: 6 }, (_, place) => `cur/${place}.eml`)
  for (const path of old) office.write(path, letter())
  await office.night()
  for (const path of old) office.write(path, encoded('base64-full', office.read(path), path))
  office.write('cur/new.eml', encoded('hex-full', letter(), 'cur/new.eml'))
  office.write('cur/honest.eml', letter())
  await office.night()
  const { last } = await office.detect()
  assert.deepEqual([...old, 'cur/new.eml'].map(last), Array(7).fill('convicted'))
  assert.equal(last('cur/honest.eml'), 'clean')
})

test('encoded text that is seen for the first time is not clean, however much it is text', async (t) => {
  const office = await openOffice(t)
  office.write('notes.txt', files.get('notes.txt') ?? '')
  await office.night()
  office.write('new.txt', encoded('base64-full', random.bytes(5000), 'new.txt'))
  await office.night()
  const { last } = await office.detect()
  assert.equal(last('new.txt'), 'unknown')
})
