import assert from 'node:assert/strict'
import { test } from 'node:test'

import { moved } from './grid-keys.ts'

const grid = { rows: 100, columns: 5, page: 20 }
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, altKey: false, metaKey: false })

test('keys lead where the ARIA practices say, and never over an edge', () => {
  const from = { row: 1, column: 1 }
  assert.deepEqual(moved(press('ArrowDown'), from, grid), { row: 2, column: 1 })
  assert.deepEqual(moved(press('PageUp'), from, grid), { row: 0, column: 1 })
  assert.deepEqual(moved(press('End'), from, grid), { row: 1, column: 4 })
  assert.deepEqual(moved(press('End', true), from, grid), { row: 99, column: 4 })
  assert.deepEqual(moved(press('Home', true), from, grid), { row: 0, column: 0 })
  assert.equal(moved(press('a'), from, grid), undefined)
  assert.equal(moved({ ...press('ArrowLeft'), altKey: true }, from, grid), undefined, 'back in the browser')
})
