import assert from 'node:assert/strict'
import { test } from 'node:test'

import { AnlaufError } from '../../../core/failure.ts'
import { type Permission, permissions, permissionsOf, requirePermission } from './permissions.ts'
import type { Role } from './roles.ts'
import { roles } from './roles.ts'
import type { Principal } from './principal.ts'

/** What each role may, written down a second time: a change of the table has to be meant twice. */
const expected: Readonly<Partial<Record<Role, string>>> = {
  lead: 'stateFindings draftStatements stateFact stateClaim readPrivileged readStatements postStatements writeWord publishWord callTenants readInquiries answerInquiries approveAnswers confirmRecovery takeRoster raiseAlarm recordClock letTenantIn revokeKey adoptPlan declare registerApprover approve decideQueue close extend reopen recordIsolation recoverPlan recoverRun recoverQueue release handBack exportEvidence cancel',
  'deputy-lead':
    'draftStatements readPrivileged readStatements postStatements writeWord publishWord callTenants readInquiries answerInquiries approveAnswers confirmRecovery takeRoster raiseAlarm recordClock letTenantIn revokeKey adoptPlan declare registerApprover approve decideQueue extend recordIsolation recoverPlan recoverRun recoverQueue release handBack exportEvidence cancel',
  management:
    'stateFact readPrivileged readStatements publishWord confirmRecovery takeRoster raiseAlarm adoptPlan declare approve decideQueue close reopen exportEvidence',
  it: 'stateFact raiseAlarm declare approve decideQueue recordIsolation recoverPlan recoverRun recoverQueue release handBack cancel',
  security:
    'stateFindings stateFact stateClaim readStatements writeWord readInquiries raiseAlarm declare approve decideQueue recordIsolation recoverPlan recoverRun recoverQueue cancel',
  'service-owner': 'stateFact writeWord approve decideQueue release handBack',
  containment: 'recordIsolation',
  restore: 'recoverPlan recoverRun recoverQueue cancel',
  investigation: 'recoverQueue',
  comms:
    'draftStatements stateFact readStatements postStatements writeWord publishWord callTenants readInquiries answerInquiries approveAnswers letTenantIn recordClock',
  'service-desk':
    'readStatements postStatements writeWord callTenants readInquiries answerInquiries letTenantIn',
  legal:
    'stateFindings draftStatements stateFact stateClaim readPrivileged readStatements writeWord readInquiries approveAnswers exportEvidence recordClock',
  dpo: 'stateFindings draftStatements stateFact stateClaim readPrivileged readStatements postStatements signLetters writeWord callTenants readInquiries answerInquiries approveAnswers exportEvidence recordClock',
  forensics: 'stateFindings draftStatements stateFact stateClaim readStatements signLetters exportEvidence',
  finance: 'stateFact',
  auditor: 'readStatements exportEvidence',
  administrator: 'confirmRecovery vouch revokeKey invite block',
}

/** Of every role of the plan: each request says by itself whose role counts. */
const ofPlan = 'requestApproval signRequest withdrawApproval vouch carryOut'
const outside: readonly Role[] = ['administrator', 'auditor']

const person = (...own: Role[]): Principal => ({ kind: 'person', name: 'anna', roles: own })

test('every role and every permission', () => {
  for (const role of roles) {
    const shared = outside.includes(role) ? '' : ofPlan
    const allowed = `read verifyEvidence ${shared} ${expected[role] ?? ''}`.split(' ')
    for (const permission of permissions) {
      assert.equal(passes(person(role), permission), allowed.includes(permission), `${role}: ${permission}`)
    }
  }
})

test('roles add up, and no set of roles lets a person report facts', () => {
  const both = new Set([...permissionsOf(person('it')), ...permissionsOf(person('administrator'))])
  assert.deepEqual(new Set(permissionsOf(person('it', 'administrator'))), both)
  for (const fact of ['record', 'registerCredential'] as const) {
    assert.ok(!permissionsOf(person(...roles)).includes(fact))
  }
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
