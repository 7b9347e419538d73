import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'

import { temporaryFolder } from '../../../../../repository/src/small-repository.fixture.ts'
import { akira, full, hive } from '../../../drill/attack/some-modes.fixture.ts'
import { logText } from '../../../drill/content/log-file.ts'
import { seededRandom } from '../../../drill/random.ts'
import { type Office, openOffice } from '../history/nights.fixture.ts'
import { realFiles } from '../real-files.fixture.ts'
import { buildFeatures, openFeatures } from '../record/index.ts'
import { triageHistory } from './index.ts'

const random = seededRandom(90)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(17)
})

async function furnish(office: Office): Promise<string> {
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  for (let count = 0; count < 8; count += 1)
    office.write(`log/app-${count}.log`, logText(random, new Date('2026-03-02'), 200))
  return office.night()
}

/** Makes the records, then takes away every data pack: triage must do without. */
async function triaged(office: Office, folder: string) {
  const snapshots = await office.repository.listSnapshots()
  await office.repository.loadIndex()
  await buildFeatures(office.repository, openFeatures(folder, office.repository), snapshots)
  const store = openFeatures(folder, office.repository)
  return { report: await triageHistory(office.repository, { store }), store }
}

test('encrypted in place under kept names: the records tell which night and which files to read first', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  office.write('desk/app.log', Buffer.concat([office.read('desk/app.log'), Buffer.from('one more line\n')]))
  const quiet = await office.night()
  const names = ['letter.docx', 'offer.pdf', 'notes.txt', 'app.log', 'customers.sqlite']
  for (const name of names) office.encrypt(`desk/${name}`, name.endsWith('x') ? hive : full)
  const hit = await office.night()
  const { report } = await triaged(office, temporaryFolder(t))
  assert.deepEqual(
    report.onsets.map(({ onset }) => [onset.after, onset.before]),
    [[quiet, hit]],
  )
  assert.equal(report.nights[0]?.snapshot, hit)
  const found = report.files.filter(({ snapshot }) => snapshot === hit).map(({ path }) => path)
  for (const name of ['offer.pdf', 'notes.txt', 'app.log', 'customers.sqlite'])
    assert.ok(found.includes(`/srv/desk/${name}`), name)
})

test('renamed, grown by one footer, with notes: no record is needed, and no data pack is read', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  for (const name of files.keys()) office.encrypt(`desk/${name}`, akira, `desk/${name}.akira`)
  const hit = await office.night()
  const packs = join(office.place, 'data')
  const report = async () => triageHistory(office.repository)
  const before = await report()
  assert.deepEqual(
    before.onsets.map(({ onset }) => [onset.after, onset.before]),
    [[quiet, hit]],
  )
  assert.ok(before.files.every(({ signals }) => signals.includes('T8')))
  // Trees are cached by now; a data pack that is asked for would be missed.
  for (const folder of readdirSync(packs)) rmSync(join(packs, folder), { recursive: true })
  assert.deepEqual(await report(), before)
})

test('a week of honest work has no onset', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  for (let day = 0; day < 4; day += 1) {
    for (let count = 0; count < 8; count += 1) {
      office.write(`log/app-${count}.log`, `${office.read(`log/app-${count}.log`).toString()}another line\n`)
    }
    office.write(`desk/new-${day}.txt`, 'a new text of that day, as every day brings one\n'.repeat(9))
    if (day === 2) office.rename('desk/photo.jpg', 'desk/photo-final.jpg')
    await office.night()
  }
  const { report } = await triaged(office, temporaryFolder(t))
  assert.deepEqual(report.onsets, [])
})
