import type { ClaimState } from '../messages/index.ts'
import { hasPair, type Signer } from './signed.ts'

/** Who may say what is known; that a harm is excluded needs two of the latter. */
export const claimRoles = ['forensics', 'security', 'dpo', 'legal', 'lead'] as const
const excludingRoles = ['forensics', 'dpo', 'legal'] as const

/** Whose signatures a state takes: a person of each list, each of them another one. */
export function claimSigners(state: ClaimState): readonly (readonly string[])[] {
  return state === 'excluded' ? [excludingRoles, excludingRoles] : [claimRoles]
}

/** True when enough people signed a claim for its state to be in force. */
export function mayState(state: ClaimState, signatures: readonly Signer[]): boolean {
  return state === 'excluded'
    ? hasPair(signatures, excludingRoles, excludingRoles)
    : signatures.some(({ role }) => (claimRoles as readonly string[]).includes(role))
}
