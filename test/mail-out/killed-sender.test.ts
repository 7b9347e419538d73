import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, test } from 'node:test'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import {
  mailSender,
  type MailSetup,
  mailSpool,
  postfixLog,
} from '../../packages/platform/src/adapters/mail-out/index.ts'
import { needProgram } from '../debian.ts'
import { declareCase } from './declared-case.ts'
import { privatePostfix } from './private-postfix.ts'
import { smtpDouble } from './smtp-double.ts'

const skip =
  (process.getuid?.() === 0 ? false : 'a private Postfix needs root') || needProgram('postfix', 'postfix')

const home = await mkdtemp(join(tmpdir(), 'anlauf-killed-'))
const database = await openDatabase({ home })
await declareCase(database, 'real')
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

const count = 300
const child = fileURLToPath(new URL('sender-child.ts', import.meta.url))
const setupFor = (port: number, more: Partial<MailSetup> = {}): MailSetup => ({
  relay: { host: '127.0.0.1', port, tls: 'none' },
  from: { name: 'Beispiel Hosting AG', address: 'notice@news.example' },
  bounces: 'bounce@news.example',
  ...more,
})

async function fill(caseClass: 'A' | 'B'): Promise<void> {
  await database.query('delete from anlauf.mail_out')
  await mailSpool(database).add(
    Array.from({ length: count }, (_, n) => ({
      key: `real:l1:t/p${n}:mail`,
      class: caseClass,
      case: 'real',
      to: `anna+${n}@customer.example`,
      subject: `Notice ${n}`,
      text: 'x\n'.repeat(200),
    })),
  )
}

/** Starts a sender and kills it after so long at work; returns whether it had ended before. */
async function killed(port: number, log: string, afterMs: number): Promise<boolean> {
  const running = spawn(process.execPath, [child, home, String(port), log], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(running, 'close')
  let said = ''
  running.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
  while (!said.includes('open') && running.exitCode === null) await sleep(5)
  await sleep(afterMs)
  running.kill('SIGKILL')
  await ended
  return said.includes('done')
}

test(
  'a sender killed again and again: with the log of the relay everybody has class A exactly once, or is called',
  { skip },
  async () => {
    await using postfix = await privatePostfix(['anna'])
    await fill('A')
    let kills = 0
    for (const afterMs of [5, 40, 90, 150, 60, 200]) {
      if (!(await killed(postfix.port, postfix.log, afterMs))) kills += 1
    }
    assert.ok(kills >= 3, `only ${kills} kills met it at work`)
    // Its leases end, the relay has had time to write.
    const later = (): Date => new Date(Date.now() + 180_000)
    await postfix.drained()
    const relayLog = postfixLog(postfix.log, { now: later })
    const sender = mailSender(database, setupFor(postfix.port, { relayLog }), { now: later })
    // Cut off in the middle of its body, a mail stands in the log and proves nothing.
    const { unknown } = await sender.sendDue()
    assert.ok(unknown <= kills * 4, `${unknown} unknown after ${kills} kills`)
    await postfix.drained()
    // What the relay never saw is queued again, a minute later.
    const evenLater = (): Date => new Date(Date.now() + 600_000)
    await mailSender(
      database,
      setupFor(postfix.port, { relayLog: postfixLog(postfix.log, { now: evenLater }) }),
      { now: evenLater },
    ).sendDue()
    await postfix.drained()
    const to = postfix
      .mails('anna')
      .map((mail) => /^Subject: Notice (\d+)\r?$/m.exec(mail.toString('latin1'))?.[1] ?? '')
    assert.equal(new Set(to).size, to.length, 'twice')
    const rows = await database.query<{ recipient: string; state: string }>(
      'select recipient, state from anlauf.mail_out',
    )
    const got = new Set(to)
    for (const { recipient, state } of rows) {
      const number = /\+(\d+)@/.exec(recipient)?.[1] ?? ''
      const isSent = state === 'accepted' || state === 'delivered'
      assert.ok(isSent ? got.has(number) : state === 'call-task', `${recipient} ${state}`)
    }
    assert.equal(rows.filter(({ state }) => state === 'call-task').length, unknown)
  },
)

test('without its log: nobody gets class A twice, and whoever may not have it is called', async () => {
  using server = await smtpDouble()
  await fill('A')
  for (const afterMs of [5, 40, 90, 150]) await killed(server.port, '', afterMs)
  const later = (): Date => new Date(Date.now() + 180_000)
  await mailSender(database, setupFor(server.port), { now: later }).sendDue()
  const to = server.mails.map((mail) => mail.to)
  assert.equal(new Set(to).size, to.length, 'twice')
  const rows = await database.query<{ recipient: string; state: string }>(
    'select recipient, state from anlauf.mail_out',
  )
  const got = new Set(to)
  for (const { recipient, state } of rows) {
    assert.ok(state === 'accepted' ? got.has(recipient) : state === 'call-task', `${recipient} ${state}`)
  }
  const calls = rows.filter(({ state }) => state === 'call-task').length
  assert.ok(calls <= 4 * 4, `${calls} calls for four kills of four connections`)
})

test('class B goes again after a crash, under the same Message-ID, and everybody has it', async () => {
  using server = await smtpDouble()
  await fill('B')
  for (const afterMs of [20, 90]) await killed(server.port, '', afterMs)
  const later = (): Date => new Date(Date.now() + 180_000)
  await mailSender(database, setupFor(server.port), { now: later }).sendDue()
  const evenLater = (): Date => new Date(Date.now() + 600_000)
  await mailSender(database, setupFor(server.port), { now: evenLater }).sendDue()
  const idsOf = Map.groupBy(server.mails, ({ to }) => to)
  assert.equal(idsOf.size, count)
  for (const mails of idsOf.values()) {
    assert.equal(new Set(mails.map(({ bytes }) => /^Message-ID: .*$/m.exec(bytes)?.[0])).size, 1)
  }
})
