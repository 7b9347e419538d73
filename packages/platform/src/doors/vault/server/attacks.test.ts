import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { openTestVault, reply, someObject } from '../vault.fixture.ts'
import { isRefusal } from './answer.ts'
import { maxBytes } from './limits.ts'
import { parseTarget } from './target.ts'

const vault = await openTestVault({
  metricsPort: 0,
  limits: {
    // Client and server share one thread here: what is shorter than a pause of a busy machine cuts off the honest.
    headersMs: 3_000,
    idleMs: 2_500,
    graceMs: 200,
    minBytesPerSecond: 50_000,
    maxRefusalLines: 5,
    maxRequestsPerClient: 4,
  },
})
after(() => vault[Symbol.asyncDispose]())
await vault.clients(
  { name: 'prov', role: 'provisioner', tenants: ['acme', 'other'] },
  { name: 'writer', role: 'writer' },
  { name: 'second', role: 'writer' },
  { name: 'auditor', role: 'auditor' },
  { name: 'stranger', role: 'writer', tenants: ['other'] },
)
for (const tenant of ['acme', 'other'])
  assert.equal((await vault.ask(`/${tenant}/?create=true`, { method: 'POST', client: 'prov' })).status, 200)

const posted = someObject()
await vault.ask(`/acme/snapshots/${posted.id}`, { method: 'POST', client: 'writer', body: posted.body })

const id = 'ab'.repeat(32)
const tricks = [
  `/acme/../other/data/${id}`,
  `/acme/%2e%2e/other/config`,
  '/acme/data/../../../../etc/passwd',
  `/acme/data/..%2f${id}`,
  `/acme//data/${id}`,
  `//acme/data/${id}`,
  `/acme/data/${id.toUpperCase()}`,
  `/acme/data/${id.slice(1)}`,
  `/acme/data/${id}0`,
  `/acme/data/${id}/`,
  `/acme/data/${id}%00`,
  `/acme/data/${id}?x=y`,
  `/acme/data/ab/${id}`,
  '/acme/config/',
  '/acme/config?create=true',
  '/acme/CONFIG',
  '/acme/./config',
  '/./acme/config',
  '/.vault/config',
  '/_vault/config',
  '/acme/.vault/../config',
  '/acme/.incoming-writer~config~aaaaaaaaaaaa',
  '/data/config',
  '/acme/data/data/config',
  '/a/b/c/d/config',
  '/acme\\..\\other\\config',
  '/acme/config#x',
  '/acme/config;x',
  '/%61cme/config',
  '/config',
  '/',
  '/acme',
  `http://127.0.0.1/acme/config`,
  `/${'a'.repeat(65)}/config`,
  `/acme/${'a/'.repeat(200)}config`,
]

test('path tricks are refused, not interpreted', async () => {
  for (const path of tricks) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status } = await vault.ask(path, { method, client: 'writer', body: Buffer.of(1) })
      assert.ok([400, 404, 405].includes(status), `${method} ${path} got ${status}`)
    }
  }
  assert.deepEqual(readdirSync(join(vault.folder, 'repositories')).sort(), ['acme', 'other'])
})

test('whatever stands in a request line, a target stays below its tenant or is refused', () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '',
    '%2e',
    'data',
    'config',
    'keys',
    'acme',
    id,
    '\\',
    '~',
    '*',
    '?create=true',
    'a b',
    '\0',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string())),
      fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'),
      (pieces, method) => {
        const target = parseTarget(method, `/${pieces.join('/')}`)
        if (isRefusal(target) || target.kind === 'witness') return
        const repository = target.kind === 'object' ? target.name.repository : target.repository
        assert.match(repository, /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,2}$/)
        if (target.kind === 'object') assert.match(target.name.id, /^(?:[0-9a-f]{64}|config)$/)
      },
    ),
    { numRuns: 2000 },
  )
})

test('verbs that nobody needs, and repositories as a whole', async () => {
  for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE', 'MKCOL', 'MOVE'])
    assert.equal((await vault.ask('/acme/config', { method, client: 'writer' })).status, 405, method)
  const gone = await vault.ask('/acme/', { method: 'DELETE', client: 'prov' })
  assert.equal(gone.status, 405)
})

test('another tenant: nothing is read, written, deleted or even confirmed', async () => {
  const object = someObject()
  for (const [method, path] of [
    ['GET', `/acme/snapshots/${posted.id}`],
    ['GET', '/acme/snapshots/'],
    ['GET', '/acme/config'],
    ['GET', '/nowhere/config'],
    ['POST', `/acme/data/${object.id}`],
    ['DELETE', `/acme/snapshots/${posted.id}`],
    ['POST', '/acme/?create=true'],
    ['GET', '/acme/.vault/journal'],
    ['GET', '/acme/.vault/checkpoint'],
  ] as const) {
    const { status } = await vault.ask(path, {
      method,
      client: 'stranger',
      ...(method === 'POST' && { body: object.body }),
    })
    assert.equal(status, 403, `${method} ${path}`)
  }
  await vault.running.upkeep()
  const own = vault.journal('other').filter(({ code }) => code === 'tenant')
  assert.ok(own.length >= 3, 'the attempts stand in the journal of the tenant they came from')
})

