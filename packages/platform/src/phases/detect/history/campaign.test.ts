import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { brotliCompressSync, zstdCompressSync } from 'node:zlib'

import { akira, full } from '../../../drill/attack/some-modes.fixture.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { realFiles } from '../real-files.fixture.ts'
import { samples } from '../validators/samples.fixture.ts'
import { type Office, openOffice } from './nights.fixture.ts'

const random = seededRandom(142)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(16)
})

async function furnish(office: Office): Promise<string> {
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  for (let count = 0; count < 7; count += 1) office.write(`share/note-${count}.txt`, prose())
  return office.night()
}

const list = (lines: number): string =>
  Array.from({ length: lines }, (_, line) => `the ${line}th line of a list\n`).join('')

const prose = (): string => Array.from({ length: 6 }, () => paragraph(random)).join('\n\n')

test('the first file of a slow campaign, unknown that night, is convicted by the ending that later ones get', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  // Written and encrypted on one day: no backup ever saw it clean.
  office.write('desk/today.txt.k3y', Buffer.from(files.get('photo.jpg') ?? '').reverse())
  const first = await office.night()
  for (const name of ['letter.docx', 'offer.pdf', 'app.log']) {
    office.encrypt(`desk/${name}`, full, `desk/${name}.k3y`)
    await office.night()
  }
  const { report, last } = await office.detect()
  assert.equal(last('desk/today.txt.k3y'), 'convicted')
  assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, first])
})

test('of a file that is encrypted in part the report names what is left, under the new name too', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const plain = office.read('desk/offer.pdf')
  office.encrypt('desk/offer.pdf', akira, 'desk/offer.pdf.akira')
  office.encrypt('desk/letter.docx', full)
  await office.night()
  const { file } = await office.detect()
  const [part] = file('desk/offer.pdf.akira')?.versions ?? []
  const [[from, to] = [0, 0]] = part?.salvage?.ranges ?? []
  assert.ok(to === plain.length && to - from > plain.length / 3, `${from} to ${to}`)
  assert.ok(plain.subarray(from).equals(office.read('desk/offer.pdf.akira').subarray(from, to)))
  assert.equal(file('desk/letter.docx')?.versions.at(-1)?.salvage, undefined)
})

test('many texts that became digits, zeros or nothing in one night are convicted, with the clean night before', async (t) => {
  const ways: Record<string, (plain: Buffer) => Buffer> = {
    base64: (plain) => Buffer.from(random.bytes(plain.length).toString('base64')),
    zeros: (plain) => Buffer.alloc(plain.length),
    pattern: (plain) => Buffer.alloc(plain.length, 'nothing is left here\n'),
    nothing: () => Buffer.alloc(0),
    quarter: (plain) => plain.subarray(0, plain.length >> 2),
  }
  for (const [name, destroy] of Object.entries(ways)) {
    const office = await openOffice(t)
    const quiet = await furnish(office)
    for (let count = 0; count < 6; count += 1)
      office.write(`share/note-${count}.txt`, destroy(office.read(`share/note-${count}.txt`)))
    office.write('share/note-6.txt', prose())
    const hit = await office.night()
    const { report, file } = await office.detect()
    assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, hit], name)
    for (let count = 0; count < 6; count += 1)
      assert.equal(file(`share/note-${count}.txt`)?.newestClean, quiet, `${name} ${count}`)
    assert.equal(file('share/note-6.txt')?.newestClean, hit, 'honest work of the same night')
  }
})

test('a log that is emptied every night and kept beside itself is no loss', async (t) => {
  const office = await openOffice(t)
  for (let count = 0; count < 7; count += 1) office.write(`log/app-${count}.log`, prose())
  await office.night()
  for (let count = 0; count < 7; count += 1) {
    office.write(`log/app-${count}.log.1`, office.read(`log/app-${count}.log`))
    office.write(`log/app-${count}.log`, '')
  }
  await office.night()
  const { report, convicted } = await office.detect()
  assert.deepEqual([report.onset, convicted()], [null, []])
})

test('a file now and then that becomes zeros is an accident, the fifth is a campaign since the first', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  const nights: string[] = []
  for (let count = 0; count < 5; count += 1) {
    if (count === 4) assert.equal((await office.detect()).report.onset, null)
    const path = `share/note-${count}.txt`
    office.write(path, Buffer.alloc(office.read(path).length))
    nights.push(await office.night())
  }
  const { report } = await office.detect()
  assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, nights[0]])
})

test('a text a night cut off in the middle of a line adds up; one that lost its last lines does not', async (t) => {
  const cutOff = await openOffice(t)
  await furnish(cutOff)
  const shortened = await openOffice(t)
  await furnish(shortened)
  for (const office of [cutOff, shortened]) {
    for (let count = 0; count < 5; count += 1) office.write(`share/list-${count}.txt`, list(90))
  }
  await shortened.night()
  const furnished = await cutOff.night()
  const nights: string[] = []
  for (let count = 0; count < 5; count += 1) {
    cutOff.write(`share/list-${count}.txt`, cutOff.read(`share/list-${count}.txt`).subarray(0, 300))
    nights.push(await cutOff.night())
    shortened.write(`share/list-${count}.txt`, list(9))
    await shortened.night()
  }
  const { report } = await cutOff.detect()
  assert.deepEqual([report.onset?.after, report.onset?.before], [furnished, nights[0]])
  assert.equal((await shortened.detect()).report.onset, null)
})

test('a tree compressed file by file, also what does not get smaller, with and without sums', async (t) => {
  for (const [ending, pack] of [
    ['zst', zstdCompressSync],
    ['br', brotliCompressSync],
  ] as const) {
    const office = await openOffice(t)
    await furnish(office)
    for (const name of files.keys()) {
      office.write(`desk/${name}.${ending}`, pack(office.read(`desk/${name}`)))
      office.remove(`desk/${name}`)
    }
    await office.night()
    const { report } = await office.detect()
    assert.equal(report.onset, null, ending)
  }
})

test('replaced names, one a night, footers of any length: unknown files that took the places of vanished ones', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  const nights: string[] = []
  for (let count = 0; count < 5; count += 1) {
    const plain = office.read(`share/note-${count}.txt`)
    office.write(
      `share/${random.bytes(4).toString('hex')}.qKzTw`,
      random.bytes(plain.length + 100 + count * 37),
    )
    office.remove(`share/note-${count}.txt`)
    nights.push(await office.night())
  }
  const { report } = await office.detect()
  assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, nights[0]])
})

test('a film that nobody can look into and that is noise the next day is convicted, and none of its versions is clean', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const film = (await samples(random)).get('iso-media') ?? Buffer.alloc(0)
  office.write('desk/film.mp4', film)
  await office.night()
  office.write('desk/film.mp4', random.bytes(film.length))
  await office.night()
  const { last, file } = await office.detect()
  assert.equal(last('desk/film.mp4'), 'convicted')
  assert.equal(file('desk/film.mp4')?.newestClean, null)
})
