import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { type BlobId, type PackId, sha256 } from '../id.ts'
import { createBlobIndex, type MutableBlobIndex } from './blob-index.ts'
import { decodeIndex, encodeIndex, type IndexedPack } from './index-file.ts'

const id = fc.nat().map((seed) => sha256(Buffer.from(String(seed))))
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const blob = fc.record({
  id: id.map((text) => text as BlobId),
  type: fc.constantFrom('data' as const, 'tree' as const),
  offset: uint32,
  length: uint32,
  uncompressedLength: fc.oneof(fc.constant(0), uint32),
})
const pack = fc.record({ pack: id.map((text) => text as PackId), blobs: fc.array(blob, { minLength: 1 }) })

/** What an index knows, in an order of its own. */
function known(index: MutableBlobIndex): unknown[] {
  return [...index.packs()].map((one) => ({ one, blobs: index.blobsOf(one) }))
}

function decoded(packs: readonly IndexedPack[]): MutableBlobIndex {
  const index = createBlobIndex()
  for (const { pack, blobs } of packs) index.add(pack, blobs)
  return index
}

test('a scan takes in what the careful reader takes in', () => {
  fc.assert(
    fc.property(fc.array(pack, { minLength: 1, maxLength: 6 }), (packs) => {
      const json = encodeIndex(packs)
      const scanned = createBlobIndex()
      assert.equal(scanned.scan(json), true)
      assert.deepEqual(known(scanned), known(decoded(decodeIndex(json))))
      // What was scanned and is decoded once more is there once.
      for (const { pack: one, blobs } of decodeIndex(json)) scanned.add(one, blobs)
      assert.deepEqual(known(scanned), known(decoded(packs)))
    }),
  )
})

test('a bent byte is either refused or read as the careful reader reads it', () => {
  fc.assert(
    fc.property(
      fc.array(pack, { minLength: 1, maxLength: 2 }),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      (packs, at, byte) => {
        const json = encodeIndex(packs)
        json[at % json.length] = byte
        const scanned = createBlobIndex()
        if (!scanned.scan(json)) return
        assert.deepEqual(known(scanned), known(decoded(decodeIndex(json))))
      },
    ),
    { numRuns: 2_000 },
  )
})

const one = sha256(Buffer.from('1'))
const sound = `{"packs":[{"id":"${one}","blobs":[{"id":"${one}","type":"data","offset":1,"length":2}]}]}`
const others: Readonly<Record<string, string>> = {
  'cut off': sound.slice(0, -1),
  'with something behind it': `${sound}\n\n`,
  'with white space': sound.replace('"length":2', '"length": 2'),
  'a number over 32 bits': sound.replace('"length":2', '"length":4294967296'),
  'a negative number': sound.replace('"offset":1', '"offset":-1'),
  'a fraction': sound.replace('"offset":1', '"offset":1.5'),
  'a leading zero': sound.replace('"offset":1', '"offset":01'),
  'no number': sound.replace('"offset":1', '"offset":'),
  'another field': sound.replace('"length":2', '"length":2,"x":1'),
  'an unknown type': sound.replace('data', 'date'),
  'an id in capitals': sound.replaceAll(one, one.toUpperCase()),
  'a pack without blobs': sound.replace(/"blobs":\[.*?\]/, '"blobs":[]'),
  'no packs': '{"packs":[]}',
  'the old form': `[${sound.slice(10, -2)}]`,
  nothing: '',
}

for (const [name, json] of Object.entries(others)) {
  test(`an index file that is ${name} is left to the careful reader`, () => {
    for (const end of ['', '\n']) assert.equal(createBlobIndex().scan(Buffer.from(sound + end)), true)
    assert.equal(createBlobIndex().scan(Buffer.from(json)), false)
  })
}
