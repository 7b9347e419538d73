import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { test } from 'node:test'

import { defaultLimits, timeLimitMs } from './limits.ts'
import { itemOf, madeZip, sha256, takenApart } from './made.fixture.ts'
import { containerSplitter } from './splitter.ts'

const folder = tmpdir()
const bad = Buffer.from('very-bad payload')

test('the time that a container has grows with it, up to a bound', async () => {
  const at = (bytes: number): number => timeLimitMs(defaultLimits, bytes) / 1000
  assert.deepEqual([at(0), at(256 * 1024), at(64 * 1024 ** 2), at(2 ** 40)], [60, 61, 316, 1200])
  // A millisecond for any and a minute for a megabyte: what is large enough is waited for.
  const limits = { timeMs: 1, bytesPerSecond: 16 * 1024, mostTimeMs: 120_000 }
  const one = containerSplitter({ scratch: folder, threads: 1, limits })
  try {
    const small = await takenApart(one, itemOf(madeZip([{ name: 'a', bytes: bad }])))
    assert.deepEqual(small, { members: [], problems: ['timeout'], files: 0 })
    const film = randomBytes(1_000_000)
    const large = await takenApart(one, itemOf(madeZip([{ name: 'a', bytes: film }])))
    assert.deepEqual(large, { members: [sha256(film)], problems: [], files: 0 })
  } finally {
    await one.close()
  }
})

test('a container that takes too long is a timeout, and costs one thread', async () => {
  const limits = { timeMs: 1, bytesPerSecond: Infinity }
  const impatient = containerSplitter({ scratch: folder, threads: 1, limits })
  try {
    assert.deepEqual((await takenApart(impatient, itemOf(madeZip([{ name: 'a', bytes: bad }])))).problems, [
      'timeout',
    ])
  } finally {
    await impatient.close()
  }
})
