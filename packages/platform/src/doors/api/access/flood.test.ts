import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, test } from 'node:test'

import { openApi } from '../api.fixture.ts'
import { openSession } from './sessions.ts'

let clock = Date.parse('2026-03-11T06:00:00Z')
const api = await openApi({ now: () => new Date(clock) })
after(() => api[Symbol.asyncDispose]())

test('who used up the limit is refused at the door for a second, the others are not', async () => {
  const statuses = await flood({ Authorization: `Bearer ${api.token}` }, 1300)
  assert.equal(statuses.get(200), 1200)
  assert.equal(statuses.get(429), 100)
  const written = api.lines.length
  const session = await operator()
  assert.equal((await session()).status, 200, 'the same address, somebody else')
  const refused = await api.get('/api/me')
  assert.equal(refused.status, 429)
  assert.equal(refused.headers.get('Retry-After'), '1')
  assert.equal(((await refused.json()) as { code: string }).code, 'too-many-requests')
  assert.equal(api.lines.length, written, 'what the door refuses fills no log')
  clock += 1001
  assert.equal((await api.get('/api/me')).status, 200)
})

test('a flood of strangers from one address costs a look each only so often; who is known gets through', async () => {
  clock += 60_000
  const session = await operator()
  assert.equal((await session()).status, 200)
  const guesses = await Promise.all(
    Array.from({ length: 900 }, (_, at) =>
      api.get('/api/me', { Authorization: `Bearer anlauf_guess${at}` }).then(async (answer) => {
        await answer.body?.cancel()
        return answer
      }),
    ),
  )
  assert.equal(guesses.filter(({ status }) => status === 401).length, 30)
  const byRoutes = guesses.filter(({ headers }) => headers.get('Content-Security-Policy')?.includes('script'))
  // The operator's first request was a stranger's too.
  assert.equal(byRoutes.length, 599)
  assert.equal((await session()).status, 200)
  clock += 1000
  assert.equal((await api.get('/health')).status, 200)
})

test('a body behind a refusal is not read', async () => {
  clock += 60_000
  await flood({ Authorization: `Bearer ${api.token}` }, 1300)
  const socket = connect(api.listening, '127.0.0.1')
  socket.write(
    `POST /api/cases HTTP/1.1\r\nHost: localhost:${api.listening}\r\nAuthorization: Bearer ${api.token}\r\nContent-Length: 1000000000\r\n\r\nx`,
  )
  let text = ''
  socket.on('data', (part: Buffer) => (text += part.toString()))
  await once(socket, 'close')
  assert.match(text, /^HTTP\/1\.1 429/)
})

test('a clock that is set back keeps nobody out', async () => {
  clock += 60_000
  await flood({ Authorization: `Bearer ${api.token}` }, 1300)
  assert.equal((await api.get('/api/me')).status, 429)
  clock -= 3_600_000
  const refused = await api.get('/api/me')
  // The bucket of requests has not filled either; it says so itself, from behind the door.
  assert.ok(refused.headers.get('Content-Security-Policy')?.includes('script'))
})

/** Statuses of so many requests, some at once. */
async function flood(headers: Record<string, string>, count: number): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  for (let sent = 0; sent < count; sent += 10) {
    const answers = Array.from({ length: 10 }, () => api.get('/api/me', headers))
    for (const answer of await Promise.all(answers)) {
      await answer.body?.cancel()
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    }
  }
  return statuses
}

/** A person with a session of their own. */
async function operator(): Promise<() => Promise<Response>> {
  const now = new Date(clock)
  await api.database.query(
    `insert into anlauf.person (name, roles, created_at) values ('lea', '{lead}', $1) on conflict do nothing`,
    [now],
  )
  await api.database.query(
    `insert into anlauf.passkey (credential_id, person, public_key, counter, transports, created_at)
     values ('key-of-lea', 'lea', '\\x00', 0, '{}', $1) on conflict do nothing`,
    [now],
  )
  const token = await openSession(api.database, { person: 'lea', credentialId: 'key-of-lea', now })
  return () =>
    fetch(`${api.url}/api/me`, {
      headers: { Cookie: `__Host-anlauf=${token}`, 'Sec-Fetch-Site': 'same-origin' },
    })
}
