import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { openApi } from '../api.fixture.ts'
import { noteEndedReads } from './evidence-reads.ts'
import { openSession } from './sessions.ts'

let clock = Date.parse('2026-03-11T06:01:00Z')
const now = (): Date => new Date(clock)
const api = await openApi({ now })
after(() => api[Symbol.asyncDispose]())
let cookie = ''

before(async () => {
  await api.declare('night-1')
  const entry = {
    at: now().toISOString(),
    actor: 'x',
    action: 'verify',
    kind: 'test.step',
    data: {},
  } as const
  await api.log.append(
    'night-1',
    Array.from({ length: 19 }, () => entry),
  )
  await api.database.query('insert into anlauf.person (name, roles, created_at) values ($1, $2, $3)', [
    'anna',
    ['scribe'],
    now(),
  ])
  await api.database.query(
    `insert into anlauf.passkey (credential_id, person, public_key, counter, transports, created_at)
     values ('anna', 'anna', '\\x00', 0, '{}', $1)`,
    [now()],
  )
  cookie = await session()
})

async function session(): Promise<string> {
  return `__Host-anlauf=${await openSession(api.database, { person: 'anna', credentialId: 'anna', now: now() })}`
}

const read = (query: string, Cookie: string) =>
  fetch(`${api.url}/api/cases/night-1/evidence?${query}`, { headers: { Cookie } })

async function reads() {
  await noteEndedReads(api.database, now())
  const entries = await Array.fromAsync(api.log.read('anlauf.access'))
  return entries
    .filter(({ kind }) => kind === 'access.evidenceRead')
    .map(({ actor, object, data }) => `${actor} ${object} ${Number(data['from'])}-${Number(data['to'])}`)
}

test('many pages of a session are one entry, made when the quarter of an hour is over', async () => {
  for (const after of [4, 8, 12]) assert.equal((await read(`after=${after}&limit=4`, cookie)).status, 200)
  assert.deepEqual(await reads(), [])
  clock += 15 * 60_000
  assert.deepEqual(await reads(), ['anna night-1 5-16'])
  assert.deepEqual(await reads(), ['anna night-1 5-16'], 'once')
})

test('another quarter, another session, and a program of the account have entries of their own', async () => {
  await read('after=0&limit=2', cookie)
  await read('after=2&limit=2', await session())
  const lines = await (await api.get('/api/cases/night-1/evidence.ndjson?after=10')).text()
  assert.equal(lines.trim().split('\n').length, 10)
  clock += 16 * 60_000
  assert.deepEqual((await reads()).slice(1).toSorted(), [
    'account tester night-1 11-20',
    'anna night-1 1-2',
    'anna night-1 3-4',
  ])
})

test('a page that holds nothing, and whoever may not read, leave no entry of reading', async () => {
  clock += 60_000
  await read('after=500', cookie)
  assert.equal((await read('after=0', 'none=1')).status, 401)
  const lines = await fetch(`${api.url}/api/cases/night-1/evidence.ndjson`, { headers: { Cookie: cookie } })
  assert.equal(lines.status, 403, 'to carry the log away takes exportEvidence')
  clock += 16 * 60_000
  assert.equal((await reads()).length, 4)
})

test('a live stream is noted too: what was caught up with, and what came while it was open', async () => {
  const gone = new AbortController()
  const stream = await fetch(`${api.url}/api/cases/night-1/events?after=17`, {
    headers: { Cookie: cookie },
    signal: gone.signal,
  })
  const reader = stream.body?.getReader()
  let text = ''
  const until = async (words: string): Promise<void> => {
    while (!text.includes(words)) text += Buffer.from((await reader?.read())?.value ?? []).toString()
  }
  await until('id: 20')
  const entry = {
    at: now().toISOString(),
    actor: 'x',
    action: 'verify',
    kind: 'test.step',
    data: {},
  } as const
  await api.log.append('night-1', [entry])
  await until('id: 21')
  gone.abort()
  const last = async () =>
    (await api.database.query<{ n: number }>('select max(to_seq)::int as n from anlauf.evidence_read'))[0]?.n
  for (let tries = 0; tries < 100 && (await last()) !== 21; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  clock += 16 * 60_000
  assert.equal((await reads()).at(-1), 'anna night-1 18-21')
})

test('what cannot be noted is not handed out', async () => {
  await api.database.query('alter table anlauf.evidence_read rename to away')
  const answer = await read('after=0', cookie)
  assert.ok(answer.status >= 500, `${answer.status}`)
  assert.ok(!(await answer.text()).includes('test.step'))
  await api.database.query('alter table anlauf.away rename to evidence_read')
})

test('a page of the stored lines is read as any page is; only the whole log at once is an export', async () => {
  const lines = (query: string) =>
    fetch(`${api.url}/api/cases/night-1/evidence.ndjson${query}`, { headers: { Cookie: cookie } })
  const page = await lines('?after=0&limit=2')
  assert.equal(page.status, 200)
  assert.equal((await page.text()).trim().split('\n').length, 2)
  for (const query of ['', '?limit=502']) assert.equal((await lines(query)).status, 403, query)
})
