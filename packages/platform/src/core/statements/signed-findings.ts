import { type CaseEvent, type CaseState, keptApprovals, put } from '../case/index.ts'
import type { Signer } from '../updates/index.ts'
import { askedFindings } from './asked-findings.ts'
import { findingHash, rolesStating } from './finding.ts'
import type { FindingState, StatementDesk } from './statement-desk.ts'

/**
 * The signatures under a finding that count: by keys in files that were not revoked, by passkeys while their request has
 * neither an objection nor was called off, nor the word taken back.
 */
export function countingSigners({ finding, signatures }: FindingState, state: CaseState): readonly Signer[] {
  const roles: readonly string[] = rolesStating(finding)
  return signatures.flatMap((one): readonly Signer[] => {
    if (one.request === undefined) return state.revoked.has(one.keyId) ? [] : [one]
    const request = state.requests.get(one.request)
    const word = request && keptApprovals(state, request).find(({ person }) => person === one.person)
    return word === undefined || !roles.includes(word.role)
      ? []
      : [{ person: one.person, role: word.role, keyId: word.keyId, contentHash: one.contentHash }]
  })
}

/** The desk after somebody said yes to findings under a request; whether the word counts is asked of the case each time. */
export function withAskedFindings(
  desk: StatementDesk,
  { request: id, person, role, seal }: Extract<CaseEvent, { readonly type: 'approval.given' }>,
): StatementDesk {
  const request = desk.case.requests.get(id)
  const asked = request && askedFindings(desk.case.id, request)
  if (asked === undefined) return desk
  let { findings } = desk
  for (const finding of asked) {
    if (!desk.case.units.has(finding.tenant)) continue
    const hash = findingHash(desk.case.id, finding)
    const ofTenant = findings.get(finding.tenant) ?? new Map<string, FindingState>()
    const before = ofTenant.get(hash)?.signatures ?? []
    if (before.some((one) => one.person === person && one.request === id)) continue
    const signed = { person, role, keyId: seal.keyId, contentHash: hash, request: id }
    const state = { finding, hash, signatures: [...before, signed] }
    findings = put(findings, finding.tenant, put(ofTenant, hash, state))
  }
  return { ...desk, findings }
}
