import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { by, openApi } from '../api.fixture.ts'
import { tenantRows } from './tenant-rows.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())
const digest = 'a'.repeat(64)

async function restored(caseId: string, unit: string): Promise<void> {
  const session = await api.declare(caseId)
  for (const one of [unit, 'alpenblick']) {
    await session.execute(
      {
        command: 'record',
        facts: [
          {
            type: 'unit.restorePointsChosen',
            unit: one,
            planDigest: digest,
            files: 5,
            bytes: 50,
            leftOut: 0,
            reasons: { object: 1 },
          },
          { type: 'unit.restored', unit: one, manifestDigest: digest, files: 5, bytes: 50 },
        ],
      },
      by,
    )
  }
}

async function tokenOf(caseId: string, tenant: string): Promise<string> {
  const answer = await fetch(`${api.url}/api/cases/${caseId}/tenants/${tenant}/tokens`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' },
    body: '{}',
  })
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { token: string }).token
}

test('a tenant sees the way back of the own data, and nothing of anybody else', async () => {
  await restored('night-1', 'nordwind')
  const token = await tokenOf('night-1', 'nordwind')
  const answer = await api.get('/api/tenant', { Authorization: `Bearer ${token}` })
  assert.equal(answer.status, 200)
  const text = await answer.text()
  assert.ok(!text.includes('alpenblick') && !text.includes('tester'), text)
  const shown = JSON.parse(text) as { stage: string; steps: { step: string }[] }
  assert.equal(shown.stage, 'restored')
  assert.deepEqual(
    shown.steps.map(({ step }) => step),
    ['unit.restorePointsChosen', 'unit.restored'],
  )
})

test('the token opens nothing else, and ends', async () => {
  const token = await tokenOf('night-1', 'nordwind')
  for (const path of [
    '/api/cases',
    '/api/cases/night-1',
    '/api/cases/night-1/evidence',
    '/api/me',
    '/api/estate',
    '/api/estate/tenants',
  ]) {
    assert.equal((await api.get(path, { Authorization: `Bearer ${token}` })).status, 401, path)
  }
  assert.equal((await api.get('/api/tenant')).status, 401, 'nor does another one open this')
  const ended = await fetch(`${api.url}/api/cases/night-1/tenants/nordwind/tokens/end`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' },
    body: '{}',
  })
  assert.deepEqual(await ended.json(), { ended: 2 })
  assert.equal((await api.get('/api/tenant', { Authorization: `Bearer ${token}` })).status, 401)
  for (const [place, status] of [
    ['night-1/tenants/nobody', 404],
    ['night-1/tenants/%00', 404],
    ['none/tenants/nordwind', 404],
  ] as const) {
    for (const path of ['tokens', 'tokens/end']) {
      const made = await fetch(`${api.url}/api/cases/${place}/${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' },
        body: '{}',
      })
      assert.equal(made.status, status, place)
    }
  }
  const rows = await api.database.query('select token_hash from anlauf.tenant_token')
  assert.ok(!JSON.stringify(rows).includes(token))
})

test('the database itself shows a tenant its own rows only, whatever is asked', async () => {
  await restored('night-2', 'nordwind')
  const own = await tenantRows(api.database, { caseId: 'night-1', tenant: 'nordwind' })
  assert.equal(own.length, 2)
  const asTenant = (caseId: string, tenant: string, sql: string) =>
    api.database.transaction(async (session) => {
      await session.query(`select set_config('app.case', $1, true), set_config('app.tenant', $2, true)`, [
        caseId,
        tenant,
      ])
      await session.query('set local role anlauf_tenant')
      return session.query(sql)
    })
  const all = 'select case_id, entry from anlauf.evidence'
  const rows = await asTenant('night-1', 'nordwind', `${all} where case_id = 'night-2' or true`)
  assert.equal(rows.length, 2)
  assert.deepEqual(await asTenant('night-1', '', all), [])
  assert.deepEqual(await asTenant('', 'nordwind', all), [])
  assert.deepEqual(await asTenant('anlauf.access', 'nordwind', all), [])
  for (const table of ['session', 'passkey', 'person', 'tenant_token', 'invitation', 'case_board', 'job']) {
    await assert.rejects(
      asTenant('night-1', 'nordwind', `select 1 from anlauf.${table}`),
      /permission denied/i,
    )
  }
  await assert.rejects(asTenant('night-1', 'nordwind', `delete from anlauf.evidence`))
})

test('no name and no text makes an entry another tenant’s', async () => {
  const hostile = `","object":"nordwind","prev":"${'0'.repeat(64)}","seq":1,"x":"`
  const drafts = [
    { ...by, action: 'derive' as const, kind: 'unit.restored', object: hostile, data: {} },
    {
      ...by,
      action: 'derive' as const,
      kind: 'unit.x',
      object: 'alpenblick',
      data: { object: 'nordwind', note: hostile },
    },
    {
      ...by,
      action: 'derive' as const,
      kind: 'claim.stated',
      object: 'nordwind',
      data: { kind: 'unit.restored' },
    },
    {
      ...by,
      action: 'derive' as const,
      kind: 'claim.stated',
      object: 'nordwind',
      note: '"kind":"unit.restored",',
      data: {},
    },
  ]
  for (const draft of drafts) await api.log.append('hostile', [draft])
  assert.deepEqual(await tenantRows(api.database, { caseId: 'hostile', tenant: 'nordwind' }), [])
})
