import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'

import { smtpMessenger, webhookMessenger } from './index.ts'

/** A mail server that speaks just enough SMTP; `refuse` turns every recipient away. */
async function mailServer({ refuse = false } = {}) {
  const mails: { to: string[]; body: string }[] = []
  const server = createServer((socket) => {
    let mail = { to: [] as string[], body: '' }
    let isBody = false
    let rest = ''
    socket.write('220 test\r\n')
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      rest += bytes.toString()
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (isBody && line !== '.') mail.body += `${line}\n`
        else if (isBody) {
          mails.push(mail)
          mail = { to: [], body: '' }
          isBody = false
          socket.write('250 ok\r\n')
        } else if (/^DATA/i.test(line)) {
          isBody = true
          socket.write('354 go\r\n')
        } else if (/^RCPT/i.test(line)) {
          mail.to.push(/<(.*)>/.exec(line)?.[1] ?? '')
          socket.write(refuse ? '550 5.1.1 nobody\r\n' : '250 ok\r\n')
        } else socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n')
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    mails,
    url: `smtp://user:secret-word@127.0.0.1:${port}`,
    plain: `smtp://127.0.0.1:${port}`,
    [Symbol.dispose]: () => void server.close(),
  }
}

test('a mail reaches exactly the address that was given, with its umlauts', async () => {
  using server = await mailServer()
  const send = smtpMessenger({ url: server.plain, from: 'alarm@elsewhere.example' })
  await send({ to: 'lea@private.example', subject: '[ÜBUNG] Alarm', text: 'Sie werden gebraucht.\n' })
  assert.equal(server.mails.length, 1)
  assert.deepEqual(server.mails[0]?.to, ['lea@private.example'])
  assert.match(server.mails[0]?.body ?? '', /Subject: =\?UTF-8\?/)
  assert.match(server.mails[0]?.body ?? '', /Sie werden gebraucht/)
})

test('a refused mail, a server that is not there: said in words, without address or password', async () => {
  using server = await mailServer({ refuse: true })
  const from = 'alarm@elsewhere.example'
  for (const url of [server.plain, server.url, 'smtp://user:secret-word@127.0.0.1:1']) {
    const send = smtpMessenger({ url, from })
    await assert.rejects(send({ to: 'lea@private.example', subject: 'x', text: 'x' }), (error: Error) => {
      assert.doesNotMatch(error.message, /lea|secret-word/)
      assert.match(error.message, /^[A-Z]+( \d{3})?$/)
      return true
    })
  }
})

test('a webhook gets the message as JSON; a redirect is not followed', async () => {
  const bodies: string[] = []
  const server = createHttpServer((request, response) => {
    if (request.url === '/away') return void response.writeHead(307, { location: '/hook' }).end()
    let body = ''
    request.on('data', (bytes: Buffer) => void (body += bytes.toString()))
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(request.url === '/hook' ? 204 : 500).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await webhookMessenger({ to: `${base}/hook`, subject: 's', text: 't' })
  assert.deepEqual(JSON.parse(bodies[0] ?? ''), { subject: 's', text: 't' })
  await assert.rejects(webhookMessenger({ to: `${base}/away`, subject: 's', text: 't' }), /not reached/)
  await assert.rejects(webhookMessenger({ to: `${base}/broken`, subject: 's', text: 't' }), /answered 500/)
  assert.equal(bodies.length, 2)
  server.close()
})

test('settings with which a mail could leave this machine in clear are refused, in words without the address', () => {
  const from = 'alarm@elsewhere.example'
  const bad: readonly (readonly [string, string | undefined])[] = [
    ['smtp://user:secret-word@relay.example', 'none'],
    ['smtp://relay.example', 'perhaps'],
    ['smtp://relay.example?ignoreTLS=true', undefined],
    ['smtp://relay.example?tls.rejectUnauthorized=false', undefined],
    ['smtps://relay.example', 'none'],
    ['smtps://relay.example', 'starttls'],
    ['http://relay.example', undefined],
    ['relay.example', undefined],
    ['smtp://localhost.relay.example', 'none'],
    ['smtp://127.0.0.1.relay.example', 'none'],
  ]
  for (const [url, tls] of bad) {
    assert.throws(
      () => smtpMessenger({ url, from, tls }),
      (error: Error) => {
        assert.doesNotMatch(error.message, /relay|secret-word/)
        return (error as { code?: string }).code === 'input-invalid'
      },
    )
  }
  for (const [url, tls] of [
    ['smtp://relay.example', undefined],
    ['smtp://relay.example:25', 'starttls'],
    ['smtp://relay.example:465', 'implicit'],
    ['smtps://u:p%40x@relay.example', undefined],
    ['smtp://[::1]:2525', undefined],
  ] as const) {
    assert.doesNotThrow(() => smtpMessenger({ url, from, tls }), url)
  }
})
