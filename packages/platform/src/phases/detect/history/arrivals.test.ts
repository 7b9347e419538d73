import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { full } from '../../../drill/attack/some-modes.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { realFiles } from '../real-files.fixture.ts'
import { type Office, openOffice } from './nights.fixture.ts'

const random = seededRandom(145)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(19)
})

const vault = (): string => `vault/${random.bytes(19).toString('hex')}`

/** A tenant with an encrypting client: what it keeps is noise of no known kind. */
async function furnish(office: Office): Promise<void> {
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  for (let count = 0; count < 3; count += 1) office.write(vault(), random.bytes(4000))
  await office.night()
}

function encryptDesk(office: Office, names: Iterable<string>): void {
  for (const name of names) office.encrypt(`desk/${name}`, full)
}

test('what arrived before the attack is restored from the last night in which it lay there', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const [hit, spared] = [vault(), vault()]
  office.write(hit, random.bytes(5000))
  office.write(spared, random.bytes(5000))
  const quiet = await office.night()
  assert.equal((await office.detect()).file(hit)?.newestClean, null, 'without an attack nothing is believed')
  encryptDesk(office, files.keys())
  office.encrypt(hit, full)
  const late = vault()
  office.write(late, random.bytes(5000))
  const last = await office.night()
  const { file, in: verdictIn } = await office.detect()
  assert.equal(file(hit)?.newestClean, quiet)
  assert.equal(verdictIn(hit, quiet), 'clean')
  assert.notEqual(verdictIn(hit, last), 'clean')
  assert.equal(file(spared)?.newestClean, last)
  assert.equal(file(late)?.newestClean, null, 'arrived in the night of the attack')
})

test('where an attack begins slowly, what arrived in the last night before it stays unknown', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const [early, late] = [vault(), vault()]
  office.write(early, random.bytes(5000))
  await office.night()
  office.write(late, random.bytes(5000))
  await office.night()
  for (const name of ['letter.docx', 'photo.jpg']) {
    encryptDesk(office, [name])
    await office.night()
  }
  const { file, report } = await office.detect()
  assert.equal(file(early)?.newestClean, report.snapshots.at(-1)?.id)
  assert.equal(file(late)?.newestClean, null)
})

test('a sound package of noise is no clean version, unless it packs what stood there', async (t) => {
  const office = await openOffice(t)
  const [kept, swapped, fresh] = [vault(), vault(), vault()]
  for (const path of [kept, swapped]) office.write(path, random.bytes(4000))
  await office.night()
  office.write(`${kept}.gz`, gzipSync(office.read(kept)))
  office.write(`${swapped}.gz`, gzipSync(random.bytes(4000)))
  office.write(`${fresh}.gz`, gzipSync(random.bytes(4000)))
  for (const path of [kept, swapped]) office.remove(path)
  await office.night()
  const { last, report } = await office.detect()
  assert.deepEqual(
    [kept, swapped, fresh].map((path) => last(`${path}.gz`)),
    ['clean', 'suspicious', 'unknown'],
  )
  assert.equal(report.onset, null)
})

test('what nobody knows, overwritten by a sound package of noise, is not cleared by its sums', async (t) => {
  const office = await openOffice(t)
  const path = vault()
  office.write(path, random.bytes(4000))
  await office.night()
  office.write(path, gzipSync(random.bytes(4000)))
  await office.night()
  assert.notEqual((await office.detect()).last(path), 'clean')
})
