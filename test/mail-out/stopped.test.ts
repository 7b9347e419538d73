import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import {
  type HeldMails,
  mailReports,
  mailSender,
  mailSpool,
} from '../../packages/platform/src/adapters/mail-out/index.ts'
import { declareCase } from './declared-case.ts'
import { noticeMail, setupFor } from './one-notice.ts'
import { smtpDouble } from './smtp-double.ts'

/** A person sees a mistake while a notice goes out. */
const home = await mkdtemp(join(tmpdir(), 'anlauf-stopped-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})
await declareCase(database, 'real')
let minutes = 0
const start = Date.now()
const now = (): Date => new Date(start + minutes * 60_000)
beforeEach(async () => {
  minutes = 0
  await database.query('delete from anlauf.mail_out')
  await database.query('delete from anlauf.mail_hold')
})

const stateOf = async (key: string) => (await mailSpool(database).find([key]))[0]

test('what is held leaves only when a person lets it', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  await spool.add([noticeMail('a'), noticeMail('b'), noticeMail('c', { key: 'real:other:c:mail' })])
  assert.deepEqual(await spool.hold('real:l1:'), { held: 2, underway: 0, gone: 0 })
  const sender = mailSender(database, setupFor(server.port), { now })
  await sender.sendDue()
  minutes = 300
  await sender.sendDue()
  assert.deepEqual(
    server.mails.map(({ to }) => to),
    ['c@customer.example'],
  )
  assert.equal(await spool.letGo('real:l1:'), 2)
  assert.equal(await spool.letGo('real:l1:'), 0)
  await sender.sendDue()
  assert.equal(server.mails.length, 3)
})

test('in the middle of a queue nothing leaves after "hold" returned, and "resume" goes on where it stopped', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database)
  const mails = Array.from({ length: 400 }, (_, at) => noticeMail(`p${at}`, { key: `real:l1:t/p${at}:mail` }))
  await spool.add(mails.slice(0, 300))
  const stopping = Promise.withResolvers<HeldMails>()
  server.onMail = () => {
    if (server.mails.length === 60) spool.hold('real:l1:').then(stopping.resolve, stopping.reject)
    return '250 2.0.0 ok'
  }
  const sending = mailSender(database, setupFor(server.port, { connections: 8 })).sendDue()
  const { held, underway, gone } = await stopping.promise
  await sending
  assert.equal(held + underway + gone, 300)
  assert.ok(underway <= 8, `${underway} on the wire`)
  assert.equal(server.mails.length, gone + underway)
  // A command that was putting mails in meanwhile, or is started again.
  assert.deepEqual(await spool.add(mails), { added: 100, known: 300 })
  await mailSender(database, setupFor(server.port)).sendDue()
  assert.equal(server.mails.length, gone + underway)
  assert.equal(await spool.letGo('real:l1:'), held + 100)
  await mailSender(database, setupFor(server.port)).sendDue()
  const to = server.mails.map((mail) => mail.to)
  assert.equal(to.length, 400)
  assert.equal(new Set(to).size, 400)
})

test('"hold" reaches mails that are signed and wait for a relay that does not greet', async () => {
  const sockets: Socket[] = []
  let greet = (socket: Socket): void => void sockets.push(socket)
  const slow = createServer((socket) => (socket.on('error', () => undefined), greet(socket))).listen(
    0,
    '127.0.0.1',
  )
  await once(slow, 'listening')
  const spool = mailSpool(database)
  await spool.add([noticeMail('a'), noticeMail('b'), noticeMail('c')])
  const { port } = slow.address() as AddressInfo
  const sending = mailSender(database, setupFor(port)).sendDue()
  while (sockets.length < 3) await sleep(5)
  assert.deepEqual(await spool.hold('real:l1:'), { held: 3, underway: 0, gone: 0 })
  let said = ''
  greet = (socket): void => {
    socket.on('data', (bytes: Buffer) => ((said += bytes.toString()), socket.write('250 ok\r\n')))
    socket.write('220 late\r\n')
  }
  sockets.forEach(greet)
  assert.deepEqual(await sending, { accepted: 0, refused: 0, later: 0, unknown: 0 })
  assert.doesNotMatch(said, /MAIL FROM|RCPT|DATA/)
  assert.equal((await stateOf('real:l1:a:mail'))?.state, 'held')
  slow.close()
})

test('a mail that is stopped while it is on its way is not tried again', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  await spool.add([noticeMail('anna'), noticeMail('ben'), noticeMail('carl')])
  let refused = 0
  server.onMail = async ({ to }) => {
    refused += 1
    if (refused === 1) await spool.hold('real:l1:')
    return to.startsWith('carl') ? '250 2.0.0 ok' : '451 4.7.1 later'
  }
  await mailSender(database, setupFor(server.port, { connections: 1 }), { now }).sendDue()
  minutes = 30
  await mailSender(database, setupFor(server.port, { connections: 1 }), { now }).sendDue()
  assert.equal(refused, 1)
  assert.equal((await stateOf('real:l1:anna:mail'))?.state, 'held')
  server.onMail = () => '250 2.0.0 ok'
  assert.equal(await spool.letGo('real:l1:'), 3)
  await mailSender(database, setupFor(server.port), { now }).sendDue()
  assert.equal(server.mails.length, 3)
})

test('a report about a mail that left before sends nothing of a stopped notice to another address', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  await spool.add(noticeMail('anna', { alternates: ['other@customer.example'] }))
  const sender = mailSender(database, setupFor(server.port), { now })
  await sender.sendDue()
  const [first] = server.mails
  assert.equal(first?.to, 'anna@customer.example')
  assert.deepEqual(await spool.hold('real:l1:'), { held: 0, underway: 0, gone: 1 })
  const token = /\+([0-9a-f]{32})@/.exec(first.from)?.[1] ?? ''
  const report = { kind: 'report', token, action: 'failed', status: '5.7.1' } as const
  assert.equal(await mailReports(database, { now }).report(report), 'changed')
  await sender.sendDue()
  assert.equal(server.mails.length, 1)
  assert.equal((await stateOf('real:l1:anna:mail'))?.state, 'held')
  assert.equal(await spool.letGo('real:l1:'), 1)
  await sender.sendDue()
  assert.equal(server.mails[1]?.to, 'other@customer.example')
})
