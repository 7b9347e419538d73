import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import { evolve, initialCase } from '../../../core/case/index.ts'
import { groupFiles, type QueuedFile } from './group-files.ts'
import { queueFacts } from './queue-fact.ts'

const key = (text: string): string => createHash('sha256').update(text).digest('hex')

function file(number: number, content = number): QueuedFile {
  const newest = {
    snapshot: key('s'),
    contentKey: key(`c${content}`),
    size: 1,
    mtime: '2026-03-01T00:00:00Z',
  }
  const said = {
    verdict: 'clean',
    reasons: [],
    powers: [],
    planned: 'newest',
    planReason: 'newestClean',
  } as const
  return {
    unit: 't1',
    class: 'N2',
    ...said,
    item: { host: 'h', path: `/f${number}`, newest, previous: null },
  }
}

const counts = { N0: 0, N1: 0, N2: 0, N3: 0, N4: 0, N5: 0, N6: 0 }

test('a queue of thousands of groups, or of places, goes into entries of the log that fit, and comes back whole', () => {
  const many = Array.from({ length: 6000 }, (_, number) => file(number))
  const held = { verdict: 'suspicious', cause: 'suspicious', detail: 'd', sha256: key('x') } as const
  const spread = Array.from({ length: 5000 }, (_, number) => ({ ...file(number, -1), held }))
  const groups = [...groupFiles(spread), ...groupFiles(many)]
  const facts = queueFacts(
    { unit: 't1', files: counts, convicted: 0, groups },
    { windowHours: 72, known: undefined, hasLooked: true },
  )
  assert.ok(facts.length > 2)
  for (const fact of facts) assert.ok(JSON.stringify(fact).length < 700_000)
  let state = initialCase('c')
  for (const fact of facts) state = evolve(state, fact, '')
  assert.equal(state.queues.get('t1')?.groups.size, 6003)
  // The next queue replaces all parts, also with nothing.
  const none = queueFacts(
    { unit: 't1', files: counts, convicted: 0, groups: [] },
    { windowHours: 72, known: state.queues.get('t1'), hasLooked: true },
  )
  assert.equal(none.length, 1)
  for (const fact of none) state = evolve(state, fact, '')
  assert.equal(state.queues.get('t1')?.groups.size, 0)
})
