import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import JSZip from 'jszip'
import sharp from 'sharp'

import { full } from '../../../drill/attack/some-modes.fixture.ts'
import { logText } from '../../../drill/content/log-file.ts'
import { docx, odt, xlsx } from '../../../drill/content/office.ts'
import { picture } from '../../../drill/content/pictures.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { realFiles } from '../real-files.fixture.ts'
import { type Office, openOffice, type Verdicts } from './nights.fixture.ts'

const random = seededRandom(151)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(16)
})

async function furnish(office: Office): Promise<string> {
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  return office.night()
}

/** Nothing convicted, no alarm; `clean` names what must be clean in the newest snapshot. */
function assertPeace({ report, convicted, last, reasons }: Verdicts, clean: readonly string[] = []): void {
  assert.deepEqual(convicted(), [])
  assert.deepEqual([report.onset, report.tenants], [null, []])
  for (const path of clean) assert.equal(last(path), 'clean', `${path}: ${reasons(path)}`)
}

test('a week of work: new, rewritten, renamed, deleted, rotated, packed', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  office.write('desk/letter.docx', await docx(random))
  office.write('desk/second.xlsx', await xlsx(random))
  office.write('desk/photo.jpg', await picture(random, 'jpg'))
  await office.night()
  office.rename('desk/letter.docx', 'desk/letter-final.docx')
  office.rename('desk/app.log', 'desk/app.log.1')
  office.write('desk/app.log', logText(random, new Date(), 200))
  office.remove('desk/scan.png')
  await office.night()
  office.write('desk/app.log.2.gz', gzipSync(office.read('desk/app.log.1')))
  office.remove('desk/app.log.1')
  office.write('desk/letter-final.docx', await docx(random))
  const last = await office.night()
  const verdicts = await office.detect()
  assertPeace(verdicts, [
    'desk/second.xlsx',
    'desk/photo.jpg',
    'desk/app.log',
    'desk/app.log.2.gz',
    'desk/letter-final.docx',
  ])
  assert.equal(verdicts.file('desk/letter-final.docx')?.newestClean, last)
})

test('a new kind of file that many bring at once is no attack: text, proved, unknown and encrypted ones', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  for (let count = 0; count < 8; count += 1) {
    office.write(`project/part-${count}.vue`, `<template>${paragraph(random)}</template>\n`)
    office.write(
      `project/icon-${count}.webp2`,
      await sharp(files.get('scan.png'))
        .resize(50 + count)
        .webp()
        .toBuffer(),
    )
    office.write(
      `project/mesh-${count}.blend`,
      Buffer.alloc(9000 + count, `BLENDER-v402 vertex ${count}\0\u0001`),
    )
    office.write(`vault/secret-${count}.age`, random.bytes(3000 + count))
  }
  await office.night()
  const verdicts = await office.detect()
  assertPeace(verdicts, ['project/part-0.vue', 'project/icon-0.webp2'])
  assert.equal(verdicts.last('vault/secret-3.age'), 'unknown')
  assert.equal(verdicts.file('vault/secret-3.age')?.newestClean, null)
})

test('logs rotated by date under endings that nobody saw before', async (t) => {
  const office = await openOffice(t)
  for (let count = 0; count < 8; count += 1)
    office.write(`logs/site-${count}.log`, logText(random, new Date(0), 100))
  await office.night()
  for (let count = 0; count < 8; count += 1) {
    // Copied and truncated, and a line was written in between.
    const log = office.read(`logs/site-${count}.log`)
    office.write(`logs/site-${count}.log-20260303`, Buffer.concat([log, Buffer.from('one more line\n')]))
    office.write(`logs/site-${count}.log`, 'rotated\n')
  }
  await office.night()
  assertPeace(await office.detect(), ['logs/site-0.log', 'logs/site-0.log-20260303'])
})

test('a tree renamed to an unseen ending, edited a little on the way', async (t) => {
  const office = await openOffice(t)
  for (let count = 0; count < 9; count += 1)
    office.write(`src/module-${count}.js`, `// ${count}\n${paragraph(random)}\n`.repeat(9))
  office.write('src/tiny.js', 'export {}\n')
  await office.night()
  for (let count = 0; count < 9; count += 1) {
    const text = office.read(`src/module-${count}.js`)
    office.write(
      `src/module-${count}.ts`,
      Buffer.concat([Buffer.from('import type { A } from "./a.ts"\n'), text]),
    )
    office.remove(`src/module-${count}.js`)
  }
  office.rename('src/tiny.js', 'src/tiny.ts')
  await office.night()
  assertPeace(await office.detect(), ['src/module-0.ts'])
})

test('a tree compressed file by file, whatever the program', async (t) => {
  const office = await openOffice(t)
  for (let count = 0; count < 9; count += 1)
    office.write(`logs/day-${count}.log`, logText(random, new Date(count), 300))
  await office.night()
  for (let count = 0; count < 9; count += 1) {
    // Like xz, whose format no check knows: smaller and random.
    const packed = random.bytes(Math.floor(office.read(`logs/day-${count}.log`).length / 6))
    office.write(`logs/day-${count}.log.xz`, packed)
    office.remove(`logs/day-${count}.log`)
  }
  await office.night()
  const verdicts = await office.detect()
  assertPeace(verdicts)
  assert.equal(verdicts.last('logs/day-0.log.xz'), 'unknown')
})

