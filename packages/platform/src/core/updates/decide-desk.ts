import {
  type Circumstances,
  type DeskCommand,
  type DeskRefusal,
  deskRefusal,
  unknownPerson,
} from './commands.ts'
import { decideClaim } from './decide-claim.ts'
import { decideDraft } from './decide-draft.ts'
import { decidePublication } from './decide-publication.ts'
import { decideService } from './decide-service.ts'
import { claimsInForce, type Desk, type DraftState, validApprovals } from './desk.ts'
import { draftHash, subjectOf } from './draft.ts'
import type { DeskEvent } from './events.ts'
import { isGenuine, type Signature } from './signed.ts'

/** What happens when somebody wants something of the desk: events, or a refusal that names all that is wrong. Pure. */
export function decideDesk(
  desk: Desk,
  command: DeskCommand,
  circumstances: Circumstances,
): readonly DeskEvent[] | DeskRefusal {
  if (desk.case.status !== 'declared') {
    return deskRefusal(
      'not-open',
      'The case is not open.',
      'Updates belong to a case that is declared and not closed.',
    )
  }
  switch (command.command) {
    case 'draft':
      return decideDraft(desk, command, circumstances)
    case 'approve':
      return approve(desk, command, circumstances)
    case 'reject':
      return reject(desk, command)
    case 'publish':
      return decidePublication(desk, command.update, circumstances)
    case 'stateService':
      return decideService(desk, command, circumstances)
    case 'state':
      return decideClaim(desk, command, circumstances)
  }
}

type Decision = Extract<DeskCommand, { command: 'approve' | 'reject' }>

function approve(desk: Desk, command: Decision, { now }: Circumstances): readonly DeskEvent[] | DeskRefusal {
  const draft = draftOf(desk, command)
  if ('refused' in draft) return draft
  const { update, contentHash, person, signature = '' } = command
  const approver = desk.case.approvers.get(person)
  if (approver === undefined) return unknownPerson(desk, person)
  const { role, keyId } = approver
  const signed: Signature = { person, role, keyId, contentHash, signature }
  if (!isGenuine(desk.case, subjectOf(draft), update, signed)) {
    return deskRefusal(
      'wrong-signature',
      `The signature is not that of ${person}.`,
      'Sign with the registered key.',
    )
  }
  if (validApprovals(desk, draft, now).some((one) => one.person === person || one.keyId === keyId)) {
    return deskRefusal(
      'already-done',
      `${person}, or the same key, approved ${update} already.`,
      'A second person with an own key has to approve.',
    )
  }
  return [{ type: 'update.approved', update, ...signed }]
}

function reject(desk: Desk, command: Decision): readonly DeskEvent[] | DeskRefusal {
  const draft = draftOf(desk, command)
  if ('refused' in draft) return draft
  const { update, contentHash, person, why = '' } = command
  if (!desk.case.approvers.has(person)) return unknownPerson(desk, person)
  return [{ type: 'update.rejected', update, contentHash, person, why }]
}

/** The draft, if what was looked at is what it says now. */
function draftOf(desk: Desk, { update, contentHash }: Decision): DraftState | DeskRefusal {
  const draft = desk.drafts.get(update)
  if (draft === undefined) {
    const names = [...desk.drafts.keys()].join(', ') || 'none'
    return deskRefusal('unknown-update', `There is no draft "${update}".`, `Drafts: ${names}.`)
  }
  if (contentHash === draftHash(desk.case.id, draft, claimsInForce(desk))) return draft
  return deskRefusal(
    'wrong-content',
    `What was looked at is not what "${update}" says now.`,
    'The text or a claim in it changed. Read it anew, then decide.',
  )
}
