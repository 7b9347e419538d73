import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { mailSender, mailSpool } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { relayLine } from '../../packages/platform/src/adapters/mail-out/smtp-connection.ts'
import type { MailDraft } from '../../packages/platform/src/core/deliveries/index.ts'
import { declareCase } from './declared-case.ts'
import { noticeMail, setupFor } from './one-notice.ts'
import { smtpDouble } from './smtp-double.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-spool-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})
await declareCase(database, 'real')
await declareCase(database, 'drill', { exercise: true })
beforeEach(() => database.query('delete from anlauf.mail_out'))

const start = Date.parse('2026-11-23T04:00:00Z')
let minutes = 0
const now = (): Date => new Date(start + minutes * 60_000)
beforeEach(() => void (minutes = 0))

const stateOf = async (key: string) => (await mailSpool(database).find([key]))[0]

test('a mail goes out once, with its own Message-ID, envelope sender and the request for reports', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  assert.deepEqual(await spool.add(noticeMail('anna')), { added: 1, known: 0 })
  assert.deepEqual(await spool.add(noticeMail('anna')), { added: 0, known: 1 })
  const sender = mailSender(database, setupFor(server.port), { now })
  const round = await sender.sendDue()
  assert.deepEqual(round, { accepted: 1, refused: 0, later: 0, unknown: 0 })
  assert.deepEqual(await sender.sendDue(), { accepted: 0, refused: 0, later: 0, unknown: 0 })
  const [mail, ...others] = server.mails
  assert.equal(others.length, 0)
  assert.equal(mail?.to, 'anna@customer.example')
  assert.match(mail.from, /^bounce\+[0-9a-f]{32}@elsewhere\.example$/)
  assert.match(mail.fromParameters, /RET=HDRS ENVID=[0-9a-f]{40}/)
  assert.match(mail.toParameters, /NOTIFY=FAILURE,DELAY ORCPT=rfc822;anna@customer\.example/)
  assert.match(mail.bytes, /^Message-ID: <[0-9a-f]{40}@elsewhere\.example>\r$/m)
  assert.match(mail.bytes, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(mail.bytes, /Gr=C3=B6=C3=9Fere St=C3=B6rung\.\r\n\.\r\nZeile/)
  const kept = await stateOf('real:l1:anna:mail')
  assert.equal(kept?.state, 'accepted')
  assert.equal(kept.reply, '250 2.0.0 D0UBLE1')
  await assert.rejects(
    spool.add(noticeMail('anna', { text: 'Other words.' })),
    /put in before, with other words/,
  )
  await assert.rejects(spool.add(noticeMail('anna', { to: 'x@customer.example' })), /put in before/)
})

test('no draft can add a header, a recipient or a command', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  const bad: Partial<MailDraft>[] = [
    { subject: 'Hello\r\nBcc: all@customer.example' },
    { subject: 'Hello\nX: y' },
    { subject: 'a\u2028b' },
    { subject: '' },
    { to: 'a@b.example\r\nRCPT TO:<c@d.example>' },
    { to: 'a@b.example, c@d.example' },
    { to: 'a@b.example> NOTIFY=NEVER' },
    { to: '"a b"@c.example' },
    { to: 'Anna <a@b.example>' },
    { to: 'a@müller.example' },
    { to: '@b.example' },
    { to: 'nobody' },
    { to: 'a@localhost' },
    { to: 'a..b@c.example' },
    { to: `${'a'.repeat(65)}@b.example` },
    { alternates: ['x\r\ny@z.example'] },
    { headers: { Bcc: 'all@customer.example' } },
    { headers: { 'List-Id': 'x\r\nBcc: all@customer.example' } },
    { headers: { 'List-Id\r\nBcc': 'x' } },
    { headers: { From: 'x@y.example' } },
    { headers: { 'Content-Type': 'text/html' } },
    { key: 'a key\r\nX: y' },
    { attachments: [{ name: 'a"\r\nX: y', type: 'application/pdf', content: new Uint8Array(1) }] },
    { attachments: [{ name: 'a.pdf', type: 'application/pdf\r\nX: y', content: new Uint8Array(1) }] },
    { attachments: [{ name: 'a.pdf', type: 'application/pdf', content: new Uint8Array(9_000_000) }] },
    { text: 'a\u0000b' },
    { text: ' ' },
  ]
  for (const one of bad) {
    await assert.rejects(
      spool.add(noticeMail('mallory', one)),
      { code: 'input-invalid' },
      Object.keys(one).join(),
    )
  }
  // Text is text: what looks like a header or the end of the mail stays in it.
  await spool.add(noticeMail('anna', { text: 'Bcc: x@y.example\r\n\r\n.\r\nRCPT TO:<x@y.example>\r\n' }))
  await mailSender(database, setupFor(server.port), { now }).sendDue()
  assert.equal(server.mails.length, 1)
  const [head = ''] = (server.mails[0]?.bytes ?? '').split('\r\n\r\n')
  assert.doesNotMatch(head, /^Bcc/im)
})

