import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import {
  mailSender,
  type MailSetup,
  mailSpool,
  postfixLog,
} from '../../packages/platform/src/adapters/mail-out/index.ts'
import { needProgram } from '../debian.ts'
import { declareCase } from './declared-case.ts'
import { type PrivatePostfix, privatePostfix } from './private-postfix.ts'
import { roughRelay } from './rough-relay.ts'

/**
 * Everybody once, or a call where nobody can know: thousands of notices through a real Postfix whose sender dies at
 * random moments. `ANLAUF_CAMPAIGN_MAILS=5000` for the whole campaign; 300 otherwise.
 */
const skip =
  (process.getuid?.() === 0 ? false : 'a private Postfix needs root') || needProgram('postfix', 'postfix')
const count = Number(process.env['ANLAUF_CAMPAIGN_MAILS'] ?? 300)
const kills = 5

const home = await mkdtemp(join(tmpdir(), 'anlauf-campaign-'))
const database = await openDatabase({ home })
await declareCase(database, 'real')
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

const child = fileURLToPath(new URL('sender-child.ts', import.meta.url))
const discarding = ['virtual_transport = virtual', 'smtpd_client_connection_count_limit = 0']

async function fill(): Promise<void> {
  await database.query('delete from anlauf.mail_out')
  await mailSpool(database).add(
    Array.from({ length: count }, (_, n) => ({
      key: `real:l1:t/p${n}:mail`,
      class: 'A' as const,
      case: 'real',
      to: `anna+${n}@customer.example`,
      subject: `Notice ${n}`,
      text: 'x\n'.repeat(200),
    })),
  )
}

/** Starts a sender and kills it in the middle, after so many mails that it began; true when it met it at work. */
async function killedOnce(port: number, log: string, afterMails: number): Promise<boolean> {
  const begun = async (): Promise<number> => {
    const [row] = await database.query<{ n: number }>(
      `select coalesce(sum(attempts), 0)::int as n from anlauf.mail_out`,
    )
    return row?.n ?? 0
  }
  const target = (await begun()) + afterMails
  const running = spawn(process.execPath, [child, home, String(port), log], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(running, 'close')
  let said = ''
  running.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
  while (running.exitCode === null && !said.includes('done') && (await begun()) < target) await sleep(2)
  await sleep(Math.random() * 20)
  running.kill('SIGKILL')
  await ended
  return !said.includes('done')
}

/** Sends what is left, as a server would in the next hours; leases have ended by then. */
async function sendTheRest(port: number, log: string): Promise<void> {
  for (let minutes = 3; minutes < 300; minutes += 10) {
    const now = (): Date => new Date(Date.now() + minutes * 60_000)
    const setup: MailSetup = {
      relay: { host: '127.0.0.1', port, tls: 'none' },
      from: { name: 'Beispiel Hosting AG', address: 'notice@news.example' },
      bounces: 'bounce@news.example',
      ...(log !== '' && { relayLog: postfixLog(log, { now }) }),
    }
    await mailSender(database, setup, { now }).sendDue()
    const [open] = await database.query<{ n: number }>(
      `select count(*)::int as n from anlauf.mail_out where state in ('queued', 'sent')`,
    )
    if (open?.n === 0) return
  }
  assert.fail('something is queued after five hours')
}

/** Who has it how often, against what the spool says of everybody. Returns how many are to be called. */
async function judged(postfix: PrivatePostfix): Promise<{ calls: number; calledThoughReached: number }> {
  await postfix.drained()
  const got = postfix
    .mails('anna')
    .map((mail) => Number(/^Subject: Notice (\d+)\r?$/m.exec(mail.toString('latin1'))?.[1]))
  const times = Map.groupBy(got, (number) => number)
  for (const [number, list] of times)
    assert.equal(list.length, 1, `notice ${number} came ${list.length} times`)
  const rows = await database.query<{ recipient: string; state: string }>(
    'select recipient, state from anlauf.mail_out',
  )
  assert.equal(rows.length, count)
  const tally = { calls: 0, calledThoughReached: 0 }
  for (const { recipient, state } of rows) {
    const has = times.has(Number(/\+(\d+)@/.exec(recipient)?.[1]))
    if (state === 'call-task') {
      tally.calls += 1
      if (has) tally.calledThoughReached += 1
    } else
      assert.ok(
        has && (state === 'accepted' || state === 'delivered'),
        `${recipient} ${state}, arrived: ${has}`,
      )
  }
  return tally
}

async function killing(port: number, log: string): Promise<number> {
  let met = 0
  for (let turn = 0; turn < kills * 3 && met < kills; turn += 1) {
    const afterMails = 1 + Math.floor(Math.random() * (count / (kills + 2)))
    if (await killedOnce(port, log, afterMails)) met += 1
    // A later sender finds the leases of the dead one ended.
    await database.query(
      `update anlauf.mail_out set lease_until = now() - interval '1 second' where state = 'queued' and lease_until is not null`,
    )
  }
  return met
}

test('killed five times: with the log of the relay nobody is called who has it', { skip }, async (t) => {
  await using postfix = await privatePostfix(['anna'], discarding)
  await fill()
  const met = await killing(postfix.port, postfix.log)
  await postfix.drained()
  await sendTheRest(postfix.port, postfix.log)
  const { calls, calledThoughReached } = await judged(postfix)
  t.diagnostic(
    `${count} notices, ${met} kills at work: ${calls} calls, ${calledThoughReached} of them have it`,
  )
  assert.ok(calls <= met * 4, `${calls} calls`)
})

test(
  'lines that break after the mail was given, a relay that is away, killed as well',
  { skip },
  async (t) => {
    await using postfix = await privatePostfix(['anna'], discarding)
    await fill()
    let asked = 0
    using rough = await roughRelay(postfix.port, { every: 40, isAway: () => (asked += 1) % 13 === 0 })
    const met = await killing(rough.port, '')
    await sendTheRest(rough.port, '')
    const { calls, calledThoughReached } = await judged(postfix)
    t.diagnostic(
      `${count} notices, ${met} kills, ${rough.cut} answers lost, ${rough.away} times away: ${calls} calls, ${calledThoughReached} of them have it`,
    )
    assert.ok(rough.cut > 0)
    assert.ok(calls <= met * 4 + rough.cut, `${calls} calls`)
  },
)

test(
  'a relay that greylists everybody, and a sender that dies meanwhile: everybody once',
  { skip },
  async (t) => {
    // Answers "later" to all at first; what was put off must come again and arrive once.
    await using grey = await privatePostfix(
      ['anna'],
      [
        ...discarding,
        'smtpd_recipient_restrictions = check_recipient_access static:{450 4.2.0 come later}, reject',
      ],
    )
    await fill()
    const met = await killing(grey.port, '')
    const [later] = await database.query<{ n: number }>(
      `select count(*)::int as n from anlauf.mail_out where state = 'queued' and reply like '450%'`,
    )
    assert.ok((later?.n ?? 0) > 0, 'nobody was put off')
    await using open = await privatePostfix(['anna'], discarding)
    await sendTheRest(open.port, '')
    const { calls } = await judged(open)
    assert.deepEqual(grey.mails('anna'), [])
    t.diagnostic(`${count} notices, ${later?.n} put off, ${met} kills: ${calls} calls`)
    // Killed between "sent" and the answer: nobody knows it was a refusal.
    assert.ok(calls <= met * 4, `${calls} calls`)
  },
)
