import assert from 'node:assert/strict'
import { test } from 'node:test'

import { snapshotId } from '../id.ts'
import { refusal } from '../small-repository.fixture.ts'
import { decodeSnapshot } from './decode.ts'
import { encodeSnapshot } from './encode.ts'

const id = snapshotId('cd'.repeat(32))
const tree = 'ab'.repeat(32)
const decode = (json: string) => decodeSnapshot(id, Buffer.from(json))
const least = `"time":"2026-11-23T04:05:06.789+01:00","tree":"${tree}","paths":["/"]`
const summary =
  '"summary":{"backup_start":"2026-11-23T04:05:06Z","backup_end":"2026-11-23T04:05:07Z","files_new":1,' +
  '"files_changed":2,"files_unmodified":3,"dirs_new":4,"dirs_changed":5,"dirs_unmodified":6,"data_blobs":7,' +
  '"tree_blobs":8,"data_added":9,"data_added_packed":10,"total_files_processed":11,"total_bytes_processed":12}'

const golden = [
  `{${least}}`,
  `{"time":"2026-11-23T04:05:06Z","parent":"${id}","tree":"${tree}","paths":["/a b","/ü\\u003c"],` +
    `"hostname":"files1","username":"root","uid":1000,"gid":4294967295,"excludes":["*.tmp"],` +
    `"tags":["night","x"],"original":"${id}","program_version":"restic 0.18.0",${summary}}`,
  `{${least},"delete":"later","label":null,"huge":123456789012345678901234567890}`,
]

test('what restic and rustic print is encoded to the same bytes again, unknown fields too', () => {
  for (const json of golden) assert.equal(encodeSnapshot(decode(json)).toString(), json)
})

test('absent fields stay absent, null lists are empty', () => {
  const snapshot = decode(`{"time":"2026-11-23T04:05:06Z","tree":"${tree}","paths":null,"tags":null}`)
  assert.deepEqual(snapshot, { id, time: '2026-11-23T04:05:06Z', tree, paths: [] })
  assert.equal('tags' in snapshot, false)
})

const broken: Readonly<Record<string, string>> = {
  'no time': `{"tree":"${tree}","paths":[]}`,
  'no tree': '{"time":"2026-11-23T04:05:06Z","paths":[]}',
  'a null tree': '{"time":"2026-11-23T04:05:06Z","tree":null}',
  'a time that is none': `{"time":"yesterday","tree":"${tree}"}`,
  'a tree that is a path': '{"time":"2026-11-23T04:05:06Z","tree":"../../etc/passwd"}',
  'a short parent': `{${least},"parent":"abcd"}`,
  'a negative uid': `{${least},"uid":-1}`,
  'paths of another kind': `{"time":"2026-11-23T04:05:06Z","tree":"${tree}","paths":"/"}`,
  'a summary of another kind': `{${least},"summary":[1]}`,
  'a list around it': `[{${least}}]`,
  'more after the end': `{${least}}{`,
  'no text': '',
}

for (const [name, json] of Object.entries(broken)) {
  test(`a snapshot with ${name} is damaged`, () => {
    assert.throws(() => decode(json), refusal('damaged'))
  })
}

test('a snapshot that is not UTF-8 is damaged', () => {
  assert.throws(() => decodeSnapshot(id, Buffer.from([0x7b, 0xfe, 0x7d])), refusal('damaged', /UTF-8/))
})
