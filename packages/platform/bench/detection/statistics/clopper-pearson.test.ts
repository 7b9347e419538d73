import assert from 'node:assert/strict'
import { test } from 'node:test'

import { clopperPearson, incompleteBeta } from './clopper-pearson.ts'

const near = (found: number, expected: number, relative = 1e-6): void =>
  assert.ok(Math.abs(found - expected) <= relative * expected, `${found} instead of ${expected}`)

test('the bounds are those of the textbooks', () => {
  const { lower, upper } = clopperPearson(10, 100)
  near(lower, 0.049_004_69)
  near(upper, 0.176_222_6)
  near(clopperPearson(1, 10).lower, 0.002_528_579)
  near(clopperPearson(1, 10).upper, 0.445_016_117)
  near(clopperPearson(5, 10).lower, 0.187_086_028)
})

test('without a hit the upper end has a closed form, and all hits mirror it', () => {
  for (const trials of [1, 40, 29_957, 3_000_000]) {
    near(clopperPearson(0, trials).upper, -Math.expm1(Math.log(0.025) / trials), 1e-8)
    near(clopperPearson(trials, trials).lower, 0.025 ** (1 / trials), 1e-8)
    assert.equal(clopperPearson(0, trials).lower, 0)
    assert.equal(clopperPearson(trials, trials).upper, 1)
  }
  assert.deepEqual(clopperPearson(0, 0), { lower: 0, upper: 1 })
})

test('eleven false alarms in 200,000 are one in ten thousand at most, twelve are not', () => {
  assert.ok(clopperPearson(11, 200_000).upper <= 1e-4)
  assert.ok(clopperPearson(12, 200_000).upper > 1e-4)
})

test('the incomplete beta function of whole numbers is a binomial sum', () => {
  const [x, a, b] = [0.3, 4, 7]
  let tail = 0
  for (let hits = a; hits < a + b; hits += 1)
    tail += choose(a + b - 1, hits) * x ** hits * (1 - x) ** (a + b - 1 - hits)
  near(incompleteBeta(x, a, b), tail, 1e-12)
  near(incompleteBeta(1 - x, b, a), 1 - tail, 1e-12)
})

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k
}