test('a mail without a declared case, or of class A without any, is refused', async () => {
  const spool = mailSpool(database, { now })
  await assert.rejects(spool.add(noticeMail('anna', { case: 'nobody' })), { code: 'not-found' })
  const { case: _case, ...rest } = noticeMail('anna')
  await assert.rejects(spool.add(rest), { code: 'input-invalid' })
})

test('mail of an exercise never reaches a real address', async () => {
  using real = await smtpDouble()
  using drill = await smtpDouble()
  const spool = mailSpool(database, { now })
  const draft = noticeMail('anna', {
    key: 'drill:l1:anna:mail',
    case: 'drill',
    alternates: ['boss@customer.example'],
  })
  await spool.add(draft)
  // No mailbox of the exercise: it is held, whoever sends.
  await mailSender(database, setupFor(real.port), { now }).sendDue()
  assert.equal((await stateOf(draft.key))?.state, 'held')
  assert.equal(real.mails.length, 0)
  const exercise = {
    relay: { host: '127.0.0.1', port: drill.port, tls: 'none' as const },
    mailbox: 'drill@own.example',
  }
  let asked = 0
  drill.onRecipient = () => ((asked += 1), asked === 1 ? '550 5.7.1 not here' : '250 ok')
  await mailSender(database, setupFor(real.port, { exercise }), { now }).sendDue()
  assert.equal(real.mails.length, 0)
  assert.deepEqual(
    drill.mails.map(({ to }) => to),
    ['drill@own.example'],
  )
  const [mail] = drill.mails
  assert.match(mail?.bytes ?? '', /=\?UTF-8\?/)
  assert.match(mail?.bytes ?? '', /\*\*\* =C3=9CBUNG \/ EXERCISE \*\*\*/)
  assert.doesNotMatch(mail?.bytes ?? '', /customer\.example/)
})

test('"later" is tried again, at first soon, and after four hours a person calls', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  await spool.add(noticeMail('grey'))
  const sender = mailSender(database, setupFor(server.port), { now })
  let asked = 0
  server.onRecipient = () => ((asked += 1), minutes < 5 ? '450 4.2.0 greylisted' : '250 ok')
  for (; minutes < 30; minutes += 1) await sender.sendDue()
  assert.deepEqual([asked, server.mails.length], [4, 1])
  minutes = 0
  await spool.add(noticeMail('never'))
  server.onRecipient = () => '450 4.2.0 mailbox busy'
  for (; minutes < 5 * 60; minutes += 1) await sender.sendDue()
  const kept = await stateOf('real:l1:never:mail')
  assert.deepEqual([kept?.state, kept?.reason, kept?.reply], ['call-task', 'expired', '450 4.2.0'])
  const attempts = kept?.attempts ?? 0
  assert.ok(attempts > 15 && attempts < 25, `${attempts} attempts`)
})

