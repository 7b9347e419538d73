import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import { full } from '../../../drill/attack/some-modes.fixture.ts'
import { noteFor } from '../../../drill/attack/notes.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { realFiles } from '../real-files.fixture.ts'
import { type Office, openOffice } from './nights.fixture.ts'

const random = seededRandom(142)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(15)
})

/** Real files and texts in two folders, backed up for the first time. */
async function furnish(office: Office): Promise<void> {
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  for (let count = 0; count < 6; count += 1)
    office.write(`share/note-${count}.txt`, paragraph(random).repeat(20))
  await office.night()
}

test('a note in a language that the lexicon does not know is a note beside encrypted files; without them it is a text', async (t) => {
  const text = 'Todos sus archivos fueron cifrados. Escriba a soporte@ejemplo.test para recibir la clave.\n'
  const folders = ['desk', 'share', 'desk/sub']
  const quiet = await openOffice(t)
  await furnish(quiet)
  for (const folder of folders) quiet.write(`${folder}/LEAME.txt`, text)
  await quiet.night()
  const before = await quiet.detect()
  assert.deepEqual(
    folders.map((folder) => before.last(`${folder}/LEAME.txt`)),
    ['clean', 'clean', 'clean'],
  )
  const office = await openOffice(t)
  await furnish(office)
  for (const name of ['letter.docx', 'scan.png', 'app.log']) office.encrypt(`desk/${name}`, full)
  for (const count of [0, 1, 2]) office.encrypt(`share/note-${count}.txt`, full)
  for (const folder of folders) office.write(`${folder}/LEAME.txt`, text)
  office.write('desk/own.txt', 'A text of that night that stands in one folder only.\n')
  await office.night()
  const { file, last } = await office.detect()
  for (const folder of folders) {
    assert.deepEqual(
      [file(`${folder}/LEAME.txt`)?.role, last(`${folder}/LEAME.txt`)],
      ['note', 'convicted'],
      folder,
    )
    assert.equal(file(`${folder}/LEAME.txt`)?.newestClean, null, 'nothing of it comes back')
  }
  assert.equal(last('desk/own.txt'), 'clean')
})

test('a licence that came with many packages in the night of the attack is no note, where nothing was encrypted', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  for (const name of ['letter.docx', 'scan.png', 'app.log']) office.encrypt(`desk/${name}`, full)
  const licence = paragraph(random)
  const packages = ['left', 'right', 'up', 'down'].map((name) => `share/packages/${name}`)
  for (const folder of packages) office.write(`${folder}/LICENSE.txt`, licence)
  for (const folder of packages) office.write(`${folder}/README.md`, 'The same few words in each of them.\n')
  await office.night()
  const { last } = await office.detect()
  for (const folder of packages)
    assert.deepEqual([last(`${folder}/README.md`), last(`${folder}/LICENSE.txt`)], ['clean', 'clean'], folder)
})

test('a known note that is put down again nights later, in one folder, is no clean text', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const note = noteFor('akira', 'akira')
  for (const folder of ['a', 'b', 'c', 'd']) office.write(`${folder}/${note.name}`, note.text)
  office.encrypt('desk/letter.docx', full)
  await office.night()
  await office.night()
  office.write('share/late.txt', note.text)
  await office.night()
  const { file, last } = await office.detect()
  assert.deepEqual([file('share/late.txt')?.role, last('share/late.txt')], ['note', 'convicted'])
})
