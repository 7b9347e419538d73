import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'

import { decide, isRefusal, type Command } from '../case/index.ts'
import { publicPem } from '../evidence/index.ts'
import { type CustodyLog, emptyCustody, withCase, withCustody } from './custody-log.ts'
import { decideCustody } from './decide-custody.ts'
import { signErasure } from './erasure.ts'

const at = '2026-03-11T06:00:00.000Z'
const sha256 = 'a'.repeat(64)
const reason = 'asked by the customer'
const keys = new Map<string, KeyObject>(
  ['anna', 'bernd', 'clara'].map((name) => [name, generateKeyPairSync('ed25519').privateKey]),
)

function inCase(log: CustodyLog, command: Command): CustodyLog {
  const events = decide(log.case, command, at)
  assert.ok(!isRefusal(events))
  return events.reduce((next, event) => withCase(next, event, at), log)
}

function acquired(): CustodyLog {
  let log = inCase(emptyCustody('c'), {
    command: 'declare',
    title: 'x',
    exercise: true,
    tenants: [],
    services: [],
  })
  for (const [person, key] of keys)
    log = inCase(log, { command: 'registerApprover', person, role: 'dpo', publicKey: publicPem(key) })
  return withCustody(log, { type: 'original.acquired', sha256, size: 3, label: 'HDD' }, at)
}

function signs(log: CustodyLog, person: string): CustodyLog {
  const key = keys.get(person)
  assert.ok(key)
  const signature = signErasure({ case: 'c', sha256, reason, person, role: 'dpo' }, key)
  const events = decideCustody(log, { command: 'erase', sha256, reason, person, signature })
  return events.reduce((next, event) => withCustody(next, event, at), log)
}

const isErased = (log: CustodyLog): boolean => log.items.get(sha256)?.erasedBecause !== undefined

test('a signature whose key was revoked since erases nothing together with another one', () => {
  const signed = signs(acquired(), 'anna')
  const keyId = signed.case.approvers.get('anna')?.keyId ?? ''
  const revoked = inCase(signed, { command: 'revokeKey', keyId, by: 'bernd', reason: 'stolen' })
  const one = signs(revoked, 'bernd')
  assert.ok(!isErased(one))
  assert.ok(isErased(signs(one, 'clara')))
})

test('an entry that says erased without two signatures, or of a held original, erases nothing', () => {
  const erased = { type: 'original.erased', sha256, note: reason } as const
  assert.ok(!isErased(withCustody(acquired(), erased, at)))
  const one = signs(acquired(), 'anna')
  assert.ok(!isErased(withCustody(one, erased, at)))
  assert.ok(isErased(signs(one, 'bernd')))
})
