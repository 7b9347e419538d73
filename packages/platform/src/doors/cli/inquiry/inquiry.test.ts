import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import {
  type Database,
  inquiryInbox,
  openDatabase,
  remindOfInquiries,
} from '../../../adapters/database/index.ts'
import { evidenceLog } from '../../../adapters/database/index.ts'
import { type Inquiry, linkToken, opened, referenceFrom } from '../../../core/inquiries/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
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

async function arrive(
  words: Partial<NonNullable<Inquiry['words']>>,
  more: Partial<Inquiry> = {},
): Promise<string> {
  number += 1
  const at = new Date().toISOString()
  const inquiry: Inquiry = {
    reference: referenceFrom(new Uint8Array([1, 2, 3, 4, number])),
    channel: 'form',
    class: 'question',
    topic: 'status',
    service: 'mail',
    language: 'de',
    state: 'unconfirmed',
    receivedAt: at,
    reopened: 0,
    breaches: 0,
    reminded: 0,
    words: { name: 'Anna Nord', message: 'Wann kommt die Mail wieder?', phone: '+49 30 1234567', ...words },
    secret: 'ab'.repeat(16),
    ...more,
  }
  await inquiryInbox(database, { hours: () => desk })({
    inquiry: more.state === undefined ? opened(inquiry, at, desk) : inquiry,
  })
  return inquiry.reference
}
const write = (id: string, text: { de: string; en: string }, ...flags: string[]) => {
  const file = cli.at(`${id}.txt`)
  writeFileSync(file, `[de]\n${text.de}\n[en]\n${text.en}\n`)
  return cli.run(
    'inquiry',
    'write',
    ...estate,
    '--answer',
    id,
    '--title',
    'Mail',
    '--person',
    'Clara',
    ...flags,
    file,
  )
}

test('written by one, approved by another, given to many; nothing goes out before', async () => {
  const [one, other] = [
    await arrive({}),
    await arrive({ message: 'Ab wann ist die Mail wieder erreichbar?' }),
  ]
  const clusters = await cli.json<{ clusters: { references: string[] }[] }>(['inquiry', 'cluster', ...estate])
  assert.deepEqual(clusters.clusters[0]?.references, [one, other])
  assert.equal(
    (await write('mail-back', { de: 'Wir prüfen noch.', en: 'We are still checking.' })).exitCode,
    0,
  )
  const early = await cli.run('inquiry', 'answer', ...estate, '--answer', 'mail-back', '--reference', one)
  assert.equal(early.exitCode, 1)
  assert.match(early.stderr, /not approved[^]*anlauf inquiry approve --answer mail-back[^]*Code: gate-closed/)
  const shown = await cli.run('inquiry', 'approve', ...estate, '--answer', 'mail-back')
  const [, hash = ''] = /--hash ([0-9a-f]{16})/.exec(shown.stdout) ?? []
  const own = await cli.run(
    'inquiry',
    'approve',
    ...estate,
    '--answer',
    'mail-back',
    '--hash',
    hash,
    '--person',
    'Clara',
  )
  assert.match(own.stderr, /cannot approve it[^]*Code: not-permitted/)
  assert.equal(
    (
      await cli.run(
        'inquiry',
        'approve',
        ...estate,
        '--answer',
        'mail-back',
        '--hash',
        hash,
        '--person',
        'Dirk',
      )
    ).exitCode,
    0,
  )
  const changed = await write('mail-back', { de: 'Anders.', en: 'Different.' })
  assert.match(changed.stderr, /was approved; it stays[^]*another id/)
  const given = await cli.json<{ outcomes: { by: string }[] }>([
    'inquiry',
    'answer',
    ...estate,
    '--answer',
    'mail-back',
    '--reference',
    `${one},${other.toLowerCase()}`,
  ])
  assert.deepEqual(
    given.outcomes.map(({ by }) => by),
    ['phone', 'phone'],
  )
  assert.match((await cli.run('inquiry', 'solved', ...estate, '--reference', one)).stdout, /is solved/)
  assert.match(
    (await cli.run('inquiry', 'solved', ...estate, '--reference', other, '--not')).stdout,
    /is open/,
  )
})

