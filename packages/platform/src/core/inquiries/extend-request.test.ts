import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { AnlaufError } from '../failure.ts'
import { decideInquiry, type InquiryCommand } from './decide-inquiry.ts'
import { requestClockOf } from './extend-request.ts'
import type { Inquiry } from './inquiry.ts'

const desk = { zone: 'Europe/Berlin', land: 'BE', from: 480, to: 1080 } as const
const request: Inquiry = {
  reference: '7K3M-9QXZ-T',
  channel: 'mail',
  class: 'data-subject',
  topic: 'data-protection',
  language: 'de',
  state: 'open',
  receivedAt: '2026-03-10T12:00:00.000Z',
  openedAt: '2026-03-10T12:00:00.000Z',
  answerBy: '2026-03-13T12:00:00.000Z',
  reopened: 0,
  breaches: 0,
  reminded: 0,
}
const told = { id: 'longer', hash: 'a'.repeat(64), approved: true, tenantSpecific: false }
const extend: InquiryCommand = { command: 'extend', answer: told, because: 'complexity' }
const inTime = '2026-03-20T09:00:00.000Z'
const profile = { controller: true, land: 'BE' } as const
const clock = (inquiry: Inquiry, now = inTime) =>
  requestClockOf(inquiry, { now: Temporal.Instant.from(now), profile })

function refused(inquiry: Inquiry, command: InquiryCommand, at = inTime): string {
  try {
    decideInquiry(inquiry, command, { at, desk })
  } catch (error) {
    return `${(error as AnlaufError).code}: ${(error as AnlaufError).message}`
  }
  return ''
}

test('two further months, once, told with an approved text within the first month; the log gets no word of it', () => {
  const decided = decideInquiry(request, extend, { at: inTime, desk })
  assert.ok(decided)
  const { inquiry, kind, data } = decided
  assert.equal(kind, 'inquiry.extended')
  assert.deepEqual(data, {
    answer: 'longer',
    hash: told.hash,
    because: 'complexity',
    due: '2026-06-10T11:00:00.000Z',
  })
  assert.deepEqual(
    [inquiry.state, inquiry.extendedAt, inquiry.extendedBecause, inquiry.answerBy, inquiry.breaches],
    ['open', inTime, 'complexity', '2026-06-10T11:00:00.000Z', 1],
    'the promise that was broken by then counts',
  )
  assert.equal(clock(inquiry)?.isExtended, true)
  assert.match(refused(inquiry, extend), /extended already/)
  const answer = { command: 'answer', answer: told } as const
  const met = decideInquiry(inquiry, answer, { at: '2026-06-10T11:00:00.000Z', desk })
  assert.deepEqual(
    [clock(met?.inquiry ?? inquiry)?.state, clock(met?.inquiry ?? inquiry)?.isLate],
    ['met', false],
  )
})

test('what cannot be extended says why: another kind, answered, too late, not approved, nobody recognised', () => {
  assert.match(
    refused({ ...request, class: 'question' }, extend),
    /not-permitted: .* no data subject's request/,
  )
  assert.match(refused({ ...request, state: 'answered', answeredAt: inTime }, extend), /is "answered"/)
  assert.match(
    refused(request, extend, '2026-04-10T11:00:01.000Z'),
    /gate-closed: The first month .* is over/,
  )
  assert.equal(refused(request, extend, '2026-04-10T11:00:00.000Z'), '')
  assert.match(refused(request, { ...extend, answer: { ...told, approved: false } }), /not approved/)
  assert.match(
    refused(request, { ...extend, answer: { ...told, tenantSpecific: true } }),
    /Nobody checked who wrote/,
  )
  assert.match(
    refused({ ...request, undecided: true }, extend),
    /gate-closed: Nobody said whether/,
    'no mail goes to whom nobody placed: they would count as told',
  )
})

test('a mail that came back told nobody: the first month counts again', () => {
  const decided = decideInquiry(request, extend, { at: inTime, desk })
  assert.ok(decided)
  const back = decideInquiry(decided.inquiry, { command: 'notExtended' }, { at: inTime, desk })
  assert.deepEqual(
    [back?.kind, back?.inquiry.extendedAt, back?.inquiry.extendedBecause, back?.inquiry.answerBy],
    ['inquiry.extensionUndelivered', undefined, undefined, '2026-04-10T11:00:00.000Z'],
  )
  assert.equal(decideInquiry(request, { command: 'notExtended' }, { at: inTime, desk }), undefined)
})

test('the clock runs from the receipt, whenever somebody saw what it was, and again when it was not answered after all', () => {
  const question: Inquiry = { ...request, class: 'question' }
  assert.equal(clock(question), undefined)
  const seen = decideInquiry(question, { command: 'classify', class: 'data-subject' }, { at: inTime, desk })
  assert.equal(clock(seen?.inquiry ?? question)?.startedAt.toString(), '2026-03-10T12:00:00Z')
  const answered = decideInquiry(request, { command: 'answer', answer: told }, { at: inTime, desk })
  assert.equal(clock(answered?.inquiry ?? request)?.state, 'met')
  const open = decideInquiry(answered?.inquiry ?? request, { command: 'undelivered' }, { at: inTime, desk })
  assert.deepEqual(
    [clock(open?.inquiry ?? request)?.state, clock(open?.inquiry ?? request)?.due.toString()],
    ['running', '2026-04-10T11:00:00Z'],
  )
  assert.equal(clock({ ...request, state: 'set-aside' }), undefined)
})
