import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { insertEndpoint, subscriptions, webhookAddresses } from '../../../adapters/database/index.ts'
import { openApi } from '../api.fixture.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())

test('counts, quarantine and programs, without one address', async () => {
  await api.declare('night-1')
  const now = new Date()
  const own = subscriptions(api.database, { secret: Buffer.alloc(32) })
  const scope = { language: 'de', kinds: 'all', services: ['mail'] } as const
  const add = {
    command: 'add',
    address: 'lea@a.example',
    scope,
    source: 'operator',
    consent: 'phone',
  } as const
  const added = await own.byAddress('night-1', add, now)
  assert.ok('subscription' in added)
  await own.byAddress('night-1', { ...add, address: 'max@a.example' }, now)
  await own.byId(added.subscription.id, { command: 'hold', why: 'bounced' }, now)
  await insertEndpoint(api.database, {
    id: 'we_1',
    caseId: 'night-1',
    tenant: undefined,
    ...(await webhookAddresses(api.home)).seal('we_1', 'https://hooks.example.org/services/secret'),
    flavour: 'slack',
    language: 'de',
    isLoopback: false,
    addedAt: now.toISOString(),
    stage: 'active',
    stageAt: now.toISOString(),
    stageWhy: undefined,
  })
  const answer = await api.get('/api/cases/night-1/subscriptions')
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  assert.doesNotMatch(text, /@a\.example|secret|phone/)
  const board = JSON.parse(text) as Record<string, unknown>
  assert.deepEqual(board['counts'], { pending: 0, confirmed: 1, held: 1, ended: 0 })
  assert.deepEqual(board['quarantine'], [
    {
      id: added.subscription.id,
      why: 'bounced',
      since: now.toISOString(),
      ...scope,
    },
  ])
  assert.match(text, /"place":"https:\/\/hooks\.example\.org\/…"/)
  assert.equal((await api.get('/api/cases/nowhere/subscriptions')).status, 404)
})
