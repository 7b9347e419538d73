import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { after, test } from 'node:test'

import { type Entry, entryLine, verifyEntries } from '../../core/evidence/index.ts'
import { by, openApi } from './api.fixture.ts'
import { CaseView } from './cases/case-view.ts'
import { Problem } from './http/problem.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())

async function json<Answer>(path: string): Promise<Answer> {
  const answer = await api.get(path)
  assert.equal(answer.status, 200, path)
  return (await answer.json()) as Answer
}

/** A request with exactly these headers; fetch would set its own Host. */
function statusUnder(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { Host: host, Authorization: `Bearer ${api.token}` }
    request(`${api.url.replace('localhost', '127.0.0.1')}/api/cases`, { headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

test('without a valid token nothing is told but that', async () => {
  await api.declare('night-1')
  const bad = ['', 'Bearer', 'Bearer anlauf_wrong', `Basic ${api.token}`, `Bearer ${api.token}x`]
  for (const Authorization of bad) {
    for (const path of ['/api/cases', '/api/cases/night-1', '/api/cases/night-1/events', '/api/nothing']) {
      const answer = await api.get(path, { Authorization })
      assert.equal(answer.status, 401, path)
      assert.equal(answer.headers.get('Content-Type'), 'application/problem+json')
      const problem = Problem.parse(await answer.json())
      assert.equal(problem.code, 'not-signed-in')
      assert.equal(problem.type, '/errors/not-signed-in')
    }
  }
  assert.equal(statSync(`${api.home}/api.token`).mode & 0o777, 0o600)
})

test('a case is shown as it is, with the entry up to which that is true', async () => {
  const session = await api.declare('shown')
  const first = await api.get('/api/cases/shown')
  const before = CaseView.strict().parse(await first.json())
  assert.equal(before.seq, 1)
  assert.equal(first.headers.get('ETag'), '"1"')
  assert.deepEqual(
    before.units.map(({ unit, stage }) => [unit, stage]),
    [
      ['nordwind', 'waiting'],
      ['alpenblick', 'waiting'],
    ],
  )
  assert.ok(before.units[0]?.missing.includes('a verdict for every file'))
  const proof = 'a'.repeat(64)
  await session.execute(
    { command: 'record', facts: [{ type: 'isolation.proven', systems: ['file-1'], probes: 3, proof }] },
    by,
  )
  const then = CaseView.strict().parse(await json('/api/cases/shown'))
  assert.deepEqual([then.seq, then.asOf, then.isolation?.proof], [2, by.at, proof])
})

test('cases come in pages; chains that are no cases are not among them', async () => {
  await api.log.append('no-case', [{ ...by, action: 'verify', kind: 'test.step', data: {} }])
  const seen: string[] = []
  let path = '/api/cases?limit=1'
  for (;;) {
    const { cases, next } = await json<{ cases: { case: string }[]; next: string | null }>(path)
    seen.push(...cases.map(({ case: id }) => id))
    if (next === null) break
    path = `/api/cases?limit=1&after=${next}`
  }
  assert.deepEqual(seen, ['night-1', 'shown'])
  assert.equal((await api.get('/api/cases/no-case')).status, 404)
})

test('the entries are those of the log: whoever fetched them can verify the chain', async () => {
  const entries: Entry[] = []
  for (let after: number | null = 0; after !== null;) {
    const page: { entries: Entry[]; next: number | null } = await json(
      `/api/cases/shown/evidence?limit=1&after=${after}`,
    )
    entries.push(...page.entries)
    after = page.next
  }
  assert.equal(entries.length, 2)
  assert.deepEqual(entries, await Array.fromAsync(api.log.read('shown')))
  assert.deepEqual((await verifyEntries(entries.map(entryLine))).problems, [])
})

test('what cannot be asked is refused with the field and a hint', async () => {
  for (const path of [
    '/api/cases?limit=0',
    '/api/cases?limit=201',
    '/api/cases/..%2f..%2fetc',
    '/api/cases?after=%00',
    '/api/cases/shown/evidence?after=-1',
    '/api/cases/shown/events?after=x',
  ]) {
    const answer = await api.get(path)
    assert.equal(answer.status, 400, path)
    const problem = Problem.parse(await answer.json())
    assert.equal(problem.code, 'input-invalid')
    assert.ok(Array.isArray(problem.context?.['points']), path)
  }
  const none = Problem.parse(await (await api.get('/api/cases/none')).json())
  assert.deepEqual([none.status, none.code], [404, 'not-found'])
  assert.equal((await api.get('/elsewhere')).status, 404)
})

test('every answer carries the headers that protect a browser, and none that opens it to others', async () => {
  for (const path of ['/health', '/api/cases', '/api/cases/none', '/elsewhere', '/errors/not-found']) {
    const { headers } = await api.get(path, { Origin: 'https://evil.example' })
    assert.match(headers.get('Content-Security-Policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/)
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff')
    assert.equal(headers.get('Cache-Control'), 'no-store')
    assert.equal(headers.get('Access-Control-Allow-Origin'), null)
  }
})

test('a name that is not ours gets nothing, also with a valid token', async () => {
  const { port } = new URL(api.url)
  assert.equal(await statusUnder('evil.example'), 421)
  assert.equal(await statusUnder(`evil.example:${port}`), 421)
  assert.equal(await statusUnder(`localhost:${port}`), 200)
  assert.equal(await statusUnder(`127.0.0.1:${port}`), 200)
})

test('the page of a code is served, and nothing beside those pages', async () => {
  const page = await fetch(`${api.url}/errors/gate-closed`)
  assert.match(await page.text(), /^# gate-closed/)
  for (const path of ['/errors/..%2f..%2fREADME', '/errors/README', '/errors/nothing']) {
    assert.equal((await fetch(`${api.url}${path}`)).status, 404, path)
  }
})

test('the log of the server names who and what, but no secret', async () => {
  await api.get('/api/cases/none?secret=hidden')
  const text = JSON.stringify(api.lines)
  assert.match(text, /"route":"\/api\/cases\/:case","status":404,.*"who":"account tester"/)
  assert.ok(!text.includes('hidden') && !text.includes(api.token))
  assert.equal(readFileSync(`${api.home}/api.token`, 'utf8').trim(), api.token)
})

test('a publication that stands in the log without signatures is counted, and shown as published nowhere', async () => {
  await api.declare('forged')
  const data = {
    update: 'all-well',
    asOf: by.at,
    nextBy: by.at,
    text: { en: 'All is well.', de: 'Alles ist gut.' },
  }
  await api.log.append('forged', [
    { ...by, action: 'export', kind: 'update.published', data: { ...data, contentHash: 'a'.repeat(64) } },
  ])
  const shown = CaseView.parse(await json('/api/cases/forged'))
  assert.deepEqual([shown.updates, shown.unprovenUpdates, shown.seq], [[], 1, 2])
  const firstHour = JSON.stringify(await json('/api/cases/forged/first-hour'))
  assert.ok(!firstHour.includes('all-well'))
})
