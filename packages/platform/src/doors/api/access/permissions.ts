import type { Command } from '../../../core/case/index.ts'
import { roles as planRoles } from '../../../core/emergency-plan/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { claimRoles } from '../../../core/updates/index.ts'
import type { Principal } from './principal.ts'
import { type Role, roles } from './roles.ts'

/** What can be permitted: to read, each command of a case by its name, and who else may come in. */
export const permissions = [
  'read',
  'declare',
  'record',
  'recordIsolation',
  'recoverPlan',
  'recoverRun',
  'recoverQueue',
  'registerApprover',
  'approve',
  'decideQueue',
  'release',
  'handBack',
  'verifyEvidence',
  'exportEvidence',
  'cancel',
  'adoptPlan',
  'carryOut',
  'takeRoster',
  'raiseAlarm',
  'recordClock',
  'readPrivileged',
  'stateFact',
  'stateClaim',
  'writeWord',
  'publishWord',
  'callTenants',
  'readStatements',
  'draftStatements',
  'stateFindings',
  'signLetters',
  'postStatements',
  'close',
  'registerCredential',
  'requestApproval',
  'signRequest',
  'withdrawApproval',
  'revokeKey',
  'vouch',
  'letTenantIn',
  'extend',
  'reopen',
  'invite',
  'block',
  'confirmRecovery',
  'readInquiries',
  'answerInquiries',
  'approveAnswers',
] as const satisfies readonly (
  | 'read'
  | 'vouch'
  | 'letTenantIn'
  | 'invite'
  | 'block'
  | 'confirmRecovery'
  | InquiryPermission
  | 'cancel'
  | WorkPermission
  | PlanPermission
  | Command['command']
)[]

/** Work that the server does for people, named after the commands that do it. */
type WorkPermission =
  | 'recordIsolation'
  | 'recoverPlan'
  | 'recoverRun'
  | 'recoverQueue'
  | 'verifyEvidence'
  | 'exportEvidence'

/** To let a case follow a plan, to call people, to say what was done, and to write what others are told. */
type PlanPermission =
  | 'adoptPlan'
  | 'carryOut'
  | 'takeRoster'
  | 'raiseAlarm'
  | 'recordClock'
  | 'readPrivileged'
  | 'stateFact'
  | 'stateClaim'
  | 'writeWord'
  | 'publishWord'
  | 'callTenants'
  | 'readStatements'
  | 'draftStatements'
  | 'stateFindings'
  | 'signLetters'
  | 'postStatements'
/** To see what strangers wrote, with names and numbers; to answer it; to approve what is answered. */
type InquiryPermission = 'readInquiries' | 'answerInquiries' | 'approveAnswers'
export type Permission = (typeof permissions)[number]

/**
 * The whole table. Facts come from the engine that measured them, never from a person who types them: who may
 * `release` may start the command, which measures and asks the gate. The engine runs under the account, which may do
 * what its command line may.
 */
