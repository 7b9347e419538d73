import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nextSteps, planView } from './index.ts'
import { adopted, estate, readyPlan } from './played-response.fixture.ts'

test('ten thousand tenants are looked at in a second of processor time', () => {
  const [first] = estate.tenants
  assert.ok(first !== undefined)
  const tenants = Array.from({ length: 10_000 }, (_, at) => ({ ...first, id: `t${at}`, slug: `t${at}` }))
  const played = adopted(readyPlan, { of: { ...estate, tenants } })
  assert.ok(played.entries.every((entry) => JSON.stringify(entry).length < 1024 * 1024))
  const started = process.cpuUsage()
  const view = planView(played.state, { now: played.now })
  const next = nextSteps(played.state, { now: played.now })
  const { user, system } = process.cpuUsage(started)
  const took = (user + system) / 1000
  assert.equal(view?.stages.find(({ id }) => id === 'impact')?.counts.blocked, 10_000)
  assert.equal(next.steps.length, 5)
  // Measured: 780 ms of processor time.
  assert.ok(took < 3000, `it took ${Math.round(took)} ms`)
})
