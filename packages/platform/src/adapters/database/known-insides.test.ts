import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'

import type { InsideRow } from '../../phases/recover/index.ts'
import { openDatabase } from './open-database.ts'
import { knownInsides } from './known-insides.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-insides-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})
beforeEach(() => database.query('truncate anlauf.known_inside'))

const key = randomBytes(32)
const insides = knownInsides(database, { repository: 'one', key })
const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const rowOf = (content: string, ...members: readonly string[]): InsideRow => ({
  key: hash(content),
  members: Buffer.concat(members.map((member) => Buffer.from(hash(member), 'hex').subarray(0, 16))),
})
const ask = async (...wanted: string[]) => {
  const known = await insides.find(['zip', 'text', 'large', 'never'].map(hash), {
    way: 'way',
    wanted: new Set(wanted.map(hash)),
  })
  return Object.fromEntries(
    ['zip', 'text', 'large', 'never'].flatMap((name) => {
      const answer = known.get(hash(name))
      return answer === undefined ? [] : [[name, [...answer.holds, answer.gap].filter(Boolean)]]
    }),
  )
}

test('what lies in a content is found again, also in one with many members; what nobody looked into has no answer', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => `member ${at}`)
  await insides.store(
    [rowOf('zip', 'a', 'b'), rowOf('text'), { ...rowOf('large', ...many), gap: 'manyMembers' }],
    'way',
  )
  assert.deepEqual(await ask('b', 'member 4999', 'c'), {
    zip: [hash('b')],
    text: [],
    large: [hash('member 4999'), 'manyMembers'],
  })
  const lots = Array.from({ length: 30 }, (_, at) => `member ${at}`)
  assert.deepEqual((await ask('a', ...lots))['large']?.length, 31, 'many hashes at once')
  assert.deepEqual(await insides.find([hash('zip')], { way: 'another way', wanted: new Set() }), new Map())
  const other = knownInsides(database, { repository: 'two', key })
  assert.deepEqual(await other.find([hash('zip')], { way: 'way', wanted: new Set() }), new Map())
})

test('half of a hash is at the place of a member or nowhere', async () => {
  const members = Buffer.concat([
    Buffer.alloc(8, 1),
    Buffer.from(hash('b'), 'hex').subarray(0, 16),
    Buffer.alloc(8, 2),
  ])
  await insides.store([{ key: hash('zip'), members }], 'way')
  assert.deepEqual(await ask('b'), { zip: [] })
})

test('a row that was altered, or written without the key, is no answer: never one of nothing inside', async () => {
  await insides.store(
    [rowOf('zip', 'a'), rowOf('large', 'a'), { ...rowOf('text'), gap: 'limitExceeded' }],
    'way',
  )
  await database.query(`update anlauf.known_inside set members = '' where content = $1`, [hash('zip')])
  await database.query(`update anlauf.known_inside set gap = 0 where content = $1`, [hash('text')])
  await database.query(`update anlauf.known_inside set content = $1 where content = $2`, [
    hash('never'),
    hash('large'),
  ])
  assert.deepEqual(await ask('a'), {})
  await insides.store([rowOf('zip', 'a')], 'way')
  assert.deepEqual(await ask('a'), { zip: [hash('a')] }, 'the next pass mends it')
})

test('a look that failed in passing never replaces one that came to its end', async () => {
  await insides.store([{ ...rowOf('zip', 'a'), gap: 'timeout' }], 'way')
  await insides.store([rowOf('zip', 'a', 'b')], 'way')
  await insides.store([{ ...rowOf('zip'), gap: 'crash' }], 'way')
  assert.deepEqual(await ask('b'), { zip: [hash('b')] })
})

test('a full store takes no more, says so, and keeps what it has', async () => {
  await insides.store([rowOf('zip', 'a')], 'way')
  assert.equal(await insides.isFull(), false)
  const small = knownInsides(database, { repository: 'one', key, mostBytes: 8192 })
  assert.equal(await small.isFull(), true)
  await small.store([rowOf('text')], 'way')
  assert.deepEqual(await ask('a'), { zip: [hash('a')] })
})
