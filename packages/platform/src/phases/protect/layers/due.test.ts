import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { duenessOf } from './due.ts'

const hourMs = 3_600_000
const now = new Date('2026-11-28T12:00:00Z')

test('a copy is fresh until its age is the promised one, late at twice that, and never from the future', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -10_000, max: 10_000 }),
      fc.integer({ min: 1, max: 2_000 }),
      (age, every) => {
        const lastAt = new Date(now.getTime() - age * hourMs)
        const { state, dueAt } = duenessOf({ lastAt, everyHours: every, now })
        if (age < -1) assert.equal(state, 'future')
        else if (age < every) assert.equal(state, 'fresh')
        else assert.equal(state, age < 2 * every ? 'due' : 'late')
        if (state !== 'future') assert.equal(dueAt?.getTime(), lastAt.getTime() + every * hourMs)
      },
    ),
  )
  assert.equal(duenessOf({ lastAt: undefined, everyHours: 1, now }).state, 'never')
})
