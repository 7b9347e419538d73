import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'

import { publicPem } from '../evidence/index.ts'
import { nightCase, otherDigest, replayed, TestCase, vouch } from './approval-case.fixture.ts'
import { approvalsOf, type CaseEvent, requestSealed, statusOf, stageOf } from './index.ts'
import { type Lies, passkey } from './passkey.fixture.ts'

const minutes = (count: number): number => count * 60_000

test('two people sign with passkeys of three kinds; the release goes through, also when the log is read again', () => {
  const { night, anna, bernd, clara } = nightCase()
  const request = night.ask()
  assert.equal(night.release(), 'gate-closed')
  assert.equal(night.run(night.word(bernd, request)), undefined)
  assert.equal(night.release(), 'gate-closed', 'one is not enough')
  assert.equal(night.run(night.word(clara, request, { role: 'security' })), undefined)
  assert.equal(night.run(night.word(anna, request)), undefined, 'a third one does no harm')
  assert.equal(night.release(), undefined)
  assert.deepEqual(replayed(night), night.state)
})

test('what the authenticator must not have said', () => {
  const { night, bernd } = nightCase()
  const request = night.ask()
  const lies: Record<string, Lies> = {
    'a page of another site': { origin: 'https://localhost.evil.example' },
    'another port of this machine': { origin: 'http://localhost:9999' },
    'a page that only looks like ours': { origin: 'http://localhost:7080/' },
    'another domain': { rpId: 'evil.example' },
    'nobody verified': { flags: 0x01 },
    'nobody touched it': { flags: 0x04 },
    'a registration': { type: 'webauthn.create' },
    'inside a foreign page': { crossOrigin: true },
    'another challenge': { challenge: Buffer.alloc(32).toString('base64url') },
  }
  for (const [what, lie] of Object.entries(lies)) {
    assert.equal(night.run(night.word(bernd, request, { lies: lie })), 'wrong-signature', what)
  }
  assert.deepEqual(night.state.requests.get(request)?.given, [])
})

test('a signature belongs to one request, one case, one verdict, one person', () => {
  const { night, bernd, clara } = nightCase()
  const first = night.ask()
  const word = night.word(bernd, first)
  for (const change of [
    { verdict: 'reject' as const, reason: 'x' },
    { role: 'security' },
    { reason: 'another' },
    { signedAt: new Date(night.at - 1).toISOString() },
  ]) {
    assert.equal(night.run({ ...word, ...change }), 'wrong-signature', JSON.stringify(change))
  }
  assert.equal(night.run({ ...word, person: 'clara' }), 'unknown-approver')
  assert.equal(
    night.run({ ...word, seal: clara.sign({ head: otherDigest, statement: Buffer.from('x') }) }),
    'unknown-approver',
  )
  night.run({ command: 'withdrawApproval', request: first, person: 'bernd', whole: true, reason: 'x' })
  const second = night.ask()
  assert.equal(night.run({ ...word, request: second }), 'wrong-signature', 'of the request before')
  const elsewhere = nightCase('night-2').night
  elsewhere.state = { ...elsewhere.state, credentials: night.state.credentials }
  const there = elsewhere.ask()
  assert.equal(elsewhere.run({ ...word, request: there }), 'wrong-signature', 'of another case')
})

test('a signature counts once, fresh, in time; taken back it stays back', () => {
  const { night, bernd, clara } = nightCase()
  const request = night.ask()
  const word = night.word(bernd, request)
  night.at += minutes(11)
  assert.equal(night.run(word), 'wrong-signature', 'eleven minutes old')
  const future = new Date(night.at + minutes(2)).toISOString()
  assert.equal(night.run(night.word(bernd, request, { signedAt: future })), 'wrong-signature')
  const fresh = night.word(bernd, request)
  assert.equal(night.run(fresh), undefined)
  assert.equal(night.run(fresh), 'already-approved')
  night.run({ command: 'withdrawApproval', request, person: 'bernd', whole: false, reason: 'x' })
  assert.equal(night.state.units.get('t1')?.approvals.length, 0)
  assert.equal(night.run(fresh), 'already-approved')
  night.write([{ ...asEvent(fresh) }])
  assert.equal(night.state.units.get('t1')?.approvals.length, 0, 'nor when it is written into the log again')
  night.at += minutes(8 * 60)
  assert.equal(night.run(night.word(clara, request)), 'request-over')
})

