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
  lead: 'declare registerApprover approve decideQueue close extend reopen recordIsolation recoverPlan recoverRun recoverQueue release handBack export cancel',
  'deputy-lead':
    'declare registerApprover approve decideQueue extend recordIsolation recoverPlan recoverRun recoverQueue release handBack export cancel',
  management: 'declare approve decideQueue close reopen export',
  it: 'declare approve decideQueue recordIsolation recoverPlan recoverRun recoverQueue release handBack cancel',
  security: 'declare approve decideQueue recordIsolation recoverPlan recoverRun recoverQueue cancel',
  'service-owner': 'approve decideQueue release handBack',
  containment: 'recordIsolation',
  restore: 'recoverPlan recoverRun recoverQueue cancel',
  investigation: 'recoverQueue',
  legal: 'export',
  dpo: 'export',
  forensics: 'export',
  auditor: 'export',
  administrator: 'invite block',
}

const person = (...own: Role[]): Principal => ({ kind: 'person', name: 'anna', roles: own })

test('every role and every permission', () => {
  for (const role of roles) {
    const allowed = `read verify ${expected[role] ?? ''}`.split(' ')
    for (const permission of permissions) {
      assert.equal(passes(person(role), permission), allowed.includes(permission), `${role}: ${permission}`)
    }
  }
})

test('roles add up, and no set of roles lets a person report facts', () => {
  const both = new Set([...permissionsOf(person('it')), ...permissionsOf(person('administrator'))])
  assert.deepEqual(new Set(permissionsOf(person('it', 'administrator'))), both)
  assert.ok(!permissionsOf(person(...roles)).includes('record'))
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
