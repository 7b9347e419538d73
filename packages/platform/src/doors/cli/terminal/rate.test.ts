import assert from 'node:assert/strict'
import { test } from 'node:test'

import { rateAndEta, startRate } from './rate.ts'

/** Plays work with a true end and answers how far off the estimates were, as shares of the whole time. */
function errorsOf(samples: readonly { atMs: number; done: number; bytesDone: number }[]): number[] {
  const last = samples.at(-1)
  assert.ok(last !== undefined)
  const rate = startRate(0)
  return samples.flatMap(({ atMs, done, bytesDone }) => {
    const figures = { done, total: last.done, bytesDone, bytesTotal: last.bytesDone }
    const { secondsLeft } = rateAndEta(rate, figures, atMs)
    if (secondsLeft === undefined || atMs < last.atMs / 5) return []
    return [Math.abs(atMs + secondsLeft * 1000 - last.atMs) / last.atMs]
  })
}

/** Every 100 ms; `msPerByte` and `msPerItem` are what work truly costs. */
function work(files: readonly number[], cost: { byte: number; item: number; startMs?: number }) {
  const samples: { atMs: number; done: number; bytesDone: number }[] = []
  let [atMs, bytesDone] = [cost.startMs ?? 0, 0]
  for (const [at, size] of files.entries()) {
    atMs += size * cost.byte + cost.item
    bytesDone += size
    const isDue = atMs - (samples.at(-1)?.atMs ?? 0) >= 100 || at === files.length - 1
    if (isDue) samples.push({ atMs, done: at + 1, bytesDone })
  }
  return samples
}

const large = Array.from({ length: 100 }, () => 2_000_000)
const small = Array.from({ length: 20_000 }, () => 2_000)
/** 100 MB/s and 0.2 ms a file. */
const cost = { byte: 1e-5, item: 0.2 }

test('large files first and small ones last: within a fifth of the truth', () => {
  const errors = errorsOf(work([...large, ...small], cost))
  assert.ok(errors.length > 20)
  assert.ok(Math.max(...errors) <= 0.2, `off by ${Math.max(...errors)}`)
})

test('small files first and large ones last: within a fifth of the truth', () => {
  const errors = errorsOf(work([...small, ...large], cost))
  assert.ok(Math.max(...errors) <= 0.2, `off by ${Math.max(...errors)}`)
})

test('the time before the first file is not taken for its speed', () => {
  const errors = errorsOf(work(large, { ...cost, startMs: 400 }))
  assert.ok(Math.max(...errors) <= 0.2, `off by ${Math.max(...errors)}`)
})

test('one slow second hardly moves the estimate, a disk that stays slow does', () => {
  const rate = startRate(0)
  let bytesDone = 0
  const step = (fromMs: number, ms: number, bytesPerMs: number): number => {
    for (let atMs = fromMs + 100; atMs <= fromMs + ms; atMs += 100) {
      bytesDone += 100 * bytesPerMs
      rateAndEta(rate, { done: 0, total: 1, bytesDone, bytesTotal: 100e6 }, atMs)
    }
    return rate.workPerMs
  }
  assert.ok(Math.abs(step(0, 20_000, 1000) - 1000) < 1)
  assert.ok(step(20_000, 1000, 100) > 900)
  assert.ok(step(21_000, 60_000, 100) < 200)
})

test('without totals there is a speed and no estimate; work that only has bytes is not mixed with items', () => {
  const rate = startRate(0)
  assert.equal(rateAndEta(rate, { done: 5 }, 1000).secondsLeft, undefined)
  const bytes = startRate(0)
  rateAndEta(bytes, { done: 1, bytesDone: 1, bytesTotal: 3e6 }, 0)
  const left = rateAndEta(bytes, { done: 1000, bytesDone: 1e6, bytesTotal: 3e6 }, 1000).secondsLeft
  assert.ok(left !== undefined && Math.abs(left - 2) < 1e-3)
})