test('an approval in time opens no gate after its end', () => {
  const { night, bernd, clara } = nightCase()
  const request = night.ask()
  night.run(night.word(bernd, request))
  night.run(night.word(clara, request))
  const before = night.state
  night.at += minutes(8 * 60)
  assert.equal(night.release(), 'gate-closed')
  const facts = { contentHash: night.hashOf(), manifestDigest: 'a'.repeat(64), ruleSetDigest: 'a'.repeat(64) }
  night.write([{ type: 'unit.released', unit: 't1', ...facts, files: 5, bytes: 50 }])
  assert.equal(night.state.units.get('t1')?.released, undefined, 'not by writing it into the log either')
  assert.deepEqual(night.state.units, before.units)
})

test('a changed fact voids what was signed, an objection ends it, an author does not count', () => {
  const { night, anna, bernd, clara } = nightCase()
  const request = night.ask()
  night.run(night.word(bernd, request))
  night.scan('t1', otherDigest)
  assert.equal(night.run(night.word(clara, request)), 'wrong-content')
  assert.deepEqual(night.state.units.get('t1')?.approvals, [])
  const next = night.ask({ authors: ['anna'] })
  assert.equal(night.run(night.word(anna, next)), 'own-content')
  night.run(night.word(bernd, next))
  assert.equal(night.run(night.word(clara, next, { verdict: 'reject', reason: 'look again' })), undefined)
  assert.deepEqual(night.state.units.get('t1')?.approvals, [])
  assert.equal(night.run(night.word(anna, next)), 'request-over')
})

test('one person counts once: with two roles, with two keys, with a key in a file; one key counts once', () => {
  const { night, anna } = nightCase()
  const second = passkey('anna')
  night.register(second, ['security'], [], 'invited by the account')
  const file = generateKeyPairSync('ed25519')
  night.run({
    command: 'registerApprover',
    person: 'anna',
    role: 'lead',
    publicKey: publicPem(file.publicKey),
  })
  const request = night.ask()
  night.run(night.word(anna, request))
  assert.equal(night.run(night.word(anna, request, { role: 'security' })), 'already-approved')
  assert.equal(night.run(night.word(second, request, { role: 'security' })), 'already-approved')
  assert.equal(night.release(), 'gate-closed')
  const twin = { ...anna, person: 'mallory' }
  assert.equal(night.register(twin, ['lead'], [], 'x'), 'already-approved', 'a key has one owner')
})

test('roles: those that a request names, each once where it says so; who administers or audits signs nothing', () => {
  const { night, anna, bernd } = nightCase()
  const dpo = passkey('dora')
  night.register(dpo, ['dpo', 'administrator'], [], 'x')
  const subject = { kind: 'stage' as const, name: 'notify' }
  const both = { subject, contentHash: otherDigest, distinctRoles: true as const }
  assert.equal(night.ask({ ...both, quorum: 3, roles: ['lead', 'security'] }), 'bad-request')
  const request = night.ask({ ...both, roles: ['lead', 'dpo'] })
  assert.equal(night.run(night.word(dpo, request, { role: 'administrator' })), 'wrong-role')
  assert.equal(night.run(night.word(anna, request, { role: 'security' })), 'wrong-role')
  night.run(night.word(anna, request))
  night.run(night.word(bernd, request))
  const asked = night.state.requests.get(request)
  assert.ok(asked)
  assert.equal(statusOf(night.state, asked, night.now), 'open', 'two leads are not lead and data protection')
  night.run(night.word(dpo, request, { role: 'dpo' }))
  const done = night.state.requests.get(request)
  assert.ok(done)
  assert.equal(statusOf(night.state, done, night.now), 'approved')
  assert.equal(approvalsOf(night.state, subject, otherDigest, night.now).length, 3)
  assert.equal(approvalsOf(night.state, subject, 'c'.repeat(64), night.now).length, 0, 'another content')
})

