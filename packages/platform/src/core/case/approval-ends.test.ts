import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'

import { publicPem } from '../evidence/index.ts'
import { digest, nightCase, replayed } from './approval-case.fixture.ts'
import {
  approvalsOf,
  contentHash,
  countingApprovals,
  present,
  signApproval,
  stageOf,
  statusOf,
} from './index.ts'
import { inTime } from './state.ts'

test('an objection stands when its key is revoked: revoking opens nothing', () => {
  const { night, anna, bernd, clara } = nightCase()
  const subject = { kind: 'update' as const, name: 'first-word' }
  const request = night.ask({ subject, contentHash: digest })
  for (const key of [anna, bernd]) assert.equal(night.run(night.word(key, request)), undefined)
  assert.equal(approvalsOf(night.state, subject, digest, night.now).length, 2)
  night.run(night.word(clara, request, { verdict: 'reject', reason: 'it is not true' }))
  assert.deepEqual(approvalsOf(night.state, subject, digest, night.now), [])
  night.run({ command: 'revokeKey', keyId: clara.keyId, by: 'anna', reason: 'in the way' })
  const asked = night.state.requests.get(request)
  assert.equal(asked && statusOf(night.state, asked, night.now), 'rejected')
  assert.deepEqual(approvalsOf(night.state, subject, digest, night.now), [])
  assert.notEqual(
    night.ask({ subject, contentHash: digest }),
    'already-requested',
    'it is asked anew instead',
  )
  assert.deepEqual(replayed(night), night.state)
})

test('what ran out neither counts nor stands in the way of the same person’s key in a file', () => {
  const { night, anna, bernd } = nightCase()
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  night.run({ command: 'registerApprover', person: 'anna', role: 'lead', publicKey: publicPem(publicKey) })
  const request = night.ask()
  for (const key of [anna, bernd]) night.run(night.word(key, request))
  const approve = () => {
    const said = { unit: 't1', contentHash: night.hashOf(), person: 'anna', expiresAt: night.end() }
    const signature = signApproval({ case: 'night-1', role: 'lead', ...said }, privateKey)
    return night.run({ command: 'approve', ...said, signature })
  }
  assert.equal(approve(), 'already-approved')
  night.at += 9 * 3_600_000
  assert.equal(approve(), undefined)
  assert.equal(night.release(), 'gate-closed', 'bernd’s ran out')
  const again = night.ask()
  night.run(night.word(bernd, again))
  assert.equal(night.release(), undefined)
  assert.deepEqual(replayed(night), night.state)
})

test('a released unit keeps those it was released with, each person once, however long ago', () => {
  const { night, anna, bernd } = nightCase()
  const first = night.ask()
  night.run(night.word(anna, first))
  night.at += 100 * 3_600_000
  const again = night.ask()
  for (const key of [anna, bernd]) night.run(night.word(key, again))
  assert.equal(night.release(), undefined)
  night.at += 1000 * 3_600_000
  const unit = night.state.units.get('t1') ?? assert.fail()
  const people = ['anna', 'bernd']
  assert.deepEqual(
    countingApprovals(unit, night.now).map(({ person }) => person),
    people,
  )
  const shown = present(night.state, night.now).units.get('t1')
  assert.deepEqual(
    shown?.approvals.map(({ person }) => person),
    people,
  )
})

/** Dora and emil approve with keys in files. */
function withFileKeys() {
  const { night } = nightCase()
  const keys = new Map(['dora', 'emil'].map((person) => [person, generateKeyPairSync('ed25519')]))
  for (const [person, { publicKey }] of keys) {
    night.run({ command: 'registerApprover', person, role: 'lead', publicKey: publicPem(publicKey) })
  }
  const signed = (person: string, expiresAt?: string) => {
    const said = {
      unit: 't1',
      contentHash: night.hashOf(),
      person,
      ...(expiresAt !== undefined && { expiresAt }),
    }
    const key = keys.get(person)?.privateKey
    assert.ok(key)
    return {
      command: 'approve' as const,
      expiresAt: '',
      ...said,
      signature: signApproval({ case: 'night-1', role: 'lead', ...said }, key),
    }
  }
  return { night, signed }
}

