import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { before, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import JSZip from 'jszip'
import sharp from 'sharp'

import { workOnDatabaseFile } from '../../drill/content/database-file.ts'
import { logText } from '../../drill/content/log-file.ts'
import { docx, odt, pptx, xlsx } from '../../drill/content/office.ts'
import { pdf } from '../../drill/content/pdf.ts'
import { picture } from '../../drill/content/pictures.ts'
import { paragraph } from '../../drill/content/words.ts'
import { seededRandom } from '../../drill/random.ts'
import type { Change } from './change.ts'
import { judgeChange } from './judge.ts'
import { oleFile, realFiles, zstdWithChecksum } from './real-files.fixture.ts'
import { defaultThresholds } from './thresholds.ts'

const random = seededRandom(121)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(13)
})

function judge(path: string, before: Uint8Array, after: Uint8Array, more: Partial<Change> = {}) {
  const change = { path, before, after, complete: true, unseenEnding: false, massRenamed: false, ...more }
  return judgeChange(change, defaultThresholds)
}

function fileOf(name: string): Buffer {
  return files.get(name) ?? assert.fail(name)
}

function assertClean(path: string, before: Uint8Array, after: Uint8Array, more: Partial<Change> = {}): void {
  const { verdict, reasons } = judge(path, before, after, more)
  assert.equal(verdict, 'clean', `${path}: ${reasons.join('; ')}`)
}

/** Not clean may be, convicted not. */
function assertNotConvicted(
  path: string,
  before: Uint8Array,
  after: Uint8Array,
  more: Partial<Change> = {},
): void {
  const { verdict, reasons } = judge(path, before, after, more)
  assert.notEqual(verdict, 'convicted', `${path}: ${reasons.join('; ')}`)
}

test('documents and pictures made anew are clean', async () => {
  for (let round = 0; round < 3; round += 1) {
    assertClean('letter.docx', fileOf('letter.docx'), await docx(random))
    assertClean('figures.xlsx', fileOf('figures.xlsx'), await xlsx(random))
    assertClean('talk.pptx', fileOf('talk.pptx'), await pptx(random))
    assertClean('minutes.odt', fileOf('minutes.odt'), await odt(random))
    assertClean('offer.pdf', fileOf('offer.pdf'), await pdf(random))
    assertClean('scan.png', fileOf('scan.png'), await picture(random, 'png'))
    assertClean('photo.jpg', fileOf('photo.jpg'), await picture(random, 'jpg'))
    assertClean('banner.webp', fileOf('banner.webp'), await picture(random, 'webp'))
    assertClean(
      'icon.gif',
      fileOf('icon.gif'),
      await sharp(await picture(random, 'png'))
        .resize(99)
        .gif()
        .toBuffer(),
    )
  }
})

test('pictures encoded again, stripped of metadata or in another format under the old name are clean', async () => {
  for (const [name, plain] of files) {
    if (!/\.(?:jpe?g|png|webp|gif)$/.test(name)) continue
    for (const encode of [
      () => sharp(plain).jpeg({ quality: 50 }),
      () => sharp(plain).jpeg({ progressive: true }),
      () => sharp(plain).png({ palette: true }),
      () => sharp(plain).webp({ quality: 90 }),
    ]) {
      assertClean(name, plain, await encode().toBuffer())
    }
  }
})

test('archives packed again, logs rotated, dumps replaced are clean', async () => {
  const zip = await JSZip.loadAsync(fileOf('archive.zip'))
  zip.file('one-more.txt', paragraph(random).repeat(30))
  assertClean(
    'archive.zip',
    fileOf('archive.zip'),
    await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' }),
  )
  assertClean('archive.zip', fileOf('archive.zip'), await zip.generateAsync({ type: 'nodebuffer' }))
  const log = Buffer.from(logText(random, new Date(), 900))
  assertClean('app.log.1.gz', fileOf('app.log.gz'), gzipSync(log))
  assertClean('dump.zst', fileOf('dump.zst'), zstdWithChecksum(log))
  assertClean('app.log', fileOf('app.log'), log)
  assertClean('app.log', fileOf('app.log'), Buffer.alloc(0), {})
})

test('text edits are clean, in the middle, at both ends, in other encodings', () => {
  const text = fileOf('notes.txt')
  const more = Buffer.from(`${paragraph(random)}\n`)
  const middle = text.length >> 1
  for (const after of [
    Buffer.concat([text, more]),
    Buffer.concat([more, text]),
    Buffer.concat([text.subarray(0, middle), more, text.subarray(middle)]),
    text.subarray(middle),
    Buffer.from(text.toString().toUpperCase()),
    Buffer.from(`\ufeff${text.toString()}`),
    Buffer.from(`\ufeff${text.toString()}`, 'utf16le'),
    Buffer.from(`${text.toString()} Größe über Äpfeln\n`.repeat(3), 'latin1'),
    Buffer.from('replaced by a single line\n'),
    Buffer.from(
      JSON.stringify({
        logo: fileOf('scan.png').subarray(0, 6000).toString('base64'),
        text: text.toString(),
      }),
    ),
  ]) {
    assertClean('notes.txt', text, after)
  }
})

