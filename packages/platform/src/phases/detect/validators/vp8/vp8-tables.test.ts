import assert from 'node:assert/strict'
import { test } from 'node:test'

import { coefficientDefaults, coefficientUpdates, subBlockModes } from './vp8-tables.ts'

test('the tables have the sizes and the lines of RFC 6386', () => {
  assert.equal(coefficientDefaults.length, 4 * 8 * 3 * 11)
  assert.equal(coefficientUpdates.length, 4 * 8 * 3 * 11)
  assert.equal(subBlockModes.length, 10 * 10 * 9)
  // §13.5, block type 0: band 1, context 0; block type 3: band 0, context 0 and the last line of all.
  assert.deepEqual(
    [...coefficientDefaults.subarray(33, 44)],
    [253, 136, 254, 255, 228, 219, 128, 128, 128, 128, 128],
  )
  assert.deepEqual(
    [...coefficientDefaults.subarray(792, 803)],
    [202, 24, 213, 235, 186, 191, 220, 160, 240, 175, 255],
  )
  assert.deepEqual(
    [...coefficientDefaults.subarray(-11)],
    [238, 1, 255, 128, 128, 128, 128, 128, 128, 128, 128],
  )
  // §13.4: block type 0, band 1, context 0; block type 1, band 0, context 2.
  assert.deepEqual(
    [...coefficientUpdates.subarray(33, 44)],
    [176, 246, 255, 255, 255, 255, 255, 255, 255, 255, 255],
  )
  assert.deepEqual(
    [...coefficientUpdates.subarray(286, 297)],
    [234, 250, 241, 250, 253, 255, 253, 254, 255, 255, 255],
  )
  // §11.5: B_DC_PRED above, B_DC_PRED and B_LD_PRED (the fifth) to the left.
  assert.deepEqual([...subBlockModes.subarray(0, 9)], [231, 120, 48, 89, 115, 113, 120, 152, 112])
  assert.deepEqual([...subBlockModes.subarray(36, 45)], [144, 71, 10, 38, 171, 213, 144, 34, 26])
  assert.deepEqual([...subBlockModes.subarray(-9)], [112, 19, 12, 61, 195, 128, 48, 4, 24])
})