test('a refusal is a call at once; one by policy goes to the other address first', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  await spool.add([
    noticeMail('gone'),
    noticeMail('policy', { alternates: ['policy@other.example'] }),
    noticeMail('update', { key: 'real:u3:x:mail', class: 'B', to: 'gone2@customer.example' }),
    noticeMail('body'),
  ])
  server.onRecipient = (to) =>
    to.startsWith('gone')
      ? '550 5.1.1 <gone@customer.example> unknown'
      : to === 'policy@customer.example'
        ? '550 5.7.1 blocked'
        : '250 ok'
  server.onMail = ({ to }) => (to === 'body@customer.example' ? '554 5.6.0 no' : '250 ok')
  const sender = mailSender(database, setupFor(server.port), { now })
  await sender.sendDue()
  const states = await Promise.all(
    ['real:l1:gone:mail', 'real:l1:policy:mail', 'real:u3:x:mail', 'real:l1:body:mail'].map(stateOf),
  )
  assert.deepEqual(
    states.map((one) => [one?.state, one?.reason ?? null, one?.reply]),
    [
      ['call-task', 'bounced', '550 5.1.1'],
      ['accepted', null, '250'],
      ['bounced', 'bounced', '550 5.1.1'],
      ['call-task', 'bounced', '554 5.6.0'],
    ],
  )
  assert.deepEqual(
    server.mails.map(({ to }) => to),
    ['policy@other.example'],
  )
})

test('a relay that is not there, or does not want us, turns nobody into a call before the time', async () => {
  const spool = mailSpool(database, { now })
  await spool.add(Array.from({ length: 40 }, (_, n) => noticeMail(`p${n}`)))
  const dead = mailSender(database, setupFor(1), { now })
  const round = await dead.sendDue()
  assert.match(round.stoppedBy ?? '', /^E[A-Z]+$/)
  assert.deepEqual(await spool.count('real'), [{ class: 'A', state: 'queued', count: 40 }])
  using server = await smtpDouble()
  server.onSender = () => '550 5.7.1 who are you'
  minutes = 3
  const refused = await mailSender(database, setupFor(server.port), { now }).sendDue()
  assert.match(refused.stoppedBy ?? '', /MAIL FROM 550/)
  assert.deepEqual(await spool.count('real'), [{ class: 'A', state: 'queued', count: 40 }])
  server.onSender = () => '250 ok'
  server.onRecipient = () => '554 5.7.1 relay access denied'
  minutes = 10
  const broken = await mailSender(database, setupFor(server.port), { now }).sendDue()
  assert.match(broken.stoppedBy ?? '', /refuses everybody: 554 5\.7\.1/)
  const calls = (await spool.count('real')).find(({ state }) => state === 'call-task')?.count ?? 0
  assert.ok(calls >= 20 && calls < 25, `${calls} calls`)
  minutes = 5 * 60
  await dead.sendDue()
  assert.deepEqual(await spool.count('real'), [{ class: 'A', state: 'call-task', count: 40 }])
})

test('a line that breaks after the mail: class A is called, B goes again under the same Message-ID', async () => {
  using server = await smtpDouble()
  const spool = mailSpool(database, { now })
  await spool.add([noticeMail('a'), noticeMail('b', { class: 'B', key: 'real:u1:b:mail' })])
  const seen: string[] = []
  server.onMail = ({ bytes }) => {
    seen.push(/^Message-ID: (.*)\r$/m.exec(bytes)?.[1] ?? '')
    return 'drop'
  }
  const sender = mailSender(database, setupFor(server.port), { now })
  assert.equal((await sender.sendDue()).unknown, 2)
  assert.equal((await stateOf('real:l1:a:mail'))?.reason, 'unknown-outcome')
  server.onMail = ({ bytes }) => (seen.push(/^Message-ID: (.*)\r$/m.exec(bytes)?.[1] ?? ''), '250 ok')
  minutes = 2
  await sender.sendDue()
  assert.equal(server.mails.length, 1)
  assert.equal(new Set(seen).size, 2)
  assert.equal((await stateOf('real:u1:b:mail'))?.state, 'accepted')
})

