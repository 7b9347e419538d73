import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { openApi } from '../api.fixture.ts'
import type { ClosingShape } from './close-routes.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())

test('the conditions for the end are shown, the review is set, and the case ends only then', async () => {
  await api.declare('ended')
  const before = await closing()
  assert.equal(before.review, null)
  assert.equal(before.closed, false)
  const early = await send('commands/close', {}, { 'If-Match': String(before.seq) })
  assert.equal(early.status, 409)
  assert.equal((await send('review', { until: 'tomorrow' })).status, 400)
  assert.equal((await send('review', { until: '2027-01-08T12:00:00+01:00' })).status, 200)
  const set = await closing()
  assert.equal(set.review?.until, '2027-01-08T11:00:00.000Z')
  const stillOpen = set.criteria.filter(({ openCount }) => openCount > 0)
  const ended = await send('commands/close', {}, { 'If-Match': String(set.seq) })
  assert.equal(ended.status, stillOpen.length === 0 ? 200 : 409)
})

async function closing(): Promise<ClosingShape> {
  return (await (await api.get('/api/cases/ended/closing')).json()) as ClosingShape
}

const send = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  api.post(`/api/cases/ended/${path}`, body, headers)
