import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'

import { type BlobId, sha256 } from '../id.ts'
import { createMasterKey } from '../keys/index.ts'
import { threadPool } from './index.ts'

const key = createMasterKey()

/** Blobs one behind the other, as a backup hands them over. */
function blobsOf(lengths: readonly number[]): { plain: Buffer; ids: BlobId[] } {
  const pieces = lengths.map((length, at) => (at % 2 === 0 ? randomBytes(length) : Buffer.alloc(length, at)))
  const plain = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + length, 0))
  Buffer.concat(pieces).copy(plain)
  return { plain, ids: pieces.map((piece) => sha256(piece) as BlobId) }
}

function place(lengths: readonly number[], sealed: readonly number[], ids: readonly BlobId[]) {
  let offset = 0
  return ids.map((id, at) => {
    const length = sealed[at] ?? 0
    offset += length
    return {
      id,
      type: 'data' as const,
      offset: offset - length,
      length,
      uncompressedLength: lengths[at] ?? 0,
    }
  })
}

test('what goes through the threads comes back whole, in small and in large portions', async () => {
  const pool = threadPool()
  // The first rounds run on the calling thread, the later ones in threads: both must say the same.
  for (let round = 0; round < 30; round += 1) {
    const lengths = Array.from({ length: 40 }, (_, at) => 1 + ((at * 7919 + round) % 30_000))
    const { plain, ids } = blobsOf(lengths)
    const before = Buffer.from(plain)
    const sealed = await pool.run({ kind: 'seal', key, plain, lengths, level: 3 })
    const job = {
      kind: 'open',
      key,
      sealed: sealed.sealed,
      blobs: place(lengths, sealed.lengths, ids),
    } as const
    const opened = await pool.run({ ...job, wantsPlain: true })
    assert.deepEqual(opened.lengths, lengths)
    assert.deepEqual(Buffer.from(opened.plain), before)
  }
})

test('a bent blob is named, the others pass; without plain bytes it is a check', async () => {
  const lengths = [5_000, 6_000_000, 700]
  const { plain, ids } = blobsOf(lengths)
  const { sealed, lengths: stored } = await threadPool().run({ kind: 'seal', key, plain, lengths, level: 3 })
  const bent = Buffer.from(sealed)
  bent[(stored[0] ?? 0) + 100] = (bent[(stored[0] ?? 0) + 100] ?? 0) ^ 1
  const hash = sha256(bent)
  const blobs = place(lengths, stored, ids)
  const answer = await threadPool().run({
    kind: 'open',
    key,
    sealed: bent,
    blobs,
    wantsPlain: false,
    wantsHash: true,
  })
  assert.deepEqual(answer.lengths, [5_000, -1, 700])
  assert.deepEqual([...answer.problems.keys()], [1])
  assert.match(answer.problems.get(1) ?? '', /MAC/)
  assert.equal(answer.hash, hash)
  assert.equal(answer.plain.length, 0)
})

test('many jobs at once are all answered, each with its own', async () => {
  const jobs = Array.from({ length: 60 }, async (_, at) => {
    const plain = Buffer.allocUnsafeSlow(300_000).fill(at)
    const { lengths } = await threadPool().run({
      kind: 'seal',
      key,
      plain,
      lengths: [300_000],
      level: undefined,
    })
    assert.deepEqual(lengths, [300_032])
  })
  await Promise.all(jobs)
})
