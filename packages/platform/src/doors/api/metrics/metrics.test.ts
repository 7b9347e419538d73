import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { openClocks } from '../../../core/duties/index.ts'
import { openApi } from '../api.fixture.ts'
import { exposition } from './exposition.ts'

const now = new Date('2026-03-11T07:00:00.000Z')
const api = await openApi({ now: () => now, metrics: { host: '127.0.0.1', port: 0 } })
after(() => api[Symbol.asyncDispose]())

interface Parsed {
  readonly types: ReadonlyMap<string, string>
  readonly series: ReadonlyMap<string, number>
}

/** The format as its specification has it, and nothing else: throws at whatever a scraper could stumble over. */
function parsed(text: string): Parsed {
  assert.ok(text.endsWith('\n') && !text.includes('\r'))
  const types = new Map<string, string>()
  const helps = new Set<string>()
  const series = new Map<string, number>()
  let family = ''
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-z_:][a-z0-9_:]*) (?:[^\\]|\\\\|\\n)*$/.exec(line)
    const type = /^# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge|histogram)$/.exec(line)
    if (help !== null) {
      family = help[1] ?? ''
      assert.ok(!helps.has(family), `${family} comes twice`)
      helps.add(family)
      continue
    }
    if (type !== null) {
      assert.equal(type[1], family)
      types.set(family, type[2] ?? '')
      continue
    }
    const sample = /^([a-z_:][a-z0-9_:]*)(\{.*\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line)
    assert.ok(sample, line)
    const [, name = '', labels = '', value] = sample
    assert.match(labels, /^(?:\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\})?$/)
    const suffix = name.slice(family.length)
    assert.ok(name.startsWith(family), `${name} stands under ${family}`)
    assert.ok(types.get(family) === 'histogram' ? /^_(bucket|sum|count)$/.test(suffix) : suffix === '', name)
    if (types.get(family) === 'counter') assert.ok(Number(value) >= 0 && family.endsWith('_total'))
    assert.ok(!series.has(`${name}${labels}`), `${name}${labels} comes twice`)
    series.set(`${name}${labels}`, Number(value))
  }
  return { types, series }
}

const scrape = async (): Promise<string> => (await fetch(api.metricsUrl ?? '')).text()

test('requests, latency, streams, jobs, log heads and clocks, as a strict parser reads them', async () => {
  await api.declare('night-1')
  assert.equal((await api.get('/api/cases/night-1')).status, 200)
  assert.equal((await api.get('/api/cases/none')).status, 404)
  const gone = new AbortController()
  const stream = await fetch(`${api.url}/api/cases/night-1/events`, {
    headers: { Authorization: `Bearer ${api.token}` },
    signal: gone.signal,
  })
  await api.database.query(
    `insert into anlauf.job (id, case_id, kind, attempt, options, asked_by, asked_at, state)
     values ('night-1:plan:all:1', 'night-1', 'plan', 1, '{}', 'anna', now(), 'waiting')`,
  )
  const text = await scrape()
  const { series, types } = parsed(text)
  gone.abort()
  await stream.body?.cancel().catch(() => undefined)
  const of = (name: string) => series.get(name)
  assert.equal(of('anlauf_http_requests_total{method="GET",route="/api/cases/:case",status="200"}'), 1)
  assert.equal(of('anlauf_http_requests_total{method="GET",route="/api/cases/:case",status="404"}'), 1)
  assert.equal(types.get('anlauf_http_request_seconds'), 'histogram')
  const bucket = (le: string) => of(`anlauf_http_request_seconds_bucket{route="/api/cases/:case",le="${le}"}`)
  assert.equal(bucket('+Inf'), of('anlauf_http_request_seconds_count{route="/api/cases/:case"}'))
  assert.ok(Number(bucket('0.01')) <= Number(bucket('10')))
  assert.equal(of('anlauf_open_streams'), 1)
  assert.equal(of('anlauf_jobs{state="waiting"}'), 1)
  assert.equal(of('anlauf_evidence_head{case="night-1"}'), 1)
  assert.equal(of('anlauf_database_up'), 1)
  assert.equal(of('anlauf_clocks{case="night-1",state="missed"}') === undefined, false)
  for (const secret of ['nordwind', 'alpenblick', api.token, 'anna'])
    assert.ok(!text.includes(secret), secret)
})

test('a clock that runs is there with its time', async () => {
  const clocks = await openClocks(api.log, 'night-1')
  const at = now.toISOString()
  await clocks.execute(
    { command: 'start', event: 'aware-as-controller', occurredAt: at },
    { actor: 'anna', at },
  )
  const { series } = parsed(await scrape())
  const next = series.get('anlauf_clock_next_due_timestamp_seconds{case="night-1"}')
  assert.ok(next !== undefined && next > now.getTime() / 1000, `${next}`)
})

test('nothing else is there, and nobody else can reach it', async () => {
  const url = api.metricsUrl ?? ''
  assert.equal((await fetch(url.replace('/metrics', '/api/cases'))).status, 404)
  assert.equal((await fetch(url, { method: 'POST' })).status, 404)
  assert.equal((await api.get('/metrics')).status, 404)
  await assert.rejects(openApi({ metrics: { host: '0.0.0.0', port: 0 } }), { code: 'input-invalid' })
})

test('labels are escaped, whatever stands in them', () => {
  const hostile = 'a"} 1\nevil{x="\\'
  const text = exposition([
    { name: 'x', help: 'one\ntwo', type: 'gauge', samples: [{ labels: { case: hostile }, value: 1 }] },
  ])
  assert.equal(parsed(text).series.size, 1)
})

test('a database that is gone is one figure, not a failure', async () => {
  await api.database.query('alter table anlauf.job rename to away')
  const { series } = parsed(await scrape())
  assert.equal(series.get('anlauf_database_up'), 0)
  assert.equal(series.get('anlauf_open_streams') === undefined, false)
  await api.database.query('alter table anlauf.away rename to job')
})
