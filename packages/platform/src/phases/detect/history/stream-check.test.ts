import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'

import { blobId } from '@anlauf/repository'

import { emptyRepository, forge, refusal } from '../../../../../repository/src/small-repository.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { streamed, type StreamProof } from './stream-check.ts'

const random = seededRandom(181)

/** Stores the pieces as the blobs of one file and reads it to its end. */
async function proofOf(t: TestContext, ...pieces: readonly Uint8Array[]): Promise<StreamProof | undefined> {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const content = []
  for (const piece of pieces) content.push(await client.blob('data', piece))
  const whole = Buffer.concat(pieces)
  const named = await client.file('a', 'x')
  await client.snapshot(await client.tree([named]))
  await repository.refreshIndex()
  return streamed({
    repository,
    node: { ...named, content, size: whole.length },
    sample: whole.subarray(0, 900),
  })
}

const line = Buffer.from('ö5€日😀\n')

test('text stays text across blobs that cut its characters at every place', async (t) => {
  for (let cut = 1; cut < line.length; cut += 1) {
    const proof = await proofOf(
      t,
      Buffer.concat([line, line.subarray(0, cut)]),
      Buffer.concat([line.subarray(cut), line]),
    )
    assert.deepEqual(
      proof,
      { type: 'text', holds: true, what: 'it ends inside a character' },
      `cut at ${cut}`,
    )
  }
})

test('noise in any blob, and a character cut off at the end, are no text', async (t) => {
  const text = Buffer.concat(Array.from({ length: 100 }, () => line))
  assert.equal((await proofOf(t, text, random.bytes(400), text))?.holds, false)
  assert.equal((await proofOf(t, text, Buffer.alloc(900, 7)))?.holds, false)
  assert.equal((await proofOf(t, text, Buffer.from([0xe2, 0x82])))?.holds, false)
  assert.equal((await proofOf(t, text, Buffer.from([0x80])))?.holds, false)
})

test('gzip: several members and blobs hold; noise, cuts and footers do not', async (t) => {
  const packed = Buffer.concat([gzipSync(random.bytes(5000)), gzipSync('second member')])
  const half = packed.length >> 1
  assert.equal((await proofOf(t, packed.subarray(0, half), packed.subarray(half)))?.holds, true)
  assert.equal((await proofOf(t, packed.subarray(0, half)))?.holds, false)
  const torn = Buffer.from(packed)
  torn.set(random.bytes(64), 1000)
  assert.equal((await proofOf(t, torn))?.holds, false)
  assert.equal((await proofOf(t, packed, Buffer.from('footer of a family'.repeat(30))))?.holds, false)
  assert.equal((await proofOf(t, packed, Buffer.concat([Buffer.alloc(8), random.bytes(500)])))?.holds, false)
})

test('a bomb is not unpacked to its end, and says nothing', async (t) => {
  assert.equal(await proofOf(t, gzipSync(Buffer.alloc(300 * 1024 * 1024))), undefined)
})

test('other kinds say nothing, older encodings neither', async (t) => {
  assert.equal(await proofOf(t, random.bytes(5000)), undefined)
  assert.equal(await proofOf(t, Buffer.from('Größe und Länge über alles\n'.repeat(50), 'latin1')), undefined)
})

test('a blob that is missing is an error of the repository, not of the data', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const named = await client.file('a', 'x')
  await client.snapshot(await client.tree([named]))
  await repository.refreshIndex()
  const packed = gzipSync('hello')
  const node = { ...named, content: [blobId('00'.repeat(32))], size: packed.length }
  await assert.rejects(streamed({ repository, node, sample: packed }), refusal('missing-object'))
})
