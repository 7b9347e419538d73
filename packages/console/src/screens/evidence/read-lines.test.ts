import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import { readLines } from './read-lines.ts'

const first = '{"kind":"case.declared","prev":"0","seq":1}'
const second = `{"kind":"isolation.proven","prev":"${createHash('sha256').update(first).digest('hex')}","seq":2}`

test('the hash of each line is that of its bytes, and the next one names it', async () => {
  const read = await readLines(`${first}\n${second}\n`)
  assert.deepEqual(
    read.map(({ chain }) => chain),
    ['first', 'fits'],
  )
  assert.equal(read[1]?.hash, createHash('sha256').update(second).digest('hex'))
})

test('a line that was changed by one letter breaks the chain behind it', async () => {
  const read = await readLines(`${first.replace('declared', 'declareD')}\n${second}\n`)
  assert.equal(read[1]?.chain, 'broken')
})