test('an approval by a key in a file runs out: the gate is shut, the same signature opens it no more', () => {
  const { night, signed } = withFileKeys()
  const [dora, emil] = [signed('dora', night.end(2)), signed('emil', night.end(8))]
  assert.equal(night.run(dora), undefined)
  assert.equal(night.run(emil), undefined)
  assert.equal(stageOf(night.state.units.get('t1') ?? assert.fail(), night.now), 'approved')
  night.at += 2 * 3_600_000
  assert.equal(stageOf(night.state.units.get('t1') ?? assert.fail(), night.now), 'scanned')
  assert.equal(night.release(), 'gate-closed')
  assert.equal(night.run(dora), 'request-over')
  const unit = { unit: 't1', contentHash: night.hashOf(), manifestDigest: digest, ruleSetDigest: digest }
  night.write([{ type: 'unit.released', ...unit, files: 5, bytes: 50 }])
  assert.equal(
    night.state.units.get('t1')?.released,
    undefined,
    'nor is a release believed that the log claims',
  )
  assert.equal(night.run(signed('dora', night.end(2))), undefined)
  assert.equal(night.release(), undefined)
  assert.deepEqual(replayed(night), night.state)
})

test('neither an end beyond 72 hours, nor another one than was signed, nor none at all', () => {
  const { night, signed } = withFileKeys()
  for (const end of [night.end(73), night.end(0), night.end(-1), 'tomorrow', '', '2026-03-11T09:00:00+00:00'])
    assert.equal(night.run(signed('dora', end)), 'request-over', end)
  const good = signed('dora', night.end(1))
  assert.equal(night.run({ ...good, expiresAt: night.end(2) }), 'wrong-signature')
  const { command: _command, expiresAt: _end, ...said } = good
  const keyId = night.state.approvers.get('dora')?.keyId ?? ''
  const before = night.state.units.get('t1')?.approvals
  night.write([{ type: 'unit.approved', ...said, role: 'lead', keyId }])
  night.write([{ type: 'unit.approved', ...said, role: 'lead', keyId, expiresAt: night.end(500) }])
  assert.deepEqual(night.state.units.get('t1')?.approvals, before, 'who writes the log moves no end')
})

test('a log from before there were ends: its approvals count for 72 hours, each signature once', () => {
  const { night, signed } = withFileKeys()
  const keyId = night.state.approvers.get('dora')?.keyId ?? ''
  const { command: _command, expiresAt: _end, ...said } = signed('dora')
  const unsigned = { type: 'unit.approved' as const, ...said, role: 'lead', keyId }
  night.write([unsigned])
  assert.equal(night.state.units.get('t1')?.approvals.length, 1)
  night.at += 72 * 3_600_000
  assert.equal(inTime(night.state.units.get('t1')?.approvals ?? [], night.now).length, 0)
  night.write([unsigned])
  assert.equal(inTime(night.state.units.get('t1')?.approvals ?? [], night.now).length, 0)
})

test('of a key in a file that approved, ran out and approved again, one counts for the release', () => {
  const { night, signed } = withFileKeys()
  assert.equal(night.run(signed('dora', night.end())), undefined)
  night.at += 100 * 3_600_000
  for (const person of ['dora', 'emil']) assert.equal(night.run(signed(person, night.end())), undefined)
  assert.equal(night.release(), undefined)
  const unit = night.state.units.get('t1') ?? assert.fail()
  assert.equal(unit.approvals.length, 3)
  assert.deepEqual(
    countingApprovals(unit, night.now).map(({ person }) => person),
    ['dora', 'emil'],
  )
})

test('who audits or looks after access approves no release with a key in a file either', () => {
  const { night } = nightCase()
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  for (const role of ['auditor', 'administrator']) {
    night.run({ command: 'registerApprover', person: 'udo', role, publicKey: publicPem(publicKey) })
    const said = { unit: 't1', contentHash: night.hashOf(), person: 'udo', expiresAt: night.end() }
    const signature = signApproval({ case: 'night-1', role, ...said }, privateKey)
    assert.equal(night.run({ command: 'approve', ...said, signature }), 'wrong-role', role)
  }
})

test('an override names whose word counts, not whose key was revoked before', () => {
  const { night, anna, bernd, clara } = nightCase()
  const until = new Date(night.at + 3_600_000).toISOString()
  const content = { facts: night.hashOf(), skips: ['rules'], until }
  const request = night.ask({
    subject: { kind: 'override', name: 't1' },
    content,
    contentHash: contentHash(content),
  })
  night.run(night.word(clara, request))
  night.run({ command: 'revokeKey', keyId: clara.keyId, by: 'anna', reason: 'lost' })
  for (const key of [anna, bernd]) night.run(night.word(key, request))
  assert.deepEqual(night.state.units.get('t1')?.override?.people, ['anna', 'bernd'])
  assert.deepEqual(replayed(night), night.state)
})
