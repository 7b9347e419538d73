import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { type BlobId, type PackId, sha256 } from '../id.ts'
import { type BlobLocation, createBlobIndex, type IndexedBlob } from './blob-index.ts'
import { processorMs } from '../../../../test/processor-time.ts'

/** Few ids and packs, so that doubles are common. */
const ids = Array.from({ length: 12 }, (_, at) => sha256(Buffer.from(`blob ${at}`)) as BlobId)
const packs = Array.from({ length: 4 }, (_, at) => sha256(Buffer.from(`pack ${at}`)) as PackId)
const length = fc.constantFrom(32, 33, 1_000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff)
const blob: fc.Arbitrary<IndexedBlob> = fc.record({
  id: fc.constantFrom(...ids),
  type: fc.constantFrom('data', 'tree'),
  offset: length,
  length,
  uncompressedLength: fc.constantFrom(0, 1, 0xffff_ffff),
})
const entries = fc.array(fc.tuple(fc.constantFrom(...packs), fc.array(blob, { maxLength: 8 })), {
  maxLength: 12,
})

test('the index agrees with a plain Map, whatever is added in whatever order', () => {
  fc.assert(
    fc.property(entries, (list) => {
      const index = createBlobIndex()
      const model = new Map<string, BlobLocation>()
      for (const [pack, blobs] of list) {
        index.add(pack, blobs)
        for (const { id, ...place } of blobs) {
          const location = { ...place, pack }
          const exact = `${id}|${pack}|${place.type}|${place.offset}|${place.length}|${place.uncompressedLength}`
          if (!model.has(exact)) model.set(exact, location)
        }
      }
      assert.equal(index.count, model.size)
      for (const id of ids) {
        const expected = [...model].filter(([key]) => key.startsWith(id)).map(([, location]) => location)
        assert.deepEqual(sorted(index.locations(id)), sorted(expected))
        assert.deepEqual(index.locations(id)[0], expected[0], 'the first location stays the first')
        for (const type of ['data', 'tree'] as const)
          assert.equal(
            index.has(id, type),
            expected.some((location) => location.type === type),
          )
      }
      for (const pack of packs) {
        const expected = [...model].filter(([, location]) => location.pack === pack)
        const found = index.blobsOf(pack)
        assert.equal(found.length, expected.length)
        assert.ok(found.every((one, at) => at === 0 || (found[at - 1]?.offset ?? 0) <= one.offset))
      }
    }),
    { numRuns: 300 },
  )
})

test('twenty thousand blobs are all found again, in both segments and after every growth', () => {
  const index = createBlobIndex()
  const many = Array.from({ length: 20_000 }, (_, at) => sha256(Buffer.from(`${at}`)) as BlobId)
  for (let from = 0; from < many.length; from += 100) {
    const blobs = many.slice(from, from + 100).map((id, at) => blobAt(id, at * 100))
    index.add(sha256(Buffer.from(`pack ${from}`)) as PackId, blobs)
  }
  assert.equal(index.count, many.length)
  assert.equal([...index.packs()].length, 200)
  many.forEach((id, at) => assert.equal(index.locations(id)[0]?.offset, (at % 100) * 100))
  assert.equal(index.has(ids[0] as BlobId), false)
  assert.equal(index.sizes(ids[0] as BlobId), undefined)
})

test('a selection names each wanted blob once, in storage order, and what is missing', () => {
  fc.assert(
    fc.property(entries, fc.array(fc.constantFrom(...ids), { maxLength: 20 }), (list, wanted) => {
      const index = createBlobIndex()
      for (const [pack, blobs] of list) index.add(pack, blobs)
      const selection = index.select(wanted)
      const found: BlobId[] = []
      for (const { pack, blobs } of selection.packs()) {
        for (const one of blobs) {
          assert.equal(index.locations(one.id)[0]?.pack, pack)
          found.push(one.id)
        }
      }
      assert.deepEqual([...found, ...selection.missing].sort(), [...new Set(wanted)].sort())
      assert.ok(selection.missing.every((id) => !index.has(id)))
    }),
    { numRuns: 200 },
  )
})

test('marks are new once; unknown blobs are always new', () => {
  const index = createBlobIndex()
  const [known, unknown] = ids as [BlobId, BlobId]
  index.add(packs[0] as PackId, [blobAt(known, 0)])
  const marks = index.marks()
  assert.deepEqual([marks.add(known), marks.add(known), marks.add(unknown)], [true, false, true])
  assert.equal(index.marks().add(known), true)
})

test('sizes: compressed blobs say theirs, plain ones are 32 bytes smaller than stored', () => {
  const index = createBlobIndex()
  const [plain, packed, short] = ids as [BlobId, BlobId, BlobId]
  index.add(packs[0] as PackId, [
    blobAt(plain, 0),
    { ...blobAt(packed, 100), uncompressedLength: 500 },
    { ...blobAt(short, 200), length: 3 },
  ])
  assert.deepEqual(index.sizes(plain), { plain: 68, stored: 100, compressed: false })
  assert.deepEqual(index.sizes(packed), { plain: 500, stored: 100, compressed: true })
  assert.equal(index.sizes(short)?.plain, 0, 'never negative')
})

test('every copy of a blob has a number of its own, trees and data apart, and keeps it', () => {
  const index = createBlobIndex()
  const [first, second] = ids as [BlobId, BlobId]
  const [one, two] = packs as [PackId, PackId]
  index.add(one, [blobAt(first, 0), blobAt(second, 100)])
  index.add(two, [blobAt(first, 50), { ...blobAt(first, 150), type: 'tree' }])
  const copies = index.entriesOf(first, 'data')
  assert.deepEqual(
    copies.map((number) => index.entry(number)),
    [
      { ...blobAt(first, 0), pack: one },
      { ...blobAt(first, 50), pack: two },
    ],
  )
  assert.deepEqual(
    copies.map((number) => index.lengthOf(number)),
    [100, 100],
  )
  assert.equal(index.entriesOf(first, 'tree').length, 1)
  assert.deepEqual(index.entriesOf(second, 'tree'), [])
  index.add(one, [{ ...blobAt(second, 300), type: 'tree' }])
  assert.deepEqual(index.entriesOf(first, 'data'), copies)
  assert.deepEqual(
    index.entriesIn(one).map((number) => index.entry(number).offset),
    [0, 100, 300],
  )
  const all = packs.flatMap((pack) => index.entriesIn(pack))
  assert.equal(new Set(all).size, index.count)
})

test('one blob named ten thousand times costs no minute', () => {
  const index = createBlobIndex()
  const id = ids[0] as BlobId
  const began = processorMs()
  index.add(
    packs[0] as PackId,
    Array.from({ length: 10_000 }, (_, at) => blobAt(id, at)),
  )
  assert.ok(processorMs() - began < 5_000)
  assert.equal(index.sizes(id)?.stored, 100)
})

function blobAt(id: BlobId, offset: number): IndexedBlob {
  return { id, type: 'data', offset, length: 100, uncompressedLength: 0 }
}

function sorted(locations: readonly BlobLocation[]): string[] {
  return locations
    .map(
      ({ pack, type, offset, length, uncompressedLength }) =>
        `${pack} ${type} ${offset} ${length} ${uncompressedLength}`,
    )
    .sort()
}
