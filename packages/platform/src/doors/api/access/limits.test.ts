import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import type { AnlaufError } from '../../../core/failure.ts'
import { openApi } from '../api.fixture.ts'
import { rateLimit } from '../../http/index.ts'

let clock = Date.parse('2026-03-11T06:00:00Z')
const now = (): Date => new Date(clock)
const api = await openApi({ now })
after(() => api[Symbol.asyncDispose]())

const page = { 'Sec-Fetch-Site': 'same-origin' }
const askSignIn = (headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/sign-in/options`, { method: 'POST', headers: { ...page, ...headers } })

test('a bucket lets so many through at once, then one after the other', () => {
  const limit = rateLimit({ perMinute: 6, now })
  for (let count = 0; count < 6; count += 1) limit.take('a')
  const refused = (): number => {
    try {
      limit.take('a')
      return 0
    } catch (error) {
      return (error as AnlaufError).context['retryAfterSeconds'] as number
    }
  }
  assert.equal(refused(), 10)
  limit.take('b')
  clock += 10_000
  assert.equal(refused(), 0)
  assert.equal(refused(), 10)
})

test('a clock that is set back opens no gap and locks nobody out for long', () => {
  const limit = rateLimit({ perMinute: 1, now })
  limit.take('a')
  clock -= 3_600_000
  assert.throws(() => limit.take('a'), { code: 'too-many-requests' })
  clock += 60_000
  limit.take('a')
})

test('an address that asks to sign in again and again has to wait; the account works on', async () => {
  clock += 60_000
  for (let count = 0; count < 30; count += 1) assert.equal((await askSignIn()).status, 200)
  const refused = await askSignIn({ 'X-Forwarded-For': '192.0.2.1' })
  assert.equal(refused.status, 429, 'what a caller says of its address counts only behind a proxy')
  assert.equal(refused.headers.get('Retry-After'), '2')
  assert.equal((await api.get('/api/me')).status, 200)
  clock += 2000
  assert.equal((await askSignIn()).status, 200)
})

test('who guesses tokens runs dry; a valid one is let in all the same', async () => {
  const guess = () => api.get('/api/me', { Authorization: 'Bearer anlauf_guess' })
  for (let count = 0; count < 30; count += 1) assert.equal((await guess()).status, 401)
  assert.equal((await guess()).status, 429)
  assert.equal((await api.get('/api/me')).status, 200)
})

test('challenges that nobody answers do not pile up', async () => {
  const count = async (): Promise<number | undefined> =>
    (await api.database.query<{ n: number }>('select count(*)::int as n from anlauf.challenge'))[0]?.n
  assert.ok(Number(await count()) >= 30)
  clock += 6 * 60_000
  assert.equal((await askSignIn()).status, 200)
  assert.equal(await count(), 1)
})

test('behind a proxy each caller has its own limit', async () => {
  await using proxied = await openApi({ now, publicUrl: new URL('https://anlauf.example.org') })
  const port = proxied.listening
  const ask = (address: string) =>
    fetch(`http://127.0.0.1:${port}/api/sign-in/options`, {
      method: 'POST',
      headers: { ...page, 'X-Forwarded-For': `203.0.113.9, ${address}` },
    })
  for (let count = 0; count < 30; count += 1) await (await ask('192.0.2.1')).body?.cancel()
  assert.equal((await ask('192.0.2.1')).status, 429)
  const other = await ask('192.0.2.2')
  assert.equal(other.status, 200)
  assert.equal(((await other.json()) as { rpId: string }).rpId, 'anlauf.example.org')
})