test('a mail is signed, with the headers of unsubscribing under the signature', async () => {
  using server = await smtpDouble()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const dkim = {
    domain: 'elsewhere.example',
    selector: 'a1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
  await mailSpool(database, { now }).add(
    noticeMail('b', {
      class: 'B',
      headers: {
        'List-Unsubscribe': '<https://news.example/u/1>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      attachments: [{ name: 'letter.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') }],
    }),
  )
  await mailSender(database, setupFor(server.port, { dkim }), { now }).sendDue()
  const bytes = server.mails[0]?.bytes ?? ''
  const [signature = ''] = /^DKIM-Signature:[^]*?\r\n(?=\S)/m.exec(bytes) ?? []
  assert.match(
    signature.replaceAll(/\s/g, ''),
    /d=elsewhere\.example;.*h=.*list-unsubscribe:list-unsubscribe-post/i,
  )
  assert.match(bytes, /filename=letter\.pdf/)
})

test('an exercise whose relay is away holds up no notice of an incident, and nobody is called for it', async () => {
  using real = await smtpDouble()
  const gone = await smtpDouble()
  const { port } = gone
  gone[Symbol.dispose]()
  const spool = mailSpool(database, { now })
  const many = (name: string, count: number): MailDraft[] =>
    Array.from({ length: count }, (_, at) =>
      noticeMail(`${name}${at}`, { key: `${name}:l1:${at}:mail`, case: name }),
    )
  await spool.add(many('drill', 30))
  minutes = 1
  await spool.add(many('real', 5))
  const exercise = { relay: { host: '127.0.0.1', port, tls: 'none' as const }, mailbox: 'drill@own.example' }
  const round = await mailSender(database, setupFor(real.port, { exercise }), { now }).sendDue()
  assert.equal(round.accepted, 5)
  assert.match(round.stoppedBy ?? '', /^exercise: /)
  minutes = 245
  await spool.add(noticeMail('late', { key: 'real:l2:late:mail' }))
  await database.query(
    `update anlauf.mail_out set give_up_at = now() - interval '9 years' where key like 'real:l2:%'`,
  )
  await database.query(
    `update anlauf.mail_out set next_at = now() + interval '9 years' where key like 'real:l2:%'`,
  )
  await mailSender(database, setupFor(real.port, { exercise }), { now }).sendDue()
  assert.equal((await stateOf('real:l2:late:mail'))?.state, 'queued')
  assert.equal((await stateOf('drill:l1:29:mail'))?.state, 'call-task')
})

test('a relay that says every word late is left before somebody else takes the mail for lost', async () => {
  using server = await smtpDouble()
  const slow = { host: '127.0.0.1', port: server.port, tls: 'none' as const }
  const envelope = { from: 'a@elsewhere.example', to: 'b@customer.example', id: 'x' }
  server.onMail = async () => (await sleep(400), '250 2.0.0 ok')
  const line = relayLine(slow, { wholeMs: 150 })
  assert.deepEqual(await line.give(envelope, Buffer.from('Subject: x\r\n\r\ny\r\n')), { kind: 'unknown' })
  server.onMail = () => '250 2.0.0 ok'
  for (let round = 0; round < 4; round += 1) {
    assert.equal((await line.give(envelope, Buffer.from('Subject: x\r\n\r\ny\r\n'))).kind, 'accepted')
    await sleep(80)
  }
  assert.equal(server.connections, 2)
  line.close()
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const nowhere = relayLine({ ...slow, port: (silent.address() as AddressInfo).port }, { wholeMs: 150 })
  const began = Date.now()
  assert.equal((await nowhere.give(envelope, Buffer.from('x'))).kind, 'not-reached')
  assert.ok(Date.now() - began < 5000)
  silent.close()
})
