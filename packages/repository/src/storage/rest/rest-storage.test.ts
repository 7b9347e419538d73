import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'

import type { RepositoryError } from '../../error.ts'
import { refusal } from '../../small-repository.fixture.ts'
import { file } from '../conformance.fixture.ts'
import { answering, deserted, speaking } from '../http/hostile-server.fixture.ts'
import type { RetryNotice } from '../remote/retry.ts'
import { secret } from '../secret.ts'
import { impatientRest, patience } from './impatient-rest.fixture.ts'
import { restStorage } from './rest-storage.ts'

const { id, bytes } = file(1_000)

test('a fault that passes is waited out, and whoever watches hears of it', async (t) => {
  const { url, seen } = await answering(t, (request, response, count) => {
    request.resume()
    if (count < 6) response.writeHead(503).end('busy')
    else response.end(bytes)
  })
  const notices: RetryNotice[] = []
  const storage = impatientRest(t, url, { onRetry: (notice) => notices.push(notice) })
  assert.deepEqual(await storage.read('data', id), bytes)
  assert.equal(seen.length, 6)
  assert.deepEqual(
    notices.map(({ attempt }) => attempt),
    [1, 2, 3, 4, 5],
  )
  assert.match(notices[0]?.message ?? '', /answers 503 .*busy/)
  assert.ok(notices.every(({ waitMs }) => waitMs <= 4))
})

test('patience ends, and the last reason is told', async (t) => {
  const { url, seen } = await answering(t, (_, response) =>
    response.writeHead(500).end('<b>\u0007disk on fire\n'),
  )
  await assert.rejects(impatientRest(t, url).read('data', id), (error) => {
    refusal('read-failed', /500 .*<b> disk on fire.*Tried 10 times/)(error)
    return (error as RepositoryError).retry === 'later'
  })
  assert.equal(seen.length, 10)
})

test('what is final is asked once', async (t) => {
  for (const [status, code, message] of [
    [400, 'read-failed', /400/],
    [401, 'access-denied', /name or the password/],
    [403, 'access-denied', /does not allow to read/],
    [404, 'missing-object', /does not exist/],
    [405, 'unsupported', /405/],
    [301, 'read-failed', /sends us elsewhere \(301 to evil\.example\)/],
    [307, 'read-failed', /sends us elsewhere/],
    [507, 'no-space', /No space/],
    [204, 'read-failed', /204/],
  ] as const) {
    const { url, seen } = await answering(t, (_, response) =>
      response.writeHead(status, { location: 'https://user:secret@evil.example/steal' }).end(),
    )
    await assert.rejects(impatientRest(t, url).read('data', id), refusal(code, message))
    assert.equal(seen.length, 1, String(status))
  }
})

test('the server says when to come back, and is obeyed within reason', async (t) => {
  const waits: number[] = []
  const { url } = await answering(t, (_, response, count) => {
    if (count === 1) response.writeHead(429, { 'retry-after': '0' }).end()
    else if (count === 2) response.writeHead(503, { 'retry-after': new Date(0).toUTCString() }).end()
    else response.writeHead(503, { 'retry-after': '86400' }).end()
  })
  const storage = impatientRest(t, url, { onRetry: ({ waitMs }) => waits.push(waitMs) })
  await assert.rejects(storage.read('data', id), refusal('read-failed', /come back in 86400 s/))
  assert.deepEqual(waits, [1, 1])
})

test('a wrong address is noticed after three tries', async (t) => {
  const notices: RetryNotice[] = []
  const storage = impatientRest(t, await deserted(), { onRetry: (notice) => notices.push(notice) })
  await assert.rejects(
    storage.stat('config', 'config'),
    refusal('unreachable', /nothing listens there.*Tried 3 times/),
  )
  assert.equal(notices.length, 2)
  const nowhere = impatientRest(t, 'http://does-not-exist.invalid/')
  await assert.rejects(nowhere.stat('config', 'config'), refusal('unreachable', /does not resolve/))
})

