import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import { attackModes } from '../../../drill/attack/index.ts'
import { full } from '../../../drill/attack/some-modes.fixture.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { realFiles } from '../real-files.fixture.ts'
import { type Office, openOffice } from './nights.fixture.ts'

const random = seededRandom(143)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(17)
})

const prose = (): string => `${Array.from({ length: 6 }, () => paragraph(random)).join('\n\n')}\n`

async function furnish(office: Office): Promise<string> {
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  for (let count = 0; count < 7; count += 1) office.write(`share/note-${count}.txt`, prose())
  return office.night()
}

/** Does to one file what a mode of the attack library does. */
function strike(office: Office, mode: string, path: string): void {
  const attack = attackModes.find(({ name }) => name === mode)
  const attacked = attack?.encrypt(office.read(path), path, 'a1b2c3x')
  assert.ok(attacked, `${mode} leaves ${path} alone`)
  office.remove(path)
  office.write(attacked.path, attacked.bytes)
}

const victims = [
  'desk/letter.docx',
  'share/note-1.txt',
  'desk/photo.jpg',
  'desk/offer.pdf',
  'share/note-2.txt',
]

test('one document a night in a container of an honest program: the fifth night convicts them since the first', async (t) => {
  for (const mode of ['gpg', 'qlocker', 'openssl', 'zip-aes']) {
    const office = await openOffice(t)
    const quiet = await furnish(office)
    const nights: string[] = []
    for (const path of victims) {
      if (nights.length === 4) assert.equal((await office.detect()).report.onset, null, mode)
      strike(office, mode, path)
      nights.push(await office.night())
    }
    const { report, file } = await office.detect()
    assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, nights[0]], mode)
    assert.equal(file('desk/photo.jpg')?.newestClean, nights[1], mode)
  }
})

test('owners lock away some documents on two days, or one kind of file every night: their affair', async (t) => {
  const days = await openOffice(t)
  await furnish(days)
  for (const day of [victims.slice(0, 3), victims.slice(3)]) {
    for (const path of day) strike(days, 'gpg', path)
    await days.night()
  }
  const habit = await openOffice(t)
  await furnish(habit)
  for (let count = 0; count < 6; count += 1) {
    strike(habit, 'gpg', `share/note-${count}.txt`)
    await habit.night()
  }
  for (const office of [days, habit]) {
    const { report, convicted } = await office.detect()
    assert.deepEqual([report.onset, convicted()], [null, []])
  }
})

test('one file emptied a night adds up; a log that is rotated every night does not', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  office.write('logs/a.log', prose())
  await office.night()
  const nights: string[] = []
  for (const path of victims) {
    office.write(path, '')
    office.write(`logs/a.log.${nights.length}`, office.read('logs/a.log'))
    office.write('logs/a.log', '')
    nights.push(await office.night())
    office.write('logs/a.log', prose())
  }
  const { report, file, last } = await office.detect()
  assert.notEqual(report.onset?.after, quiet)
  assert.equal(report.onset?.before, nights[0])
  assert.equal(last('share/note-1.txt'), 'convicted')
  assert.equal(file('share/note-1.txt')?.newestClean, nights[0])
  assert.notEqual(last('logs/a.log'), 'convicted')
})

test('two packages whose members became noise are somebody who looks inside; one is a strange program', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  strike(office, 'zip-members', 'desk/archive.zip')
  const first = await office.night()
  const alone = await office.detect()
  assert.deepEqual([alone.report.onset, alone.last('desk/archive.zip')], [null, 'suspicious'])
  await office.night()
  strike(office, 'zip-members', 'desk/minutes.odt')
  await office.night()
  const { report } = await office.detect()
  assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, first])
})

test('what contradicts itself in the rhythm of convictions was hit as well, what did so long before was not', async (t) => {
  for (const pause of [0, 4]) {
    const office = await openOffice(t)
    const quiet = await furnish(office)
    // A valid document of another kind under the same name: suspicious, and no more.
    office.write('desk/talk.pptx', files.get('offer.pdf') ?? '')
    const odd = await office.night()
    for (let count = 0; count < pause; count += 1) {
      office.write('share/note-6.txt', prose())
      await office.night()
    }
    const nights: string[] = []
    for (const name of ['letter.docx', 'photo.jpg', 'offer.pdf']) {
      office.encrypt(`desk/${name}`, full)
      nights.push(await office.night())
    }
    const { report, last } = await office.detect()
    assert.equal(last('desk/talk.pptx'), pause === 0 ? 'convicted' : 'suspicious')
    assert.equal(report.onset?.before, pause === 0 ? odd : nights[0])
    if (pause === 0) assert.equal(report.onset?.after, quiet)
  }
})
