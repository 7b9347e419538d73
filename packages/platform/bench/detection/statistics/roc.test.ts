import assert from 'node:assert/strict'
import { test } from 'node:test'

import { recallAt, rocOf } from './roc.ts'

test('a curve goes from the strictest limit to the laxest', () => {
  const benign = new Map([
    [0, 90],
    [1, 9],
    [2, 1],
  ])
  const attacked = new Map([
    [1, 2],
    [2, 3],
    [3, 5],
  ])
  assert.deepEqual(rocOf(benign, attacked), [
    { atLeast: 3, falseAlarmRate: 0, recall: 0.5 },
    { atLeast: 2, falseAlarmRate: 0.01, recall: 0.8 },
    { atLeast: 1, falseAlarmRate: 0.1, recall: 1 },
    { atLeast: 0, falseAlarmRate: 1, recall: 1 },
  ])
  const curve = rocOf(benign, attacked)
  assert.equal(recallAt(curve, 0.009), 0.5)
  assert.equal(recallAt(curve, 0.01), 0.8)
  assert.equal(recallAt(rocOf(new Map([[5, 1]]), new Map([[5, 1]])), 0.5), 0, 'no limit is that strict')
})