test('a server that is no HTTP server is named as such', async (t) => {
  const { url } = await speaking(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'))
  await assert.rejects(impatientRest(t, url).read('data', id), refusal('read-failed', /not HTTP/))
  await assert.rejects(
    impatientRest(t, url.replace('http:', 'https:')).read('data', id),
    refusal('unreachable', /does not speak TLS/),
  )
})

test('a connection that breaks in the middle of a file is taken up again', async (t) => {
  const { url, seen } = await answering(t, (_, response, count) => {
    response.writeHead(200, { 'content-length': 1_000 })
    if (count < 4) response.write(bytes.subarray(0, count * 100), () => response.destroy())
    else response.end(bytes)
  })
  assert.deepEqual(await impatientRest(t, url).read('data', id), bytes)
  assert.equal(seen.length, 4)
})

test('a body that always ends early is never returned', async (t) => {
  for (const range of [undefined, { offset: 0, length: 1_000 }]) {
    const { url } = await speaking(t, (socket) => {
      socket.once('data', () => socket.end(`HTTP/1.0 200 OK\r\n\r\n${'x'.repeat(400)}`))
    })
    const read = impatientRest(t, url).read('data', id, range)
    await assert.rejects(
      read,
      range === undefined ? refusal('damaged') : refusal('unreachable', /400 of 1000 bytes/),
    )
    const { url: lying } = await answering(t, (_, response) => {
      response.writeHead(200, { 'content-length': 1_000 })
      response.write('x'.repeat(400), () => response.destroy())
    })
    await assert.rejects(
      impatientRest(t, lying).read('data', id, range),
      refusal('unreachable', /in the middle of an answer|400 of 1000/),
    )
  }
})

test('a body longer than it says harms nobody', async (t) => {
  const { url } = await speaking(t, (socket) => {
    socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n`)
      socket.write(Buffer.concat([bytes, Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx')]))
    })
  })
  const storage = impatientRest(t, url)
  for (let i = 0; i < 3; i += 1) assert.deepEqual(await storage.read('data', id), bytes)
})

test('a server that drips or falls silent is given up', async (t) => {
  const drip = (socket: NodeJS.WritableStream): void => {
    const timer = setInterval(() => socket.write('x'), 20)
    t.after(() => clearInterval(timer))
  }
  const servers = [
    await answering(t, () => undefined),
    await answering(t, (_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 })
      drip(response)
    }),
    await speaking(t, (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-endless: ')
      drip(socket)
    }),
  ]
  for (const { url } of servers) {
    const storage = impatientRest(t, url, {
      silenceMs: 150,
      patience: { ...patience, attempts: 2, attemptsBeforeContact: 2 },
    })
    await assert.rejects(storage.read('data', id), refusal('unreachable', /nearly nothing/))
  }
})

test('a server that ignores ranges is read past what was not asked for', async (t) => {
  const { url } = await answering(t, (_, response) => response.end(bytes))
  const storage = impatientRest(t, url)
  assert.deepEqual(await storage.read('data', id, { offset: 600, length: 300 }), bytes.subarray(600, 900))
  await assert.rejects(storage.read('data', id, { offset: 600, length: 401 }), refusal('damaged'))
})

test('a range with status 200 is believed by its header', async (t) => {
  const { url } = await answering(t, (_, response) =>
    response.writeHead(200, { 'content-range': 'bytes 600-899/1000' }).end(bytes.subarray(600, 900)),
  )
  const part = await impatientRest(t, url).read('data', id, { offset: 600, length: 300 })
  assert.deepEqual(part, bytes.subarray(600, 900))
})

test('another range than asked for is refused', async (t) => {
  for (const [range, code] of [
    ['bytes 0-99/1000', 'read-failed'],
    ['bytes 100-299/1000', 'read-failed'],
    ['bytes 100-150/1000', 'damaged'],
    ['lines 1-2', 'read-failed'],
    ['', 'read-failed'],
  ] as const) {
    const { url } = await answering(t, (_, response) =>
      response.writeHead(206, { 'content-range': range }).end(bytes),
    )
    await assert.rejects(
      impatientRest(t, url).read('data', id, { offset: 100, length: 100 }),
      refusal(code),
      range,
    )
  }
})

test('bytes that do not fit the name are read again, and never returned', async (t) => {
  const passing = await answering(t, (_, response, count) =>
    response.end(count === 1 ? randomBytes(1_000) : bytes),
  )
  assert.deepEqual(await impatientRest(t, passing.url).read('data', id), bytes)
  const stored = await answering(t, (_, response) => response.end('always the same'))
  await assert.rejects(
    impatientRest(t, stored.url).read('index', id),
    refusal('damaged', /does not fit the name/),
  )
  assert.equal(stored.seen.length, 2)
  const changing = await answering(t, (_, response) => response.end(randomBytes(9)))
  await assert.rejects(
    impatientRest(t, changing.url).read('index', id),
    refusal('damaged', /differently each time/),
  )
})

test('a promise of 4 GiB allocates nothing', async (t) => {
  const { url } = await answering(t, (_, response) => {
    response.writeHead(206, {
      'content-range': 'bytes 0-4294967294/9999999999',
      'content-length': 4_294_967_295,
    })
    response.write('x', () => response.destroy())
  })
  const before = process.memoryUsage().arrayBuffers
  const storage = impatientRest(t, url, { patience: { ...patience, attempts: 2 } })
  await assert.rejects(storage.read('data', id, { offset: 0, length: 4_294_967_295 }), refusal('unreachable'))
  assert.ok(process.memoryUsage().arrayBuffers - before < 50_000_000)
})

test('the credentials go to the server and nowhere else', async (t) => {
  const { url, seen } = await answering(t, (_, response, count) =>
    response.writeHead(count === 1 ? 404 : count === 2 ? 500 : 401).end('no'),
  )
  const storage = restStorage({ url, user: 'büro', password: secret('pass:wört') }, { patience })
  assert.equal(await storage.stat('config', 'config'), undefined)
  assert.equal(
    Buffer.from(String(seen[0]?.headers.authorization).slice(6), 'base64').toString(),
    'büro:pass:wört',
  )
  await assert.rejects(storage.read('data', id), (error) => {
    refusal('access-denied')(error)
    const all =
      inspect(error, { depth: 10, showHidden: true }) + JSON.stringify((error as RepositoryError).context)
    assert.doesNotMatch(all, /pass:w|cGFzcz|b\u00fcro/)
    return !all.includes(String(seen[0]?.headers.authorization).slice(6))
  })
  assert.doesNotMatch(
    inspect({ storage, secret: secret('hidden') }, { depth: 9 }) + JSON.stringify(secret('hidden')),
    /hidden|wört/,
  )
})

test('at most five requests are under way, and one that waits holds up nobody', async (t) => {
  let underway = 0
  let most = 0
  const { url } = await answering(t, (_, response) => {
    underway += 1
    most = Math.max(most, underway)
    setTimeout(() => {
      underway -= 1
      response.end(bytes)
    }, 5)
  })
  const storage = impatientRest(t, url)
  await Promise.all(Array.from({ length: 40 }, () => storage.read('data', id)))
  assert.equal(most, 5)
})

test('a stop ends the waiting too', async (t) => {
  const { url } = await answering(t, (_, response) => response.writeHead(503).end())
  const stop = new AbortController()
  const storage = impatientRest(t, url, {
    signal: stop.signal,
    patience: { firstMs: 1e9, longestMs: 1e9 },
    onRetry: () => stop.abort(new Error('the person had enough')),
  })
  await assert.rejects(storage.read('data', id), refusal('aborted'))
})
