import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { DatabaseTruth } from './play-database.ts'
import { plantedThings } from './pooled-data.ts'
import { databaseFailures, databaseRow, scoreDatabase } from './score-database.ts'

const truth: DatabaseTruth = {
  tenant: 'nordwind',
  key: '1',
  own: new Map([
    ['client', ['a', 'b', 'b']],
    ['policy', ['p']],
  ]),
  others: new Set(['client z', 'policy q']),
  filesHit: 3,
}
const changes = plantedThings.map((thing) => `added ${thing}`)
const found = (client: string[], policy: string[]): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ['client', client],
    ['policy', policy],
  ])

test('rows are counted one by one: equal ones as often as they were', () => {
  const whole = scoreDatabase(truth, found(['b', 'a', 'b'], ['p']), { changes })
  assert.partialDeepStrictEqual(whole, { rows: 4, exact: 4, foreign: 0, unknown: 0, plantedShown: 3 })
  assert.deepEqual(databaseFailures(whole), [])
  assert.equal(databaseRow(whole)[2], true)
})

test('a row lost, a row of another tenant, a row of the attacker and a planted role that nobody saw each fail it', () => {
  const cases: [ReadonlyMap<string, readonly string[]>, readonly string[], RegExp][] = [
    [found(['b', 'a'], ['p']), changes, /1 of 4 rows of the database did not come back exactly/],
    [found(['a', 'b', 'b', 'z'], ['p']), changes, /1 rows of other tenants were released/],
    [found(['a', 'b', 'b'], ['p', 'md5']), changes, /1 rows were released that the attacker made/],
    [found(['a', 'b', 'b', 'b'], ['p']), changes, /1 rows were released that the attacker made/],
    [
      found(['a', 'b', 'b'], ['p']),
      changes.slice(1),
      /1 things planted in the database were shown to nobody/,
    ],
    [new Map(), changes, /4 of 4 rows/],
  ]
  for (const [rows, shown, expected] of cases) {
    const score = scoreDatabase(truth, rows, { changes: shown })
    assert.match(databaseFailures(score).join('; '), expected)
    assert.equal(databaseRow(score)[2], false)
  }
})

test('what was not played is said, and is neither good nor bad', () => {
  const score = { isPlayed: false, why: 'The programs of PostgreSQL are not on this machine.' } as const
  assert.deepEqual(databaseFailures(score), [])
  assert.deepEqual(databaseRow(score), ['Databases', `NOT PLAYED: ${score.why}`])
})
