import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import {
  deleteSubscription,
  evidenceLog,
  openDatabase,
  type Session,
  subscriptionCounts,
  subscriptions,
} from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import { wayOut } from '../../../adapters/mail-out/way-out.ts'
import { openCase } from '../../../core/case/index.ts'
import {
  openToken,
  readMailAddress,
  type Scope,
  type Subscription,
} from '../../../core/subscriptions/index.ts'
import { type Desk, initialDesk, type Published } from '../../../core/updates/index.ts'
import { holdBounced } from './hold-bounced.ts'
import { sendOwed } from './send-owed.ts'
import { tellSubscribers } from './tell-subscribers.ts'
import type { MailFace } from './update-mail.ts'

const home = mkdtempSync(join(tmpdir(), 'anlauf-telling-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  rmSync(home, { recursive: true })
})
const own = subscriptions(database, { secret: Buffer.alloc(32, 7) })
const face: MailFace = {
  provider: { id: 'p', name: 'Beispiel Hosting', tz: 'Europe/Berlin' } as unknown as MailFace['provider'],
  links: new URL('https://contact.example.org'),
  site: new URL('https://status.example.org/'),
  linkKey: own.linkKey,
  unsubscribeMail: 'bounces@mail.example.org',
}
let clock = Date.parse('2026-03-11T09:00:00.000Z')
const now = (): Date => new Date(clock)
const actor = 'account tester'
const spoolIn = (session: Session) =>
  mailSpool(
    { query: (sql, values) => session.query(sql, values), transaction: (work) => work(session) },
    { now },
  )
const by = { actor, at: now().toISOString() }

async function declare(caseId: string, exercise = false): Promise<void> {
  const session = await openCase(evidenceLog(database), caseId)
  await session.execute({ command: 'declare', title: 'x', exercise, tenants: ['a'], services: ['mail'] }, by)
}

const all: Scope = { language: 'de', kinds: 'all', services: [] }
async function subscriber(
  caseId: string,
  address: string,
  scope: Partial<Scope> = {},
): Promise<Subscription> {
  const command = {
    command: 'add',
    address,
    scope: { ...all, ...scope },
    source: 'operator',
    consent: 'x',
  } as const
  const outcome = await own.byAddress(caseId, command, now())
  assert.ok('subscription' in outcome)
  return outcome.subscription
}

const published = (number: number, more: Partial<Published> = {}): Published => ({
  number,
  update: `u${number}`,
  kind: 'news',
  at: now().toISOString(),
  asOf: now().toISOString(),
  nextBy: new Date(clock + 3_600_000).toISOString(),
  text: { de: `Text ${number} mit Umlaut ü`, en: `text ${number}` },
  contentHash: 'c'.repeat(64),
  claims: [],
  states: {},
  ...more,
})
const deskWith = (caseId: string, updates: readonly Published[]): Desk => ({
  ...initialDesk(caseId),
  published: updates,
})

interface Mail {
  readonly key: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly headers: Record<string, string>
}
const mails = (caseId: string): Promise<readonly Mail[]> =>
  database.query<Mail & Record<string, unknown>>(
    'select key, recipient, subject, body, headers from anlauf.mail_out where case_id = $1 order by id',
    [caseId],
  )
const tell = (desk: Desk): Promise<number> => tellSubscribers(database, desk, { now, actor, face, spoolIn })

test('an update reaches whom it concerns, in their language, once; a later subscriber does not get it', async () => {
  await declare('one')
  const lea = await subscriber('one', 'lea@a.example')
  await subscriber('one', 'max@a.example', { language: 'en' })
  await subscriber('one', 'rel@a.example', { kinds: 'releases' })
  clock += 1000
  const desk = deskWith('one', [published(1)])
  clock += 1000
  await subscriber('one', 'late@a.example')
  assert.equal(await tell(desk), 2)
  assert.equal(await tell(desk), 0)
  const sent = await mails('one')
  assert.deepEqual(
    new Set(sent.map(({ recipient }) => recipient)),
    new Set(['lea@a.example', 'max@a.example']),
  )
  const mail = sent.find(({ recipient }) => recipient === 'lea@a.example')
  assert.ok(mail)
  assert.equal(mail.subject, 'Beispiel Hosting: Meldung 1')
  assert.match(mail.body, /^Text 1 mit Umlaut ü\n\nStand: Mittwoch, 11\. März 2026/)
  assert.match(mail.body, /https:\/\/status\.example\.org\/meldungen\/1\.html/)
  assert.deepEqual(Object.keys(mail.headers).toSorted(), [
    'List-Id',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
  ])
  assert.equal(mail.headers['List-Id'], '<one.updates.contact.example.org>')
  const found =
    /^<https:\/\/contact\.example\.org\/u\/([\w-]{55})>, <mailto:bounces@mail\.example\.org\?subject=unsubscribe%20([\w-]{55})>$/.exec(
      mail.headers['List-Unsubscribe'] ?? '',
    )
  assert.ok(found)
  for (const token of found.slice(1)) {
    const opened = openToken(own.linkKey, 'unsubscribe', { token, now: now() })
    assert.equal(typeof opened === 'object' && opened.id, lea.id)
  }
})

