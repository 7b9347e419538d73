import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import {
  classOf,
  decideInquiry,
  emailAddress,
  type Inquiry,
  type InquiryCommand,
  isExpired,
  readReference,
  readSubmission,
  referenceFrom,
  remindersBy,
} from './index.ts'

const desk = { zone: 'Europe/Berlin', land: 'BE', from: 0, to: 1440 } as const
const fresh: Inquiry = {
  reference: '7K3M-9QXZ-T',
  channel: 'form',
  class: 'question',
  topic: 'status',
  language: 'de',
  state: 'unconfirmed',
  receivedAt: '2026-03-10T08:00:00.000Z',
  reopened: 0,
  breaches: 0,
  reminded: 0,
}
const answer = { id: 'a1', hash: 'f'.repeat(64), approved: true, tenantSpecific: false }
const after = (inquiry: Inquiry, command: InquiryCommand, at = '2026-03-10T09:00:00.000Z'): Inquiry =>
  decideInquiry(inquiry, command, { at, desk })?.inquiry ?? inquiry

test('a reference survives the telephone: small letters, blanks, O and I; one wrong letter shows', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 5, maxLength: 5 }),
      fc.nat(8),
      fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('')),
      (random, place, letter) => {
        const reference = referenceFrom(random)
        assert.equal(
          readReference(
            ` ${reference.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `,
          ),
          reference,
        )
        const letters = reference.replaceAll('-', '').split('')
        if (letters[place] === letter) return
        letters[place] = letter
        assert.equal(readReference(letters.join('')), undefined)
      },
    ),
    { numRuns: 3000 },
  )
  assert.equal(readReference('7K3M-9QXU-T'), undefined)
  assert.equal(readReference("'; drop table inquiry"), undefined)
})

test('addresses: what a mail can go to, and nothing that would be a header or a second recipient', () => {
  assert.equal(emailAddress('anna.nord+x@Example.ORG'), 'anna.nord+x@example.org')
  assert.equal(emailAddress('a@münchen.example'), 'a@xn--mnchen-3ya.example')
  for (const bad of [
    'a@b.co-',
    'a@b',
    'a@@example.org',
    'a b@example.org',
    'a@example.org\nBcc: all@example.org',
    'a@example.org,b@example.org',
    '<a@example.org>',
    'a@example.org%0aBcc:x',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@localhost',
    '.a@example.org',
    'a..b@example.org',
    '"a b"@example.org',
    'a@example.org/x',
    'a@user:pass@example.org',
    `${'a'.repeat(65)}@example.org`,
    'ä@example.org',
  ]) {
    assert.equal(emailAddress(bad), undefined, bad)
  }
})

const whole = {
  name: 'Anna Nord',
  customer: 'K-1',
  email: 'anna@example.org',
  service: 'mail',
  topic: 'status',
  message: 'Wann kommt die Mail wieder?',
  language: 'de',
  consent: 'yes',
}
const options = { services: ['mail', 'share'], language: 'de' } as const
const problemsOf = (fields: Record<string, string>): Record<string, string> => {
  const read = readSubmission(new URLSearchParams(fields), options)
  return 'problems' in read ? Object.fromEntries(read.problems) : {}
}

test('a form: every problem at once, by field, and what was typed stays', () => {
  assert.deepEqual(problemsOf(whole), {})
  assert.deepEqual(problemsOf({}), {
    name: 'missing',
    customer: 'customerOrNone',
    email: 'noWay',
    service: 'noChoice',
    topic: 'noChoice',
    message: 'missing',
    consent: 'noConsent',
  })
  assert.deepEqual(problemsOf({ ...whole, noCustomer: 'yes' }), { customer: 'customerOrNone' })
  assert.deepEqual(problemsOf({ ...whole, customer: '', noCustomer: 'yes' }), {})
  assert.deepEqual(problemsOf({ ...whole, email: '', phone: '+49 30 23125-001' }), {})
  assert.deepEqual(problemsOf({ ...whole, email: '', phone: 'call me' }), { phone: 'noNumber' })
  assert.deepEqual(problemsOf({ ...whole, email: 'nobody' }), { email: 'noAddress' })
  assert.deepEqual(problemsOf({ ...whole, message: 'x'.repeat(5001) }), { message: 'tooLong' })
  assert.deepEqual(problemsOf({ ...whole, service: 'nobody-knows', topic: '__proto__' }), {
    service: 'noChoice',
    topic: 'noChoice',
  })
  const read = readSubmission(
    new URLSearchParams({ ...whole, email: 'nobody', message: 'zwei\r\nZeilen' }),
    options,
  )
  assert.ok('typed' in read)
  assert.equal(read.typed.email, 'nobody')
  assert.equal(read.typed.message, 'zwei\nZeilen')
})

