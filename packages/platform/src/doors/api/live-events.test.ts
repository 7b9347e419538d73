import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import type { Entry } from '../../core/evidence/index.ts'
import { by, openApi } from './api.fixture.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())

const step = { ...by, action: 'verify' as const, kind: 'test.step', data: {} }

/** A client that reads events until it is closed. */
async function follow(path: string, headers: Record<string, string> = {}) {
  const closing = new AbortController()
  const answer = await fetch(`${api.url}${path}`, {
    headers: { Authorization: `Bearer ${api.token}`, ...headers },
    signal: closing.signal,
  })
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('Content-Type') ?? '', /^text\/event-stream/)
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const events: { id: number; kind: string; entry: Entry }[] = []
  return {
    events,
    /** Reads until that many events have come; false when the stream ended before. */
    async until(count: number): Promise<boolean> {
      while (events.length < count) {
        const { value, done } = await reader.read()
        if (done) return false
        text += value
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
          const data = field('data')
          if (data === undefined) continue
          events.push({
            id: Number(field('id')),
            kind: field('event') ?? '',
            entry: JSON.parse(data) as Entry,
          })
        }
      }
      return true
    },
    close: () => closing.abort(),
  }
}

test('entries come as they are appended, by whomever; a new client begins at the newest', async () => {
  await api.declare('live')
  const client = await follow('/api/cases/live/events')
  await api.log.append('live', [step, step])
  await client.until(2)
  assert.deepEqual(
    client.events.map(({ id, kind, entry }) => [id, kind, entry.seq]),
    [
      [2, 'test.step', 2],
      [3, 'test.step', 3],
    ],
  )
  client.close()
})

test('a client that was cut off misses and repeats nothing, however often', async () => {
  await api.declare('resumed')
  const seen: number[] = []
  const writing = (async () => {
    for (let round = 0; round < 30; round += 1) await api.log.append('resumed', [step, step])
  })()
  while (seen.length < 60) {
    const client = await follow('/api/cases/resumed/events', { 'Last-Event-ID': String(seen.at(-1) ?? 1) })
    await client.until(Math.min(7, 60 - seen.length))
    seen.push(...client.events.map(({ id }) => id))
    client.close()
  }
  await writing
  assert.deepEqual(
    seen.slice(0, 60),
    Array.from({ length: 60 }, (_, index) => index + 2),
  )
})

test('the whole story can be asked for, over several pages of the log', async () => {
  await api.declare('long')
  await api.log.append(
    'long',
    Array.from({ length: 1200 }, () => step),
  )
  const client = await follow('/api/cases/long/events?after=0')
  await client.until(1201)
  assert.deepEqual(
    client.events.map(({ id }) => id),
    Array.from({ length: 1201 }, (_, index) => index + 1),
  )
  client.close()
})

test('a client that knows more than the log is told so', async () => {
  const answer = await api.get('/api/cases/live/events', { 'Last-Event-ID': '99' })
  assert.equal(answer.status, 409)
  assert.equal(((await answer.json()) as { code: string }).code, 'evidence-broken')
})

test('nobody holds more connections than a dozen, and a closed one is free again', async () => {
  const clients = await Promise.all(Array.from({ length: 12 }, () => follow('/api/cases/live/events')))
  const refused = await api.get('/api/cases/live/events')
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('Retry-After')) > 0)
  for (const client of clients) client.close()
  for (;;) {
    const again = await api.get('/api/cases/live/events')
    await again.body?.cancel()
    if (again.status === 200) break
    assert.equal(again.status, 429, 'the server has not noticed yet')
  }
})

test('a stream that the database breaks off ends, is one line of the log, and goes on behind its last entry', async () => {
  await api.declare('broken')
  const client = await follow('/api/cases/broken/events')
  await api.database.query('alter table anlauf.job rename to job_away')
  try {
    await api.log.append('broken', [step])
    assert.equal(await client.until(99), false, 'it ended')
  } finally {
    await api.database.query('alter table anlauf.job_away rename to job')
  }
  const lines = api.lines.filter(
    (line) => line['route'] === '/api/cases/{case}/events' && line['case'] === 'broken',
  )
  assert.equal(lines.length, 1, JSON.stringify(lines))
  const last = client.events.at(-1)?.id ?? 1
  const again = await follow('/api/cases/broken/events', { 'Last-Event-ID': String(last) })
  await api.log.append('broken', [step])
  assert.ok(await again.until(3 - last))
  assert.deepEqual(
    [...client.events, ...again.events].map(({ id }) => id),
    [2, 3],
  )
  again.close()
})

test('when the server ends, open streams end cleanly', async () => {
  const client = await follow('/api/cases/live/events')
  const ended = client.until(1)
  await api.stop()
  assert.equal(await ended, false)
})
