import assert from 'node:assert/strict'
import { test } from 'node:test'

import { AnlaufError } from '../../../core/failure.ts'
import {
  type Permission,
  permissions,
  permissionsOf,
  requirePermission,
  type Role,
  roles,
} from './permissions.ts'
import type { Principal } from './principal.ts'

/** What each role may, written down a second time: a change of the table has to be meant twice. */
const expected: Readonly<Partial<Record<Role, string>>> = {
  lead: 'declare registerApprover approve decideQueue close revokeKey',
  'deputy-lead': 'declare registerApprover approve decideQueue revokeKey',
  management: 'declare approve decideQueue close',
  it: 'declare approve decideQueue',
  security: 'declare approve decideQueue',
  'service-owner': 'approve decideQueue',
}

/** Of every role of the plan: which of them counts is said by each request. */
const everybody = ['read', 'requestApproval', 'signRequest', 'withdrawApproval', 'vouch']
const others: Readonly<Partial<Record<Role, readonly string[]>>> = {
  administrator: ['read', 'vouch', 'revokeKey', 'invite', 'block'],
  auditor: ['read'],
}

const person = (...own: Role[]): Principal => ({ kind: 'person', name: 'anna', roles: own })

test('every role and every permission', () => {
  for (const role of roles) {
    const allowed = [...(others[role] ?? everybody), ...(expected[role] ?? '').split(' ')]
    for (const permission of permissions) {
      assert.equal(passes(person(role), permission), allowed.includes(permission), `${role}: ${permission}`)
    }
  }
})

test('roles add up, and no set of roles lets a person report facts, release or hand back', () => {
  assert.deepEqual(permissionsOf(person('it', 'administrator')), [
    'read',
    'declare',
    'approve',
    'decideQueue',
    'requestApproval',
    'signRequest',
    'withdrawApproval',
    'revokeKey',
    'vouch',
    'invite',
    'block',
  ])
  const all = permissionsOf(person(...roles))
  for (const permission of ['record', 'registerCredential', 'release', 'handBack'] as const)
    assert.ok(!all.includes(permission))
})

test('the account may what its command line may; nobody may nothing', () => {
  for (const permission of permissions) {
    assert.ok(passes({ kind: 'account', name: 'account x', roles: [] }, permission))
    assert.ok(!passes(undefined, permission))
    assert.ok(!passes(person(), permission))
  }
})

test('a refusal names who may', () => {
  assert.throws(() => requirePermission(person('scribe'), 'close'), {
    code: 'not-permitted',
    hint: 'It takes one of the roles lead, management.',
  })
})

function passes(principal: Principal | undefined, permission: Permission): boolean {
  try {
    requirePermission(principal, permission)
    return true
  } catch (error) {
    if (error instanceof AnlaufError && error.code === 'not-permitted') return false
    throw error
  }
}