test('a correction reaches whoever was told what it corrects, and says so; the log has counts and hashes only', async () => {
  await declare('two')
  await subscriber('two', 'rel@a.example', { kinds: 'releases' })
  await subscriber('two', 'share@a.example', { services: ['share'] })
  clock += 1000
  const release = published(1, { kind: 'released', service: 'mail' })
  const corrects = {
    number: 1,
    was: { de: 'Es waren zwölf.', en: 'It was twelve.' },
    why: { de: 'Zahl falsch', en: 'wrong figure' },
  }
  const desk = deskWith('two', [release, published(2, { corrects })])
  assert.equal(await tell(desk), 3)
  const sent = await mails('two')
  assert.deepEqual(sent.map(({ recipient, subject }) => `${recipient} ${subject}`).toSorted(), [
    'rel@a.example Beispiel Hosting: Meldung 1',
    'rel@a.example Beispiel Hosting: Meldung 2 berichtigt Meldung 1',
    'share@a.example Beispiel Hosting: Meldung 2 berichtigt Meldung 1',
  ])
  assert.match(sent.at(-1)?.body ?? '', /^Diese Meldung berichtigt Meldung 1\.\nGrund: Zahl falsch\n\nText 2/)
  assert.doesNotMatch(sent.at(-1)?.body ?? '', /zwölf/)
  const log = JSON.stringify(await Array.fromAsync(evidenceLog(database).read('two')))
  assert.match(log, /"recipients":1,/)
  assert.doesNotMatch(log, /@a\.example/)
})

test('whoever dies in the middle loses nobody and doubles nobody; two at once do not either', async () => {
  await declare('three')
  const count = 1100
  await database.transaction(async (session) => {
    for (let at = 0; at < count; at += 1) {
      const address = `s${at}@b.example`
      const command = { command: 'add', address, scope: all, source: 'import', consent: 'x' } as const
      await own.byAddress('three', command, now(), session)
    }
  })
  clock += 1000
  const desk = deskWith('three', [published(1)])
  let batches = 0
  const dying = (session: Session) => {
    const spool = spoolIn(session)
    return {
      ...spool,
      async add(...args: Parameters<typeof spool.add>) {
        const added = await spool.add(...args)
        // After the mails are in, before the place is written down: the worst moment.
        if ((batches += 1) === 2) throw new Error('killed')
        return added
      },
    }
  }
  await assert.rejects(tellSubscribers(database, desk, { now, actor, face, spoolIn: dying }))
  assert.equal((await mails('three')).length, 500)
  const counts = await Promise.all([tell(desk), tell(desk), tell(desk)])
  assert.equal(
    counts.reduce((sum, one) => sum + one, 0),
    count - 500,
  )
  const sent = await mails('three')
  assert.equal(sent.length, count)
  assert.equal(new Set(sent.map(({ recipient }) => recipient)).size, count)
  const told = (await Array.fromAsync(evidenceLog(database).read('three'))).filter(
    ({ kind }) => kind === 'subscription.told',
  )
  assert.equal(told.length, 1)
  assert.equal(told[0]?.data['recipients'], count)
})

test('a bounce for good puts a subscriber into quarantine, once; the next update leaves them out', async () => {
  await declare('four')
  const gone = await subscriber('four', 'gone@c.example')
  await subscriber('four', 'here@c.example')
  clock += 1000
  await tell(deskWith('four', [published(1)]))
  await database.query(`update anlauf.mail_out set state = 'bounced' where recipient = 'gone@c.example'`)
  const hold = () => holdBounced(database, { now, actor, subscriptions: own })
  assert.deepEqual([await hold(), await hold()], [1, 0])
  assert.deepEqual(await subscriptionCounts(database, 'four'), {
    pending: 0,
    confirmed: 1,
    held: 1,
    ended: 0,
  })
  assert.equal(await tell(deskWith('four', [published(1), published(2)])), 1)
  await own.byId(gone.id, { command: 'release' }, now())
  clock += 1000
  assert.deepEqual(await hold(), 0)
  assert.equal(await tell(deskWith('four', [published(1), published(2), published(3)])), 2)
})

test('a stranger cannot fill a mailbox: three mails a day, whatever capitals, dots and tags; others get theirs', async () => {
  await declare('five')
  const ask = (address: string): Promise<unknown> =>
    own.byAddress('five', { command: 'ask', address, scope: all }, now())
  const owed = () => sendOwed(database, { now, face, subscriptions: own, spoolIn })
  for (let at = 0; at < 20; at += 1) {
    await ask(
      at % 2 === 0 ? `victim+${at}@d.example` : `V.ic.tim${'.'.repeat(at % 3 === 0 ? 0 : 0)}@D.example`,
    )
    clock += 1000
    await owed()
  }
  await ask('other@e.example')
  await owed()
  const sent = await mails('five')
  assert.equal(sent.filter(({ recipient }) => /v.*ic.*tim/i.test(recipient)).length, 3)
  assert.equal(sent.filter(({ recipient }) => recipient === 'other@e.example').length, 1)
  // A day later the owner can.
  clock += 25 * 3_600_000
  await ask('victim@d.example')
  assert.equal((await owed()).sent, 1)
})

