import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { JobState } from '../../../../adapters/work/index.ts'
import { isAtWork } from './at-work.ts'
import { queueOf } from './worker-jobs.ts'

const engine = { engine: 'yara-x', version: '1', ruleSetDigest: 'aa' }
const here = { worker: 'here-1', host: 'here', queues: [queueOf('assemble', engine)] }
const other = {
  worker: 'there-1',
  host: 'there',
  queues: [queueOf('assemble', { ...engine, ruleSetDigest: 'bb' })],
}
const done: JobState = { id: 'run/a/1', state: 'done', result: { scanned: 3 } }

test('a job that has left its result and not yet said what it counted is waited for', () => {
  const last: JobState = { id: 'run/a/assemble', state: 'running', worker: 'here-1' }
  assert.equal(isAtWork({ jobs: [done, last], workers: [here] }, engine), true)
  assert.equal(isAtWork({ jobs: [done, { id: last.id, state: 'done' }], workers: [here] }, engine), false)
})

test('the dead are not waited for, nor queues in which nobody listens', () => {
  const dead: JobState = { id: 'run/a/2', state: 'running', worker: 'gone-1' }
  const nobodys: JobState = { id: 'run/a/3', state: 'running' }
  const waits: JobState = { id: 'run/a/4', state: 'waiting' }
  assert.equal(isAtWork({ jobs: [done, dead, nobodys], workers: [here] }, engine), false)
  assert.equal(isAtWork({ jobs: [done, waits], workers: [other] }, engine), false)
  assert.equal(isAtWork({ jobs: [done, waits], workers: [other, here] }, engine), true)
})
