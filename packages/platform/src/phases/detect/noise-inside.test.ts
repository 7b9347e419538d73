import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import JSZip from 'jszip'

import { attackModes, benignTransforms } from '../../drill/attack/index.ts'
import { docx, odt, pptx, xlsx } from '../../drill/content/office.ts'
import { paragraph } from '../../drill/content/words.ts'
import { seededRandom } from '../../drill/random.ts'
import { judgeChange } from './judge.ts'
import { plainZip, realFiles } from './real-files.fixture.ts'
import { defaultThresholds } from './thresholds.ts'

const random = seededRandom(17)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(8)
})

function judge(path: string, before: Uint8Array, after: Uint8Array, oldPath = path) {
  const isNew = path !== oldPath
  const change = { path, oldPath, before, after, complete: true, unseenEnding: isNew, massRenamed: false }
  return judgeChange(change, defaultThresholds)
}

function attacked(name: string, path: string) {
  const plain = files.get(path) ?? Buffer.alloc(0)
  const hit = attackModes.find((mode) => mode.name === name)?.encrypt(plain, path, 'c')
  assert.ok(hit !== undefined, `${name} on ${path}`)
  return { plain, hit }
}

test('text encrypted inside office documents, members, packed logs: sound packages of noise are not clean', () => {
  const documents = ['letter.docx', 'figures.xlsx', 'talk.pptx', 'minutes.odt']
  const cases = [
    ...documents.flatMap((path) => [['office-text', path] as const, ['zip-members', path] as const]),
    ['zip-members', 'archive.zip'] as const,
    ['gzip-inside', 'app.log.gz'] as const,
  ]
  for (const [name, path] of cases) {
    const { plain, hit } = attacked(name, path)
    const { verdict, reasons } = judge(path, plain, hit.bytes)
    assert.notEqual(verdict, 'clean', `${name} on ${path}: ${reasons.join('; ')}`)
  }
})

test('a package that takes a file’s place must not hold noise where the file held something', () => {
  for (const name of ['zip-of-ciphertext', 'gzip-of-ciphertext']) {
    for (const path of [
      'app.log',
      'notes.txt',
      'offer.pdf',
      'customers.sqlite',
      'letter.docx',
      'photo.jpg',
      'banner.webp',
      'dump.zst',
    ]) {
      const { plain, hit } = attacked(name, path)
      assert.notEqual(judge(hit.path, plain, hit.bytes, path).verdict, 'clean', `${name} on ${path}`)
    }
  }
})

test('few bytes packed as ciphertext are not clean, packed as they are, or after an edit, they are', () => {
  for (let size = 100; size < 1000; size += 90) {
    const plain = Buffer.alloc(size, 'a short note of somebody, and what he thought of it\n')
    for (const name of ['zip-of-ciphertext', 'gzip-of-ciphertext']) {
      const hit = attackModes.find((mode) => mode.name === name)?.encrypt(plain, 'note.txt', `${size}`)
      assert.ok(hit !== undefined)
      assert.notEqual(
        judge(hit.path, plain, hit.bytes, 'note.txt').verdict,
        'clean',
        `${name} of ${size} bytes`,
      )
    }
    for (const packed of [plain, Buffer.concat([Buffer.from('first of all\n'), plain])]) {
      assert.equal(judge('note.txt.gz', plain, gzipSync(packed), 'note.txt').verdict, 'clean')
    }
  }
})

test('a container with a password in a file’s place is never clean, however small it is', () => {
  for (const name of ['zip-aes', 'zip-traditional', 'qlocker']) {
    for (const path of files.keys()) {
      const { plain, hit } = attacked(name, path)
      assert.notEqual(judge(hit.path, plain, hit.bytes, path).verdict, 'clean', `${name} on ${path}`)
    }
  }
})

test('honest packages: packed files, documents that are edited, saved, made anew, archives with other members', async () => {
  for (const transform of benignTransforms) {
    if (!/^(?:gzip|zip|log-rotation|archive|document)/.test(transform.name)) continue
    for (const [path, plain] of files) {
      const changed = await transform.apply(plain, path, 5)
      if (changed === undefined) continue
      const { reasons } = judge(changed.path, plain, changed.bytes, path)
      assert.doesNotMatch(
        reasons.join(),
        /became noise, in a package|became digits/,
        `${transform.name} on ${path}`,
      )
    }
  }
  for (const [make, path] of [
    [docx, 'letter.docx'],
    [xlsx, 'figures.xlsx'],
    [pptx, 'talk.pptx'],
    [odt, 'minutes.odt'],
    [plainZip, 'archive.zip'],
  ] as const) {
    assert.equal(judge(path, files.get(path) ?? random.bytes(9), await make(random)).verdict, 'clean', path)
  }
  const log = `${paragraph(random)}\n`.repeat(90)
  assert.equal(judge('a.log.gz', gzipSync(log), gzipSync(`${log}${log}`)).verdict, 'clean')
})

test('noise that was noise before, and small members, say nothing', async () => {
  const archive = (key: Buffer) =>
    new JSZip().file('key.bin', key).file('id.bin', random.bytes(500)).generateAsync({ type: 'nodebuffer' })
  const [one, other] = [await archive(random.bytes(9000)), await archive(random.bytes(9000))]
  assert.equal(judge('keys.zip', one, other).verdict, 'clean')
  // The one member of a weekly archive, encrypted by its owner, has a new name every week.
  const weekly = (name: string) =>
    new JSZip().file(name, random.bytes(9000)).generateAsync({ type: 'nodebuffer' })
  assert.equal(judge('week.zip', await weekly('1.enc'), await weekly('2.enc')).verdict, 'clean')
})
