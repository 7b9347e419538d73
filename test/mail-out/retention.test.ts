import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  type Database,
  evidenceLog,
  openDatabase,
} from '../../packages/platform/src/adapters/database/index.ts'
import { mailSpool, noticeProofs } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { openCase } from '../../packages/platform/src/core/case/index.ts'
import { clocksOf, openClocks } from '../../packages/platform/src/core/duties/index.ts'
import type { MailDraft } from '../../packages/platform/src/core/deliveries/index.ts'
import { openCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import type { AnlaufContext } from '../../packages/platform/src/doors/cli/context.ts'
import { startForgetting } from '../../packages/platform/src/doors/cli/up/forgetting.ts'

/** Personal data of mails goes when a case is long over, and not a day before. */
const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned here')) })
let database: Database
after(async () => {
  await database[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

const monthsAgo = (months: number): Date =>
  new Date(Temporal.Now.zonedDateTimeISO('UTC').subtract({ months, days: 1 }).epochMilliseconds)
const by = (at: Date) => ({ actor: 'lea', at: at.toISOString() })

async function closedCase(id: string, { exercise = false, closed = 13, owes = false } = {}): Promise<void> {
  const log = evidenceLog(database)
  const session = await openCase(log, id)
  const declare = { command: 'declare', title: 'x', tenants: ['nordwind'], services: ['mail'] } as const
  await session.execute({ ...declare, exercise }, by(monthsAgo(closed + 1)))
  if (!exercise && !owes) {
    const clocks = await openClocks(log, id)
    const owed = () =>
      clocksOf(clocks.log, Temporal.Now.instant()).filter(({ state }) =>
        ['running', 'approaching', 'missed'].includes(state.kind),
      )
    // One that is met starts another: the final report after the first.
    for (let left = owed(); left.length > 0; left = owed()) {
      for (const { duty, tenant } of left) {
        const meeting = { command: 'meet', duty: duty.id, metAt: monthsAgo(closed).toISOString() } as const
        const proof = { proof: 'a'.repeat(64), reference: 'x', delayReason: 'an example' }
        await clocks.execute(
          { ...meeting, ...proof, ...(tenant !== undefined && { tenants: [tenant] }) },
          by(monthsAgo(closed)),
        )
      }
    }
  }
  await session.execute({ command: 'close' }, by(monthsAgo(closed)))
}

const draft = (id: string, name: string, more: Partial<MailDraft> = {}): MailDraft => ({
  key: `${id}:l1:nordwind/${name}:mail`,
  class: 'A',
  case: id,
  to: `${name}@customer.example`,
  alternates: [`${name}@second.example`],
  subject: `Private matter of ${name}`,
  text: `Only for ${name}.\n`,
  attachments: [{ name: 'letter.pdf', type: 'application/pdf', content: Buffer.from(`letter of ${name}`) }],
  ...more,
})

before(async () => {
  database = await openDatabase({ home: cli.at('home') })
  await closedCase('old')
  await closedCase('drill', { exercise: true })
  await closedCase('owing', { owes: true })
  await closedCase('young', { closed: 2 })
  await closedCase('suit')
  await openCase(evidenceLog(database), 'open').then((session) =>
    session.execute(
      { command: 'declare', title: 'x', exercise: true, tenants: [], services: [] },
      by(monthsAgo(20)),
    ),
  )
  const spool = mailSpool(database, { now: () => monthsAgo(13) })
  const cases = ['old', 'drill', 'owing', 'young', 'suit', 'open']
  for (const id of cases) {
    await spool.add([draft(id, 'anna'), draft(id, 'ben', { class: 'B', key: `${id}:u1:ben:mail` })])
    await noticeProofs(database, Buffer.alloc(32, 7)).make([
      { case: id, notice: 'l1', recipient: 'nordwind/anna' },
    ])
  }
  await spool.add(draft('old', 'cara'))
  await spool.hold('old:l1:nordwind/cara')
  const loose = { key: 'inquiry:1:mail', class: 'C', to: 'dora@customer.example' } as const
  await spool.add({ ...loose, subject: 'Private matter of dora', text: 'Only for dora.\n' })
  await database.query(`update anlauf.mail_out set state = 'accepted' where state = 'queued'`)
  writeFileSync(
    cli.at('home', 'anlauf.yaml'),
    `apiVersion: workplace/v1
estate: estate.yaml
folder: work
repositories: [ { id: a, location: repo, passwordFile: password } ]
retention: { months: 12, keep: [suit] }
`,
  )
})

/** Everything that stands in the tables, as text. */
async function stored(): Promise<string> {
  const rows = await Promise.all(
    ['mail_out', 'mail_out_part', 'mail_out_change', 'notice_proof'].map((table) =>
      database.query(`select t::text as row from anlauf.${table} t`),
    ),
  )
  return JSON.stringify(rows)
}

interface Said {
  readonly cases: readonly { case: string; mails: number; retention: { may: boolean; because?: string } }[]
  readonly loose: number
}

test('a dry run says what would go and why the rest stays; nothing changes', async () => {
  const earlier = await stored()
  const { cases, loose } = await cli.json<Said>(['notice', 'forget', '--dry-run'])
  assert.equal(loose, 1)
  assert.deepEqual(
    Object.fromEntries(cases.map(({ case: id, retention }) => [id, retention.because ?? 'goes'])),
    { old: 'goes', drill: 'goes', owing: 'clock', young: 'too-early', suit: 'kept', open: 'open' },
  )
  assert.equal(await stored(), earlier)
  const shown = await cli.run('notice', 'forget', '--dry-run')
  assert.match(shown.stdout, /owing .*the clock gdpr-33-2 nordwind is missed/)
  assert.match(shown.stdout, /young .*12 months are not over, from/)
})

test('what leads to a person goes; proofs, keys and figures stay, and nothing goes out twice', async () => {
  const { cases } = await cli.json<Said>(['notice', 'forget'])
  assert.deepEqual(
    cases.filter(({ retention }) => retention.may).map(({ case: id, mails }) => [id, mails]),
    [
      ['drill', 2],
      ['old', 3],
    ],
  )
  const rows = await database.query<{ id: string; text: string; state: string; hash: string }>(
    `select case_id as id, m::text || coalesce((select string_agg(convert_from(content, 'utf8'), ' ')
              from anlauf.mail_out_part where mail_id = m.id), '') as text, state, encode(content_hash, 'hex') as hash
       from anlauf.mail_out m order by id`,
  )
  for (const { id, text, hash } of rows) {
    const isGone = id === 'old' || id === 'drill' || id === null
    assert.equal(/@(?:customer|second)\.example|Private|Only for|letter of/.test(text), !isGone, id)
    if (text.includes('anna')) assert.match(hash, /^[0-9a-f]{64}$/, 'the proof of what was sent stays')
  }
  const [held] = await mailSpool(database).find(['old:l1:nordwind/cara:mail'])
  assert.deepEqual([held?.state, held?.reason], ['failed', 'forgotten'])
  // The link still says whose receipt it proves; the code proves nothing any more, nor does an empty one.
  const proofs = noticeProofs(database, Buffer.alloc(32, 7))
  const place = { case: 'old', notice: 'l1', recipient: 'nordwind/anna' }
  const [made] = await proofs.make([place])
  assert.deepEqual(await proofs.placeOf(made?.token ?? ''), place)
  for (const said of [made?.code ?? '', '', '---']) assert.equal(await proofs.isCode(place, said), false)
  await assert.rejects(
    mailSpool(database).add(draft('old', 'anna', { text: 'Other words.\n' })),
    /put in before/,
  )
  const entries = await Array.fromAsync(evidenceLog(database).read('old'))
  const forgotten = entries.filter(({ kind }) => kind === 'mails.forgotten')
  assert.deepEqual(
    forgotten.map(({ data }) => [data['mails'], data['proofs'], data['months']]),
    [[3, 1, 12]],
  )
  // A second time there is nothing left to do, and nothing is written.
  await cli.json<Said>(['notice', 'forget'])
  const again = await Array.fromAsync(evidenceLog(database).read('old'))
  assert.equal(again.filter(({ kind }) => kind === 'mails.forgotten').length, 1)
})

test('"anlauf up" does it by itself, once however often it looks', async () => {
  const said: { forgotten?: string }[] = []
  const context = {
    process: { env: {} },
    home: cli.at('home'),
    now: () => new Date(),
  } as unknown as AnlaufContext
  await database.query(
    `update anlauf.mail_out set recipient = 'anna@customer.example' where key like 'old:l1:%anna%'`,
  )
  {
    await using _forgetting = startForgetting(context, {
      database,
      rule: { months: 12, keep: ['suit'] },
      writeLog: (line) => said.push(line),
      pauseMs: 20,
    })
    for (let tries = 0; tries < 200 && said.length === 0; tries += 1) await sleep(25)
    await sleep(200)
  }
  assert.deepEqual(
    said.map(({ forgotten }) => forgotten),
    ['old'],
  )
  assert.doesNotMatch(await stored(), /old:l1[^"]*anna@customer/)
})

test('a mail on its way, a reopened case: nothing goes', async () => {
  await database.query(`update anlauf.mail_out set state = 'queued' where case_id = 'suit' and class = 'A'`)
  const kept = await cli.json<Said>(['notice', 'forget', '--case', 'suit', '--months', '1'])
  assert.equal(kept.cases[0]?.retention.because, 'kept')
  writeFileSync(
    cli.at('home', 'anlauf.yaml'),
    'apiVersion: workplace/v1\nestate: e\nfolder: w\nrepositories: [ { id: a, location: r, passwordFile: p } ]\n',
  )
  const unsaid = await cli.run('notice', 'forget', '--case', 'suit')
  assert.match(unsaid.stderr, /Nobody said how long/)
  const moving = await cli.json<Said>(['notice', 'forget', '--case', 'suit', '--months', '1'])
  assert.equal(moving.cases[0]?.retention.because, 'underway')
  const session = await openCase(evidenceLog(database), 'young')
  await session.execute({ command: 'reopen', reason: 'a new trace', person: 'lea' }, by(new Date()))
  const reopened = await cli.json<Said>(['notice', 'forget', '--case', 'young', '--months', '1'])
  assert.equal(reopened.cases[0]?.retention.because, 'open')
})
