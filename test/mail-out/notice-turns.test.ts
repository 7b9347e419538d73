import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { evidenceLog, openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { mailSpool, noticeProofs } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { callTasks } from '../../packages/platform/src/core/notices/index.ts'
import { openNotices } from '../../packages/platform/src/core/notices/index.ts'
import {
  aNotice,
  noticeEstate,
  PlayedNotices,
} from '../../packages/platform/src/core/notices/played-notices.fixture.ts'
import type { AnlaufContext } from '../../packages/platform/src/doors/cli/context.ts'
import { openCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import { postNotice } from '../../packages/platform/src/doors/cli/notice/post-notice.ts'
import { startNotices } from '../../packages/platform/src/doors/cli/up/notice-turns.ts'
import { smtpDouble } from './smtp-double.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned')) })
const database = await openDatabase({ home: cli.at('home') })
after(async () => {
  await database[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

test('a server sends, takes in a bounce, and calls who is silent; two side by side do nothing twice', async () => {
  using relay = await smtpDouble()
  const bounceFolder = cli.at('bounces')
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(`${bounceFolder}/${name}`, { recursive: true })
  const played = await PlayedNotices.declared({ services: ['consult'] })
  await played.run({ command: 'draft', notice: aNotice() })
  await played.approve('l1')
  await played.run({ command: 'send', notice: 'l1' })
  const log = evidenceLog(database)
  for (const { at, actor, action, kind, data, object } of played.log.entries) {
    await log.append('case-1', [{ at, actor, action, kind, data, ...(object !== undefined && { object }) }])
  }
  let now = played.now
  const clock = (): Date => new Date(now)
  const session = await openNotices(log, 'case-1', () => noticeEstate)
  const proofs = noticeProofs(database, Buffer.alloc(32, 1))
  const open = { database, session, proofs, estate: () => noticeEstate }
  // Nordwind by mail on its own domain, since that service runs, and Alpenblick.
  assert.deepEqual(await postNotice(open, 'l1', { now: clock }), { added: 2, known: 0 })
  const said: object[] = []
  const context = {
    process: { stdout: { write: () => true }, stderr: { write: () => undefined }, env: {} },
    home: cli.at('home'),
    now: clock,
  } as unknown as AnlaufContext
  const options = {
    database,
    estate: () => noticeEstate,
    writeLog: (line: object) => said.push(line),
    pauseMs: 50,
    mail: {
      place: {
        bounceFolder,
        relay: { host: '127.0.0.1', port: relay.port, tls: 'none' },
        from: { name: 'B', address: 'n@news.example' },
        bounces: 'bounce@news.example',
      },
      setup: {
        relay: { host: '127.0.0.1', port: relay.port, tls: 'none' },
        from: { name: 'B', address: 'n@news.example' },
        bounces: 'bounce@news.example',
      },
    },
  } as const
  {
    await using _one = startNotices(context, options)
    await using _two = startNotices(context, options)
    await until(() => relay.mails.length === 2)
    const [first] = relay.mails
    writeFileSync(
      `${bounceFolder}/new/1.x`,
      `Return-Path: <>\nDelivered-To: ${first?.from}\nFrom: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5.1.1\n--B--\n`,
    )
    await until(async () => callTasks(await session.refresh()).some(({ call }) => call.because === 'bounced'))
    await until(() => readdirSync(`${bounceFolder}/new`).length === 0)
    now += 7 * 3_600_000
    await until(async () =>
      callTasks(await session.refresh()).some(({ call }) => call.because === 'no-acknowledgement'),
    )
  }
  assert.equal(relay.mails.length, 2)
  assert.equal(callTasks(session.desk).length, 4)
  const kinds: string[] = []
  for await (const { kind } of log.read('case-1')) kinds.push(kind)
  assert.equal(kinds.filter((kind) => kind === 'notice.callDue').length, 4)
  assert.deepEqual(said, [])
  assert.deepEqual(
    (await mailSpool(database).count('case-1')).map(({ state, count }) => [state, count]),
    [
      ['accepted', 1],
      ['call-task', 1],
    ],
  )
})

test('a folder of bounces that is gone, a file that cannot be read, keep nobody off the call list', async () => {
  using relay = await smtpDouble()
  const played = await PlayedNotices.declared({ services: ['consult'] })
  await played.run({ command: 'draft', notice: aNotice() })
  await played.approve('l1')
  await played.run({ command: 'send', notice: 'l1' })
  await using own = await openDatabase({ home: cli.at('other-home') })
  const log = evidenceLog(own)
  for (const { at, actor, action, kind, data, object } of played.log.entries) {
    await log.append('case-1', [{ at, actor, action, kind, data, ...(object !== undefined && { object }) }])
  }
  const bounceFolder = cli.at('gone')
  const now = played.now + 7 * 3_600_000
  await mailSpool(own, { now: () => new Date(now) }).add({
    key: 'case-1:other:x/y:mail',
    class: 'A',
    case: 'case-1',
    to: 'x@customer.example',
    subject: 'x',
    text: 'x',
  })
  const said: object[] = []
  const context = {
    process: { stdout: { write: () => true }, stderr: { write: () => undefined }, env: {} },
    home: cli.at('home'),
    now: () => new Date(now),
  } as unknown as AnlaufContext
  const setup = {
    relay: { host: '127.0.0.1', port: relay.port, tls: 'none' },
    from: { name: 'B', address: 'n@news.example' },
    bounces: 'bounce@news.example',
  } as const
  await using _server = startNotices(context, {
    database: own,
    estate: () => noticeEstate,
    writeLog: (line) => said.push(line),
    pauseMs: 50,
    mail: { place: { ...setup, bounceFolder }, setup },
  })
  await until(() => said.length > 0)
  const session = await openNotices(log, 'case-1', () => noticeEstate)
  await until(async () =>
    callTasks(await session.refresh()).some(({ call }) => call.because === 'no-acknowledgement'),
  )
  // Now it is there, with a link that leads elsewhere, a folder, and a file of nobody.
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(`${bounceFolder}/${name}`, { recursive: true })
  mkdirSync(`${bounceFolder}/new/0`)
  symlinkSync('/etc/passwd', `${bounceFolder}/new/1`)
  writeFileSync(`${bounceFolder}/new/2`, 'Subject: x\n\ny\n')
  await until(() => readdirSync(`${bounceFolder}/cur`).length === 1)
  assert.deepEqual(readdirSync(`${bounceFolder}/new`), ['0', '1'])
  await until(() => said.length > 1)
  assert.match(JSON.stringify(said.at(-1)), /1 mails in .*could not be taken in, the first is/)
})

test('a database that is away is said as such: nobody is sent to the relay for it', async () => {
  const away = () => Promise.reject(new Error('the database is away'))
  const setup = {
    relay: { host: '127.0.0.1', port: 9, tls: 'none' },
    from: { name: 'B', address: 'n@news.example' },
    bounces: 'bounce@news.example',
  } as const
  const said: { readonly mail?: string }[] = []
  const context = { process: { env: {} }, home: cli.at('home'), now: () => new Date() }
  await using _server = startNotices(context as unknown as AnlaufContext, {
    database: Object.assign(Object.create(database) as typeof database, { query: away, transaction: away }),
    estate: () => noticeEstate,
    writeLog: (line: object) => said.push(line),
    pauseMs: 50,
    mail: { place: setup, setup },
  })
  await until(() => said.some(({ mail }) => mail !== undefined))
  assert.equal(said.find(({ mail }) => mail !== undefined)?.mail, 'the database is away')
})

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('it did not come to that')
}