test('after the first signature nobody comes in alone: not by decision, not by writing the log', () => {
  const { night, anna, bernd, clara } = nightCase()
  const eve = passkey('eve')
  assert.equal(night.register(eve, ['lead'], [vouch(anna, eve, ['lead'])]), 'not-vouched', 'one voucher')
  night.run(night.word(bernd, night.ask()))
  assert.equal(night.register(eve, ['lead'], [], 'the host says so'), 'not-vouched')
  const twice = [vouch(anna, eve, ['lead']), vouch(anna, eve, ['lead'])]
  assert.equal(night.register(eve, ['lead'], twice), 'not-vouched', 'one person twice')
  const own = [vouch(anna, eve, ['lead']), vouch(eve, eve, ['lead'])]
  assert.equal(night.register(eve, ['lead'], own), 'not-vouched', 'oneself')
  const less = [vouch(anna, eve, ['scribe']), vouch(clara, eve, ['scribe'])]
  assert.equal(night.register(eve, ['lead'], less), 'not-vouched', 'vouched for another role')
  const { person, publicKey, keyId, credentialId } = eve
  const fact = { person, roles: ['lead'], publicKey, keyId, credentialId, rpId: 'localhost', vouchers: [] }
  night.write([{ type: 'credential.registered', ...fact, genesis: 'me' }])
  assert.equal(night.state.credentials.has(keyId), false)
  const file = generateKeyPairSync('ed25519')
  const pem = publicPem(file.publicKey)
  assert.equal(
    night.run({ command: 'registerApprover', person: 'eve', role: 'lead', publicKey: pem }),
    'not-vouched',
  )
  const vouchers = [vouch(anna, eve, ['lead']), vouch(clara, eve, ['lead'])]
  assert.equal(night.register(eve, ['lead'], vouchers), undefined)
  assert.deepEqual(night.state.credentials.get(keyId)?.vouchedBy, ['anna', 'clara'])
})

test('a key that was swapped in the log is not believed', () => {
  const { night, bernd } = nightCase()
  const eve = passkey('eve')
  const { publicKey } = eve
  const { person, keyId, credentialId } = bernd
  const swapped: CaseEvent = {
    type: 'credential.registered',
    person,
    roles: ['lead'],
    publicKey,
    keyId,
    credentialId,
    rpId: 'localhost',
    vouchers: [],
    genesis: 'x',
  }
  const untouched = new TestCase().declare()
  untouched.write([swapped])
  assert.equal(untouched.state.credentials.size, 0, 'the id is not of this key')
  night.write([swapped])
  assert.equal(night.state.credentials.get(keyId)?.publicKey, bernd.publicKey)
  const file = generateKeyPairSync('ed25519')
  const fileId = 'f'.repeat(64)
  night.write([
    {
      type: 'approver.registered',
      person,
      role: 'lead',
      publicKey: publicPem(file.publicKey),
      keyId: fileId,
    },
  ])
  assert.equal(night.state.approvers.size, 0)
})

test('a revoked key signs no more and what waits loses its signature; released stands; it never comes back', () => {
  const { night, anna, bernd, clara } = nightCase()
  const request = night.ask()
  night.run(night.word(bernd, request))
  night.run(night.word(clara, request))
  night.run({ command: 'revokeKey', keyId: clara.keyId, by: 'anna', reason: 'lost' })
  assert.equal(night.release(), 'gate-closed')
  assert.equal(night.run(night.word(clara, request)), 'revoked-key')
  assert.equal(night.run(night.word(anna, request)), undefined)
  assert.equal(night.release(), undefined)
  night.run({ command: 'revokeKey', keyId: bernd.keyId, by: 'anna', reason: 'stolen' })
  const unit = night.state.units.get('t1')
  assert.ok(unit)
  assert.equal(stageOf(unit), 'released')
  assert.deepEqual(
    [...night.state.revoked.values()].map(({ person }) => person),
    ['clara', 'bernd'],
  )
  const eve = passkey('eve')
  const roles = ['lead']
  const late = [vouch(anna, eve, roles), vouch(bernd, eve, roles)]
  assert.equal(night.register(eve, roles, late), 'not-vouched', 'nor does it vouch')
  assert.equal(night.register(clara, roles, [], 'x'), 'already-approved')
  assert.deepEqual(replayed(night), night.state)
})

test('a practice is signed as one: a request of the other kind in the log is none', () => {
  const { night, bernd } = nightCase()
  const request = night.ask()
  const asked = night.state.requests.get(request)
  assert.ok(asked)
  const { statement } = requestSealed('night-1', asked, night.word(bernd, request))
  assert.equal((JSON.parse(Buffer.from(statement).toString()) as { exercise: boolean }).exercise, true)
  const { given: _given, said: _said, at: _at, head: _head, ...rest } = asked
  night.write([{ type: 'approval.requested', ...rest, request: 'request-in-earnest-1', exercise: false }])
  assert.equal(night.state.requests.has('request-in-earnest-1'), false)
})

function asEvent({ command: _command, ...word }: ReturnType<TestCase['word']>): CaseEvent {
  return { type: 'approval.given', ...word }
}