test('a flood of 100,000 wishes: bounded, forgotten after 48 hours, one domain holds up no other', async () => {
  await declare('six')
  const { pending } = await database
    .query<{ pending: number }>(
      `select count(*)::int as pending from anlauf.subscription where stage = 'pending'`,
    )
    .then(([row]) => row ?? { pending: 0 })
  const bounded = subscriptions(database, { secret: Buffer.alloc(32, 7), most: pending + 3_000 })
  await database.query(
    `insert into anlauf.subscription (id, case_id, address_key, mailbox_key, address, stage, language, kinds, services, source,
            round, asked_at, owes, owes_since)
     select md5('f' || n), 'six', sha256(('a' || n)::bytea), sha256(('m' || n)::bytea), 'f' || n || '@flood.example', 'pending',
            'de', 'all', '{}', 'self', 1, $1, 'opt-in', $1 from generate_series(1, 2999) n`,
    [now().toISOString()],
  )
  clock += 1000
  const ask = (address: string) => bounded.byAddress('six', { command: 'ask', address, scope: all }, now())
  assert.ok('subscription' in (await ask('last@g.example')))
  assert.deepEqual(await ask('more@g.example'), { refused: 'full' })
  assert.deepEqual(await ask('last@g.example'), { refused: 'full' }, 'known or not')
  const first = await sendOwed(database, { now, face, subscriptions: own, spoolIn })
  assert.equal(first.sent, 501, '500 of the flooded domain, and the one behind them')
  assert.ok((await mails('six')).some(({ recipient }) => recipient === 'last@g.example'))
  clock += 49 * 3_600_000
  const later = await sendOwed(database, { now, face, subscriptions: own, spoolIn })
  assert.ok(later.forgotten >= 3_000)
  assert.ok('subscription' in (await ask('more@g.example')))
})

test('property: whatever the form takes the spool takes too, or one address would stop the mails of all', async () => {
  await declare('seven')
  const text = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: 'grapheme', maxLength: 40 }).map((local) => `${local}@a.example`),
    fc.string({ unit: 'grapheme', maxLength: 40 }).map((domain) => `lea@${domain}`),
    fc.domain().map((domain) => `lea@${domain}`),
  )
  const addresses = fc.sample(text, 3000).flatMap((one) => {
    const read = readMailAddress(one)
    return 'address' in read ? [read.address] : []
  })
  assert.ok(addresses.length > 500)
  const drafts = addresses.map((to, at) => ({
    key: `p:${at}`,
    class: 'C' as const,
    case: 'seven',
    to,
    subject: 's',
    text: 't',
  }))
  assert.equal((await mailSpool(database, { now }).add(drafts)).added, drafts.length)
})

test('an exercise: both kinds of mail are known to the spool as such, and go to its mailbox or nowhere', async () => {
  await declare('eight', true)
  await subscriber('eight', 'real@customer.example')
  await own.byAddress('eight', { command: 'ask', address: 'stranger@customer.example', scope: all }, now())
  clock += 1000
  await tell(deskWith('eight', [published(1)]))
  await sendOwed(database, { now, face, subscriptions: own, spoolIn })
  const rows = await database.query<{
    class: string
    exercise: boolean
    recipient: string
    subject: string
    body: string
  }>(
    `select class, exercise, recipient, subject, body from anlauf.mail_out where case_id = 'eight' order by class`,
  )
  assert.deepEqual(
    rows.map((row) => [row.class, row.exercise]),
    [
      ['B', true],
      ['C', true],
    ],
  )
  const relay = { host: 'relay.example', port: 25, tls: 'starttls' } as const
  for (const row of rows) {
    assert.equal(wayOut(row, { relay }), undefined)
    const way = wayOut(row, {
      relay,
      exercise: { relay: { ...relay, host: '127.0.0.1' }, mailbox: 'box@exercise.example' },
    })
    assert.equal(way?.to, 'box@exercise.example')
    assert.match(way.subject, /EXERCISE/)
  }
})

test('who ends it is written to no more, and no mail in the spool leads to them; deleted ones neither', async () => {
  await declare('ended')
  const lea = await subscriber('ended', 'lea@end.example')
  const max = await subscriber('ended', 'max@end.example')
  await subscriber('ended', 'stays@end.example')
  clock += 1000
  assert.equal(await tell(deskWith('ended', [published(1)])), 3)
  await own.byId(lea.id, { command: 'end' }, now())
  await database.transaction((session) => deleteSubscription(session, max.id))
  const rows = await database.query<{ state: string; recipient: string }>(
    `select * from anlauf.mail_out where case_id = 'ended' order by recipient`,
  )
  assert.deepEqual(
    rows.map(({ state, recipient }) => [recipient, state]),
    [
      ['', 'failed'],
      ['', 'failed'],
      ['stays@end.example', 'queued'],
    ],
  )
  assert.doesNotMatch(JSON.stringify(rows.slice(0, 2)), /end\.example|Meldung/)
  assert.equal(await tell(deskWith('ended', [published(1)])), 0)
})
