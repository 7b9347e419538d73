import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import {
  type Announcement,
  concerns,
  decideSubscription,
  evolveSubscription,
  isReached,
  mailboxBehind,
  openToken,
  readMailAddress,
  readSubscriberList,
  type Scope,
  sealToken,
  type Subscription,
  type SubscriptionCommand,
} from './index.ts'
import { processorMs } from '../../../../../test/processor-time.ts'

const at = (minutes: number): Date => new Date(Date.parse('2026-03-11T06:00:00.000Z') + minutes * 60_000)
const scope: Scope = { language: 'de', kinds: 'all', services: [] }
const ask = { command: 'ask', address: 'lea@a.example', scope } as const
const fresh = { id: 'a'.repeat(32), caseId: 'night-1' }

function after(before: Subscription | undefined, command: SubscriptionCommand, now = at(0)): Subscription {
  const decided = decideSubscription(before, command, now)
  assert.ok('events' in decided, JSON.stringify(decided))
  let state = before
  for (const event of decided.events)
    state = evolveSubscription(state, event, { at: now.toISOString(), fresh })
  assert.ok(state !== undefined)
  return state
}

test('asked, confirmed within 48 hours, ended: the address is forgotten', () => {
  const pending = after(undefined, ask)
  assert.equal(pending.stage, 'pending')
  assert.equal(pending.owes?.mail, 'opt-in')
  assert.equal(isReached(pending), false)
  const confirm = { command: 'confirm', round: pending.round } as const
  assert.deepEqual(decideSubscription(pending, confirm, at(48 * 60)), { refused: 'expired' })
  const confirmed = after(pending, confirm, at(48 * 60 - 1))
  assert.equal(isReached(confirmed), true)
  assert.deepEqual(decideSubscription(confirmed, confirm, at(9e5)), { events: [] })
  const ended = after(confirmed, { command: 'end' })
  assert.equal(ended.address, undefined)
  assert.equal(ended.consent, undefined)
  assert.deepEqual(decideSubscription(ended, confirm, at(1)), { refused: 'used' })
})

test('a stranger with the form changes nothing of a confirmed subscription', () => {
  const confirmed = after(after(undefined, ask), { command: 'confirm', round: 1 })
  const asked = after(confirmed, { ...ask, scope: { language: 'en', kinds: 'advisories', services: ['x'] } })
  assert.deepEqual({ ...asked, owes: undefined }, confirmed)
  assert.equal(asked.owes?.mail, 'manage-link')
})

test('a settings link serves once; a list does not bring back who ended it; the own wish does', () => {
  const confirmed = after(after(undefined, ask), { command: 'confirm', round: 1 })
  const change = { command: 'change', round: 1, scope: { ...scope, kinds: 'releases' } } as const
  const changed = after(confirmed, change)
  assert.deepEqual(decideSubscription(changed, change, at(1)), { refused: 'used' })
  const ended = after(changed, { command: 'end' })
  const add = { command: 'add', address: ask.address, scope, source: 'import', consent: 'paper' } as const
  assert.deepEqual(decideSubscription(ended, add, at(1)), { refused: 'said-no' })
  const again = after(ended, ask)
  assert.deepEqual(decideSubscription(again, { command: 'confirm', round: 1 }, at(1)), { refused: 'used' })
  assert.equal(after(again, { command: 'confirm', round: again.round }).stage, 'confirmed')
})

test('after a permanent failure nobody is written to until a person releases it', () => {
  const confirmed = after(after(undefined, ask), { command: 'confirm', round: 1 })
  const held = after(confirmed, { command: 'hold', why: 'bounced' })
  assert.equal(isReached(held), false)
  assert.equal(isReached(after(held, { command: 'release' })), true)
  assert.deepEqual(decideSubscription(confirmed, { command: 'release' }, at(0)), { refused: 'not-held' })
  // Who had ended it and wants it again starts with a clean sheet.
  assert.equal(after(after(held, { command: 'end' }), ask).held, undefined)
})

