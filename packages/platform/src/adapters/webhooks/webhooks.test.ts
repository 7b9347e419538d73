import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net'
import { after, test } from 'node:test'

import { postOnce, type PostOptions } from './index.ts'
import { isPublicAddress } from './public-address.ts'

const open: Server[] = []
after(() => {
  for (const server of open) server.close()
})

async function listening(server: Server, host = '127.0.0.1', port = 0): Promise<number> {
  open.push(server)
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const receiver = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer)
  server.on('connection', (socket) => socket.on('error', () => undefined))
  return `http://127.0.0.1:${await listening(server)}/hook`
}

const post = (url: string, more: Partial<PostOptions> = {}) =>
  postOnce({ url, headers: { 'webhook-id': 'msg_1' }, body: '{"ü":1}', isLoopback: true, ...more })

test('a message arrives whole, with its headers', async () => {
  let seen: unknown
  const url = await receiver((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      seen = [request.method, request.headers['webhook-id'], Buffer.concat(parts).toString()]
      response.writeHead(204).end()
    })
  })
  assert.deepEqual(await post(url), { status: 204 })
  assert.deepEqual(seen, ['POST', 'msg_1', '{"ü":1}'])
})

test('what is no place on the public internet is none, however it is written', () => {
  for (const address of [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::',
    '100::1',
    '3fff::1',
    'x',
    '',
  ]) {
    assert.equal(isPublicAddress(address), false, address)
  }
  for (const address of [
    '1.1.1.1',
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ]) {
    assert.equal(isPublicAddress(address), true, address)
  }
})

test('an address that names a private place in any spelling is never connected to', async () => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '0.0.0.0',
    '169.254.169.254',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '10.0.0.1',
  ]) {
    const attempt = await post(`https://${host}/latest/meta-data/`, { isLoopback: false })
    assert.deepEqual(attempt, { failure: 'address-refused' }, host)
  }
  // A name is as good as its worst address.
  const resolve = (): Promise<string[]> => Promise.resolve(['93.184.215.14', '10.0.0.1'])
  assert.deepEqual(await post('https://two.example/', { isLoopback: false, resolve }), {
    failure: 'address-refused',
  })
  assert.deepEqual(await post('http://plain.example/', { isLoopback: false, resolve }), {
    failure: 'bad-address',
  })
  assert.deepEqual(await post('https://localhost/', { isLoopback: false }), { failure: 'address-refused' })
  const nobody = (): Promise<string[]> => Promise.reject(new Error('no such name'))
  assert.deepEqual(await post('https://nobody.example/', { isLoopback: false, resolve: nobody }), {
    failure: 'unknown-name',
  })
})

test('DNS rebinding: the connection goes to the address that was checked, whatever the name says a moment later', async () => {
  let reached = ''
  const answer =
    (who: string): RequestListener =>
    (request, response) => {
      reached += `${who} ${request.headers.host ?? ''};`
      response.end()
    }
  const port = await listening(createServer(answer('public')), '127.0.0.2')
  await listening(createServer(answer('inside')), '127.0.0.3', port)
  let asked = 0
  const attempt = await post(`http://rebind.example:${port}/`, {
    resolve: () => Promise.resolve([(asked += 1) === 1 ? '127.0.0.2' : '127.0.0.3']),
    isAllowed: (address) => address === '127.0.0.2',
  })
  assert.deepEqual(attempt, { status: 200 })
  assert.equal(asked, 1, 'the name is asked for once')
  assert.equal(reached, `public rebind.example:${port};`)
  const refused = await post(`http://rebind.example:${port}/`, {
    resolve: () => Promise.resolve(['127.0.0.3']),
    isAllowed: (address) => address === '127.0.0.2',
  })
  assert.deepEqual(refused, { failure: 'address-refused' })
  assert.equal(reached.includes('inside'), false)
})

test('a redirect is an answer and is not followed', async () => {
  let second = 0
  const inside = await receiver((_request, response) => {
    second += 1
    response.end()
  })
  const url = await receiver((_request, response) => void response.writeHead(307, { location: inside }).end())
  assert.deepEqual(await post(url), { status: 307 })
  assert.equal(second, 0)
})

test('hostile receivers: endless, silent, dripping, huge head, nonsense, gone; each ends in bounded time and memory', async () => {
  let written = 0
  const endless = await receiver((_request, response) => {
    response.writeHead(200)
    const flood = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536
      if (!response.destroyed) response.once('drain', flood)
    }
    flood()
  })
  assert.deepEqual(await post(endless), { status: 200 })
  assert.ok(written < 20_000_000, `${written} bytes were taken`)

  const silent = await receiver(() => undefined)
  const startedAt = performance.now()
  assert.deepEqual(await post(silent, { timeoutMs: 300 }), { failure: 'timeout' })
  assert.ok(performance.now() - startedAt < 2_000)

  const raw = async (say: (write: (text: string) => void) => void): Promise<string> => {
    const server = createSocketServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => say((text) => void (socket.destroyed || socket.write(text))))
    })
    return `http://127.0.0.1:${await listening(server)}/`
  }
  const dripping = await raw((write) => {
    write('HTTP/1.1 200 OK\r\n')
    setInterval(() => write('x: y\r\n'), 20).unref()
  })
  assert.deepEqual(await post(dripping, { timeoutMs: 300 }), { failure: 'timeout' })
  const continuing = await raw((write) => {
    setInterval(() => write('HTTP/1.1 100 Continue\r\n\r\n'), 20).unref()
  })
  assert.deepEqual(await post(continuing, { timeoutMs: 300 }), { failure: 'timeout' })
  const huge = await raw((write) => write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1e6)}\r\n\r\n`))
  assert.deepEqual(await post(huge), { failure: 'no-http' })
  assert.deepEqual(await post(await raw((write) => write('220 mail.example ESMTP\r\n'))), {
    failure: 'no-http',
  })
  const never = (): Promise<string[]> => new Promise(() => undefined)
  assert.deepEqual(await post('http://slow-name.example/', { resolve: never, timeoutMs: 200 }), {
    failure: 'timeout',
  })
  const gone = await receiver((request) => request.socket.destroy())
  assert.deepEqual(await post(gone), { failure: 'broken-off' })
  assert.deepEqual(await post('http://127.0.0.1:1/'), { failure: 'not-reached' })
})