test('an answer for everybody may name no customer; one for one customer needs to know who asks', async () => {
  assert.match(
    (await write('named', { de: 'Nordwind ist wieder da.', en: 'Nordwind is back.' })).stderr,
    /names the customer/,
  )
  const reference = await arrive({})
  await write('for-one', { de: 'Nordwind ist wieder da.', en: 'Nordwind is back.' }, '--one-customer')
  const { hash } = await cli.json<{ hash: string }>(['inquiry', 'approve', ...estate, '--answer', 'for-one'])
  await cli.run('inquiry', 'approve', ...estate, '--answer', 'for-one', '--hash', hash, '--person', 'Dirk')
  const answer = () =>
    cli.run('inquiry', 'answer', ...estate, '--answer', 'for-one', '--reference', reference)
  assert.match((await answer()).stderr, /Nobody checked who wrote/)
  await cli.run('inquiry', 'class', ...estate, '--reference', reference, '--identity', 'call-back')
  assert.equal((await answer()).exitCode, 0)
})

test('whatever strangers write, no control character reaches the terminal, and no key is shown', async () => {
  const reference = await arrive({
    name: '\u001b[2J\u001b]0;pwned\u0007Eve',
    message: 'a\u001b[31m\r\n\u202eb\u009b1m',
  })
  for (const args of [
    ['list', ...estate],
    ['show', ...estate, '--reference', reference],
    ['cluster', ...estate, '--at-least', '1'],
  ]) {
    const { stdout } = await cli.run('inquiry', ...args)
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /[\p{Cc}\u202e]/u, args.join(' '))
  }
  assert.doesNotMatch(
    (await cli.run('inquiry', 'show', ...estate, '--reference', reference, '--json')).stdout,
    /abababab/,
  )
})

test('the attacker is set aside and never answered; a number that was misheard is said to be so', async () => {
  const reference = await arrive({ message: 'We have stolen your data.' })
  assert.match(
    (await cli.run('inquiry', 'class', ...estate, '--reference', reference, '--class', 'security')).stdout,
    /set-aside/,
  )
  const refused = await cli.run(
    'inquiry',
    'answer',
    ...estate,
    '--answer',
    'mail-back',
    '--reference',
    reference,
  )
  assert.match(refused.stderr, /nobody answers it[^]*Code: not-permitted/)
  assert.match(
    (await cli.run('inquiry', 'show', ...estate, '--reference', '7K3M-9QXU-T')).stderr,
    /no number of an inquiry/,
  )
})

test('reminders are given once each, and what ran out is a broken promise in the figures', async () => {
  const reference = await arrive({})
  const [row] = await database.query<{ at: Date }>(
    'select answer_by as at from anlauf.inquiry where reference = $1',
    [reference],
  )
  const due = row?.at.getTime() ?? 0
  const remind = async (now: number) => {
    const reminded = await remindOfInquiries(database, { now: new Date(now), desk, actor: 'test' })
    return reminded.filter(({ inquiry }) => inquiry.reference === reference).map(({ reminder }) => reminder)
  }
  assert.deepEqual(await remind(due), ['overdue'])
  assert.deepEqual(await remind(due + 60_000), [])
  const { figures } = await cli.json<{ figures: { breaches: number; open: number } }>([
    'inquiry',
    'list',
    ...estate,
  ])
  assert.ok(figures.breaches >= 1)
})

test('purge: first a dry run; then names and messages are gone everywhere, and the figures stay', async () => {
  const reference = await arrive({ name: 'Zoe Weg', email: 'zoe@example.org' })
  await cli.run('inquiry', 'answer', ...estate, '--answer', 'mail-back', '--reference', reference)
  await database.query(
    `update anlauf.inquiry set answered_at = now() - interval '7 months' where reference = $1`,
    [reference],
  )
  const old = await arrive(
    {},
    { state: 'unconfirmed', receivedAt: new Date(Date.now() - 73 * 3_600_000).toISOString() },
  )
  const dry = await cli.json<{ deletable: number }>([
    'inquiry',
    'purge',
    ...estate,
    '--older-than',
    '6m',
    '--dry-run',
  ])
  assert.equal(dry.deletable, 1)
  const done = await cli.json<{ deleted: number; expired: number }>([
    'inquiry',
    'purge',
    ...estate,
    '--older-than',
    '6m',
  ])
  assert.deepEqual([done.deleted, done.expired], [1, 1])
  const rows = await database.query(`select * from anlauf.inquiry where reference = any($1)`, [
    [reference, old],
  ])
  assert.equal(rows.length, 1)
  const everything = JSON.stringify([
    rows,
    await Array.fromAsync(evidenceLog(database).read('anlauf.inquiries')),
  ])
  assert.doesNotMatch(everything, /Zoe|zoe@|Anna Nord|Wann kommt/)
  assert.match(everything, /inquiry\.purged[^]*inquiry\.expired/)
  const verified = await cli.run('evidence', 'verify', '--case', 'anlauf.inquiries')
  assert.equal(verified.exitCode, 0, verified.stderr)
  assert.equal(linkToken('status', { reference, secret: '' }).length, 32)
})

