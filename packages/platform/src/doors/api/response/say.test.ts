import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { openResponse, parseRoster } from '../../../core/response/index.ts'
import { by, openApi } from '../api.fixture.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())

/** Failed: what another writer appended between reading and writing came back as a failure of the database, 500. */
test('answers that come while the calls are still being recorded all count', async () => {
  const file = new URL('../../../../../../examples/roster.yaml', import.meta.url)
  const parsed = parseRoster(readFileSync(file, 'utf8'), 'roster.yaml')
  assert.ok('roster' in parsed)
  await api.declare('busy')
  const session = await openResponse(api.log, 'busy')
  await session.execute({ command: 'takeRoster', roster: parsed.roster, person: 'lea' }, by)
  await session.execute({ command: 'raiseAlarm', reason: 'noise', person: 'lea' }, by)
  const called = (await session.execute({ command: 'callDue' }, by)).filter(
    (event) => event.type === 'alarm.called',
  )
  const people = parsed.roster.people.map(({ id }) => id)
  const [answers] = await Promise.all([
    Promise.all(people.map(answerOf)),
    Promise.all(
      called.map(({ alarm, call }) =>
        session.execute({ command: 'reportCall', alarm, call, outcomes: [] }, by),
      ),
    ),
  ])
  assert.deepEqual(
    answers,
    people.map(() => 200),
  )
  const { force } = await session.refresh()
  assert.deepEqual(
    [...(force.alarms.get('alarm-1')?.acknowledged.keys() ?? [])].toSorted(),
    people.toSorted(),
  )
})

async function answerOf(person: string): Promise<number> {
  const answer = await fetch(`${api.url}/api/cases/busy/alarm/answers`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${api.token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': `answer-${person}-1`,
    },
    body: JSON.stringify({ person }),
  })
  await answer.body?.cancel()
  return answer.status
}