test('property: without a click of the present round, or a recorded consent, nobody is ever reached', () => {
  const command = fc.oneof(
    fc.constant<SubscriptionCommand>(ask),
    fc.constant<SubscriptionCommand>({ command: 'end' }),
    fc.constant<SubscriptionCommand>({ command: 'hold', why: 'bounced' }),
    fc.constant<SubscriptionCommand>({ command: 'release' }),
    fc.nat(4).map((round): SubscriptionCommand => ({ command: 'confirm', round })),
    fc.nat(4).map((round): SubscriptionCommand => ({ command: 'change', round, scope })),
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      let state: Subscription | undefined
      let isAllowed = false
      for (const one of commands) {
        const decided = decideSubscription(state, one, at(0))
        if (one.command === 'confirm' && state?.stage === 'pending' && one.round === state.round)
          isAllowed = true
        if (one.command === 'end') isAllowed = false
        if ('refused' in decided) continue
        for (const event of decided.events) {
          state = evolveSubscription(state, event, { at: at(0).toISOString(), fresh })
        }
        if (state !== undefined) assert.ok(!isReached(state) || isAllowed)
        if (state?.stage === 'ended') assert.equal(state.address, undefined)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a token opens what it was made for and nothing else; every changed character is forged', () => {
  const key = randomBytes(32)
  const id = randomBytes(16).toString('hex')
  const token = sealToken(key, 'confirm', { id, round: 3, expiresAt: at(60) })
  assert.match(token, /^[\w-]{55}$/)
  assert.deepEqual(openToken(key, 'confirm', { token, now: at(59) }), { id, round: 3, expiresAt: at(60) })
  assert.equal(openToken(key, 'confirm', { token, now: at(60) }), 'expired')
  assert.equal(openToken(key, 'unsubscribe', { token, now: at(1) }), 'forged')
  assert.equal(openToken(randomBytes(32), 'confirm', { token, now: at(1) }), 'forged')
  for (let place = 0; place < token.length; place += 1) {
    for (const letter of 'A_z9') {
      const other = token.slice(0, place) + letter + token.slice(place + 1)
      if (other !== token)
        assert.equal(openToken(key, 'confirm', { token: other, now: at(1) }), 'forged', other)
    }
  }
  for (const strange of [
    '',
    'x',
    `${token}=`,
    `${token}A`,
    token.slice(1),
    '😀'.repeat(30),
    'a'.repeat(1e6),
  ]) {
    assert.equal(openToken(key, 'confirm', { token: strange, now: at(1) }), 'forged')
  }
  const forEver = sealToken(key, 'unsubscribe', { id, round: 0, expiresAt: undefined })
  assert.ok(typeof openToken(key, 'unsubscribe', { token: forEver, now: at(9e6) }) === 'object')
})

test('addresses: one form, no header lines, no look-alikes', () => {
  const read = (text: string): string => {
    const found = readMailAddress(text)
    return 'address' in found ? found.address : found.problem
  }
  assert.equal(read(' Lea.Weiss+1@Example.ORG '), 'Lea.Weiss+1@example.org')
  assert.equal(read('lea@müller.example'), 'lea@xn--mller-kva.example')
  // All Cyrillic: shown as what it is in the DNS. One Cyrillic letter among Latin ones: nobody's name.
  assert.equal(read('lea@аррӏе.example'), 'lea@xn--80ak6aa92e.example')
  assert.equal(read('lea@pаypal.example'), 'mixed-letters')
  for (const bad of [
    '',
    'lea',
    '@a.example',
    'lea@',
    'lea@localhost',
    'lea@127.0.0.1',
    'lea@[::1]',
    'lea@a..example',
    'lea@a.example\r\nBcc: all@b.example',
    'lea\n@a.example',
    '"lea x"@a.example',
    'lea@a.example,b@c.example',
    'lea@a.example>',
    '<lea@a.example>',
    'lea..w@a.example',
    '.lea@a.example',
    'lea@-a.example',
    'lea@a_b.example',
    '=cmd@a.example',
    '-x@a.example',
    '+x@a.example',
    'leä@a.example',
    'lea@a.example:25',
    'lea@a.example/x',
    'lea@0x7f.1',
    'lea@a.123',
    'lea@a.exa\0mple',
    'lea@a.exa‮mple',
    'lea@%61.example',
    'lea@a.example#',
  ]) {
    assert.equal(read(bad), 'no-address', bad)
  }
  assert.equal(read(`${'l'.repeat(65)}@a.example`), 'too-long')
  assert.equal(read(`${'l'.repeat(300)}@a.example`), 'too-long')
  assert.equal(mailboxBehind('L.ea+77@A.example'), mailboxBehind('lea@a.example'))
})

const news = (number: number, more: Partial<Announcement> = {}): Announcement => ({
  number,
  services: undefined,
  isRelease: false,
  isAdvisory: false,
  isClosing: false,
  corrects: undefined,
  ...more,
})

test('an announcement goes to whom it concerns; its correction to whoever was told, also one of a correction', () => {
  const list = [
    news(1),
    news(2, { isRelease: true, services: ['mail'] }),
    news(3, { corrects: 2 }),
    news(4, { corrects: 3, services: ['share'] }),
    news(5, { isAdvisory: true }),
    news(6, { isClosing: true, services: ['share'] }),
    news(7, { services: ['share'] }),
    // A log that corrects what does not exist, or itself, ends.
    news(8, { corrects: 99, services: ['share'] }),
    news(9, { corrects: 9, services: ['share'] }),
  ]
  const earlier = new Map(list.map((one) => [one.number, one]))
  const told = (own: Partial<Scope>): number[] =>
    list.filter((one) => concerns({ ...scope, ...own }, one, earlier)).map(({ number }) => number)
  assert.deepEqual(told({}), [1, 2, 3, 4, 5, 6, 7, 8, 9])
  assert.deepEqual(told({ kinds: 'releases' }), [2, 3, 4, 6])
  assert.deepEqual(told({ kinds: 'releases', services: ['share'] }), [6])
  assert.deepEqual(told({ kinds: 'advisories' }), [5, 6])
  assert.deepEqual(told({ services: ['mail'] }), [1, 2, 3, 4, 5, 6])
})

test('a hostile list is read in bounded time and says which line is wrong', () => {
  const services = ['mail']
  const lines = (text: string): number[] =>
    readSubscriberList(text, services).problems.map(({ line }) => line)
  assert.deepEqual(lines(''), [1])
  assert.deepEqual(lines('address\na@b.example'), [1])
  assert.deepEqual(lines('address,consent,password\n'), [1])
  assert.deepEqual(lines('address,consent\na@b.example,"two\nlines"\nc@d.example,ok\n'), [2])
  assert.deepEqual(lines('address,consent,services\na@b.example,ok,mail\nc@d.example,ok,mail nowhere\n'), [3])
  assert.deepEqual(lines(`address,consent\n${'a@b.example,ok\n'.repeat(20_001)}`), [20_002])
  const started = processorMs()
  for (const hostile of [
    '"'.repeat(3e6),
    '"a"b,'.repeat(6e5),
    `address,consent\n"${'x'.repeat(3e6)}`,
    ',\n'.repeat(1e6),
  ]) {
    readSubscriberList(hostile, services)
  }
  assert.ok(processorMs() - started < 5_000)
  const { listed } = readSubscriberList('\uFEFFAddress,Consent\r\n"a@b.example","he said ""yes"""', services)
  assert.deepEqual(listed, [{ line: 2, address: 'a@b.example', scope, consent: 'he said "yes"' }])
})
