import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { evidenceLog, openDatabase, type Session, subscriptions } from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import { openCase } from '../../../core/case/index.ts'
import type { Subscription } from '../../../core/subscriptions/index.ts'
import { type Desk, initialDesk, type Published } from '../../../core/updates/index.ts'
import { openTeller, type TellOptions } from './tell-all.ts'
import { tellSubscribers } from './tell-subscribers.ts'
import type { MailFace } from './update-mail.ts'

const home = mkdtempSync(join(tmpdir(), 'anlauf-moments-'))
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
}
let clock = Date.parse('2026-03-11T09:00:00.000Z')
const now = (): Date => new Date(clock)
const actor = 'account tester'
const spoolIn = (session: Session) =>
  mailSpool(
    { query: (sql, values) => session.query(sql, values), transaction: (work) => work(session) },
    { now },
  )

async function declare(caseId: string): Promise<void> {
  const session = await openCase(evidenceLog(database), caseId)
  await session.execute(
    { command: 'declare', title: 'x', exercise: false, tenants: ['a'], services: ['mail'] },
    { actor, at: now().toISOString() },
  )
}

async function subscriber(caseId: string, address: string): Promise<Subscription> {
  const scope = { language: 'de', kinds: 'all', services: [] } as const
  const command = { command: 'add', address, scope, source: 'operator', consent: 'x' } as const
  const outcome = await own.byAddress(caseId, command, now())
  assert.ok('subscription' in outcome)
  return outcome.subscription
}

const deskWith = (caseId: string): Desk => {
  const update: Published = {
    number: 1,
    update: 'u1',
    kind: 'news',
    at: now().toISOString(),
    asOf: now().toISOString(),
    nextBy: new Date(clock + 3_600_000).toISOString(),
    text: { de: 'Text', en: 'text' },
    contentHash: 'c'.repeat(64),
    claims: [],
    states: {},
  }
  return { ...initialDesk(caseId), published: [update] }
}

test('who unsubscribes in the moment of telling gets no mail: before the lock not told, behind it taken out of the spool', async () => {
  await declare('moment')
  const early = await subscriber('moment', 'early@example.org')
  const late = await subscriber('moment', 'late@example.org')
  const other = await subscriber('moment', 'other@example.org')
  clock += 1_000
  const end = (id: string, session?: Session) => own.byId(id, { command: 'end' }, now(), session)
  // One has pressed the button and its transaction is not through when the batch is read.
  const pressed = Promise.withResolvers<void>()
  const through = Promise.withResolvers<void>()
  const ending = database.transaction(async (session) => {
    await end(early.id, session)
    pressed.resolve()
    await through.promise
  })
  await pressed.promise
  let behind: Promise<unknown> = Promise.resolve()
  const telling = tellSubscribers(database, deskWith('moment'), {
    now,
    actor,
    face,
    spoolIn: (session) => {
      // The other one presses it while the mails are put in.
      behind = end(late.id)
      return spoolIn(session)
    },
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  through.resolve()
  await ending
  assert.equal(await telling, 2)
  await behind
  const rows = await database.query<{ key: string; state: string; recipient: string }>(
    `select key, state, recipient from anlauf.mail_out where case_id = 'moment' order by key`,
    [],
  )
  assert.ok(!rows.some(({ key }) => key.endsWith(early.id)))
  const lateMail = rows.find(({ key }) => key.endsWith(late.id))
  assert.deepEqual([lateMail?.state, lateMail?.recipient], ['failed', ''])
  assert.deepEqual(
    rows.filter(({ state }) => state === 'queued').map(({ key }) => key),
    [`subscription:moment:1:${other.id}`],
  )
})

test('a batch in which somebody unsubscribed is not the last one for that', async () => {
  await declare('batches')
  const everybody: Subscription[] = []
  for (let at = 0; at < 502; at += 1) everybody.push(await subscriber('batches', `p${at}@example.org`))
  clock += 1_000
  const [first] = everybody.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  assert.ok(first !== undefined)
  const pressed = Promise.withResolvers<void>()
  const through = Promise.withResolvers<void>()
  const ending = database.transaction(async (session) => {
    await own.byId(first.id, { command: 'end' }, now(), session)
    pressed.resolve()
    await through.promise
  })
  await pressed.promise
  const telling = tellSubscribers(database, deskWith('batches'), { now, actor, face, spoolIn })
  await new Promise((resolve) => setTimeout(resolve, 50))
  through.resolve()
  await ending
  assert.equal(await telling, 501)
})

test('a case that cannot be read keeps nobody of the other cases from hearing', async () => {
  const log = evidenceLog(database)
  await declare('a-broken')
  await declare('b-whole')
  await subscriber('a-broken', 'x@example.org')
  await subscriber('b-whole', 'y@example.org')
  await log.append('a-broken', [
    { actor, at: now().toISOString(), action: 'derive', kind: 'case.closed', data: {} },
  ])
  const context = { home, now, process } as unknown as Parameters<typeof openTeller>[0]
  const provider = face.provider
  const estate = () => ({ provider }) as unknown as ReturnType<TellOptions['estate']>
  const teller = openTeller(context, { database, estate, links: face.links })
  const { troubles } = await teller.round()
  assert.deepEqual(
    troubles.map((one) => one.case),
    ['a-broken'],
  )
  assert.match(troubles[0]?.message ?? '', /case\.closed/)
  // And it says so again, until somebody has looked.
  assert.equal((await teller.round()).troubles.length, 1)
})