test('names are one line without control characters, whatever was sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
      const read = readSubmission(new URLSearchParams({ ...whole, name: `A ${name}` }), options)
      const kept = 'submission' in read ? read.submission.words.name : (read.typed.name ?? '')
      assert.doesNotMatch(kept, /[\p{Cc}\p{Bidi_Control}]/u)
    }),
  )
})

test('classes: by topic, by rights that are named, by what only an attacker writes', () => {
  assert.equal(
    classOf('status', 'Wann kommt die Mail wieder? Haben Sie Lösegeld in Bitcoin bezahlt?'),
    'question',
  )
  assert.equal(classOf('press', 'Wann ist die Pressekonferenz?'), 'press')
  assert.equal(classOf('authority', 'Aktenzeichen 12'), 'authority')
  assert.equal(classOf('data', 'Hiermit verlange ich Auskunft nach Art. 15 DSGVO.'), 'data-subject')
  assert.equal(classOf('other', 'I make a subject access request.'), 'data-subject')
  assert.equal(
    classOf('other', 'Your network has been encrypted. Pay us within 72 hours or we will publish it.'),
    'security',
  )
  assert.equal(classOf('press', `Talk to us at http://${'a'.repeat(56)}.onion/chat`), 'security')
  assert.equal(classOf('other', 'Wir haben alle Ihre Daten heruntergeladen.'), 'security')
  assert.equal(classOf('data', 'Wurden auch meine Daten verschlüsselt oder gestohlen?'), 'question')
})

test('a link followed twice opens once; the clock starts with the confirmation', () => {
  const open = after(fresh, { command: 'confirm' })
  assert.equal(open.state, 'open')
  assert.equal(open.answerBy, '2026-03-11T09:00:00.000Z')
  assert.equal(
    decideInquiry(open, { command: 'confirm' }, { at: '2026-03-12T09:00:00.000Z', desk }),
    undefined,
  )
})

test('nobody answers without approval, an attacker, or about one customer without having checked who asks', () => {
  const open = after(fresh, { command: 'confirm' })
  assert.throws(() => after(open, { command: 'answer', answer: { ...answer, approved: false } }), {
    code: 'gate-closed',
  })
  const secret = { ...answer, tenantSpecific: true }
  assert.throws(() => after(open, { command: 'answer', answer: secret }), { code: 'gate-closed' })
  assert.equal(
    after(after(open, { command: 'identify', how: 'call-back' }), { command: 'answer', answer: secret })
      .state,
    'answered',
  )
  const attacker = after(open, { command: 'classify', class: 'security' })
  assert.equal(attacker.state, 'set-aside')
  assert.throws(() => after(attacker, { command: 'answer', answer }), { code: 'not-permitted' })
  const mistaken = after(attacker, { command: 'classify', class: 'question' }, '2026-03-10T12:00:00.000Z')
  assert.deepEqual(
    [mistaken.state, mistaken.answerBy],
    ['open', open.answerBy],
    'our mistake costs the person nothing',
  )
  assert.throws(() => after(fresh, { command: 'answer', answer }), { code: 'not-permitted' })
})

test('not solved opens it again with a new promise; a late answer counts once', () => {
  const late = after(
    after(fresh, { command: 'confirm' }),
    { command: 'answer', answer },
    '2026-03-11T10:00:00.000Z',
  )
  assert.equal(late.breaches, 1)
  const again = after(late, { command: 'notSolved' }, '2026-03-11T12:00:00.000Z')
  assert.deepEqual([again.state, again.reopened, again.answerBy], ['open', 1, '2026-03-12T12:00:00.000Z'])
  assert.equal(
    decideInquiry(again, { command: 'notSolved' }, { at: '2026-03-11T12:00:01.000Z', desk }),
    undefined,
  )
  const solved = after(after(again, { command: 'answer', answer }, '2026-03-11T13:00:00.000Z'), {
    command: 'solved',
  })
  assert.deepEqual([solved.state, solved.breaches], ['solved', 1])
})

test('unconfirmed for 72 hours is over; reminders come 12 h and 4 h before, then when it is late', () => {
  assert.ok(!isExpired(fresh, new Date('2026-03-13T07:59:59Z')))
  assert.ok(isExpired(fresh, new Date('2026-03-13T08:00:00Z')))
  const open = after(fresh, { command: 'confirm' })
  assert.ok(!isExpired(open, new Date('2026-04-13T08:00:00Z')))
  const stages = [
    '2026-03-10T20:59:00Z',
    '2026-03-10T21:00:00Z',
    '2026-03-11T05:00:00Z',
    '2026-03-11T09:00:00Z',
  ]
  assert.deepEqual(
    stages.map((time) => remindersBy(open, new Date(time), desk)),
    [0, 1, 2, 3],
  )
})
