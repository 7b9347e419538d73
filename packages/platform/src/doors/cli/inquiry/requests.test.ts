import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { type Database, evidenceLog, inquiryInbox, openDatabase } from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import { type Inquiry, opened, referenceFrom } from '../../../core/inquiries/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'
import type { AnlaufContext } from '../context.ts'
import { inquiryTurn } from './inquiry-turns.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned in this test')) })
const estate = ['--estate', exampleEstate]
const desk = { zone: 'Europe/Berlin', land: 'BE', from: 0, to: 1440 } as const
let database: Database
let number = 0

before(async () => {
  mkdirSync(cli.at('home'), { recursive: true })
  database = await openDatabase({ home: cli.at('home') })
})
after(async () => {
  await database[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

interface Row {
  readonly reference: string
  readonly clock: string
  readonly due: string
  readonly tellBy: string
  readonly extended: string | null
}
/** The register of them, as the command prints it. */
async function requests() {
  const { exitCode, stdout } = await cli.run('inquiry', 'requests', ...estate, '--json')
  const { requests: rows } = JSON.parse(stdout) as { requests: readonly Row[] }
  return { exitCode, row: (of: string) => rows.find((one) => one.reference === of), rows, stdout }
}

type Turn = Parameters<typeof inquiryTurn>[1]

/** What the server does by itself at a moment. */
function turnAt(at: Date, parts: Partial<Turn>): ReturnType<typeof inquiryTurn> {
  const context = { now: () => at, process: { env: {} } } as unknown as AnlaufContext
  return inquiryTurn(context, {
    database,
    hours: () => desk,
    people: {},
    writeLog: () => undefined,
    ...parts,
  })
}

const sendMails: Turn['sendMails'] = async (session, mails) => {
  const query = session.query.bind(session)
  await mailSpool({ query, transaction: (work) => work(session) }).add(mails)
}

/** The mails that told somebody how much of the time of law is gone. */
function lawMails(reference: string): Promise<readonly { readonly recipient: string }[]> {
  return database.query<{ recipient: string }>(
    'select recipient from anlauf.mail_out where starts_with(key, $1) order by id',
    [`inquiry-law:${reference}:`],
  )
}

/** As the relay said it of the mail that told of more time: nobody was told. */
async function bounceExtension(reference: string, to: string): Promise<void> {
  const [row] = await database.query<{ at: Date }>(
    'select extended_at as at from anlauf.inquiry where reference = $1',
    [reference],
  )
  const key = `inquiry-extension:${reference}:${row?.at.getTime() ?? 0}`
  await mailSpool(database).add({ key, class: 'C', to, subject: reference, text: 'Guten Tag' })
  await database.query(`update anlauf.mail_out set state = 'bounced' where key = $1`, [key])
}

/** A request that came so many days ago. */
async function arrive(days: number, words: Partial<NonNullable<Inquiry['words']>>): Promise<string> {
  number += 1
  const receivedAt = new Date(Date.now() - days * 24 * 3_600_000).toISOString()
  const inquiry: Inquiry = {
    reference: referenceFrom(new Uint8Array([1, 2, 3, 5, number])),
    channel: 'form',
    class: 'data-subject',
    topic: 'data-protection',
    language: 'de',
    state: 'unconfirmed',
    receivedAt,
    reopened: 0,
    breaches: 0,
    reminded: 0,
    words: { name: 'Anna Nord', message: 'Welche Daten haben Sie?', phone: '+49 30 1234567', ...words },
    secret: 'ab'.repeat(16),
  }
  await inquiryInbox(database, { hours: () => desk })({ inquiry: opened(inquiry, receivedAt, desk) })
  return inquiry.reference
}

async function writeLonger(): Promise<void> {
  const file = cli.at('longer.txt')
  writeFileSync(file, '[de]\nWir sehen 40 Systeme durch.\n[en]\nWe look through 40 systems.\n')
  const by = ['--answer', 'longer', '--title', 'Longer', '--person', 'Clara']
  await cli.run('inquiry', 'write', ...estate, ...by, file)
}

test('a data subject’s request has the time of law, longer once the person was told; the log names nobody', async () => {
  const day = 24 * 3_600_000
  const reference = await arrive(10, { name: 'Vera Frist', email: 'vera@example.org' })
  const old = await arrive(40, { name: 'Udo Alt' })
  const before = await requests()
  assert.equal(before.exitCode, 1, 'one is over its time')
  assert.deepEqual([before.row(old)?.clock, before.row(reference)?.clock], ['missed', 'running'])
  assert.equal(before.rows[0]?.reference, old, 'the first due first')
  assert.doesNotMatch(before.stdout, /Vera|vera@|Udo/)

  const extend = (of: string, answer: string) =>
    cli.run('inquiry', 'extend', ...estate, '--reference', of, '--answer', answer, '--because', 'complexity')
  await writeLonger()
  assert.match((await extend(reference, 'longer')).stderr, /not approved[^]*Code: gate-closed/)
  const { hash } = await cli.json<{ hash: string }>(['inquiry', 'approve', ...estate, '--answer', 'longer'])
  await cli.run('inquiry', 'approve', ...estate, '--answer', 'longer', '--hash', hash, '--person', 'Dirk')
  assert.match((await extend(old, 'longer')).stderr, /first month of .* is over[^]*Code: gate-closed/)
  const told = await extend(reference, 'longer')
  assert.equal(told.exitCode, 0, told.stderr)
  assert.match(told.stdout, /told by telephone; Art\. 12\(3\): .*running, extended \(complexity\)/)
  const after = (await requests()).row(reference)
  assert.equal(after?.extended, 'complexity')
  assert.ok((after?.due ?? '') > (before.row(reference)?.due ?? ''))
  assert.match((await extend(reference, 'longer')).stderr, /extended already/)

  await bounceExtension(reference, 'vera@example.org')
  const lines: object[] = []
  const turn = (at: Date) => turnAt(at, { writeLog: (line) => lines.push(line) })
  await turn(new Date())
  assert.equal((await requests()).row(reference)?.extended, null)

  const lawLines = (of: string) =>
    lines.filter((line) => JSON.stringify(line).includes(of) && JSON.stringify(line).includes('gdpr-12-3'))
  assert.equal(lawLines(old).length, 1, 'said once that it is over')
  await turn(new Date(Date.now() + 60_000))
  assert.equal(lawLines(old).length, 1)
  await turn(new Date(Date.now() + 8 * day))
  await turn(new Date(Date.now() + 8 * day + 60_000))
  assert.equal(lawLines(reference).length, 1, 'half of the month is gone')
  await turn(new Date(Date.now() + 30 * day))
  assert.equal(lawLines(reference).length, 2, 'over')
  const log = JSON.stringify(await Array.fromAsync(evidenceLog(database).read('anlauf.inquiries')))
  assert.match(log, /"because":"complexity"[^]*inquiry\.extended[^]*inquiry\.extensionUndelivered/)
  assert.match(log, /inquiry\.lawReminded/)
  assert.doesNotMatch(log, /Vera|vera@|Udo|Guten Tag/)
})

test('each reminder of the time of law is a mail of its own: half, three quarters, nine tenths, the last hour, over', async () => {
  const reference = await arrive(1, { name: 'Ida Mahn' })
  const [request] = await database.query<{ at: Date }>(
    'select received_at as at from anlauf.inquiry where reference = $1',
    [reference],
  )
  const start = request?.at.getTime() ?? 0
  const due = Date.parse((await requests()).row(reference)?.due ?? '')
  const people = { desk: 'desk@example.com', lead: 'lead@example.com' }
  const minute = 60_000
  const moments = [0.5, 0.75, 0.9].map((part) => start + part * (due - start))
  for (const [already, moment] of [...moments, due - 60 * minute, due].entries()) {
    for (const [after, mails] of [
      [-minute, already],
      [minute, already + 1],
      [2 * minute, already + 1],
    ] as const) {
      await turnAt(new Date(moment + after), { people, sendMails })
      assert.equal((await lawMails(reference)).length, mails, `${already} ${after}`)
    }
  }
  assert.equal((await lawMails(reference)).at(-1)?.recipient, 'lead@example.com')
})

test('when the mail that told of more time comes back, the desk hears again of the first month, wherever it is now', async () => {
  const reference = await arrive(20, { name: 'Rita Rück', email: 'rita@example.org' })
  const turn = (to: string) => turnAt(new Date(), { people: { desk: to }, sendMails })
  await turn('desk@example.com')
  const why = ['--answer', 'longer', '--because', 'number']
  const told = await cli.run('inquiry', 'extend', ...estate, '--reference', reference, ...why)
  assert.equal(told.exitCode, 0, told.stderr)
  await bounceExtension(reference, 'rita@example.org')
  await turn('moved@example.com')
  await turn('moved@example.com')
  await turn('moved@example.com')
  const sent = await lawMails(reference)
  assert.deepEqual(
    sent.map(({ recipient }) => recipient),
    ['desk@example.com', 'moved@example.com'],
  )
})
