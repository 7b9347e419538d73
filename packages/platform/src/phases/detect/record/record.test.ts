import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { takeCensus } from '@anlauf/repository'
import fc from 'fast-check'

import { emptyRepository, temporaryFolder } from '../../../../../repository/src/small-repository.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { openOffice } from '../history/nights.fixture.ts'
import { realFiles } from '../real-files.fixture.ts'
import { histogramOf, uniformityZ } from '../signals/chi-square.ts'
import { contentTypes, sniff } from '../validators/index.ts'
import { lateTypes } from '../validators/late-beginnings.ts'
import { mostChunkBytes } from './chunk-layout.ts'
import { encodeChunk as encode } from './chunk-record.ts'
import { decodeChunk, decodeSummary } from './decode-chunk.ts'
import { type ChunkFeatures } from './features.ts'
import { buildFeatures, openFeatures, randomBytes } from './index.ts'
import { measureChunk } from './measure-chunk.ts'
import { typeOf } from './version-features.ts'
import { mostRuns, windowMapOf } from './window-map.ts'

const random = seededRandom(8)
const files = await realFiles(9)

/** Decoded: with memory of its own. */
function measured(bytes: Buffer): ChunkFeatures {
  const chunk = decodeChunk(Buffer.from(encode(measureChunk(bytes, takeCensus))))
  assert.ok(chunk)
  return chunk
}

test('a record says what the bytes are, within the promised size', () => {
  const contents = [
    ...files.values(),
    Buffer.alloc(0),
    random.bytes(300_000),
    Buffer.alloc(70_000),
    Buffer.alloc(9),
  ]
  for (const bytes of contents) {
    const { histogram, windows, ...summary } = measured(bytes)
    const record = encode(measureChunk(bytes, takeCensus))
    assert.deepEqual(decodeSummary(record), summary)
    assert.ok(record.length <= mostChunkBytes)
    assert.equal(summary.length, bytes.length)
    assert.deepEqual([summary.head, summary.tail], [bytes.subarray(0, 64), bytes.subarray(-64)])
    assert.equal(summary.distinct, bytes.length > 16_384 ? summary.distinct : new Set(bytes).size)
    const windowed = windows.runs.reduce((sum, run) => sum + run, 0) * windows.windowBytes
    assert.ok(windowed >= bytes.length && windowed - bytes.length < windows.windowBytes)
    if (bytes.length <= 16_384) assert.deepEqual([...histogram], [...histogramOf(bytes)])
  }
  // With the keys of both, and what a check said.
  assert.ok(mostChunkBytes + 35 + 37 <= 1300)
})

test('windows go through their bytes unchanged', () => {
  const chunk = measureChunk(Buffer.from('abc'), takeCensus)
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 4000 }), (flags) => {
      const windows = windowMapOf(flags)
      assert.deepEqual(decodeChunk(encode({ ...chunk, windows }))?.windows, windows)
    }),
  )
})

test('any bytes are a record or none; a changed length or version is none', () => {
  const genuine = Buffer.from(encode(measureChunk(random.bytes(5000), takeCensus)))
  const small = Buffer.from(encode(measureChunk(Buffer.from('abc'), takeCensus)))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1200 }), fc.nat(), fc.nat(), (bytes, from, to) => {
      const made = [
        Buffer.from(bytes),
        Buffer.concat([Buffer.from([2]), bytes]),
        Buffer.concat([genuine.subarray(0, from % genuine.length), bytes.subarray(0, to % 3)]),
        Buffer.from(small).fill(to & 0xff, from % small.length, (from % small.length) + 1),
      ]
      for (const record of made) {
        const chunk = decodeChunk(record)
        if (chunk === undefined) continue
        assert.ok(chunk.histogram.length === 256 && chunk.distinct <= 256)
        assert.ok(chunk.windows.runs.length <= mostRuns)
      }
    }),
    { numRuns: 2000 },
  )
  assert.equal(decodeChunk(genuine.subarray(1)), undefined)
  assert.equal(decodeChunk(Buffer.concat([genuine, genuine])), undefined)
  assert.equal(decodeChunk(genuine.subarray(0, -1)), undefined)
})

test('random windows are counted where they are, in small contents and in large ones', () => {
  const mixed = Buffer.concat([Buffer.alloc(4096, 'text '), random.bytes(8192), Buffer.alloc(4096)])
  assert.deepEqual(measured(mixed).windows.runs, [1, 2, 1])
  const large = Buffer.concat([Buffer.alloc(40_960, 'text '), random.bytes(81_920), Buffer.alloc(40_960)])
  const { windows } = measured(large)
  assert.deepEqual(windows.runs, [10, 20, 10])
  assert.equal(randomBytes(windows), 81_920)
})

test('whether a window is random is what χ² over its bytes says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 4096 }), fc.integer({ min: 0, max: 300 }), (length, same) => {
      const bytes = random.bytes(length).fill(65, 0, same)
      const z = uniformityZ(histogramOf(bytes))
      // The two formulas differ in the last digits.
      if (Math.abs(z - 4) < 1e-6 || Math.abs(z + 4.5) < 1e-6) return
      assert.equal(randomBytes(measureChunk(bytes, takeCensus).windows) > 0, z > -4.5 && z < 4)
    }),
  )
})

test('the type by the record is the type by the bytes', () => {
  for (const { name, magic } of contentTypes)
    for (const pattern of magic ?? [])
      assert.ok(
        lateTypes.includes(name) || (!('from' in pattern) && pattern.length <= 64),
        `${name} begins behind the head`,
      )
  // Of two late types that a content begins as, the record keeps the first.
  assert.deepEqual(
    lateTypes,
    contentTypes.map(({ name }) => name).filter((name) => lateTypes.includes(name)),
  )
  const tar = Buffer.alloc(1024).fill('x', 0, 9)
  tar.write('ustar', 257)
  const ext4 = Buffer.alloc(4096)
  Buffer.from([0x53, 0xef, 1, 0, 1, 0]).copy(ext4, 1080)
  const btrfs = Buffer.alloc(0x1_1000)
  btrfs.write('_BHRfS_M', 0x1_0040)
  const disk = Buffer.alloc(2048)
  Buffer.from([0x55, 0xaa]).copy(disk, 510)
  const old = Buffer.from('Größe und Maß'.repeat(40), 'latin1')
  const controls = Buffer.from('text \u0001\u0002\u0003'.repeat(90))
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Grüße'.repeat(90), 'utf16le')])
  const others = [
    tar,
    ext4,
    btrfs,
    disk,
    old,
    controls,
    utf16,
    random.bytes(9000),
    Buffer.from('é'),
    Buffer.alloc(0),
    Buffer.from([0xc3]),
  ]
  for (const bytes of [...files.values(), ...others])
    assert.equal(typeOf(bytes.length === 0 ? [] : [measured(bytes)]), sniff(bytes)?.name ?? '')
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
    [...keys].map((key) => [store.verdict(key), store.chunk(key)])
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