test('an answer that came back was none: open again, once; purged, its mails name nobody either', async () => {
  const reference = await arrive({ name: 'Tom Tal', email: 'tom@example.org' })
  await cli.run('inquiry', 'answer', ...estate, '--answer', 'mail-back', '--reference', reference)
  const spool = mailSpool(database)
  await spool.add({
    key: `inquiry-answer:${reference}:0`,
    class: 'C',
    to: 'tom@example.org',
    subject: `Tom Tal ${reference}`,
    text: 'Guten Tag Tom Tal',
  })
  await database.query(`update anlauf.mail_out set state = 'bounced' where key like $1`, [`%${reference}%`])
  const lines: object[] = []
  const turn = () =>
    inquiryTurn({ now: () => new Date(), process: { env: {} } } as unknown as AnlaufContext, {
      database,
      hours: () => desk,
      people: {},
      writeLog: (line) => lines.push(line),
    })
  await turn()
  await turn()
  assert.equal(JSON.stringify(lines).split(reference).length, 2, JSON.stringify(lines))
  const shown = await cli.run('inquiry', 'show', ...estate, '--reference', reference)
  assert.match(shown.stdout, /  open  [^]*came back \(bounced\)[^]*call/)
  await database.query(
    `update anlauf.inquiry set state = 'solved', closed_at = now() - interval '7 months' where reference = $1`,
    [reference],
  )
  await cli.run('inquiry', 'purge', ...estate, '--older-than', '6m')
  const rows = await database.query('select * from anlauf.mail_out')
  assert.equal(rows.length, 1)
  assert.doesNotMatch(JSON.stringify(rows), /[Tt]om/)
  await turn()
  assert.equal(JSON.stringify(lines).split(reference).length, 2)
})

test('what somebody said on the telephone is open at once, with the promise of the form; bad input stores nothing', async () => {
  const count = async (): Promise<number> =>
    (await database.query<{ n: number }>('select count(*)::int as n from anlauf.inquiry'))[0]?.n ?? -1
  const before = await count()
  const head = [
    'name: Rita Ruf',
    'customer: none',
    'phone: +49 40 7654321',
    'call: nachmittags',
    'service: mail',
    'topic: data-protection',
    'language: de',
    'consent: yes',
  ]
  const message = '\n\nWelche Daten haben Sie?\n\nUnd seit wann?'
  const without = (line: string): string =>
    `${head.filter((one) => !one.startsWith(`${line}:`)).join('\n')}${message}`
  for (const [text, says] of [
    ['', /No inquiry came/],
    [without('phone'), /phone: Please fill in/],
    [without('consent'), /consent: Without/],
    [without('name'), /name: Please/],
    [without('customer'), /customer: Give a company/],
    [head.join('\n'), /message: Please/],
    [`${head.join('\n')}\nemail: rita@example.org${message}`, /email: No mail address/],
    [`colour: red\n${head.join('\n')}${message}`, /begins with none of/],
    [`${head.join('\n').replace('service: mail', 'service: nothing')}${message}`, /Services: .*mail/],
  ] as const) {
    cli.pipe(text)
    const refused = await cli.run('inquiry', 'add', ...estate)
    assert.equal(refused.exitCode, 1, text)
    assert.match(refused.stderr, says)
    assert.doesNotMatch(refused.stderr, /7654321|Rita/)
  }
  assert.equal(await count(), before)
  cli.pipe(`${head.join('\r\n')}${message.replaceAll('\n', '\r\n')}`)
  const added = await cli.json<Record<string, unknown> & { words: Record<string, string> }>([
    'inquiry',
    'add',
    ...estate,
    '--person',
    'Ben',
  ])
  assert.deepEqual(
    [added['state'], added['class'], added['channel'], added.words['message'], 'secret' in added],
    ['open', 'data-subject', 'phone', 'Welche Daten haben Sie?\n\nUnd seit wann?', false],
  )
  assert.ok(Date.parse(String(added['answerBy'])) > Date.now() + 23 * 3_600_000)
  const log = JSON.stringify(await Array.fromAsync(evidenceLog(database).read('anlauf.inquiries')))
  assert.match(log, /"actor":"(?:account [^"]*: )?Ben"?/)
  assert.doesNotMatch(log, /7654321|Rita/)
})
