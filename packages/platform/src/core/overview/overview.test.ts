import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deserialize, serialize } from 'node:v8'

import { type CaseEvent, draftOf, evolve, initialCase, eventOf, stageOf } from '../case/index.ts'
import { emptyChain, type Entry, sealEntries } from '../evidence/index.ts'
import { boardAfter, emptyBoard, firstHourOf, matrixOf } from './index.ts'

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

test('a publication that nobody signed does no stage of the plan, and calls no service operational', () => {
  const text = { de: 'x', en: 'x' }
  const said = { update: 'u', asOf: at(20), nextBy: at(60), text, contentHash: digest }
  const event: CaseEvent = { type: 'update.published', ...said, states: { mail: 'operational' } }
  const more = sealEntries('night', { seq: entries.length, hash: digest }, [
    draftOf(event, { actor: 'account x', at: at(20) }),
  ]).entries
  const { response, seq } = boardAfter(emptyBoard('night'), [...entries, ...more])
  assert.deepEqual([response.published.length, response.operational.size, response.seq], [0, 0, seq])
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

test('what is restored is held against what was planned of the same tenants', () => {
  const { back } = firstHour()
  assert.deepEqual(back.planned, { units: 2, files: 5, bytes: 50 })
  // t2 was planned anew after its restore, so what lies there is not of that plan.
  assert.deepEqual(back.plannedDone, { units: 1, files: 2, bytes: 20 })
})

test('a service is open for as many tenants as wait for their data', () => {
  const [mail] = firstHour().hit.services
  assert.deepEqual([mail?.id, mail?.hit, mail?.open], ['mail', true, 3])
})

test('the clocks of an exercise that is over stand still; those of a real case never do', () => {
  const late = Temporal.Instant.from('2026-11-29T12:00:00Z')
  assert.equal(firstHour({ now: late }).stoppedAt, null)
  const scored: CaseEvent = {
    type: 'exercise.scored',
    passed: true,
    seed: 1,
    checks: [],
    phases: [],
    scoreDigest: digest,
  }
  const end = { seq: entries.length, hash: boardAfter(emptyBoard('night'), entries).head }
  const more = sealEntries('night', end, [draftOf(scored, { actor: 'drill', at: at(30) })]).entries
  const over = firstHour({ now: late, log: [...entries, ...more] })
  assert.equal(over.stoppedAt, at(30))
  assert.deepEqual([over.say.missed, over.say.running > 0], [0, true], 'nothing became overdue since')
  assert.ok(firstHour({ now: late }).say.missed > 0)
})

function firstHour({
  now = Temporal.Instant.from(at(40)),
  log = entries,
}: { readonly now?: Temporal.Instant; readonly log?: readonly Entry[] } = {}) {
  return firstHourOf(boardAfter(emptyBoard('night'), log), { estate: undefined, jobs: [], samples: [], now })
}
