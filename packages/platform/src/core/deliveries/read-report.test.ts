import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { type BounceMail, readReport } from './index.ts'
import { processorMs } from '../../../../../test/processor-time.ts'

const token = 'ab'.repeat(16)
const bounces = 'bounce@news.example'

/** As Postfix writes one, with the parts that a test replaces. */
const report = ({
  to = `bounce+${token}@news.example`,
  type = 'multipart/report; report-type=delivery-status;\n\tboundary="B1"',
  action = 'failed',
  status = '5.1.1',
  more = '',
  groups = '',
} = {}): string => `Return-Path: <>
Delivered-To: ${to}
From: MAILER-DAEMON@relay.news.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
${more}Content-Type: ${type}

This is a MIME-encapsulated message.

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

Action: delivered
Status: 2.0.0

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.news.example
Arrival-Date: Mon, 23 Nov 2026 05:00:00 +0100

Final-Recipient: rfc822; gone@customer.example
Original-Recipient: rfc822;gone@customer.example
Action: ${action}
Status: ${status}
Diagnostic-Code: X-Postfix; unknown user: "gone"
${groups}
--B1
Content-Type: message/rfc822

Action: delivered
Status: 2.0.0
--B1--
`
const read = (text: string): BounceMail => readReport(Buffer.from(text), { bounces })

test('a report says action and status, from its own part only', () => {
  assert.deepEqual(read(report()), { kind: 'report', token, action: 'failed', status: '5.1.1' })
  assert.deepEqual(read(report().replaceAll('\n', '\r\n')), read(report()))
  assert.deepEqual(read(`From MAILER-DAEMON Mon Nov 23 05:00:00 2026\n${report()}`), read(report()))
  assert.deepEqual(read(report({ action: 'Delayed', status: '4.4.1' })), {
    kind: 'report',
    token,
    action: 'delayed',
    status: '4.4.1',
  })
  // Of several recipients the worst counts.
  const two = report({ action: 'delivered', status: '2.0.0', groups: '\nAction: failed\nStatus: 5.7.1\n' })
  assert.deepEqual(read(two), { kind: 'report', token, action: 'failed', status: '5.7.1' })
})

test('without the token of a mail that was sent nobody says anything', () => {
  for (const to of [
    'bounce@news.example',
    'bounce+@news.example',
    `bounce+${token}@other.example`,
    `bounce+${token.slice(2)}@news.example`,
    `x+${token}@news.example`,
    `bounce+${token}@news.example.evil.example`,
  ]) {
    assert.deepEqual(read(report({ to })), { kind: 'other', why: 'no token' }, to)
  }
  // In the body, in another header, in the mail that came back: it counts for nothing.
  const elsewhere = report({ to: 'x@news.example', more: `Reply-To: bounce+${token}@news.example\n` })
  assert.equal(read(elsewhere.replace('unknown user', `bounce+${token}@news.example`)).kind, 'other')
})

test('automatic replies, receipts of reading and people are no bounces', () => {
  const plain = (head: string): BounceMail =>
    read(
      `Delivered-To: bounce+${token}@news.example\n${head}\nContent-Type: text/plain\n\nAction: failed\nStatus: 5.1.1\n`,
    )
  assert.deepEqual(plain('Return-Path: <>\nAuto-Submitted: auto-replied'), {
    kind: 'other',
    why: 'automatic reply',
  })
  assert.deepEqual(plain('Return-Path: <anna@customer.example>'), {
    kind: 'other',
    why: 'written by a person',
  })
  assert.deepEqual(
    read(report({ type: 'multipart/report; report-type=disposition-notification; boundary="B1"' })),
    { kind: 'other', why: 'automatic reply' },
  )
  // A bounce in a form of its own: a person looks, since class A becomes a call.
  assert.deepEqual(plain('Return-Path: <>'), { kind: 'unreadable', token })
  assert.deepEqual(plain('From: Mailer-Daemon@old.example'), { kind: 'unreadable', token })
})

test('broken reports with our token are unreadable, and nothing takes long or throws', () => {
  assert.equal(read(report({ action: 'exploded' })).kind, 'unreadable')
  assert.equal(read(report({ status: '9.9.9' })).kind, 'unreadable')
  assert.equal(read(report({ type: 'multipart/report; report-type=delivery-status' })).kind, 'unreadable')
  const started = processorMs()
  const long = 'x'.repeat(300_000)
  for (const text of [
    `${`To: bounce+${token}@news.example\n`.repeat(10_000)}\n`,
    `To: ${long}\n\n`,
    `To: bounce+${token}@news.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\n\n${'--B\n'.repeat(60_000)}`,
    `To: bounce+${token}@news.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\nContent-Type: message/delivery-status\n\n${'\n\n'.repeat(100_000)}`,
    ' folded\n'.repeat(30_000),
    `X:${'\n '.repeat(100_000)}`,
    `To: ${'<'.repeat(100_000)}`,
  ]) {
    read(text)
  }
  assert.ok(processorMs() - started < 2000)
  fc.assert(
    fc.property(
      fc.nat({ max: report().length }),
      fc.string({ unit: 'binary' }),
      fc.nat({ max: 40 }),
      (at, text, cut) => {
        const mangled = report().slice(0, at) + text + report().slice(at + cut)
        const bounce = read(mangled)
        // Whatever is done to it, it never speaks of another mail than its own.
        if (bounce.kind !== 'other') assert.match(bounce.token, /^[0-9a-f]{32}$/)
      },
    ),
    { numRuns: 500 },
  )
})
