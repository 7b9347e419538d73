import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Snapshot } from '@anlauf/repository'

import { onsetsOf } from '../onset.ts'
import type { FileVerdict, JudgedFile } from '../report.ts'
import { defaultThresholds } from '../thresholds.ts'
import { addToSum, quietSum } from './cusum.ts'
import { addToStock, emptyStock, scoreStock } from './stock.ts'
import { alarmScore, scoreOf, weights } from './weights.ts'

const firstNight = Date.parse('2026-03-01T02:00:00Z')
const dayMs = 86_400_000
const snapshotOf = (night: number): string => `n${night}`

/** One tenant whose files have the given verdicts, each in its own night. */
function onsetOf(changes: Iterable<readonly [night: number, verdict: FileVerdict]>) {
  const all = [...changes]
  const nights = (all.at(-1)?.[0] ?? 0) + 31
  const snapshots = Array.from({ length: nights }, (_, night) => ({
    id: snapshotOf(night),
    time: new Date(firstNight + night * dayMs).toISOString(),
  })) as unknown as readonly Snapshot[]
  const files = all.map(([night, verdict], at): JudgedFile => {
    const version = { snapshot: snapshotOf(night), verdict, reasons: [] }
    const score = scoreOf({ ...version, contradiction: verdict === 'suspicious', noise: true })
    const versions = [{ ...version, score, changedAt: `2026-03-01T00:00:00.${String(at % 1000)}Z` }]
    return { host: 'h', path: `/${at}`, tenant: 't', role: 'victim', versions, newestClean: null }
  })
  const [tenant] = onsetsOf(files, new Map([['h', snapshots]]), defaultThresholds)
  return { onset: tenant?.onset?.before ?? null, scores: tenant?.scores }
}

function* nightsOf(nights: number, clean: number, hits: (night: number) => number) {
  for (let night = 1; night <= nights; night += 1) {
    for (let count = 0; count < clean; count += 1) yield [night, 'clean'] as const
    for (let count = 0; count < hits(night); count += 1) yield [night, 'convicted'] as const
  }
}

test('one file a night among five, fifty, five hundred and five thousand honest changes: noticed, since the first', () => {
  for (const clean of [5, 50, 500, 5000]) {
    const attack = nightsOf(clean > 1000 ? 14 : 35, clean, (night) => (night >= 6 ? 1 : 0))
    assert.equal(onsetOf(attack).onset, 'n6', `${clean} honest changes a night`)
  }
})

test('a file a month among thousands of honest changes is chance, and so is one conviction among anything', () => {
  const rare = nightsOf(70, 1000, (night) => (night % 30 === 0 ? 1 : 0))
  assert.equal(onsetOf(rare).onset, null)
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.nat(9), (before, after, hints) => {
      const changes = [
        ...Array.from({ length: before }, () => [1, 'clean'] as const),
        ...Array.from({ length: hints }, () => [1, 'suspicious'] as const),
        [2, 'convicted'] as const,
        ...Array.from({ length: hints }, () => [3, 'suspicious'] as const),
        ...Array.from({ length: after }, () => [3, 'clean'] as const),
      ]
      assert.equal(onsetOf(changes).onset, null)
    }),
  )
})

test('a conviction long before the attack does not move its onset', () => {
  const lone = nightsOf(60, 400, (night) => (night === 2 ? 1 : night >= 50 ? 3 : 0))
  assert.equal(onsetOf(lone).onset, 'n50')
})

test('two nights with three files each before the big night are where it began', () => {
  const attack = nightsOf(20, 60, (night) => (night === 20 ? 300 : night === 9 || night === 10 ? 3 : 0))
  assert.equal(onsetOf(attack).onset, 'n9')
})

test('bulk work of any size without convictions never alarms', () => {
  const bulk = Array.from({ length: 5000 }, (_, at) => [1 + (at % 30), 'suspicious'] as const)
  assert.equal(onsetOf(bulk).onset, null)
  assert.equal(onsetOf(nightsOf(30, 3000, () => 0)).onset, null)
})

test('the sum halves in fourteen days, falls with clean changes, and is never negative', () => {
  const event = (day: number, score: number) => ({
    time: BigInt(day) * 86_400_000_000_000n,
    snapshot: `${day}`,
    score,
    isHit: score === weights.convicted,
  })
  const hit = addToSum(quietSum, event(1, weights.convicted))
  assert.equal(hit.score, weights.convicted)
  assert.equal(addToSum(hit, event(15, 0)).score, Math.floor(weights.convicted / 2))
  assert.equal(addToSum(hit, event(29, 0)).score, Math.floor(weights.convicted / 4))
  assert.equal(addToSum(hit, event(1, weights.clean)).score, weights.convicted + weights.clean)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40), fc.constantFrom(...Object.values(weights)))), (steps) => {
      let [sum, day] = [quietSum, 0]
      for (const [later, score] of steps) {
        day += later
        const next = addToSum(sum, event(day, score))
        assert.ok(Number.isInteger(next.score) && next.score >= 0)
        assert.ok(next.score <= sum.score + Math.max(0, score))
        sum = next
      }
    }),
  )
})

test('the stock alarms after as many files as its comment says', () => {
  const after = (hits: number, changes: number): number => {
    let stock = emptyStock
    const event = { time: 0n, snapshot: '', score: 0, isHit: true }
    for (let at = 1; at < hits; at += 1) stock = addToStock(stock, event)
    for (let at = hits; at < changes; at += 1) stock = addToStock(stock, { ...event, isHit: false })
    stock = addToStock(stock, event)
    return scoreStock(stock).score
  }
  assert.ok(after(1, 1) < alarmScore)
  assert.ok(after(2, 73) >= alarmScore && after(2, 74) < alarmScore)
  assert.ok(after(3, 1107) >= alarmScore && after(3, 1108) < alarmScore)
  assert.ok(after(6, 22_930) >= alarmScore && after(6, 22_931) < alarmScore)
})
