import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { type Entry, verifyEntries } from '../evidence/index.ts'
import { afterEntry, initialResponse, planView, rosterView } from './index.ts'

const read = (name: string): string => readFileSync(new URL(`./recorded/${name}`, import.meta.url), 'utf8')
const lines = read('night.ndjson').split('\n').filter(Boolean)

/**
 * A case as an earlier version of the program wrote it. It is never written anew: when this fails, an open case would
 * stand differently after an upgrade, under the people who work on it.
 */
test('a case that an earlier version wrote stands as it stood', async () => {
  const entries = lines.map((line) => JSON.parse(line) as Entry)
  const { problems } = await verifyEntries(lines)
  assert.deepEqual(problems, [])
  const state = entries.reduce(afterEntry, initialResponse('c1'))
  const expected = JSON.parse(read('night.json')) as {
    now: string
    stands: Record<string, string>
    roles: string[]
    decisions: string[]
    proposed: string
  }
  const { now } = expected
  const view = planView(state, { now, instances: 100 })
  const stands = (view?.stages ?? []).flatMap(({ instances }) =>
    instances.map(({ key, status, byFacts, isAhead, againFor }) => [
      key,
      `${status}${byFacts ? ' by facts' : ''}${isAhead ? ' ahead' : ''}${againFor === undefined ? '' : ' again'}`,
    ]),
  )
  assert.deepEqual(Object.fromEntries(stands), expected.stands)
  const roles = rosterView(state, { now })?.roles.flatMap(({ role, holder }) =>
    holder === undefined ? [] : [`${role} ${holder.person}`],
  )
  assert.deepEqual(roles, expected.roles)
  assert.deepEqual(
    state.decisions.map(({ decision }) => decision),
    expected.decisions,
  )
  assert.equal(view?.proposed?.version, expected.proposed)
})
