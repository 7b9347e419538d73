import assert from 'node:assert/strict'
import { test } from 'node:test'

import { chooseBases } from './bases.ts'

test('every source has its turn, however much another one offers', () => {
  const choice = chooseBases(4, 1)
  const offer = (from: string, count: number, type: string): void => {
    for (let place = 0; place < count; place += 1) {
      const path = `${from}/${type}/${place}`
      choice.offer({ kind: 'binary', type, path, size: 100, from, at: { file: path } })
    }
  }
  offer('icons', 1000, 'png')
  offer('photos', 1, 'png')
  offer('papers', 2, 'pdf')
  const chosen = choice.chosen()
  const from = (name: string): number => chosen.filter((base) => base.from === name).length
  assert.deepEqual([from('icons'), from('photos'), from('papers')], [3, 1, 2])
})
