import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import {
  afterAnswer,
  afterReport,
  type Answer,
  mailStates,
  parseMailFile,
  relayTrouble,
  type Way,
} from './index.ts'

const now = new Date('2026-11-23T04:00:00Z')
const ways = fc.record({
  class: fc.constantFrom('A', 'B', 'C'),
  attempts: fc.integer({ min: 1, max: 500 }),
  giveUpAt: fc.integer({ min: -300, max: 300 }).map((minutes) => new Date(now.getTime() + minutes * 60_000)),
  alternates: fc.array(fc.constant('other@customer.example'), { maxLength: 2 }),
}) as fc.Arbitrary<Way>
const answers = fc.oneof(
  fc.constant({ kind: 'accepted', reply: '250' }),
  fc.record({
    kind: fc.constant('refused'),
    code: fc.integer({ min: 400, max: 599 }),
    enhanced: fc.constantFrom('4.2.0', '5.1.1', '5.7.1', '4.7.1', ''),
  }),
  fc.constant({ kind: 'not-reached', why: 'ECONNECTION' }),
  fc.constant({ kind: 'unknown' }),
) as fc.Arbitrary<Answer>

test('class A never fails in silence and is never sent again when its outcome is unknown', () => {
  fc.assert(
    fc.property(ways, answers, (way, answer) => {
      const step = afterAnswer(way, answer, now)
      assert.ok(mailStates.includes(step.state))
      if (way.class === 'A') assert.ok(['accepted', 'queued', 'call-task'].includes(step.state), step.state)
      else assert.notEqual(step.state, 'call-task')
      if (way.class === 'A' && answer.kind === 'unknown') assert.equal(step.state, 'call-task')
      if (step.state === 'queued') {
        assert.ok(step.retryAt !== undefined)
        assert.ok(step.address !== undefined || (step.retryAt > now && step.retryAt <= way.giveUpAt))
      }
      if (step.address !== undefined) assert.equal(step.reason, 'policy-refused')
    }),
  )
})

test('what was acknowledged cannot bounce; a report moves a mail forward only', () => {
  const way = { class: 'A', attempts: 1, giveUpAt: now, alternates: [] } as const
  const failed = { kind: 'report', token: 'x', action: 'failed', status: '5.1.1' } as const
  for (const state of ['acknowledged', 'call-task', 'failed', 'bounced', 'queued', 'held'] as const) {
    assert.equal(afterReport({ ...way, state }, failed, now), undefined, state)
  }
  assert.equal(afterReport({ ...way, state: 'delivered' }, failed, now)?.state, 'call-task')
  assert.equal(afterReport({ ...way, state: 'accepted', class: 'B' }, failed, now)?.state, 'bounced')
  const delayed = { ...failed, action: 'delayed', status: '4.4.1' } as const
  assert.equal(afterReport({ ...way, state: 'accepted' }, delayed, now)?.state, 'delayed')
  assert.equal(afterReport({ ...way, state: 'delayed' }, delayed, now), undefined)
  const gaveUp = { ...failed, status: '4.4.1' } as const
  assert.deepEqual(afterReport({ ...way, state: 'delayed' }, gaveUp, now), {
    state: 'call-task',
    reason: 'expired',
    reply: '4.4.1',
  })
  assert.equal(
    afterReport({ ...way, state: 'accepted' }, { kind: 'unreadable', token: 'x' }, now)?.state,
    'call-task',
  )
})

test('a mail file says in which line it is wrong', () => {
  const good = `apiVersion: mail/v1
relay: { host: 127.0.0.1, port: 25, tls: none }
from: { name: Beispiel Hosting AG, address: notice@news.example }
bounces: bounce@news.example
dkim: { domain: news.example, selector: a1, keyFile: k.pem, second: { selector: e1, keyFile: e.pem } }
links: https://contact.news.example
`
  assert.ok('place' in parseMailFile(good, 'mail.yaml'))
  const fails = (from: string, to: string, line: number, message: RegExp): void => {
    const parsed = parseMailFile(good.replace(from, to), 'mail.yaml')
    assert.ok('problems' in parsed, to)
    assert.match(parsed.problems[0]?.message ?? '', message)
    assert.equal(parsed.problems[0]?.line, line, to)
  }
  fails('host: 127.0.0.1', 'host: relay.example', 2, /in clear/)
  fails('port: 25', 'port: 70000', 2, /no port/)
  fails('tls: none', 'tls: maybe', 2, /is not one of/)
  fails('notice@news.example', 'notice', 3, /no mail address/)
  fails('bounce@', 'bounce+x@', 4, /"\+"/)
  fails('domain: news.example', 'domain: "news; x"', 5, /no name for DNS/)
  fails('selector: a1', 'selector: "a1 b"', 5, /no name for DNS/)
  fails('selector: e1', 'selector: a1', 5, /same selector/)
  fails('https://', 'http://', 6, /no https/)
  fails('bounces:', 'bouncers:', 4, /nobody knows/)
})

test('what keeps mail in the house is said with the relay, the word of the wire and what to do', () => {
  const relays = {
    relay: { host: 'relay.news.example', port: 587 },
    exercise: { relay: { host: '127.0.0.1', port: 2525 } },
  }
  for (const [word, ...said] of [
    [
      'exercise: ESOCKET',
      'relay of the exercise 127.0.0.1:2525 cannot be reached (ESOCKET)',
      '"exercise.relay"',
    ],
    ['ECONNECTION', 'relay.news.example:587 cannot be reached', 'Is it running'],
    ['EDNS at CONN', 'a name that nobody knows'],
    ['ETLS', 'certificate for its name'],
    ['EAUTH at AUTH PLAIN 535', 'does not take our user and password'],
    ['EENVELOPE at MAIL FROM 550', 'does not take our sender'],
    ['refuses everybody: 554 5.7.1', 'refuses every recipient'],
    ['the mail cannot be signed; look at the DKIM key', 'DKIM key'],
    ['EPROTOCOL', 'cannot be used (EPROTOCOL)', 'It is "relay" in the mail file.'],
  ] as const) {
    for (const part of said) assert.ok(relayTrouble(word, relays).includes(part), relayTrouble(word, relays))
  }
})
