import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { postOnce } from '../../packages/platform/src/adapters/webhooks/index.ts'
import { needProgram } from '../debian.ts'
import { openCliDesk } from './desk-on-cli.ts'

const skip = needProgram('openssl', 'openssl')
const desk = await openCliDesk({ exercise: true })
const { cli } = desk
const servers: Server[] = []
after(async () => {
  for (const server of servers) server.close()
  await desk[Symbol.asyncDispose]()
})
const of = ['--case', 'night-1']

interface Got {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver that answers what it is told to, and keeps what it got. */
async function receiver(statuses: number[] = [], headers: Record<string, string> = {}) {
  const got: Got[] = []
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
      response.writeHead(statuses.shift() ?? 204, headers).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path` }
}

async function add(
  url: string,
  ...more: string[]
): Promise<{ id: string; publicKey: string; tellsNothing: boolean }> {
  cli.pipe(`${url}\n`)
  return cli.json(['webhook', 'add', ...of, ...more])
}

interface Listed {
  readonly endpoints: { id: string; stage: string; stageWhy?: string; queue: Record<string, unknown> }[]
  readonly keys: { scope: string; publicKey: string }[]
}
const list = (): Promise<Listed> => cli.json(['webhook', 'list', ...of])

const send = (exitCode = 0): Promise<{ webhooks: Record<string, number> }> =>
  cli.json(
    ['subscription', 'send', '--estate', desk.estate, '--site', 'https://status.example.org'],
    exitCode,
  )

/** As a receiver would do it who has openssl, a public key and nothing of ours. */
function opensslVerifies({ headers, body }: Got, publicKey: string): boolean {
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(publicKey.replace('whpk_', ''), 'base64'),
  ])
  writeFileSync(cli.at('key.der'), der)
  writeFileSync(
    cli.at('content'),
    `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`,
  )
  return String(headers['webhook-signature'])
    .split(' ')
    .some((signature) => {
      writeFileSync(cli.at('signature'), Buffer.from(signature.replace('v1a,', ''), 'base64'))
      const args = ['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', cli.at('key.der'), '-rawin']
      try {
        execFileSync('openssl', [...args, '-in', cli.at('content'), '-sigfile', cli.at('signature')], {
          stdio: 'pipe',
        })
        return true
      } catch {
        return false
      }
    })
}

test(
  'what is published reaches a program once, signed; openssl verifies it; a key change signs with both',
  { skip },
  async () => {
    const { got, url } = await receiver()
    const added = await add(url, '--loopback')
    assert.match(added.publicKey, /^whpk_/)
    const tried = await cli.json<{ isDelivered: boolean }>(['webhook', 'test', ...of, '--id', added.id])
    assert.equal(tried.isDelivered, true)
    assert.equal((JSON.parse(got[0]?.body ?? '') as { type: string }).type, 'webhook.test')

    await desk.publish('first', 'Wir arbeiten an der Störung.', 'We are working on the disruption.')
    assert.equal((await send()).webhooks['delivered'], 1)
    assert.deepEqual((await send()).webhooks, { queued: 0, delivered: 0, failed: 0, withheld: 0, stopped: 0 })
    const update = got[1]
    assert.ok(update)
    const body = JSON.parse(update.body) as {
      type: string
      data: { number: number; url: string; exercise: boolean }
    }
    assert.deepEqual(
      [body.type, body.data.number, body.data.exercise, body.data.url],
      ['update.published', 1, true, 'https://status.example.org/meldungen/1.html'],
    )
    assert.equal(opensslVerifies(update, added.publicKey), true)
    assert.equal(
      opensslVerifies({ ...update, body: update.body.replace('"number":1', '"number":2') }, added.publicKey),
      false,
    )

    const rotated = await cli.json<{ publicKey: string }>(['webhook', 'rotate', ...of, '--reason', 'yearly'])
    await desk.publish('second', 'Falsch war das Wort Störung.', 'The word disruption was wrong.')
    await send()
    const second = got[2]
    assert.ok(second)
    for (const key of [added.publicKey, rotated.publicKey]) assert.equal(opensslVerifies(second, key), true)
    const stolen = ['webhook', 'rotate', ...of, '--reason', 'stolen', '--overlap-hours', '0']
    const newest = await cli.json<{ publicKey: string }>(stolen)
    await desk.publish('third', 'Es geht weiter.', 'It goes on.')
    await send()
    const third = got[3]
    assert.ok(third)
    assert.equal(opensslVerifies(third, newest.publicKey), true)
    for (const key of [added.publicKey, rotated.publicKey]) assert.equal(opensslVerifies(third, key), false)
  },
)

test('no address is shown or logged; a tenant has a key of its own', async () => {
  const { url } = await receiver()
  const own = await add(url, '--loopback', '--tenant', 'nordwind')
  const listed = await cli.run('webhook', 'list', ...of)
  assert.doesNotMatch(listed.stdout, /secret-path/)
  const { keys } = await cli.json<{ keys: { scope: string; publicKey: string }[] }>([
    'webhook',
    'list',
    ...of,
  ])
  assert.equal(keys.find(({ scope }) => scope === 'tenant/nordwind')?.publicKey, own.publicKey)
  assert.equal(keys.filter(({ publicKey }) => publicKey === own.publicKey).length, 1)
  await cli.run('evidence', 'export', ...of, '--to', cli.at('bundle'))
  const log = readFileSync(cli.at('bundle', 'entries.ndjson'), 'utf8')
  assert.match(log, /webhook\.added/)
  assert.doesNotMatch(log, /secret-path|127\.0\.0\.1/)
  await cli.json(['webhook', 'remove', ...of, '--id', own.id, '--reason', 'end'])
})

test('a failure is tried again with the same id; 410 ends it until a person says otherwise', async () => {
  for (const one of (await list()).endpoints) {
    await cli.json(['webhook', 'remove', ...of, '--id', one.id, '--reason', 'end'])
  }
  const { got, url } = await receiver([503, 204, 410], { 'retry-after': '0' })
  const { id } = await add(url, '--loopback')
  await desk.publish('fourth', 'Viertens.', 'Fourth.')
  const first = await send()
  assert.equal(first.webhooks['failed'], 1)
  await new Promise((resolve) => setTimeout(resolve, 6_000))
  assert.equal((await send()).webhooks['delivered'], 1)
  assert.equal(got[0]?.headers['webhook-id'], got[1]?.headers['webhook-id'])
  assert.equal(got[0]?.body, got[1]?.body)

  await desk.publish('fifth', 'Fünftens.', 'Fifth.')
  assert.equal((await send()).webhooks['stopped'], 1)
  await desk.publish('sixth', 'Sechstens.', 'Sixth.')
  await send()
  assert.equal(got.length, 3)
  const { endpoints } = await list()
  assert.equal(endpoints.find((one) => one.id === id)?.stageWhy, 'answered 410')
  await cli.json(['webhook', 'release', ...of, '--id', id, '--reason', 'asked'])
  const again = await cli.run('webhook', 'release', ...of, '--id', id, '--reason', 'asked')
  assert.match(again.stderr, /neither paused, held nor disabled/)
})

test('an exercise reaches no real address, however it got into the table', async () => {
  const quiet = await add('https://hooks.example.org/x')
  assert.equal(quiet.tellsNothing, true)
  const tried = await cli.run('webhook', 'test', ...of, '--id', quiet.id)
  assert.equal(tried.exitCode, 1)
  await desk.publish('seventh', 'Siebtens.', 'Seventh.')
  assert.equal((await send()).webhooks['withheld'], 1)
  const { endpoints } = await list()
  const queue = endpoints.find(({ id }) => id === quiet.id)?.queue
  assert.deepEqual([queue?.['withheld'], queue?.['lastFailure']], [1, 'withheld'])
})

test('another webhook.key than the one that made the keys signs nothing until a person rotates', async () => {
  for (const one of (await list()).endpoints) {
    await cli.json(['webhook', 'remove', ...of, '--id', one.id, '--reason', 'end'])
  }
  const { got, url } = await receiver()
  const { id } = await add(url, '--loopback')
  rmSync(cli.at('home', 'webhook.key'))
  const tried = await cli.run('webhook', 'test', ...of, '--id', id)
  assert.match(tried.stderr, /No key .* fits webhook\.key/)
  assert.equal(got.length, 0)
  const rotated = await cli.json<{ publicKey: string }>([
    'webhook',
    'rotate',
    ...of,
    '--reason',
    'x',
    '--overlap-hours',
    '0',
  ])
  await cli.json(['webhook', 'test', ...of, '--id', id])
  const last = got.at(-1)
  assert.ok(last)
  assert.equal(opensslVerifies(last, rotated.publicKey), true)
})

test('a test says what its own program answered, whatever is wrong with another one', async () => {
  for (const one of (await list()).endpoints) {
    await cli.json(['webhook', 'remove', ...of, '--id', one.id, '--reason', 'end'])
  }
  const { got, url } = await receiver()
  const good = await add(url, '--loopback')
  const other = await add(url, '--loopback')
  await using database = await openDatabase({ home: cli.at('home') })
  // Sealed for another row: it cannot be opened, as with another home's key.
  await database.query(
    'update anlauf.webhook_endpoint set sealed = (select sealed from anlauf.webhook_endpoint where id = $1) where id = $2',
    [good.id, other.id],
  )
  const broken = await cli.run('webhook', 'test', ...of, '--id', other.id)
  assert.match(broken.stderr, /was sealed with another key/)
  const tried = await cli.json<{ isDelivered: boolean }>(['webhook', 'test', ...of, '--id', good.id])
  assert.deepEqual([tried.isDelivered, got.length], [true, 1])
  await cli.json(['webhook', 'remove', ...of, '--id', other.id, '--reason', 'end'])
})

test('bad input is said and adds nothing', async () => {
  for (const [url, says] of [
    ['http://hooks.example.org/', /https:\/\//],
    ['', /No address came/],
    ['x', /no web address/],
    ['https://a:b@hooks.example.org', /password/],
    ['https://hooks.example.org:25', /port 443/],
    ['https://10.0.0.5/hook', /own network/],
    ['https://[fd00::1]/hook', /own network/],
    ['https://169.254.169.254/', /own network/],
    ['https://0x7f.1/', /own network/],
  ] as const) {
    cli.pipe(url)
    const refused = await cli.run('webhook', 'add', ...of)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, says)
  }
  cli.pipe('https://hooks.example.org/')
  assert.match((await cli.run('webhook', 'add', ...of, '--tenant', 'nobody')).stderr, /no tenant/)
})

test('TLS: a certificate has to be valid for the name', { skip }, async () => {
  const [key, cert] = [cli.at('tls.key'), cli.at('tls.crt')]
  const subject = ['-subj', '/CN=hooks.example', '-addext', 'subjectAltName=DNS:hooks.example']
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...newKey, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  })
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
    response.writeHead(204).end(),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  const { port } = server.address() as AddressInfo
  const post = (host: string, ca?: string) =>
    postOnce({
      url: `https://${host}:${port}/`,
      headers: {},
      body: '{}',
      isLoopback: false,
      resolve: () => Promise.resolve(['127.0.0.1']),
      isAllowed: () => true,
      ...(ca !== undefined && { ca }),
    })
  const ca = readFileSync(cert, 'utf8')
  assert.deepEqual(await post('hooks.example', ca), { status: 204 })
  assert.deepEqual(await post('hooks.example'), { failure: 'certificate' })
  assert.deepEqual(await post('other.example', ca), { failure: 'certificate' })
})
