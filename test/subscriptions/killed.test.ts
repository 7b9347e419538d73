import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import {
  type Database,
  evidenceLines,
  openDatabase,
} from '../../packages/platform/src/adapters/database/index.ts'
import { mailSender } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { type SmtpDouble, smtpDouble, type TakenMail } from '../mail-out/smtp-double.ts'
import { openCliDesk } from '../webhooks/desk-on-cli.ts'

/** Every moment below is a number of answers or mails that were seen, or a lock that a process waits for: no clock. */
const main = fileURLToPath(new URL('../../packages/platform/src/main.ts', import.meta.url))
const people = 60
const desk = await openCliDesk({ exercise: false })
const home = desk.cli.at('home')
const addresses = Array.from({ length: people }, (_, n) => `person-${n}@customer.example`)
let database: Database
let relay: SmtpDouble
const children: ChildProcess[] = []

before(async () => {
  database = await openDatabase({ home })
  relay = await smtpDouble()
  writeFileSync(
    desk.cli.at('mail.yaml'),
    `apiVersion: mail/v1
relay: { host: 127.0.0.1, port: ${relay.port}, tls: none }
from: { name: Beispiel Hosting, address: notice@news.example }
bounces: bounce@news.example
links: https://x.example
`,
  )
})
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  relay[Symbol.dispose]()
  await database[Symbol.asyncDispose]()
  await desk[Symbol.asyncDispose]()
})

function anlauf(
  ...args: readonly string[]
): ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> } {
  const env = { ...process.env, ANLAUF_HOME: home, DATABASE_URL: '' }
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

const telling = (): ReturnType<typeof anlauf> =>
  anlauf('subscription', 'send', '--estate', desk.estate, '--mail', desk.cli.at('mail.yaml'), '--json')

/** Kills a process once something was seen, and waits until it is gone. */
async function killOnce(child: ChildProcess, isSeen: () => boolean | Promise<boolean>): Promise<void> {
  const ended = once(child, 'close')
  while (!(await isSeen())) {
    assert.equal(child.exitCode, null, 'it ended before it could be killed')
    await sleep(1)
  }
  child.kill('SIGKILL')
  await ended
}

/**
 * Posts one form after another through the real server, ten at once, and kills it each time so many answered well.
 * What stays without an answer is posted again after the restart, as a person would.
 */
async function postThroughKills(
  forms: readonly { readonly key: string; readonly path: string; readonly body: string }[],
  well: RegExp,
  kills: readonly number[],
): Promise<{ readonly answered: ReadonlySet<string>; readonly afterKill: ReadonlySet<string>[] }> {
  const answered = new Set<string>()
  const afterKill: ReadonlySet<string>[] = []
  for (const answers of [...kills, Infinity]) {
    const listen = ['--listen', '127.0.0.1:0', '--url', 'https://x.example']
    const server = anlauf(
      'outside',
      'serve',
      '--estate',
      desk.estate,
      '--case',
      'night-1',
      ...listen,
      '--json',
    )
    const ended = once(server, 'close').then(() => assert.fail('the server ended by itself'))
    const [said] = (await Promise.race([once(server.stdout, 'data'), ended])) as [Buffer]
    ended.catch(() => undefined)
    const { port } = JSON.parse(said.toString()) as { port: number }
    const open = forms.filter(({ key }) => !answered.has(key))
    const before = answered.size
    const poster = async (): Promise<void> => {
      for (let form = open.shift(); form !== undefined; form = open.shift()) {
        const { key, path, body } = form
        const number = addresses.indexOf(key)
        const headers = {
          'X-Forwarded-For': `10.1.${number >> 8}.${number & 255}`,
          'Content-Type': 'application/x-www-form-urlencoded',
        }
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers })
          .then((one) => one.text())
          .catch(() => '')
        if (well.test(answer)) answered.add(key)
        else assert.ok(answer === '', `${key}: refused`)
      }
    }
    const posters = Array.from({ length: 10 }, poster)
    let isThrough = false
    const all = Promise.all(posters).finally(() => (isThrough = true))
    await killOnce(server, async () => {
      if (isThrough) await all
      return isThrough || answered.size >= before + answers
    })
    // Nobody posts to a dead server.
    open.length = 0
    await all
    afterKill.push(new Set(answered))
  }
  return { answered, afterKill }
}

const rows = (): Promise<readonly { id: string; address: string; stage: string; round: number }[]> =>
  database.query('select id, address, stage, round from anlauf.subscription')

/** What the relay took, also where its answer reached nobody any more. */
const taken: TakenMail[] = []

/** Tells, and is killed when the relay has taken so many mails and answers none further. */
async function killAmongMails(mails: number): Promise<void> {
  const until = taken.length + mails
  const dead = Promise.withResolvers<string>()
  relay.onMail = (mail) => {
    taken.push(mail)
    return taken.length < until ? '250 2.0.0 ok' : dead.promise
  }
  await killOnce(telling(), () => taken.length >= until)
  dead.resolve('drop')
  // Two minutes later: whoever holds a lease that has ended is dead.
  await database.query(
    `update anlauf.mail_out set lease_until = now() - interval '1 second' where lease_until is not null`,
  )
  relay.onMail = (mail) => {
    taken.push(mail)
    return '250 2.0.0 ok'
  }
}

