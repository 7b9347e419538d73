import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deserialize, serialize } from 'node:v8'

import { type CaseEvent, draftOf, evolve, initialCase, eventOf, stageOf } from '../case/index.ts'
import { emptyChain, type Entry, sealEntries } from '../evidence/index.ts'
import { boardAfter, emptyBoard, matrixOf } from './index.ts'

const digest = 'a'.repeat(64)
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 11, 6, minute)).toISOString()

function* events(): Generator<CaseEvent> {
  yield { type: 'case.declared', title: 'night', exercise: true, tenants: ['t1', 't2', 't3'], services: ['mail'] }
  yield { type: 'isolation.proven', systems: ['mx1'], probes: 1, proof: digest }
  for (const unit of ['t1', 't2']) {
    yield { type: 'unit.restorePointsChosen', unit, planDigest: digest, files: 2, bytes: 20, leftOut: 0, reasons: {} }
    yield { type: 'unit.restored', unit, manifestDigest: digest, files: 2, bytes: 20 }
    yield { type: 'unit.verified', unit, manifestDigest: digest, files: 2, bytes: 20 }
  }
  // Signed by nobody: counts for nothing, and proves nothing.
  yield { type: 'unit.released', unit: 't1', contentHash: digest, manifestDigest: digest, ruleSetDigest: digest, files: 2, bytes: 20 } // prettier-ignore
  yield { type: 'unit.restorePointsChosen', unit: 't2', planDigest: digest, files: 3, bytes: 30, leftOut: 0, reasons: {} }
} // prettier-ignore

const entries: readonly Entry[] = sealEntries(
  'night',
  emptyChain,
  [...events()].map((event, minute) => draftOf(event, { actor: 'account x', at: at(minute) })),
).entries

test('a board made at once, entry by entry, and continued after it was kept, is the same', () => {
  const whole = boardAfter(emptyBoard('night'), entries)
  for (let cut = 0; cut <= entries.length; cut += 1) {
    const first = boardAfter(emptyBoard('night'), entries.slice(0, cut))
    const kept = deserialize(serialize(first)) as typeof first
    assert.deepEqual(boardAfter(kept, entries.slice(cut)), whole, `kept after ${cut}`)
    assert.deepEqual(first, boardAfter(emptyBoard('night'), entries.slice(0, cut)), 'continuing changed it')
  }
  let state = initialCase('night')
  for (const entry of entries) {
    const event = eventOf(entry)
    if (event !== undefined) state = evolve(state, event, entry.at)
  }
  assert.deepEqual(whole.state, state)
})

test('each stage names the entry that proves it; what does not count proves nothing', () => {
  const board = boardAfter(emptyBoard('night'), entries)
  const { rows, stages } = matrixOf(board, undefined, { limit: 10 })
  assert.deepEqual(
    rows.map(({ tenant, stage, seq }) => [tenant, stage, seq]),
    [
      ['t1', 'verified', 5],
      ['t2', 'restorePointsChosen', 10],
      ['t3', 'waiting', 1],
    ],
  )
  for (const { tenant, stage } of rows) {
    const unit = board.state.units.get(tenant)
    assert.equal(unit && stageOf(unit), stage)
  }
  assert.deepEqual([stages.verified, stages.waiting], [1, 1])
})

test('a gap in the log is no board', () => {
  assert.throws(() => boardAfter(emptyBoard('night'), entries.slice(1)), { code: 'evidence-broken' })
})

test('pages of the matrix join without a gap, also with a filter', () => {
  const board = boardAfter(emptyBoard('night'), entries)
  const all = matrixOf(board, undefined, { limit: 10 }).rows
  let paged: readonly unknown[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = matrixOf(board, undefined, { limit: 1, ...(after !== undefined && { after }) })
    paged = [...paged, ...page.rows]
    after = page.next
  }
  assert.deepEqual(paged, all)
  const waiting = matrixOf(board, undefined, { limit: 1, stage: 'waiting' })
  assert.deepEqual([waiting.rows.length, waiting.total, waiting.next], [1, 1, null])
})
