import { approverKeyId } from './approval.ts'
import { type Refusal, refusal } from './commands.ts'
import { admissionProblem, passkeyId, type Registration } from './credential.ts'
import type { CaseEvent, EventOf } from './events.ts'
import type { IdentityCommand } from './identity-commands.ts'
import type { CaseState } from './state.ts'

type Decision = readonly CaseEvent[] | Refusal
type Of<Name extends IdentityCommand['command']> = Extract<IdentityCommand, { readonly command: Name }>

/** Lets a passkey count in a case, if people vouch for it or the case is still untouched. */
export function registerCredential(state: CaseState, command: Of<'registerCredential'>): Decision {
  const { command: _command, ...fact } = command
  if (passkeyId(fact.publicKey) !== fact.keyId) {
    return refusal(
      'invalid-key',
      `The key of ${fact.person} is none, or not the one that is named.`,
      'Register it anew.',
    )
  }
  if (state.credentials.has(fact.keyId)) {
    return refusal(
      'already-approved',
      'This passkey is registered in the case already.',
      'Nothing has to be done.',
    )
  }
  return notAdmitted(state, fact, fact) ?? [{ type: 'credential.registered', ...fact }]
}

/** A key in a file. The first ones come in on the host's word, later ones when two people of the case vouch. */
export function registerApprover(
  state: CaseState,
  command: Omit<EventOf<'approver.registered'>, 'type' | 'keyId'>,
): Decision {
  const { person, role, publicKey, vouchers } = command
  const keyId = approverKeyId(publicKey)
  if (keyId === undefined) {
    return refusal(
      'invalid-key',
      `The key of ${person} is no Ed25519 public key in PEM.`,
      'Make one with "openssl genpkey -algorithm ed25519".',
    )
  }
  const fact = { person, roles: [role], keyId }
  const refused = notAdmitted(state, fact, { vouchers: vouchers ?? [], genesis: 'the host' })
  if (refused !== undefined) return refused
  return [{ type: 'approver.registered', person, role, publicKey, keyId, ...(vouchers && { vouchers }) }]
}

function notAdmitted(
  state: CaseState,
  registration: Registration,
  { vouchers, genesis }: Pick<EventOf<'credential.registered'>, 'vouchers' | 'genesis'>,
): Refusal | undefined {
  const problem = admissionProblem(state, registration, { vouchers, isGenesis: genesis !== undefined })
  const { person } = registration
  switch (problem) {
    case undefined:
      return undefined
    case 'revoked':
      return refusal(
        'revoked-key',
        `This key of ${person} was revoked; a revoked key never comes back.`,
        'Register another key.',
      )
    case 'too-late':
      return refusal(
        'not-vouched',
        `In this case people have signed already: nobody lets ${person} in alone any more.`,
        'Two people of the case, with keys of their own, have to vouch for the person and the key.',
        ['two vouchers'],
      )
    case 'not-vouched':
      return refusal(
        'not-vouched',
        `Nobody vouches for the key of ${person}, or only one person does.`,
        'Two people with registered keys sign that they know the person and the key.',
        ['two vouchers'],
      )
  }
}

/** Whoever revokes makes gates shut, never open: no signature is needed, and everybody sees it. */
export function revokeKey(state: CaseState, { keyId, by, reason }: Of<'revokeKey'>): Decision {
  if (state.revoked.has(keyId)) {
    return refusal('revoked-key', 'This key was revoked already.', 'Nothing has to be done.')
  }
  const person =
    state.credentials.get(keyId)?.person ??
    [...state.approvers.values()].find((approver) => approver.keyId === keyId)?.person
  if (person === undefined) {
    return refusal(
      'unknown-key',
      'The case knows no such key.',
      'Name the key by the id that the case shows.',
    )
  }
  return [{ type: 'key.revoked', keyId, person, by, reason }]
}
