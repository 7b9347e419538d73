import assert from 'node:assert/strict'
import { mock, test } from 'node:test'

import { watchClock } from './clock-watch.ts'

test('a clock that is set is said once, one that is steered is not', () => {
  mock.timers.enable({ apis: ['setInterval'] })
  const jumps: number[] = []
  let [clock, steady] = [1_000_000, 0]
  using _watch = watchClock(
    (byMs) => jumps.push(byMs),
    () => clock,
    () => steady,
  )
  const pass = (clockMs: number): void => {
    clock += clockMs
    steady += 1_000
    mock.timers.tick(1_000)
  }
  pass(1_000)
  pass(1_400)
  assert.deepEqual(jumps, [])
  pass(1_000 - 3_600_000)
  pass(1_000)
  assert.deepEqual(jumps, [-3_600_000])
  mock.timers.reset()
})
