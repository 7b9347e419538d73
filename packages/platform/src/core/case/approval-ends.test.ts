import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'

import { publicPem } from '../evidence/index.ts'
import { digest, nightCase, replayed } from './approval-case.fixture.ts'
import { approvalsOf, contentHash, signApproval, statusOf } from './index.ts'

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
    const said = { unit: 't1', contentHash: night.hashOf(), person: 'anna' }
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

test('who audits or looks after access approves no release with a key in a file either', () => {
  const { night } = nightCase()
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  for (const role of ['auditor', 'administrator']) {
    night.run({ command: 'registerApprover', person: 'udo', role, publicKey: publicPem(publicKey) })
    const said = { unit: 't1', contentHash: night.hashOf(), person: 'udo' }
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
