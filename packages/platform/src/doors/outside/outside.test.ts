import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { allRoutes, type OutsideRoutes } from './index.ts'
import { openTestOutside } from './outside.fixture.ts'
import { readForm } from './read-form.ts'

const echo: OutsideRoutes = (app) => {
  app.post('/echo', async (c) => c.text((await readForm(c)).get('text') ?? ''))
  app.get('/broken/:token', () => {
    throw new Error('secret inside')
  })
}
const outside = await openTestOutside({
  routes: [...allRoutes, echo],
  siteUrl: new URL('https://status.example.org'),
})
after(() => outside[Symbol.asyncDispose]())

test('a page in both languages: by link, by the wish of the browser; no cookie, no script, no referrer', async () => {
  const german = await outside.get('/?lang=de', { 'Accept-Language': 'en' })
  const text = await german.text()
  assert.match(text, /<html lang="de">[^]*Beispiel Hosting AG[^]*href="tel:\+4930/)
  assert.match(text, /href="\/\?lang=en" lang="en"/)
  assert.match(text, /href="https:\/\/status\.example\.org\/"/)
  assert.match(await (await outside.get('/', { 'Accept-Language': 'de-AT' })).text(), /<html lang="de">/)
  assert.match(await (await outside.get('/', { 'Accept-Language': 'fr' })).text(), /<html lang="en">/)
  const { headers } = german
  assert.match(
    headers.get('Content-Security-Policy') ?? '',
    /^default-src 'none'; style-src 'sha256-[^']+'; .*form-action 'self'/,
  )
  assert.equal(headers.get('Referrer-Policy'), 'no-referrer')
  assert.equal(headers.get('Cache-Control'), 'no-store')
  assert.equal(headers.get('Set-Cookie'), null)
  assert.doesNotMatch(text, /<script/)
})

test('an address that does not exist, a failure inside: a page says what to do and nothing of the inside', async () => {
  const missing = await outside.get('/nowhere/token?lang=en')
  assert.equal(missing.status, 404)
  assert.match(await missing.text(), /There is no such page/)
  const broken = await outside.get('/broken/a-secret-token?lang=en')
  assert.equal(broken.status, 500)
  assert.doesNotMatch(await broken.text(), /secret inside/)
  const line = outside.lines.find(({ status }) => status === 500)
  assert.equal(line?.['outside'], '/broken/:token')
  assert.doesNotMatch(JSON.stringify(outside.lines), /a-secret-token/)
})

test('forms in both encodings are read; what is no form and what is too large is refused', async () => {
  assert.equal(await (await outside.post('/echo', { text: 'Grüße & <b>' })).text(), 'Grüße & <b>')
  const form = new FormData()
  form.set('text', 'viele Teile')
  form.set('file', new Blob(['not read']))
  const multipart = await fetch(`${outside.url}/echo`, { method: 'POST', body: form })
  assert.equal(await multipart.text(), 'viele Teile')
  const json = await fetch(`${outside.url}/echo`, {
    method: 'POST',
    body: '{}',
    headers: { 'Content-Type': 'application/json' },
  })
  assert.equal(json.status, 400)
  assert.equal((await outside.post('/echo', { text: 'a'.repeat(128 * 1024) })).status, 413)
})

test('a body of 50 MB without a length is cut off, not taken in', async () => {
  const before = process.memoryUsage().rss
  const outcome = await new Promise<number | string>((resolve) => {
    const sending = request(`${outside.url}/echo`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Transfer-Encoding': 'chunked' },
    })
    sending.on('response', (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sending.on('error', ({ message }) => resolve(message))
    const chunk = Buffer.alloc(64 * 1024, 'a')
    const write = (left: number): void => {
      if (left === 0) return void sending.end()
      sending.write(chunk, () => write(left - 1))
    }
    write(800)
  })
  assert.ok(outcome === 413 || typeof outcome === 'string', String(outcome))
  assert.ok(process.memoryUsage().rss - before < 60_000_000)
  assert.equal((await outside.get('/health')).status, 200)
})

test('another name than its own is not answered: no link of ours is made from what a caller says', async () => {
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const asking = request(`${outside.url}/`, { headers: { Host: 'evil.example' } }, (given) => {
      given.resume()
      resolve(given.statusCode)
    })
    asking.on('error', reject)
    asking.end()
  })
  assert.equal(answer, 421)
})

test('one address floods: it waits, the others get through; IPv6 counts by network', async () => {
  await using proxied = await openTestOutside({
    publicUrl: new URL('https://contact.example.org'),
    perMinute: 20,
  })
  const ask = (address: string) => proxied.get('/', { 'X-Forwarded-For': `198.51.100.1, ${address}` })
  for (let count = 0; count < 20; count += 1) assert.equal((await ask('192.0.2.1')).status, 200)
  const refused = await ask('192.0.2.1')
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('Retry-After')) >= 1)
  assert.match(await refused.text(), /role="alert"/)
  assert.equal((await ask('192.0.2.2')).status, 200)
  for (let count = 0; count < 20; count += 1) assert.equal((await ask(`2001:db8::${count}`)).status, 200)
  assert.equal((await ask('2001:db8::ffff')).status, 429)
  assert.equal((await ask('2001:db8:0:1::1')).status, 200)
  assert.match((await ask('192.0.2.3')).headers.get('Strict-Transport-Security') ?? '', /max-age/)
})

test(
  'two hundred senders of one byte at a time do not keep the others out',
  { timeout: 60_000 },
  async () => {
    const { hostname, port } = new URL(outside.url)
    const slow = Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined)
      socket.resume()
      socket.write('POST /echo HTTP/1.1\r\nHost: x\r\n')
      return socket
    })
    await sleep(300)
    const startedAt = performance.now()
    assert.equal((await outside.get('/')).status, 200)
    assert.ok(performance.now() - startedAt < 2000)
    await Promise.all(slow.filter((socket) => !socket.closed).map((socket) => once(socket, 'close')))
  },
)

test('a POST without a body, and one in pieces, as mail programs and curl send them; too many pieces are refused', async () => {
  const answered = async (head: string, pieces: readonly string[]): Promise<string> => {
    const socket = connect(outside.server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST /nothing HTTP/1.1\r\nHost: 127.0.0.1:${outside.server.port}\r\nConnection: close\r\n${head}\r\n`,
    )
    for (const piece of pieces) socket.write(`${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`)
    if (pieces.length > 0) socket.write('0\r\n\r\n')
    let said = ''
    for await (const part of socket) said += String(part)
    return said.split('\r\n', 1)[0] ?? ''
  }
  assert.match(await answered('', []), / 404 /)
  const inPieces = 'Transfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n'
  assert.match(await answered(inPieces, ['List-Unsubscribe=', 'One-Click']), / 404 /)
  assert.match(
    await answered(
      inPieces,
      Array.from({ length: 5 }, () => 'x'.repeat(40_000)),
    ),
    / 413 /,
  )
})