const permitted: Readonly<Record<Permission, readonly Role[]>> = {
  read: roles,
  declare: ['lead', 'deputy-lead', 'management', 'it', 'security'],
  record: [],
  recordIsolation: ['lead', 'deputy-lead', 'it', 'security', 'containment'],
  recoverPlan: ['lead', 'deputy-lead', 'it', 'security', 'restore'],
  recoverRun: ['lead', 'deputy-lead', 'it', 'security', 'restore'],
  recoverQueue: ['lead', 'deputy-lead', 'it', 'security', 'restore', 'investigation'],
  registerApprover: ['lead', 'deputy-lead'],
  approve: ['lead', 'deputy-lead', 'management', 'it', 'security', 'service-owner'],
  decideQueue: ['lead', 'deputy-lead', 'management', 'it', 'security', 'service-owner'],
  release: ['lead', 'deputy-lead', 'it', 'service-owner'],
  handBack: ['lead', 'deputy-lead', 'it', 'service-owner'],
  verifyEvidence: roles,
  // The lines as they are stored too: whoever carries a whole log away.
  exportEvidence: ['lead', 'deputy-lead', 'management', 'legal', 'dpo', 'forensics', 'auditor'],
  cancel: ['lead', 'deputy-lead', 'it', 'security', 'restore'],
  adoptPlan: ['lead', 'deputy-lead', 'management'],
  // Who may say that a stage is done follows from the plan and its signatures; the case decides it.
  carryOut: planRoles,
  takeRoster: ['lead', 'deputy-lead', 'management'],
  raiseAlarm: ['lead', 'deputy-lead', 'management', 'it', 'security'],
  recordClock: ['lead', 'deputy-lead', 'legal', 'dpo', 'comms'],
  // Which of them may answer which question follows from the field; the signature decides it.
  stateFact: [
    'lead',
    'management',
    'it',
    'comms',
    'security',
    'legal',
    'dpo',
    'service-owner',
    'finance',
    'forensics',
  ],
  // What the house says of a harm. The same people as with keys in files; the signature decides it.
  stateClaim: claimRoles,
  // Notices that are kept apart and judgements of counsel; nobody else is shown that there are any.
  readPrivileged: ['lead', 'deputy-lead', 'management', 'legal', 'dpo'],
  // Nothing goes out on a permission: those who answer for a text sign it, and every check runs again.
  writeWord: ['lead', 'deputy-lead', 'comms', 'legal', 'dpo', 'service-owner', 'security', 'service-desk'],
  publishWord: ['lead', 'deputy-lead', 'comms', 'management'],
  // Shows names and numbers of customers.
  callTenants: ['lead', 'deputy-lead', 'dpo', 'comms', 'service-desk'],
  // What was found about each customer's data, by name.
  readStatements: [
    'lead',
    'deputy-lead',
    'management',
    'legal',
    'dpo',
    'comms',
    'forensics',
    'security',
    'service-desk',
    'auditor',
  ],
  // Makes drafts, which tell nobody anything before two people signed them.
  draftStatements: ['lead', 'deputy-lead', 'legal', 'dpo', 'comms', 'forensics'],
  // Asks for the signature; whose counts, the finding itself decides.
  stateFindings: ['lead', 'legal', 'dpo', 'forensics', 'security'],
  // Those whose two signatures a letter needs.
  signLetters: ['dpo', 'forensics'],
  postStatements: ['lead', 'deputy-lead', 'dpo', 'comms', 'service-desk'],
  close: ['lead', 'management'],
  // Passkeys come into a case with those who vouched for them, never because somebody says so.
  registerCredential: [],
  // Which roles count is part of each request; the key must have been registered for one of them.
  requestApproval: planRoles,
  signRequest: planRoles,
  withdrawApproval: planRoles,
  revokeKey: ['administrator', 'lead', 'deputy-lead'],
  vouch: [...planRoles, 'administrator'],
  extend: ['lead', 'deputy-lead'],
  reopen: ['lead', 'management'],
  letTenantIn: ['lead', 'deputy-lead', 'comms', 'service-desk'],
  invite: ['administrator'],
  block: ['administrator'],
  // Whoever confirms has to know the voice of the person who lost the key.
  confirmRecovery: ['administrator', 'lead', 'deputy-lead', 'management'],
  readInquiries: ['lead', 'deputy-lead', 'comms', 'service-desk', 'legal', 'dpo', 'security'],
  answerInquiries: ['lead', 'deputy-lead', 'comms', 'service-desk', 'dpo'],
  approveAnswers: ['lead', 'deputy-lead', 'comms', 'legal', 'dpo'],
}

export function permissionsOf(principal: Pick<Principal, 'kind' | 'roles'>): readonly Permission[] {
  return permissions.filter((permission) => may(principal, permission))
}

/** Throws `not-permitted` with the roles that may. */
export function requirePermission(principal: Principal | undefined, permission: Permission): Principal {
  if (principal !== undefined && may(principal, permission)) return principal
  const able = permitted[permission]
  throw new AnlaufError('not-permitted', `${principal?.name ?? 'Nobody'} may not "${permission}".`, {
    hint:
      able.length === 0
        ? 'Only the engine does this, under the account that runs the server: use the command line.'
        : `It takes one of the roles ${able.join(', ')}.`,
    context: { permission },
  })
}

/** Whether somebody may, for what is left out rather than refused. */
export function may(
  { kind, roles: own }: Pick<Principal, 'kind' | 'roles'>,
  permission: Permission,
): boolean {
  return kind === 'account' || permitted[permission].some((role) => own.includes(role))
}
