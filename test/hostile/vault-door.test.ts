import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { openTestVault, someObject } from '../../packages/platform/src/doors/vault/vault.fixture.ts'
import { hostileBytes } from './mutations.ts'
import { fuzzRuns } from './sound-or-typed.ts'

const vault = await openTestVault({
  limits: { headersMs: 1_000, idleMs: 1_000, graceMs: 500, maxConnectionsPerAddress: 40, maxRefusalLines: 5 },
})
after(() => vault[Symbol.asyncDispose]())
await vault.clients(
  { name: 'prov', role: 'provisioner', tenants: ['acme', 'other'] },
  { name: 'writer', role: 'writer' },
  { name: 'auditor', role: 'auditor' },
)
for (const tenant of ['acme', 'other'])
  assert.equal((await vault.ask(`/${tenant}/?create=true`, { method: 'POST', client: 'prov' })).status, 200)
const kept = someObject(5_000)
await vault.ask(`/acme/data/${kept.id}`, { method: 'POST', client: 'writer', body: kept.body })

const id = 'ab'.repeat(32)
const credentials = `Authorization: Basic ${Buffer.from('writer:only-for-this-test').toString('base64')}\r\n`

function open(): Socket {
  const { port, hostname } = new URL(vault.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  return socket
}

/** Sends bytes as they are and returns the status lines of all answers until the vault or we close. */
async function statuses(bytes: Buffer): Promise<number[]> {
  const socket = open()
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.end(bytes)
  await closed
  const text = Buffer.concat(chunks).toString('latin1')
  return [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
}

function request(line: string, headers = '', body: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = `${line} HTTP/1.1\r\nHost: x\r\n${credentials}${headers}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

/** Every stored object: its name is its hash, nothing is half, nothing lies outside the repositories. */
function verifyDisk(): Set<string> {
  const base = join(vault.folder, 'repositories')
  const names = new Set<string>()
  for (const entry of readdirSync(base, { recursive: true, encoding: 'utf8' })) {
    if (!statSync(join(base, entry)).isFile()) continue
    assert.match(entry, /^(?:acme|other)\/(?:data\/[0-9a-f]{2}|index|keys|locks|snapshots)\/[0-9a-f]{64}$/)
    const name = entry.split('/').at(-1) ?? ''
    assert.equal(
      createHash('sha256')
        .update(readFileSync(join(base, entry)))
        .digest('hex'),
      name,
    )
    names.add(name)
  }
  assert.ok(names.has(kept.id))
  return names
}

async function untilNothingIsLeft(): Promise<void> {
  const isLeft = (): boolean =>
    readdirSync(join(vault.folder, 'repositories'), { recursive: true, encoding: 'utf8' }).some((name) =>
      name.includes('.incoming-'),
    )
  while (isLeft()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('paths in bytes that no library would send: encoded, overlong, doubly encoded, NUL, unicode', async () => {
  const escapes = [
    '%2f',
    '%2F',
    '%5c',
    '%00',
    '%252f',
    '%c0%af',
    '%c0%ae%c0%ae',
    '%e2%88%95',
    '%ef%bc%8f',
    '%u2215',
    '%',
  ]
  const raw = [
    '\x01',
    '\x7f',
    '\xc0\xaf',
    '\xef\xbc\x8f',
    '\xe2\x80\xae',
    '\t',
    '\\',
    '..\\..',
    '~',
    '*',
    '|',
    '\xff',
  ]
  for (const trick of [...escapes, ...raw]) {
    for (const target of [
      `/acme/data/..${trick}..${trick}other${trick}config`,
      `/acme${trick}config`,
      `/${trick}acme/config`,
      `/acme/data/${id}${trick}`,
      `/acme/${trick}/data/${id}`,
    ]) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const [status, ...more] = await statuses(
          request(`${method} ${target}`, 'Content-Length: 1\r\nConnection: close\r\n', Buffer.of(1)),
        )
        assert.ok(status !== undefined && status >= 400 && status < 500, `${method} ${target} got ${status}`)
        assert.deepEqual(more, [])
      }
    }
  }
  for (const [line, wanted] of [
    [`GET /acme/${'a'.repeat(9_000)}`, 431],
    [`GET ${'/..'.repeat(1_000)}/acme/config`, 400],
    ['GET acme/config', 400],
    ['CONNECT acme:80', 400],
    ['GET http://other/acme/config', 400],
    ['GET //acme/config', 400],
  ] as const) {
    const [status] = await statuses(request(line, 'Connection: close\r\n'))
    assert.ok(status === wanted || status === undefined, `${line.slice(0, 40)} got ${status}`)
  }
  assert.deepEqual([...verifyDisk()], [kept.id])
})

test('bodies that are not as long as they say, or say it twice', async () => {
  const { id: name, body } = someObject(1_000)
  const line = `POST /acme/data/${name}`
  // What stands behind the announced end is the next request, and no request at all.
  const long = await statuses(
    request(line, `Content-Length: ${body.length}\r\n`, Buffer.concat([body, Buffer.from('GET /x')])),
  )
  assert.equal(long.at(-1), 400)
  const smuggled = Buffer.from(`DELETE /acme/data/${kept.id} HTTP/1.1\r\nHost: x\r\n\r\n`)
  for (const headers of [
    `Content-Length: ${smuggled.length}\r\nTransfer-Encoding: chunked\r\n`,
    `Transfer-Encoding: chunked\r\nContent-Length: 0\r\n`,
    `Content-Length: 5\r\nContent-Length: ${smuggled.length}\r\n`,
    `Content-Length: 5, 5\r\n`,
    'Transfer-Encoding: chunked\r\n',
    'Transfer-Encoding: gzip, chunked\r\n',
    'Transfer-Encoding: identity\r\n',
    'Content-Length: +5\r\n',
    'Content-Length: 5 5\r\n',
  ]) {
    for (const method of ['POST', 'GET', 'DELETE']) {
      const found = await statuses(
        request(`${method} /acme/data/${id}`, headers, Buffer.concat([Buffer.from('0\r\n\r\n'), smuggled])),
      )
      assert.ok(
        found.every((status) => status !== 200 || method === 'DELETE'),
        `${method} ${headers} got ${found.join()}`,
      )
    }
  }
  await untilNothingIsLeft()
  for (const stored of verifyDisk()) assert.ok(stored === kept.id || stored === name)
})

test('a body larger than allowed, sent without asking, is refused and cut off', async () => {
  const socket = open()
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.write(request(`POST /acme/index/${id}`, `Content-Length: ${900 * 1024 * 1024}\r\n`))
  const piece = Buffer.alloc(1024 * 1024)
  let sent = 0
  const pump = setInterval(() => {
    if (socket.destroyed || !socket.write(piece)) return
    sent += piece.length
  }, 0)
  await closed
  clearInterval(pump)
  // Whoever goes on sending may lose the answer to the reset that ends it; the log has it.
  assert.match(answer, /^(?:HTTP\/1\.1 413 |$)/)
  assert.ok(vault.logged.some((text) => text.includes('"tooLarge"')))
  assert.ok(sent < 200 * 1024 * 1024, `${sent} bytes were taken`)
  assert.deepEqual((await vault.ask('/acme/index/', { client: 'writer' })).body.toString(), '[]')
})

test('an address with too many slow connections gets no more, and loses those; work that is under way goes on', async () => {
  const slow = Array.from({ length: 60 }, () => {
    const socket = open()
    socket.write('GET /acme/config HTTP/1.1\r\nHost: x\r\n')
    socket.resume()
    return socket
  })
  const closed = slow.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())))
  await Promise.race(closed)
  await Promise.all(closed)
  const { id: name, body } = someObject(100_000)
  assert.equal(
    (await vault.ask(`/acme/data/${name}`, { method: 'POST', client: 'writer', body })).status,
    200,
  )
})

test('while twenty uploads hang and twenty headers drip, other clients are served', async () => {
  const hanging = Array.from({ length: 15 }, () => {
    const socket = open()
    socket.write(request(`POST /acme/index/${id}`, 'Content-Length: 100000\r\n', Buffer.alloc(10)))
    return socket
  })
  const dripping = Array.from({ length: 15 }, () => {
    const socket = open()
    socket.write('GET /acme/')
    const timer = setInterval(() => socket.write('x'), 20)
    socket.once('close', () => clearInterval(timer))
    return socket
  })
  const ended = [...hanging, ...dripping].map((socket) => {
    socket.resume()
    return new Promise<void>((resolve) => socket.once('close', () => resolve()))
  })
  for (let round = 0; round < 10; round += 1) {
    const { id: name, body } = someObject(20_000)
    assert.equal(
      (await vault.ask(`/acme/data/${name}`, { method: 'POST', client: 'writer', body })).status,
      200,
    )
    const got = await vault.ask(`/acme/data/${name}`, { client: 'auditor' })
    assert.ok(got.body.equals(body))
  }
  await Promise.all(ended)
  await untilNothingIsLeft()
  verifyDisk()
})

test('whatever bytes come through the door, it answers with a refusal or closes, and stores nothing but whole objects', async () => {
  const { id: name, body } = someObject(300)
  const requests = [
    request(`POST /acme/data/${name}`, `Content-Length: ${body.length}\r\nConnection: close\r\n`, body),
    request(
      `POST /acme/snapshots/${name}`,
      `Content-Length: ${body.length}\r\nExpect: 100-continue\r\n`,
      body,
    ),
    request(`GET /acme/data/${kept.id}`, 'Range: bytes=5-9\r\nConnection: close\r\n'),
    request('GET /acme/index/', 'Accept: application/vnd.x.restic.rest.v2\r\nConnection: close\r\n'),
    request(`DELETE /acme/data/${kept.id}`, 'Connection: close\r\n'),
    request('POST /acme/?create=true', 'Content-Length: 0\r\nConnection: close\r\n'),
    request('GET /acme/.vault/journal?from=3', 'Connection: close\r\n'),
  ]
  await fc.assert(
    fc.asyncProperty(hostileBytes(requests), async (bytes) => {
      for (const status of await statuses(bytes))
        assert.ok([100, 200, 206].includes(status) || (status >= 400 && status < 500), `${status}`)
    }),
    { numRuns: Math.ceil(fuzzRuns / 6) },
  )
  await untilNothingIsLeft()
  verifyDisk()
  const got = await vault.ask(`/acme/data/${kept.id}`, { client: 'auditor' })
  assert.ok(got.body.equals(kept.body))
})