test('a body that is not what its name says', async () => {
  const { id: name, body } = someObject()
  const wrong = Buffer.from(body)
  wrong[7] = (wrong[7] ?? 0) ^ 1
  const ask = { method: 'POST', client: 'writer' }
  assert.equal((await vault.ask(`/acme/data/${name}`, { ...ask, body: wrong })).status, 400)
  const chunked = vault.start(`/acme/data/${name}`, { ...ask, headers: { 'transfer-encoding': 'chunked' } })
  assert.equal((await reply(chunked, body)).status, 411)
  for (const length of ['-1', '1e3', '0x10', ''])
    assert.ok(
      [400, 411].includes(await rawStatus(`POST /acme/data/${name}`, `Content-Length: ${length}\r\n`)),
      length,
    )
  assert.deepEqual(leftovers(), [])
  assert.equal((await vault.ask(`/acme/data/${name}`, { ...ask, body })).status, 200)
  assert.deepEqual(readdirSync(join(vault.folder, 'repositories/acme/data', name.slice(0, 2))), [name])
})

test('a body that is too large is refused before it comes', async () => {
  for (const [kind, limit] of Object.entries(maxBytes)) {
    if (kind === 'config') continue
    const header = `Content-Length: ${limit + 1}\r\nExpect: 100-continue\r\n`
    const wanted = kind === 'keys' ? 403 : 413
    assert.equal(await rawStatus(`POST /acme/${kind}/${id}`, header), wanted, kind)
  }
  const absurd = await rawStatus(`POST /acme/data/${id}`, 'Content-Length: 99999999999999999999\r\n')
  assert.ok(absurd === 400 || absurd === 411, `got ${absurd}`)
})

test('a body that ends too early leaves nothing behind', async () => {
  const { id: name, body } = someObject(10_000)
  const outgoing = vault.start(`/acme/index/${name}`, {
    method: 'POST',
    client: 'writer',
    headers: { 'content-length': '10000' },
  })
  outgoing.on('error', () => undefined)
  outgoing.write(body.subarray(0, 5_000))
  await untilIncoming()
  outgoing.destroy()
  await until(() => leftovers().length === 0)
  const listed = await vault.ask('/acme/index/', { client: 'writer' })
  assert.ok(!listed.body.toString().includes(name))
})

test('slow headers, silent bodies and dripping bodies are cut off', async () => {
  const { port, hostname } = new URL(vault.url)
  const headers = connect(Number(port), hostname)
  headers.write('GET /acme/config HTTP/1.1\r\nHost: x\r\n')
  headers.resume()
  await once(headers, 'close')

  for (const drip of [false, true]) {
    const outgoing = vault.start(`/acme/index/${id}`, {
      method: 'POST',
      client: 'writer',
      headers: { 'content-length': '100000' },
    })
    const ended = new Promise((resolve) => {
      outgoing.on('error', resolve)
      outgoing.on('response', resolve)
    })
    outgoing.write('x')
    const timer = drip ? setInterval(() => outgoing.write('x'), 50) : undefined
    await ended
    clearInterval(timer)
    outgoing.destroy()
  }
  await until(() => leftovers().length === 0)
})

