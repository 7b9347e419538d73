import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import {
  mailReports,
  mailSender,
  type MailSetup,
  mailSpool,
  postfixLog,
} from '../../packages/platform/src/adapters/mail-out/index.ts'
import { type MailDraft, readReport } from '../../packages/platform/src/core/deliveries/index.ts'
import { needProgram } from '../debian.ts'
import { privateDovecot } from '../mail/private-dovecot.ts'
import { declareCase } from './declared-case.ts'
import { privatePostfix } from './private-postfix.ts'

const skip =
  (process.getuid?.() === 0 ? false : 'a private Postfix needs root') ||
  needProgram('postfix', 'postfix') ||
  needProgram('dkimverify', 'python3-dkim') ||
  needProgram('doveadm', 'dovecot-core')

const home = await mkdtemp(join(tmpdir(), 'anlauf-mail-'))
const database = await openDatabase({ home })
await declareCase(database, 'real')
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const setupFor = (port: number, more: Partial<MailSetup> = {}): MailSetup => ({
  relay: { host: '127.0.0.1', port, tls: 'none' },
  from: { name: 'Beispiel Hosting AG', address: 'notice@news.example' },
  bounces: 'bounce@news.example',
  dkim: {
    domain: 'news.example',
    selector: 'a1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  },
  ...more,
})
const notice = (id: string, more: Partial<MailDraft> = {}): MailDraft => ({
  key: `real:l1:t/${id}:mail`,
  class: 'A',
  case: 'real',
  to: `${id}@customer.example`,
  subject: 'Verletzung des Schutzes Ihrer Daten',
  text: 'Größere Störung.\n.\nFrom hier an: ein Punkt und ein From am Anfang der Zeile.\n',
  ...more,
})

test(
  'Postfix delivers into a Maildir that Dovecot reads; another program verifies the signature',
  { skip },
  async () => {
    await using postfix = await privatePostfix(['anna', 'ben'])
    const unsubscribe = {
      'List-Unsubscribe': '<https://news.example/u/1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }
    await mailSpool(database).add([
      notice('anna', {
        attachments: [{ name: 'letter.pdf', type: 'application/pdf', content: Buffer.alloc(300_000, 'x') }],
      }),
      notice('ben', { class: 'B', headers: unsubscribe }),
    ])
    const round = await mailSender(database, setupFor(postfix.port)).sendDue()
    assert.deepEqual(round, { accepted: 2, refused: 0, later: 0, unknown: 0 })
    await postfix.drained()
    const dovecot = privateDovecot(join(postfix.home('anna'), '..', '..', 'dovecot'), postfix.home('anna'))
    const [shown] = dovecot.mails()
    assert.match(shown?.messageId ?? '', /^<[0-9a-f]{40}@news\.example>$/)
    const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    for (const name of ['anna', 'ben']) {
      const [mail = Buffer.alloc(0)] = postfix.mails(name)
      assert.equal(verified(mail, key), 'True', name)
      const tampered = Buffer.from(mail.toString('latin1').replace('Beispiel', 'Beisplel'), 'latin1')
      assert.equal(verified(tampered, key), 'False')
    }
    const [update = Buffer.alloc(0)] = postfix.mails('ben')
    const stripped = Buffer.from(update.toString('latin1').replace('One-Click', 'Two-Click'), 'latin1')
    assert.equal(verified(stripped, key), 'False', 'the header of unsubscribing is signed')
  },
)

/** By Debian's dkimpy, with the key where DNS would have it. */
function verified(mail: Buffer, key: string): string {
  const script = `import dkim,sys
print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda name, timeout=5: b"v=DKIM1; k=rsa; p=${key}" if name.startswith(b"a1._domainkey.news.example") else None))`
  const done = spawnSync('/usr/bin/python3', ['-c', script], { input: mail, encoding: 'utf8' })
  return done.stdout.trim() || done.stderr
}

test(
  'an unknown mailbox bounces as a report that becomes a call; a forged one changes nothing',
  { skip },
  async () => {
    await using postfix = await privatePostfix(['anna'])
    await database.query('delete from anlauf.mail_out')
    const spool = mailSpool(database)
    await spool.add([notice('anna'), notice('gone'), notice('gone-b', { class: 'B' })])
    await mailSender(database, setupFor(postfix.port)).sendDue()
    await postfix.drained()
    const reports = mailReports(database)
    const bounces = postfix.mails('bounce')
    assert.equal(bounces.length, 2)
    for (const mail of bounces) {
      const bounce = readReport(mail, { bounces: 'bounce@news.example' })
      assert.ok(bounce.kind === 'report')
      assert.deepEqual([bounce.action, bounce.status], ['failed', '5.1.1'])
      // Somebody who does not know the token says nothing about anybody.
      const forged = readReport(
        Buffer.from(mail.toString('latin1').replaceAll(bounce.token, '0'.repeat(32)), 'latin1'),
        { bounces: 'bounce@news.example' },
      )
      assert.ok(forged.kind === 'report')
      assert.equal(await reports.report(forged), 'unknown')
      assert.equal(await reports.report(bounce), 'changed')
      assert.equal(await reports.report(bounce), 'nothing new')
    }
    const states = await spool.find(['anna', 'gone', 'gone-b'].map((id) => `real:l1:t/${id}:mail`))
    const stateOf = (id: string) => {
      const found = states.find(({ key }) => key === `real:l1:t/${id}:mail`)
      return [found?.state, found?.reply]
    }
    assert.equal(stateOf('anna')[0], 'accepted')
    assert.deepEqual(stateOf('gone'), ['call-task', '550 5.1.1'])
    assert.deepEqual(stateOf('gone-b'), ['bounced', '550 5.1.1'])
    const untold = await reports.untold('real')
    assert.deepEqual(untold.map(({ state }) => state).toSorted(), ['accepted', 'call-task'])
  },
)

test('the log of Postfix says what it took, what it delivered and what it never saw', { skip }, async () => {
  await using postfix = await privatePostfix(['anna'])
  await database.query('delete from anlauf.mail_out')
  const setup = setupFor(postfix.port)
  await mailSpool(database).add([notice('anna'), notice('gone')])
  await mailSender(database, setup).sendDue()
  await postfix.drained()
  const ids = await database.query<{ key: string; recipient: string }>(
    'select key, recipient from anlauf.mail_out order by id',
  )
  assert.equal(ids.length, 2)
  // As a sender that dies after the mail was on the wire leaves it.
  await database.query(
    `update anlauf.mail_out set state = 'sent', lease_until = now() + interval '1 hour', sent_at = now()`,
  )
  await mailSpool(database).add(notice('never'))
  await database.query(
    `update anlauf.mail_out set state = 'sent', lease_until = now() + interval '1 hour', sent_at = now(), attempts = 1
      where key like '%never%'`,
  )
  const later = (): Date => new Date(Date.now() + 90_000)
  // Somebody else's mail: the relay goes on writing.
  const other = notice('anna', { key: 'real:l1:t/other:mail', subject: 'Later' })
  await new Promise((resolve) => setTimeout(resolve, 1100))
  await mailSpool(database).add(other)
  await mailSender(database, setup).sendDue()
  await postfix.drained()
  await database.query(
    `update anlauf.mail_out set lease_until = now() - interval '1 second' where state = 'sent'`,
  )
  const relayLog = postfixLog(postfix.log, { now: later })
  const sender = mailSender(database, { ...setup, relayLog }, { now: later })
  await sender.sendDue()
  await postfix.drained()
  const states = await mailSpool(database).find(['anna', 'gone', 'never'].map((id) => `real:l1:t/${id}:mail`))
  assert.deepEqual(Object.fromEntries(states.map(({ key, state }) => [key.slice(10, -5), state])), {
    anna: 'delivered',
    gone: 'call-task',
    never: 'queued',
  })
  assert.equal(postfix.mails('anna').length, 2, 'nothing of class A was sent twice')
  await writeFile(join(home, 'empty.log'), '')
  const empty = await postfixLog(join(home, 'empty.log'))([{ messageId: '<x@y>', sentAt: new Date() }])
  const missing = await postfixLog(join(home, 'missing.log'))([{ messageId: '<x@y>', sentAt: new Date() }])
  assert.deepEqual([empty, missing], [['unknown'], ['unknown']])
})
