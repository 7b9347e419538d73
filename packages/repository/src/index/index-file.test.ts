import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { BlobId, PackId } from '../id.ts'
import { refusal } from '../small-repository.fixture.ts'
import { decodeIndex, encodeIndex } from './index-file.ts'

const id = 'ab'.repeat(32)
const pack = 'cd'.repeat(32)
const decode = (json: string) => decodeIndex(Buffer.from(json))
const blob = (fields = ''): string => `{"id":"${id}","type":"data","offset":0,"length":40${fields}}`
const index = (...blobs: string[]): string => `{"packs":[{"id":"${pack}","blobs":[${blobs.join(',')}]}]}`

test('what restic prints is encoded to the same bytes again', () => {
  const json = index(blob(), blob(',"uncompressed_length":4294967295'))
  assert.equal(encodeIndex(decode(json)).toString(), json)
  const [entry] = decode(json)
  assert.deepEqual(entry?.pack, pack as PackId)
  assert.deepEqual(entry.blobs[0], {
    id: id as BlobId,
    type: 'data',
    offset: 0,
    length: 40,
    uncompressedLength: 0,
  })
})

test('old forms are read: a bare list, supersedes, null lists, unknown fields', () => {
  const packs = `[{"id":"${pack}","blobs":[${blob()}]}]`
  assert.deepEqual(decode(packs), decode(`{"supersedes":["${id}"],"packs":${packs},"new":1}`))
  assert.deepEqual(decode('{"packs":null}'), [])
  assert.deepEqual(decode('{}'), [])
  assert.deepEqual(decode(`{"packs":[{"id":"${pack}","blobs":null}]}`), [{ pack, blobs: [] }])
})

const broken: Readonly<Record<string, string>> = {
  'no JSON': '{"packs":[',
  'another kind of JSON': '7',
  'a list of another kind': '{"packs":{}}',
  'a pack that is none': '{"packs":[null]}',
  'a pack without id': '{"packs":[{"blobs":[]}]}',
  'a pack id that is a path': '{"packs":[{"id":"../../../etc/passwd","blobs":[]}]}',
  'a blob id in capitals': index(blob().replace(id, id.toUpperCase())),
  'an unknown type': index(blob().replace('data', 'lock')),
  'a negative offset': index(blob().replace('"offset":0', '"offset":-1')),
  'an offset over 32 bits': index(blob().replace('"offset":0', '"offset":4294967296')),
  'a length over 32 bits': index(blob().replace('40', '1e10')),
  'a fraction': index(blob().replace('40', '40.5')),
  'a length that is text': index(blob().replace('40', '"40"')),
  'no length': index(blob().replace(',"length":40', '')),
  'a plain length over 32 bits': index(blob(',"uncompressed_length":4294967296')),
  'a list as a blob': index('[]'),
}

for (const [name, json] of Object.entries(broken)) {
  test(`an index file with ${name} is damaged`, () => {
    assert.throws(() => decode(json), refusal('damaged'))
  })
}

test('deep nesting is no stack overflow', () => {
  assert.throws(() => decode('['.repeat(1_000_000)), refusal('damaged'))
  assert.throws(() => decode('['.repeat(10_000) + ']'.repeat(10_000)), refusal('damaged'))
})
