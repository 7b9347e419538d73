import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import fc from 'fast-check'

import { emptyRepository, temporaryFolder } from '../../../../../repository/src/small-repository.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { openOffice } from '../history/nights.fixture.ts'
import { realFiles } from '../real-files.fixture.ts'
import { buildFeatures, openFeatures, randomBytes } from './index.ts'
import { decodeChunk, decodeVersion, encodeChunk, encodeVersion } from './codec.ts'
import { measureChunk, measureVersion } from './features.ts'
import { windowMapOf } from './window-map.ts'

const random = seededRandom(8)
const files = await realFiles(9)

test('records go through their bytes unchanged, within the promised size', () => {
  const contents = [...files.values(), Buffer.alloc(0), random.bytes(300_000), Buffer.alloc(70_000)]
  for (const bytes of contents) {
    const [chunk, version] = [measureChunk(bytes), measureVersion(bytes)]
    assert.deepEqual(decodeChunk(encodeChunk(chunk)), chunk)
    assert.deepEqual(decodeVersion(encodeVersion(version)), version)
    assert.ok(encodeChunk(chunk).length + encodeVersion(version).length + 70 <= 1300)
  }
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 4000 }), (flags) => {
      const windows = windowMapOf(flags)
      const chunk = { length: 9, histogram: new Uint16Array(256), distinct: 0, windows }
      assert.deepEqual(decodeChunk(encodeChunk(chunk)), chunk)
      assert.ok(encodeChunk(chunk).length < 1000)
    }),
  )
})

test('any bytes are a record or none; a changed length or version is none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1200 }), (bytes) => {
      const buffer = Buffer.from(bytes)
      if (buffer.length > 0 && random.chance(0.8)) buffer[0] = 1
      const [chunk, version] = [decodeChunk(buffer), decodeVersion(buffer)]
      if (chunk !== undefined) assert.ok(encodeChunk(chunk).equals(buffer))
      if (version !== undefined) assert.ok(encodeVersion(version).equals(buffer))
    }),
    { numRuns: 2000 },
  )
  const whole = encodeChunk(measureChunk(random.bytes(5000)))
  assert.equal(decodeChunk(whole.subarray(1)), undefined)
  assert.equal(decodeChunk(Buffer.concat([whole, whole])), undefined)
})

test('random windows are counted where they are', () => {
  const mixed = Buffer.concat([Buffer.alloc(40_960, 'text '), random.bytes(81_920), Buffer.alloc(40_960)])
  const { windows } = measureChunk(mixed)
  assert.deepEqual(windows.runs, [10, 20, 10])
  assert.equal(randomBytes(windows), 81_920)
})

test('records of a repository: built once, sealed, rebuilt with the same bytes, never believed when damaged or foreign', async (t) => {
  const office = await openOffice(t)
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  office.write('desk/large.bin', random.bytes(5_000_000))
  await office.night()
  office.write('desk/app.log', 'a new log\n')
  await office.night()
  const snapshots = await office.repository.listSnapshots()
  await office.repository.loadIndex()
  const folder = temporaryFolder(t)
  const place = join(folder, office.repository.id)
  const open = () => openFeatures(folder, office.repository)
  const first = await buildFeatures(office.repository, open(), snapshots)
  assert.equal(first.versions, files.size + 2)
  const again = open()
  const contents = (store: ReturnType<typeof open>) =>
    [...keys].map((key) => [store.version(key), store.chunk(key)])
  const keys = new Set<string>()
  for (const { tree } of snapshots) {
    const [srv] = await office.repository.readTree(tree)
    for (const dir of srv?.subtree === undefined ? [] : await office.repository.readTree(srv.subtree)) {
      for (const node of dir.subtree === undefined ? [] : await office.repository.readTree(dir.subtree))
        for (const id of node.content ?? []) keys.add(id)
    }
  }
  const before = contents(again)
  assert.equal((await buildFeatures(office.repository, again, snapshots)).versions, 0)
  const [segment = ''] = readdirSync(place)
  const sealed = readFileSync(join(place, segment))
  assert.ok(!sealed.includes('zip') && !sealed.includes('a new log'), 'nothing can be read in it')
  const { repository: other } = await emptyRepository(t)
  writeFileSync(join(folder, 'x'), '')
  const foreign = openFeatures(folder, { masterKey: other.masterKey, id: office.repository.id })
  assert.deepEqual([foreign.size, foreign.discarded], [0, 1])
  sealed[sealed.length >> 1] = (sealed[sealed.length >> 1] ?? 0) ^ 1
  writeFileSync(join(place, segment), sealed)
  const damaged = open()
  assert.deepEqual([damaged.size, damaged.discarded], [0, 1])
  await buildFeatures(office.repository, damaged, snapshots)
  assert.deepEqual(contents(open()), before)
})
