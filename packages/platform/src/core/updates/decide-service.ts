import type { Estate } from '../estate/index.ts'
import { checkTexts } from './checks/check-draft.ts'
import {
  type Circumstances,
  type DeskCommand,
  type DeskRefusal,
  deskRefusal,
  saidBefore,
  unknownPerson,
} from './commands.ts'
import { claimsInForce, type Desk, saidBy } from './desk.ts'
import type { DeskEvent } from './events.ts'
import { isGenuine, type Signature } from './signed.ts'
import { maySet, serviceHash, type ServiceStatement } from './stated-services.ts'

/** A state is set by who answers for the service; that it works again follows from releases only. */
export function decideService(
  desk: Desk,
  { statement, person, signature }: Extract<DeskCommand, { command: 'stateService' }>,
  { estate }: Circumstances,
): readonly DeskEvent[] | DeskRefusal {
  const approver = desk.case.approvers.get(person)
  if (approver === undefined) return unknownPerson(desk, person)
  const { role, keyId } = approver
  const { service, state, instruction } = statement
  const contentHash = serviceHash(desk.case.id, statement)
  const signed: Signature = { person, role, keyId, contentHash, signature }
  if (!isGenuine(desk.case, 'service', service, signed)) {
    return deskRefusal(
      'wrong-signature',
      `The signature is not that of ${person}.`,
      'Sign with the registered key.',
    )
  }
  if (!maySet(state, role)) {
    return deskRefusal(
      'unknown-person',
      `${person} (${role}) may not set a service to ${state}.`,
      'A service-owner may; "major_outage" may be set by everybody who is registered.',
    )
  }
  if (desk.said.has(saidBy(signed))) return saidBefore(person)
  const problem = statementProblem(desk, statement, estate)
  if (problem !== undefined) return deskRefusal('bad-form', problem.message, problem.hint)
  const claims = [...claimsInForce(desk).values()]
  const known = { case: desk.case, estate, services: desk.services, claims }
  const findings = instruction === undefined ? [] : checkTexts(instruction, known)
  return findings.length === 0
    ? [{ type: 'service.stated', statement, signed }]
    : deskRefusal('bad-text', 'The instruction cannot be published.', 'Mend every finding.', findings)
}

function statementProblem(
  { case: current, services }: Desk,
  { service, state, instruction, evidence }: ServiceStatement,
  estate: Estate,
): { readonly message: string; readonly hint: string } | undefined {
  if (estate.services.every(({ id }) => id !== service)) {
    const names = estate.services.map(({ id }) => id).join(', ')
    return { message: `The estate has no service "${service}".`, hint: `Its services: ${names}.` }
  }
  if (state === 'workaround' && instruction === undefined) {
    return { message: 'A workaround says how.', hint: 'Give the instruction in both languages.' }
  }
  if (state === 'not_affected' && current.services.includes(service)) {
    return {
      message: `The case names "${service}" as hit.`,
      hint: 'It comes back by releases, not by words.',
    }
  }
  if (state === 'not_affected' && !evidence.some((one) => /^[0-9a-f]{64}$/.test(one))) {
    return { message: '"not_affected" rests on nothing.', hint: 'Name the report that shows it, by SHA-256.' }
  }
  if (state === 'isolated_running' && current.isolation === undefined) {
    return { message: 'No isolation was proved.', hint: 'Record it first: anlauf case isolated.' }
  }
  return state === 'as_recorded' && !services.has(service)
    ? { message: `Nobody said anything of "${service}".`, hint: 'There is nothing to take back.' }
    : undefined
}
