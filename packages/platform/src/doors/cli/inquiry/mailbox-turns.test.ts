import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  inquiriesBy,
  mailboxStates,
  openDatabase,
  takeMailboxTurn,
} from '../../../adapters/database/index.ts'
import { openCli } from '../cli.fixture.ts'
import type { AnlaufContext } from '../context.ts'
import { mailboxName, startMailbox } from './mailbox-turns.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned in this test')) })
after(() => cli[Symbol.asyncDispose]())
const maildir = cli.at('Maildir')
const context = { now: () => new Date(), home: cli.at('home') } as unknown as AnlaufContext
const hours = () => ({ zone: 'Europe/Berlin', from: 0, to: 1440 })

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const endAt = Date.now() + 20_000; Date.now() < endAt; await sleep(20)) if (await isSo()) return
  assert.fail('it did not come to that')
}

test('a Maildir is read by one of two servers, a mail once; away it is said once, and works again by itself', async () => {
  mkdirSync(cli.at('home'), { recursive: true })
  await using database = await openDatabase({ home: cli.at('home') })
  const lines: Record<string, unknown>[] = []
  const options = {
    database,
    mailbox: { maildir },
    entrance: async () => ({ database, hours, now: context.now, own: [] }),
    writeLog: (line: object) => lines.push(line as Record<string, unknown>),
    pauseMs: 20,
  }
  await using stack = new AsyncDisposableStack()
  stack.use(startMailbox(context, options))
  stack.use(startMailbox(context, options))
  const state = async () => (await mailboxStates(database)).find(({ mailbox }) => mailbox === maildir)
  await until(async () => ((await state())?.failures ?? 0) >= 3)
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(`${maildir}/${name}`, { recursive: true })
  for (let at = 0; at < 10; at += 1) {
    writeFileSync(`${maildir}/new/${at}`, `From: p${at}@example.org\r\nSubject: S${at}\r\n\r\nWann? ${at}`)
  }
  await until(() => readdirSync(`${maildir}/new`).length === 0)
  await until(async () => (await state())?.failures === 0)
  assert.equal((await inquiriesBy(database, { states: ['open'] })).length, 10)
  assert.equal((await state())?.taken, 10)
  assert.ok(lines.filter(({ level }) => level === 'error').length <= 2, JSON.stringify(lines))
  assert.ok(lines.some(({ mailbox }) => mailbox === 'works again'))
})

test('a mail that cannot be taken in is shown and makes no other wait longer', async () => {
  const folder = cli.at('Refusing')
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(`${folder}/${name}`, { recursive: true })
  writeFileSync(`${folder}/new/empty`, '')
  await using database = await openDatabase({ home: cli.at('home') })
  let looks = 0
  await using _looking = startMailbox(context, {
    database,
    mailbox: { maildir: folder },
    async entrance() {
      looks += 1
      return { database, hours, now: context.now, own: [] }
    },
    writeLog: () => undefined,
    pauseMs: 20,
  })
  await until(() => looks >= 12)
  const [state] = (await mailboxStates(database)).filter(({ mailbox }) => mailbox === folder)
  assert.equal(state?.failures, 0)
  assert.match(state?.problem ?? '', /1 mail/)
  assert.notEqual(state?.workedAt, undefined)
})

test('a look that takes longer than a lease stays that of one server; one that lost its turn ends', async () => {
  const folder = cli.at('Slow')
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(`${folder}/${name}`, { recursive: true })
  await using database = await openDatabase({ home: cli.at('home') })
  let [looking, most] = [0, 0]
  let isDone = false
  const options = {
    database,
    mailbox: { maildir: folder },
    async entrance() {
      most = Math.max(most, (looking += 1))
      // Three leases long.
      await sleep(4_500)
      looking -= 1
      isDone = true
      return { database, hours, now: context.now, own: [] }
    },
    writeLog: () => undefined,
    pauseMs: 20,
    leaseMs: 1_500,
  }
  {
    await using stack = new AsyncDisposableStack()
    stack.use(startMailbox(context, options))
    stack.use(startMailbox(context, options))
    await until(() => isDone)
  }
  assert.equal(most, 1)
  // Stopped for so long that somebody else took the turn: what it had begun is left to that one.
  writeFileSync(`${folder}/new/1`, 'From: p@example.org\r\nSubject: S\r\n\r\nWann?')
  const problems: string[] = []
  await using _robbed = startMailbox(context, {
    ...options,
    async entrance() {
      await database.query(
        `update anlauf.mailbox_turn set lease_owner = 'other', lease_until = now() + interval '1 hour' where mailbox = $1`,
        [folder],
      )
      await sleep(1_000)
      return { database, hours, now: context.now, own: [] }
    },
    writeLog: (line: object) => problems.push(JSON.stringify(line)),
  })
  await until(() => problems.length > 0)
  assert.match(problems[0] ?? '', /Another server took the turn/)
  assert.deepEqual(readdirSync(`${folder}/new`), ['1'])
})

test('a turn belongs to one; whoever died with it loses it when its lease ends', async () => {
  await using database = await openDatabase({ home: cli.at('home') })
  const now = new Date()
  const turn = (owner: string, afterMs: number): Promise<boolean> => {
    const at = new Date(now.getTime() + afterMs)
    return takeMailboxTurn(database, { mailbox: 'x', owner, now: at, until: new Date(at.getTime() + 1000) })
  }
  assert.deepEqual(await Promise.all([turn('a', 0), turn('a', 1)]), [true, true])
  assert.equal(await turn('b', 500), false)
  assert.equal(await turn('b', 2000), true)
  assert.equal(
    mailboxName({
      host: 'imap.example.org',
      port: 993,
      tls: 'implicit',
      user: 'desk',
      passwordFile: 'p',
      folder: 'INBOX',
      taken: 'Anlauf',
    }),
    'imap imap.example.org:993 INBOX',
  )
  rmSync(maildir, { recursive: true, force: true })
})
