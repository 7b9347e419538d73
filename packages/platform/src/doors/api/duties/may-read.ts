import type { ApprovalRequest } from '../../../core/case/index.ts'
import type { Duty } from '../../../core/duties/index.ts'
import { fieldOf, fieldOfRequest } from '../../../core/facts/index.ts'
import { dutyOfFiling } from '../../../core/filings/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { viewOf } from '../../../phases/comply/index.ts'
import { may } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'

/**
 * Who may see a duty's document, and that there is one. Notices that must not be used against who wrote them (BDSG
 * §§ 42(4), 43(4)) stand apart: for everybody else their lists have no sign of them.
 */
export function mayReadFiling(principal: Principal, duty: Pick<Duty, 'id' | 'approve'>): boolean {
  if (isApart(duty.id)) return may(principal, 'readPrivileged')
  return (
    may(principal, 'recordClock') ||
    may(principal, 'readPrivileged') ||
    duty.approve.some((role) => (principal.roles as readonly string[]).includes(role))
  )
}

export function isApart(duty: string): boolean {
  return viewOf(duty)?.privileged !== undefined
}

/** Throws `not-permitted`; who may not read it is not told whether it exists. */
export function requireReadable(principal: Principal, duty: Pick<Duty, 'id' | 'approve'>): void {
  if (mayReadFiling(principal, duty)) return
  throw new AnlaufError('not-permitted', `${principal.name} may not read documents of ${duty.id}.`, {
    hint: isApart(duty.id)
      ? 'Notices under data protection law are kept apart: for legal, dpo, management and who leads.'
      : `For who records clocks, and for: ${duty.approve.join(', ')}.`,
    context: { permission: isApart(duty.id) ? 'readPrivileged' : 'recordClock' },
  })
}

/** Requests for signatures on what is kept apart are there for those only who may read it. */
export function mayReadRequest(
  principal: Principal,
  { subject, roles }: Pick<ApprovalRequest, 'subject' | 'roles'>,
): boolean {
  if (subject.kind === 'fact') return mayReadField(principal, fieldOfRequest(subject))
  if (subject.kind !== 'filing') return true
  return mayReadFiling(principal, { id: dutyOfFiling(subject.name), approve: roles })
}

/** Judgements of counsel are kept apart from what happened. */
export function mayReadField(principal: Principal, field: string): boolean {
  return fieldOf(field)?.group === 'assessment' ? may(principal, 'readPrivileged') : true
}
