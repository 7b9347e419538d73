import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { parseEstate } from '../../../core/estate/index.ts'
import { openApi } from '../api.fixture.ts'
import type { ApprovalsShape, CheckedClaimShape, ClaimsShape } from '../index.ts'
import type { JobDesk } from '../jobs/job-desk.ts'

const file = new URL('../../../../../../examples/estate.yaml', import.meta.url)
const parsed = parseEstate(readFileSync(file, 'utf8'), 'estate.yaml')
assert.ok('estate' in parsed)
const clock = Date.parse('2026-03-11T11:55:00Z')
const desk = { estate: () => parsed.estate } as unknown as JobDesk
const api = await openApi({ desk, now: () => new Date(clock) })
after(() => api[Symbol.asyncDispose]())

const asOf = '2026-03-11T12:00:00+01:00'
const evidence = ['e'.repeat(64)]
const statement = { claim: 'outflow', class: 'exfiltration', state: 'no_indication', evidence, asOf }

test('a statement is checked before it is asked for: wording, evidence, services, the future', async () => {
  await api.declare('told')
  const checked = (await (
    await send('claims/check', { ...statement, scope: ['mail'] })
  ).json()) as CheckedClaimShape
  assert.match(checked.wording.de, /Bisher haben wir keine Anzeichen dafür.*E-Mail/s)
  assert.deepEqual([checked.problem, checked.findings, checked.corrects], [null, [], []])
  assert.deepEqual(checked.takes, [['forensics', 'security', 'dpo', 'legal', 'lead']])

  const softened = { de: 'Daten sind wohl nicht abgeflossen.', en: 'Probably no data was stolen.' }
  const soft = (await (
    await send('claims/check', { ...statement, wording: softened })
  ).json()) as CheckedClaimShape
  assert.match(soft.problem?.message ?? '', /says/)

  for (const [body, status, says] of [
    [{ ...statement, wording: softened }, 400, /The wording does not fit/],
    [{ ...statement, evidence: [] }, 400, /rests on nothing/],
    [{ ...statement, scope: ['telex'] }, 404, /no service \\"telex/],
    [{ ...statement, class: 'cause', state: 'confirmed' }, 400, /no ready sentence/],
    [{ ...statement, asOf: '2026-03-12T12:00:00+01:00' }, 400, /future/],
    [{ ...statement, class: 'loss', state: 'excluded' }, 400, /Loss cannot be excluded/],
    [{ ...statement, claim: 'Out Flow' }, 400, /claim/],
    [{ ...statement, surprise: 1 }, 400, /surprise/],
  ] as const) {
    const refused = await send('claims', { ...body, reason: 'x' })
    assert.equal(refused.status, status, JSON.stringify(body))
    assert.match(await refused.text(), says)
  }
  const named = {
    de: 'Bei Nordwind Makler GmbH sind Daten abgeflossen.',
    en: 'Data of Nordwind Makler GmbH was stolen.',
  }
  const refused = await send('claims', { ...statement, state: 'confirmed', wording: named, reason: 'x' })
  assert.equal(refused.status, 409)
  const { context } = (await refused.json()) as { context: { findings: { kind: string }[] } }
  assert.ok(context.findings.some(({ kind }) => kind === 'names-customer'))
  assert.deepEqual((await register()).claims, [])
})

test('what is asked for waits, is shown to the letter to who signs it, and is in the register as nothing', async () => {
  const asked = await send('claims', { ...statement, reason: 'report 4' })
  assert.equal(asked.status, 200, await asked.clone().text())
  const { request } = (await asked.json()) as { request: string }
  const [row] = (await register()).claims
  assert.deepEqual(
    [row?.claim, row?.class, row?.inForce, row?.proposed, row?.requests],
    [
      'outflow',
      'exfiltration',
      null,
      null,
      [{ request, kind: 'state', state: 'no_indication', over: false }],
    ],
  )
  const shown = (await approvals()).requests.find((one) => one.request === request)
  assert.deepEqual(
    [shown?.subject.kind, shown?.quorum, shown?.distinctRoles, shown?.authors],
    ['claim', 1, false, []],
  )
  const value = (id: string) => shown?.facts.find((fact) => fact.id === id)?.value
  assert.match(String(value('textDe')), /^Bisher haben wir keine Anzeichen dafür, dass/)
  assert.match(String(value('textEn')), /^So far we have no indication that/)
  assert.match(String(value('claimState')), /bisher keine Anzeichen .*\(no_indication, /)
  assert.equal(value('evidence'), evidence[0])

  const twice = await send('claims', { ...statement, reason: 'report 4' })
  assert.equal(twice.status, 400)
  assert.match(await twice.text(), new RegExp(`Sign the request ${request}`))
  const two = await send('claims', { ...statement, state: 'excluded', reason: 'flow logs are complete' })
  assert.equal(two.status, 200)
  const excluded = (await approvals()).requests.find(({ quorum }) => quorum === 2)
  assert.deepEqual([excluded?.roles, excluded?.distinctRoles], [['forensics', 'dpo', 'legal'], false])
})

test('only what is in force can be taken back, and nobody asks for a claim past its checks', async () => {
  const refused = await send('claims/outflow/withdrawal', { reason: 'wrong' })
  assert.equal(refused.status, 404)
  assert.match(await refused.text(), /Nothing is in force under/)
  assert.equal((await send('claims/out%20flow/withdrawal', { reason: 'wrong' })).status, 400)
  const past = { kind: 'claim', name: 'outflow', contentHash: 'ab'.repeat(32), roles: [], reason: 'x' }
  assert.equal((await send('approvals', past)).status, 400)
})

test('a tenant’s token reads no claim and asks for none', async () => {
  const made = await send('tenants/nordwind/tokens', { days: 1 })
  const token = ((await made.json()) as { token?: string }).token
  assert.ok(token, `a token was made: ${made.status}`)
  const headers = { Authorization: `Bearer ${token}` }
  for (const path of ['claims', 'approvals', 'word']) {
    const answer = await fetch(`${api.url}/api/cases/told/${path}`, { headers })
    assert.ok([401, 403, 404].includes(answer.status), `${path}: ${answer.status}`)
    assert.doesNotMatch(await answer.text(), /outflow|Anzeichen/)
  }
})

async function register(): Promise<ClaimsShape> {
  return (await (await api.get('/api/cases/told/claims')).json()) as ClaimsShape
}

async function approvals(): Promise<ApprovalsShape> {
  return (await (await api.get('/api/cases/told/approvals')).json()) as ApprovalsShape
}

const send = (path: string, body: object): Promise<Response> => api.post(`/api/cases/told/${path}`, body)
