import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { openDatabase } from '../../../adapters/database/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned in this test')) })
after(() => cli[Symbol.asyncDispose]())
const estate = ['--estate', exampleEstate]
mkdirSync(cli.at('home'), { recursive: true })
// Paths in it are relative to it; no relay is asked in this test.
writeFileSync(
  cli.at('home', 'mail.yaml'),
  'apiVersion: mail/v1\nrelay: { host: 127.0.0.1, port: 2525, tls: none }\nfrom: { name: Desk, address: desk@elsewhere.example }\nbounces: bounce@elsewhere.example\n',
)
writeFileSync(
  cli.at('home', 'anlauf.yaml'),
  `apiVersion: workplace/v1\nestate: ${exampleEstate}\nfolder: work\nrepositories:\n  - { id: a, location: /nowhere, passwordFile: p }\noutside: { url: "https://contact.example.org" }\n`,
)
const mail = (from: string, subject: string, ...head: string[]): string =>
  [
    `From: ${from}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.length}.${from}>`,
    ...head,
    '',
    'Wann kommt die Mail wieder?',
  ].join('\r\n')
const spooled = async (): Promise<
  readonly { to: string; body: string; headers: Record<string, string> }[]
> => {
  await using database = await openDatabase({ home: cli.at('home') })
  return await database.query(`select recipient as to, body, headers from anlauf.mail_out order by id`)
}

test('a mail becomes an inquiry once; its sender gets one short reply a day, marked as one of a program', async () => {
  cli.pipe(mail('Anna <anna@example.org>', 'Frage'))
  const first = await cli.json<{ reference: string; state: string; replied: boolean }>([
    'inquiry',
    'import',
    ...estate,
  ])
  assert.deepEqual([first.state, first.replied], ['open', true])
  cli.pipe(mail('Anna <anna@example.org>', 'Frage'))
  const again = await cli.json<{ outcome: string; reference: string }>(['inquiry', 'import', ...estate])
  assert.deepEqual(again, { outcome: 'known', reference: first.reference })
  cli.pipe(mail('Anna <anna@example.org>', 'Noch eine Frage'))
  assert.equal((await cli.json<{ replied: boolean }>(['inquiry', 'import', ...estate])).replied, false)
  const sent = await spooled()
  assert.equal(sent.length, 1)
  assert.equal(sent[0]?.headers['Auto-Submitted'], 'auto-replied')
  assert.match(sent[0].body, new RegExp(`Nummer: ${first.reference}[^]*Wir antworten bis `))
  assert.doesNotMatch(sent[0].body, /Wann kommt|Frage/)
})

test('a mail loop ends before it begins: our own reply, a bounce, an out-of-office and a list get no reply and wait for nobody', async () => {
  const before = (await spooled()).length
  for (const [from, ...head] of [
    ['desk@elsewhere.example'],
    ['other@example.org', 'Auto-Submitted: auto-replied'],
    ['MAILER-DAEMON@example.org', 'Return-Path: <>', 'Content-Type: multipart/report; boundary=x'],
    ['list@example.org', 'List-Id: <x.example.org>'],
  ] as const) {
    cli.pipe(mail(from ?? '', 'Automatisch', ...head))
    const taken = await cli.json<{ state: string; replied: boolean }>(['inquiry', 'import', ...estate])
    assert.deepEqual([taken.state, taken.replied], ['set-aside', false], from)
  }
  assert.equal((await spooled()).length, before)
})

test('a Maildir: what was taken in moves on, what cannot be taken in stays and is named, links are not followed', async () => {
  const box = cli.at('Maildir')
  mkdirSync(`${box}/new`, { recursive: true })
  writeFileSync(`${box}/new/1`, mail('b@example.org', 'Eins'))
  writeFileSync(`${box}/new/2`, '')
  // No text that the database could store; the next one comes in all the same.
  writeFileSync(
    `${box}/new/0`,
    mail('nul@example.org', 'Nul\u0000').replace('Message-ID: <', 'Message-ID: <\u0000'),
  )
  symlinkSync('/etc/passwd', `${box}/new/3`)
  const count = await cli.json<{ taken: number; refused: { file: string }[] }>(
    ['inquiry', 'import', ...estate, '--maildir', box],
    1,
  )
  assert.deepEqual([count.taken, count.refused.map(({ file }) => file)], [2, ['2', '3']])
  assert.deepEqual(
    [readdirSync(`${box}/new`).toSorted(), readdirSync(`${box}/cur`)],
    [
      ['2', '3'],
      ['0:2,S', '1:2,S'],
    ],
  )
  const missing = await cli.run('inquiry', 'import', ...estate, '--maildir', cli.at('nowhere'))
  assert.match(missing.stderr, /is no Maildir[^]*Code: not-found/)
})