/** Later than every lease of a killed sender. */
async function sendRest(): Promise<void> {
  for (const minutes of [4, 10]) {
    const setup = {
      relay: { host: '127.0.0.1', port: relay.port, tls: 'none' },
      from: { name: 'Beispiel Hosting', address: 'notice@news.example' },
      bounces: 'bounce@news.example',
    } as const
    await mailSender(database, setup, { now: () => new Date(Date.now() + minutes * 60_000) }).sendDue()
  }
}

/** Mails by whom they went to, each with its Message-IDs: the same mail again has the same one. */
function idsByAddress(subject: RegExp): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { to, bytes } of taken) {
    if (!subject.test(/^Subject: (.*)$/m.exec(bytes)?.[1] ?? '')) continue
    const ids = found.get(to) ?? new Set()
    found.set(to, ids.add(/^Message-ID: (\S+)/im.exec(bytes)?.[1] ?? ''))
  }
  return found
}

const countOf = async (text: string): Promise<number> =>
  Number((await database.query<{ n: string }>(text))[0]?.n)

test('the form, killed among the answers: who was told to look into the mailbox is known, once', async () => {
  const forms = addresses.map((key) => ({
    key,
    path: '/subscribe?lang=en',
    body: new URLSearchParams({ address: key, kinds: 'all', language: 'en' }).toString(),
  }))
  const { answered } = await postThroughKills(forms, /Look into your mailbox/i, [1, 25])
  assert.equal(answered.size, people)
  const stored = await rows()
  assert.deepEqual(stored.map(({ address }) => address).toSorted(), addresses.toSorted())
  assert.ok(stored.every(({ stage }) => stage === 'pending'))
})

test('the opt-in mails, killed among them: everybody has one link, sent again only as the same mail', async () => {
  for (const mails of [1, 25]) await killAmongMails(mails)
  await sendRest()
  const ids = idsByAddress(/confirm/i)
  assert.deepEqual([...ids.keys()].toSorted(), addresses.toSorted())
  for (const [address, own] of ids) assert.equal(own.size, 1, address)
  assert.equal(await countOf(`select count(*) n from anlauf.subscription where owes is not null`), 0)
})

test('the click, killed among the answers: who read "subscribed" is, and who clicks again hears the same', async () => {
  const links = new Map(
    taken.map(({ to, bytes }) => {
      // Quoted-printable: a soft line break ends with "=".
      const text = bytes.replaceAll('=\r\n', '').replaceAll('=3D', '=')
      return [to, /https:\/\/x\.example(\/subscribe\/confirm\/\S+)/.exec(text)?.[1] ?? ''] as const
    }),
  )
  const forms = addresses.map((key) => ({ key, path: links.get(key) ?? '', body: '' }))
  const { answered, afterKill } = await postThroughKills(forms, /You are subscribed/i, [1, 25])
  assert.equal(answered.size, people)
  assert.ok(afterKill.length === 3 && (afterKill[1]?.size ?? 0) < people, 'the last kill met a flood')
  const stored = await rows()
  assert.equal(stored.length, people)
  assert.ok(stored.every(({ stage }) => stage === 'confirmed'))
})

test('telling an update, killed at its transaction and among the mails: everybody once, and one entry says so', async () => {
  await desk.publish('first', 'Wir arbeiten an der Störung.', 'We are working on the disruption.')
  const spooled = `select count(*) n from anlauf.mail_out where key like 'subscription:night-1:1:%'`
  // It waits in the middle of its transaction: mails are made, and nothing of it is committed.
  await database.transaction(async (session) => {
    await session.query('lock table anlauf.mail_out in exclusive mode')
    await killOnce(
      telling(),
      async () =>
        (await countOf(
          `select count(*) n from pg_locks where not granted and relation = 'anlauf.mail_out'::regclass`,
        )) > 0,
    )
  })
  assert.equal(await countOf(spooled), 0)
  assert.equal(
    await countOf('select count(*) n from anlauf.subscription_telling where done_at is not null'),
    0,
  )

  for (const mails of [1, 25]) {
    await killAmongMails(mails)
    assert.equal(await countOf(spooled), people, 'all of them or none')
  }
  await sendRest()
  const ids = idsByAddress(/Update 1/i)
  assert.deepEqual([...ids.keys()].toSorted(), addresses.toSorted())
  for (const [address, own] of ids) assert.equal(own.size, 1, address)
  const told: unknown[] = []
  for await (const line of evidenceLines(database, 'night-1')) {
    const { kind, data } = JSON.parse(line) as { kind: string; data: { recipients: number } }
    if (kind === 'subscription.told') told.push(data.recipients)
  }
  assert.deepEqual(told, [people])
})
