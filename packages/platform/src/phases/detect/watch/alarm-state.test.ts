import assert from 'node:assert/strict'
import { test } from 'node:test'

import { type AlarmState, quiet, withHit, withoutHit } from './alarm-state.ts'

const minute = 60_000

/** The state after `count` files, one every `everyMs`. */
function afterFiles(count: number, everyMs: number): AlarmState {
  let state = quiet
  for (let file = 0; file < count; file += 1) {
    const hit = { atMs: file * everyMs, path: `/f${file}`, file: `1:${file}`, why: 'test', weight: 1 }
    state = withHit(state, hit)
  }
  return state
}

test('two files within a minute are an alarm, one file twice is none', () => {
  assert.notEqual(afterFiles(2, minute - 1).raisedAtMs, undefined)
  const hit = { atMs: 0, path: '/f0', file: '1:0', why: 'test', weight: 1 }
  assert.equal(withHit(withHit(quiet, hit), { ...hit, atMs: 5, path: '/f0.locked' }).raisedAtMs, undefined)
})

test('one file a minute is an alarm with the fifth, one in ten minutes within two hours, four an hour never', () => {
  assert.equal(afterFiles(4, minute).raisedAtMs, undefined)
  assert.equal(afterFiles(5, minute).raisedAtMs, 4 * minute)
  assert.notEqual(afterFiles(12, 10 * minute).raisedAtMs, undefined)
  assert.equal(afterFiles(2_000, 15 * minute).raisedAtMs, undefined)
})

test('accidents that are hours apart leave nothing behind', () => {
  assert.equal(afterFiles(300, 120 * minute).hits.length, 1)
})

test('what turned out to be whole does not count, and takes back no alarm', () => {
  assert.deepEqual(withoutHit(afterFiles(1, 0), '/f0').hits, [])
  assert.notEqual(withoutHit(afterFiles(2, 0), '/f0').raisedAtMs, undefined)
})