test('sound converted to another format, originals deleted', async (t) => {
  const office = await openOffice(t)
  for (let count = 0; count < 7; count += 1)
    office.write(`music/take-${count}.wav`, files.get('sound.wav') ?? '')
  for (let count = 0; count < 7; count += 1)
    office.write(
      `music/take-${count}.wav`,
      Buffer.concat([files.get('sound.wav') ?? Buffer.alloc(0), Buffer.alloc(count * 2)]),
    )
  await office.night()
  for (let count = 0; count < 7; count += 1) {
    office.write(`music/take-${count}.flac`, random.bytes(20_000 + count * 31))
    office.remove(`music/take-${count}.wav`)
  }
  await office.night()
  assertPeace(await office.detect())
})

test('a licence line in front of every source, a new field in every record', async (t) => {
  const office = await openOffice(t)
  const endings = ['js', 'css', 'html', 'md', 'py', 'sql', 'yaml', 'json']
  for (const ending of endings) office.write(`src/file.${ending}`, paragraph(random).repeat(10))
  await office.night()
  for (const ending of endings)
    office.write(
      `src/file.${ending}`,
      `Licence: do as you like, but keep this line.\n${office.read(`src/file.${ending}`).toString()}`,
    )
  await office.night()
  assertPeace(
    await office.detect(),
    endings.map((ending) => `src/file.${ending}`),
  )
})

test('two documents put into containers by their owner are unclear, five in one night are not', async (t) => {
  const swap = async (count: number) => {
    const office = await openOffice(t)
    for (let place = 0; place < 6; place += 1) office.write(`desk/plan-${place}.docx`, await docx(random))
    await office.night()
    for (let place = 0; place < count; place += 1) {
      office.write(`desk/plan-${place}.7z`, random.bytes(office.read(`desk/plan-${place}.docx`).length + 180))
      office.remove(`desk/plan-${place}.docx`)
    }
    await office.night()
    return office.detect()
  }
  const two = await swap(2)
  assertPeace(two)
  assert.notEqual(two.last('desk/plan-0.7z'), 'clean')
  assert.notEqual(two.file('desk/plan-0.docx')?.newestClean, null, 'the document is not lost')
  const five = await swap(5)
  assert.equal(five.convicted().length, 10)
  assert.notEqual(five.report.onset, null)
})

test('a deleted file gives its inode to a new one; they have nothing to do with each other', async (t) => {
  const office = await openOffice(t)
  for (let count = 0; count < 6; count += 1)
    office.write(`desk/letter-${count}.txt`, paragraph(random).repeat(30 + count))
  await office.night()
  for (let count = 0; count < 6; count += 1) {
    office.remove(`desk/letter-${count}.txt`)
    office.write(`desk/vault-${count}.kdbx`, random.bytes(2000 + count))
  }
  await office.night()
  assertPeace(await office.detect())
})

test('a deleted tree comes back from an older backup, password file and all', async (t) => {
  const office = await openOffice(t)
  const vault = random.bytes(5000)
  office.write('tree/vault.kdbx', vault)
  office.write('tree/empty', '')
  office.write('other.txt', 'stays')
  await office.night()
  office.remove('tree')
  await office.night()
  office.write('tree/vault.kdbx', vault)
  office.write('restored/vault.kdbx', vault)
  const back = await office.night()
  const verdicts = await office.detect()
  assertPeace(verdicts, ['tree/vault.kdbx', 'restored/vault.kdbx'])
  assert.equal(verdicts.file('tree/vault.kdbx')?.newestClean, back)
})

test('the same readme of a cryptographic library in many folders is no note', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const readme =
    '# box\nEncrypt and decrypt your data. Publish your key. Lost keys cannot be recovered. Do not modify the nonce.\n'
  for (const folder of ['a', 'b', 'c', 'd']) office.write(`modules/${folder}/README.md`, readme)
  await office.night()
  assertPeace(await office.detect(), ['modules/a/README.md'])
})

test('on the day of an attack honest work and unknown files are not drawn in', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  for (const name of ['scan.png', 'photo.jpg', 'offer.pdf', 'app.log']) office.encrypt(`desk/${name}`, full)
  office.write('desk/letter.docx', await docx(random))
  office.write('desk/new.odt', await odt(random))
  office.write('desk/new.kdbx', random.bytes(4000))
  const zip = await JSZip.loadAsync(files.get('archive.zip') ?? '')
  office.write('desk/archive.zip', await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' }))
  await office.night()
  const { convicted, last } = await office.detect()
  assert.deepEqual(convicted(), ['desk/app.log', 'desk/offer.pdf', 'desk/photo.jpg', 'desk/scan.png'])
  assert.deepEqual(['desk/letter.docx', 'desk/new.odt', 'desk/archive.zip', 'desk/new.kdbx'].map(last), [
    'clean',
    'clean',
    'clean',
    'unknown',
  ])
})

test('kin: a new drawing is clean among trusted drawings', async (t) => {
  const office = await openOffice(t)
  const drawing = (name: string) => Buffer.alloc(30_000, `AC1032 ${name} line circle arc \0\u0001\u0002`)
  office.write('plans/house.dwg', drawing('house'))
  await office.night()
  office.write('plans/bridge.dwg', drawing('bridge'))
  office.write('plans/tower.xyz', drawing('tower'))
  await office.night()
  const { last } = await office.detect()
  assert.deepEqual([last('plans/bridge.dwg'), last('plans/tower.xyz')], ['clean', 'unknown'])
})