test('SQLite at work, emptied, grown by pictures and vacuumed is clean', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-benign-'))
  try {
    const path = join(folder, 'a.sqlite')
    writeFileSync(path, fileOf('customers.sqlite'))
    let previous = readFileSync(path)
    const next = (work: (database: DatabaseSync) => void) => {
      const database = new DatabaseSync(path)
      work(database)
      database.close()
      const now = readFileSync(path)
      assertClean('a.sqlite', previous, now)
      previous = now
    }
    for (let day = 0; day < 5; day += 1) {
      workOnDatabaseFile(path, random)
      previous = readFileSync(path)
      next((database) => database.exec(`DELETE FROM contract WHERE id % 5 = ${day}`))
      next((database) => database.exec('VACUUM'))
    }
    next((database) => database.exec('CREATE TABLE picture (bytes BLOB)'))
    next((database) => {
      const insert = database.prepare('INSERT INTO picture VALUES (?)')
      for (let count = 0; count < 30; count += 1) insert.run(fileOf('photo.jpg'))
    })
    next((database) => database.exec('DELETE FROM contract'))
    next((database) => database.exec('UPDATE picture SET bytes = randomblob(7000)'))
    next((database) => database.exec('PRAGMA page_size = 8192; VACUUM'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('unknown kinds: edits and appended structure are clean, nothing honest is convicted', () => {
  const before = Buffer.alloc(60_000, 'record of an unknown program\0\0\0\u0001\u0002')
  const edited = Buffer.from(before)
  edited.write('some other words in the middle of it', 30_000)
  assertClean('a.dwg', before, edited)
  assertClean('a.dwg', before, Buffer.concat([before, before.subarray(0, 20_000)]))
  // A compressed block appended or written into free space, a record stamped everywhere, a pre-allocated file filled.
  assertNotConvicted('a.dwg', before, Buffer.concat([before, random.bytes(3000)]))
  assertNotConvicted('a.dwg', Buffer.alloc(90_000), random.bytes(90_000))
  const stamped = Buffer.from(before)
  for (let at = 0; at < stamped.length; at += 3200) stamped.set(random.bytes(32), at)
  assertNotConvicted('a.dwg', before, stamped)
  const record = (text: string) => Buffer.alloc(32_000, text.padEnd(32, '.'))
  assertNotConvicted('a.tbl', record('the old record of a table'), record('SOME NEW THING, ALL THE SAME'))
  const vault = random.bytes(9000)
  assertNotConvicted('a.kdbx', vault, random.bytes(9200))
  assertNotConvicted('a.mp4', random.bytes(90_000), random.bytes(120_000))
})

test('a virtual disk in which files come and go is not convicted', () => {
  const disk = Buffer.alloc(4 * 1024 * 1024)
  for (let at = 0; at < disk.length; at += 4096) {
    if (random.chance(0.4)) disk.write(paragraph(random).repeat(20).slice(0, 4096), at)
    else if (random.chance(0.5)) disk.set(random.bytes(4096), at)
  }
  const after = Buffer.from(disk)
  for (let at = 0; at < disk.length; at += 4096) {
    if (!random.chance(0.05)) continue
    if (random.chance(0.3)) after.set(random.bytes(4096), at)
    else after.write(paragraph(random).repeat(20).slice(0, 4096), at)
  }
  assertNotConvicted('disk.img', disk, after)
})

test('a password, an export, a conversion is nobody’s ransom', () => {
  const document = fileOf('letter.docx')
  const locked = oleFile({ EncryptedPackage: 20_000, EncryptionInfo: 4200 }, random)
  assertNotConvicted('letter.docx', document, locked)
  for (const [old, name, after] of [
    ['app.log', 'app.log.xz', random.bytes(3000)],
    ['app.log', 'app.log.gz', gzipSync(fileOf('app.log'))],
    ['app.log', 'app.log.br', brotliCompressSync(fileOf('app.log'))],
    ['sound.wav', 'sound.mp3', random.bytes(4000)],
    ['photo.jpg', 'photo.heic', random.bytes(fileOf('photo.jpg').length >> 1)],
    ['letter.docx', 'letter.pdf', fileOf('offer.pdf')],
    ['letter.docx', 'letter.docx.gpg', random.bytes(document.length + 400)],
    ['offer.pdf', 'offer.7z', random.bytes(fileOf('offer.pdf').length + 200)],
    ['customers.sqlite', 'customers.sqlite.age', random.bytes(fileOf('customers.sqlite').length + 210)],
  ] as const) {
    assertNotConvicted(name, fileOf(old), after, { oldPath: old })
  }
  assertClean('app.log.gz', fileOf('app.log'), gzipSync(fileOf('app.log')), { oldPath: 'app.log' })
  assertClean('letter.pdf', document, fileOf('offer.pdf'), { oldPath: 'letter.docx' })
})

test('a truncated upload, a broken picture, an error page are suspicious at most', () => {
  assertNotConvicted('letter.docx', fileOf('letter.docx'), fileOf('letter.docx').subarray(0, 4000))
  assertNotConvicted('photo.jpg', fileOf('photo.jpg'), fileOf('photo.jpg').subarray(0, 3000))
  assertNotConvicted('offer.pdf', fileOf('offer.pdf'), Buffer.from('<html><body>404 not found</body></html>'))
  assertNotConvicted('letter.docx', fileOf('letter.docx'), Buffer.alloc(0))
})

test('content that was empty before is judged like a new file', () => {
  assertClean('a.docx', Buffer.alloc(0), fileOf('letter.docx'))
  assert.equal(judge('a.docx', Buffer.alloc(0), random.bytes(9000)).verdict, 'unknown')
})
