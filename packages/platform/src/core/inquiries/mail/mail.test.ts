import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { readMail } from '../index.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

const mail = (head: readonly string[], body: string): Uint8Array =>
  Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
const usual = [
  'From: "Anna Nord" <anna@example.org>',
  'Subject: Wann kommt die Mail wieder?',
  'Message-ID: <1@example.org>',
]

test('a plain mail: who, what, in which language', () => {
  const read = readMail(mail(usual, 'Wir warten und haben nichts von Ihnen gehört.\r\n> alter Text\r\n'))
  assert.deepEqual(read, {
    from: 'anna@example.org',
    name: 'Anna Nord',
    message: 'Wann kommt die Mail wieder?\n\nWir warten und haben nichts von Ihnen gehört.',
    messageId: '<1@example.org>',
    isByPerson: true,
    language: 'de',
  })
})

test('parts, encodings and alphabets as mail programs use them', () => {
  const read = readMail(
    mail(
      [
        'From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <joerg@example.org>',
        'Subject: =?UTF-8?B?V2Fubg==?= =?UTF-8?Q?_geht_=C3=A4s?=',
        ' wieder?',
        'Content-Type: multipart/mixed; boundary="a b"',
      ],
      [
        'preamble',
        '--a b',
        'Content-Type: multipart/alternative; boundary=c',
        '',
        '--c',
        'Content-Type: text/html; charset=utf-8',
        '',
        '<p>nicht das</p>',
        '--c',
        'Content-Type: text/plain; charset=windows-1252',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Sch=F6ne Gr=FC=',
        '=DFe',
        '--c--',
        '--a b',
        'Content-Type: text/plain',
        'Content-Disposition: attachment; filename=x.txt',
        '',
        'attached',
        '--a b--',
      ].join('\r\n'),
    ),
  )
  assert.equal(read.name, 'Jörg Müller')
  assert.equal(read.message, 'Wann geht äs wieder?\n\nSchöne Grüße')
  const html = readMail(
    mail(
      [...usual, 'Content-Type: text/html'],
      '<head><style>x</style></head><p>Gr&uuml;&szlig;e<br>zwei<script>alert(1)</script>',
    ),
  )
  assert.match(html.message, /\n\nGrüße\nzwei$/)
})

test('no reply to programs, lists, bounces, own mails and refused names', () => {
  const answers = (head: readonly string[], own: readonly string[] = []) =>
    readMail(mail(head, 'x'), { own }).isByPerson
  assert.ok(answers(usual))
  assert.ok(answers([...usual, 'Auto-Submitted: no']))
  for (const line of [
    'Auto-Submitted: auto-replied',
    'auto-submitted: auto-generated (rejected)',
    'List-Id: <x.example.org>',
    'List-Unsubscribe: <mailto:x@example.org>',
    'Precedence: bulk',
    'Return-Path: <>',
    'X-Auto-Response-Suppress: All',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
    'X-Loop: us',
    'X-Anlauf-Case: night',
  ]) {
    assert.ok(!answers([...usual, line]), line)
  }
  for (const from of [
    'MAILER-DAEMON@example.org',
    'noreply@example.org',
    'no-reply+7@example.org',
    'postmaster@example.org',
    'users-bounces@example.org',
    'owner-users@example.org',
  ]) {
    assert.ok(!answers([`From: ${from}`]), from)
  }
  assert.ok(!answers(usual, ['anna@example.org']))
  assert.ok(!answers(['Subject: nobody']))
})

test('who is to be answered is one address, whatever the header tries', () => {
  const from = (header: string) => readMail(mail([header], 'x')).from
  assert.equal(from('From: a@example.org, b@example.org'), 'a@example.org')
  assert.equal(from('From: "evil\\r\\nBcc: x@example.org" <a@example.org>'), 'a@example.org')
  assert.equal(from('From: <a@example.org\rBcc:b@example.org>'), undefined)
  assert.equal(from('From: nobody'), undefined)
  assert.equal(from('Reply-To: <r@example.org>\r\nFrom: <f@example.org>'), 'r@example.org')
})

test('bytes of any kind are read without an exception, in bounded text', () => {
  const heads = fc.constantFrom(
    'From: a@b.example',
    'Content-Type: multipart/mixed; boundary=x',
    'Content-Transfer-Encoding: base64',
    'Subject: =?utf-8?q?=FF?=',
    'Content-Type: text/html; charset=nobody',
    '',
  )
  fc.assert(
    fc.property(
      fc.array(heads),
      fc.uint8Array({ maxLength: 2000 }),
      fc.string({ maxLength: 500 }),
      (lines, bytes, text) => {
        const raw = Buffer.concat([
          Buffer.from(`${lines.join('\r\n')}\r\n\r\n--x\r\n${text}\r\n--x\r\n`),
          bytes,
        ])
        const { message, name, messageId = '' } = readMail(raw)
        assert.doesNotMatch(name + messageId, /\p{Cc}/u)
        assert.ok(message.length <= 5000 && name.length <= 200)
        assert.doesNotMatch(message, /(?![\n\t])\p{Cc}/u)
      },
    ),
    { numRuns: 1000 },
  )
})

test('a mail of a thousand nested parts, a million headers or endless tags is read in a moment', () => {
  const nested = Array.from(
    { length: 1000 },
    (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  ).join('')
  const startedAt = processorMs()
  readMail(mail(['Content-Type: multipart/mixed; boundary=b0'], nested))
  readMail(Buffer.from('X: y\r\n'.repeat(1_000_000)))
  readMail(mail(['Content-Type: text/html'], '<'.repeat(5_000_000)))
  readMail(mail(['Content-Type: text/html'], '<script '.repeat(50_000)))
  readMail(mail(['Content-Type: multipart/mixed; boundary=x'], '--x\r\n'.repeat(500_000)))
  assert.ok(processorMs() - startedAt < 5000)
})