test('a reader that takes nothing is cut off', async () => {
  const large = someObject(30_000_000)
  const path = `/acme/data/${large.id}`
  await vault.ask(path, { method: 'POST', client: 'writer', body: large.body })
  const { port, hostname } = new URL(vault.url)
  const socket = connect(Number(port), hostname)
  const authorization = Buffer.from('auditor:only-for-this-test').toString('base64')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${authorization}\r\n\r\n`)
  socket.pause()
  await untilRunning(1)
  await untilRunning(0)
  socket.destroy()
})

test('a client with too many requests at once has to wait; others do not', async () => {
  await using patient = await openTestVault({ metricsPort: 0, limits: { maxRequestsPerClient: 4 } })
  await patient.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'writer', role: 'writer' },
    { name: 'second', role: 'writer' },
  )
  await patient.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const hanging = Array.from({ length: 4 }, () => {
    const headers = { 'content-length': '10' }
    const outgoing = patient.start(`/acme/index/${id}`, { method: 'POST', client: 'second', headers })
    outgoing.on('error', () => undefined)
    outgoing.flushHeaders()
    return outgoing
  })
  await untilRunning(4, patient)
  assert.equal((await patient.ask('/acme/index/', { client: 'second' })).status, 429)
  assert.equal((await patient.ask('/acme/index/', { client: 'writer' })).status, 200)
  for (const outgoing of hanging) outgoing.destroy()
  await untilRunning(0, patient)
  assert.equal((await patient.ask('/acme/index/', { client: 'second' })).status, 200)
})

test('replay: the own object again is answered alike, once more nothing is stored; a foreign one is refused', async () => {
  await vault.running.upkeep()
  const object = someObject()
  const path = `/acme/data/${object.id}`
  const first = await vault.ask(path, { method: 'POST', client: 'writer', body: object.body })
  const again = await vault.ask(path, { method: 'POST', client: 'writer', body: object.body })
  const wrong = await vault.ask(path, { method: 'POST', client: 'writer', body: Buffer.alloc(100) })
  const other = await vault.ask(path, { method: 'POST', client: 'second', body: object.body })
  assert.deepEqual([first.status, again.status, wrong.status, other.status], [200, 200, 400, 403])
  const lines = vault.journal().filter((line) => line['id'] === object.id)
  assert.deepEqual(
    lines.map(({ status, code }) => [status, code]),
    [
      [200, undefined],
      [200, 'repeated'],
      [400, 'hash'],
      [403, 'exists'],
    ],
  )
})

test('two writers with the same object at the same time: one stored it, both are told the truth', async () => {
  for (let round = 0; round < 20; round += 1) {
    const object = someObject(50_000)
    const post = (client: string) =>
      vault.ask(`/acme/data/${object.id}`, { method: 'POST', client, body: object.body })
    const statuses = (await Promise.all([post('writer'), post('second'), post('writer')])).map(
      ({ status }) => status,
    )
    assert.ok(
      statuses.includes(200) && statuses.every((status) => status === 200 || status === 403),
      statuses.join(),
    )
    const stored = vault
      .journal()
      .filter((line) => line['id'] === object.id && line['status'] === 200 && line['code'] === undefined)
    assert.equal(stored.length, 1)
  }
  assert.deepEqual(leftovers(), [])
})

test('locks: eight of a client, only the own ones go', async () => {
  const locks = Array.from({ length: 12 }, () => someObject())
  const statuses: number[] = []
  for (const lock of locks)
    statuses.push(
      (await vault.ask(`/acme/locks/${lock.id}`, { method: 'POST', client: 'second', body: lock.body }))
        .status,
    )
  assert.equal(statuses.filter((status) => status === 200).length, 8)
  const mine = `/acme/locks/${locks[0]?.id}`
  assert.equal((await vault.ask(mine, { method: 'DELETE', client: 'writer' })).status, 403)
  assert.equal((await vault.ask(mine, { method: 'DELETE', client: 'second' })).status, 200)
  assert.equal((await vault.ask(mine, { method: 'DELETE', client: 'second' })).status, 200, 'gone is gone')
  const large = someObject(5000)
  const refused = await vault.ask(`/acme/locks/${large.id}`, {
    method: 'POST',
    client: 'writer',
    body: large.body,
  })
  assert.equal(refused.status, 413)
})

test('a flood of refusals is counted and does not fill the journal', async () => {
  await vault.running.upkeep()
  const before = vault.journal().length
  for (let at = 0; at < 40; at += 1)
    await vault.ask(`/acme/snapshots/${posted.id}`, { method: 'DELETE', client: 'writer' })
  await vault.running.upkeep()
  const lines = vault.journal().slice(before)
  assert.ok(lines.length < 12, `${lines.length} lines`)
  assert.ok(lines.some(({ verb, times }) => verb === 'REFUSED' && Number(times) === 35))
  assert.ok(lines.some(({ verb, code }) => verb === 'ALARM' && code === 'deleteRefused'))
  assert.ok(lines.some(({ verb, code }) => verb === 'ALARM' && code === 'refusalFlood'))
})

test('no password and no header ever reaches the log', () => {
  const log = vault.logged.join('')
  assert.ok(log.includes('"refused"'))
  assert.doesNotMatch(log, /only-for-this-test|Basic |authorization/i)
})

function leftovers(): string[] {
  return readdirSync(join(vault.folder, 'repositories'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes('.incoming-'),
  )
}

async function untilIncoming(): Promise<void> {
  await until(() => leftovers().length > 0)
}

/** Waits until so many requests are being answered, as the metrics say. */
async function untilRunning(count: number, of = vault): Promise<void> {
  for (;;) {
    const page = await (await fetch(of.running.metricsUrl ?? '')).text()
    if (page.includes(`anlauf_vault_requests_running ${count}\n`)) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The test's own time limit is the limit. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A request as bytes, for what a decent client would never send. */
async function rawStatus(line: string, headers: string): Promise<number> {
  const { port, hostname } = new URL(vault.url)
  const socket = connect(Number(port), hostname)
  const authorization = Buffer.from('writer:only-for-this-test').toString('base64')
  socket.write(`${line} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${authorization}\r\n${headers}\r\n`)
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    if (text.includes('\r\n')) break
  }
  socket.destroy()
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])
}
