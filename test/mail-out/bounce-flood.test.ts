import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { mailReports, mailSpool } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { noCounts, takeFolder } from '../../packages/platform/src/doors/cli/notice/bounce.ts'
import { processorMs } from '../processor-time.ts'
import { declareCase } from './declared-case.ts'

/** Somebody knows the bounce address, not the tokens. `ANLAUF_FLOOD=100000` for the whole flood. */
const flood = Number(process.env['ANLAUF_FLOOD'] ?? 3_000)

const home = await mkdtemp(join(tmpdir(), 'anlauf-flood-'))
const database = await openDatabase({ home })
await declareCase(database, 'real')
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

const report = (token: string): string =>
  `From: MAILER-DAEMON@relay.example
To: bounce+${token}@news.example
Return-Path: <>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; anna@customer.example
Action: failed
Status: 5.1.1

--b--
`

test('a flood of forged reports changes nothing, and the genuine ones in it are taken in', async (t) => {
  const spool = mailSpool(database)
  const people = Array.from({ length: 20 }, (_, n) => `p${n}`)
  const keyOf = (id: string): string => `real:l1:t/${id}:mail`
  await spool.add(
    people.map((id) => ({
      key: keyOf(id),
      class: 'A' as const,
      case: 'real',
      to: `${id}@customer.example`,
      subject: 'Notice',
      text: 'Words.\n',
    })),
  )
  await database.query(`update anlauf.mail_out set state = 'accepted'`)
  const rows = await database.query<{ key: string; token: string }>('select key, token from anlauf.mail_out')
  const bounced = new Set(people.slice(0, 10).map(keyOf))
  const genuine = rows.filter(({ key }) => bounced.has(key)).map(({ token }) => token)
  const folder = join(home, 'bounces')
  for (const part of ['new', 'cur']) mkdirSync(join(folder, part), { recursive: true })
  for (let n = 0; n < flood; n += 1) {
    // Random tokens, and genuine ones that are wrong in one place.
    const near = genuine[n % genuine.length] ?? ''
    const guessed =
      n % 2 === 0 ? randomBytes(16).toString('hex') : `${near.slice(0, 31)}${near[31] === 'a' ? 'b' : 'a'}`
    writeFileSync(join(folder, 'new', `${String(n).padStart(7, '0')}.forged`), report(guessed))
  }
  for (const [n, token] of genuine.entries()) {
    const at = Math.floor((n / genuine.length) * flood)
    writeFileSync(join(folder, 'new', `${String(at).padStart(7, '0')}.genuine`), report(token))
  }
  const counts = noCounts()
  const taking = { bounces: 'bounce@news.example', counts, other: () => Promise.resolve() }
  const began = performance.now()
  const before = processorMs()
  let pieces = 1
  while (await takeFolder(mailReports(database), folder, { ...taking, forMs: 500 })) pieces += 1
  const seconds = (performance.now() - began) / 1000
  const msEach = (processorMs() - before) / (flood + genuine.length)
  t.diagnostic(`${flood + genuine.length} reports in ${seconds.toFixed(1)} s, ${pieces} pieces`)
  t.diagnostic(`${msEach.toFixed(2)} ms of processor time each`)
  // 100,000 took 0.3 ms each; a statement for each forged one would be over this.
  assert.ok(msEach < 3, `${msEach} ms each`)
  assert.deepEqual(counts, { changed: 10, 'nothing new': 0, unknown: flood, ignored: 0 })
  assert.deepEqual(readdirSync(join(folder, 'new')), [])
  for (const { key, state } of await spool.find(people.map(keyOf))) {
    assert.equal(state, bounced.has(key) ? 'call-task' : 'accepted', key)
  }
})
