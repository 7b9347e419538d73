import { evolve, type CaseEvent } from '../case/index.ts'
import { claimsInForce, type Desk, type DraftState, stageOfDraft, validApprovals } from './desk.ts'
import { claimHash, claimsOf, draftHash } from './draft.ts'
import type { DeskEvent } from './events.ts'
import { mayPublish, mayState } from './roles.ts'
import { isGenuine } from './signed.ts'
import { filledIn } from './slots.ts'
import { maySet, serviceHash } from './stated-services.ts'

/**
 * The desk after an event of the case or its own. Never refuses, but believes only what is signed: an approval that
 * is not genuine counts for nothing, and a publication without two of them is counted and shown to nobody.
 */
export function evolveDesk(desk: Desk, event: CaseEvent | DeskEvent, at: string): Desk {
  return isOwn(event) ? evolveOwn(desk, event, at) : { ...desk, case: evolve(desk.case, event, at) }
}

function isOwn(event: CaseEvent | DeskEvent): event is DeskEvent {
  return event.type.startsWith('update.') || event.type === 'claim.stated' || event.type === 'service.stated'
}

function evolveOwn(desk: Desk, event: DeskEvent, at: string): Desk {
  switch (event.type) {
    case 'update.drafted': {
      const { type: _type, ...draft } = event
      const { approvals = [], rejected } = desk.drafts.get(draft.update) ?? {}
      return withDraft(desk, { ...draft, approvals, ...(rejected && { rejected }) })
    }
    case 'update.approved': {
      const draft = desk.drafts.get(event.update)
      const { type: _type, update, ...signed } = event
      if (draft === undefined || !isGenuine(desk.case, 'update', update, signed)) return desk
      return withDraft(desk, { ...draft, approvals: [...draft.approvals, signed] })
    }
    case 'update.rejected': {
      const draft = desk.drafts.get(event.update)
      const { person, why, contentHash } = event
      return draft === undefined
        ? desk
        : withDraft(desk, { ...draft, rejected: { person, why, contentHash } })
    }
    case 'service.stated': {
      const { statement, signed } = event
      const isOurs =
        signed.contentHash === serviceHash(desk.case.id, statement) &&
        maySet(statement.state, signed.role) &&
        isGenuine(desk.case, 'service', statement.service, signed)
      if (!isOurs) return desk
      return { ...desk, services: new Map(desk.services).set(statement.service, statement) }
    }
    case 'claim.stated':
      return stated(desk, event, at)
    case 'update.published':
      return published({ ...desk, case: evolve(desk.case, event, at) }, event, at)
  }
}

function withDraft(desk: Desk, draft: DraftState): Desk {
  return { ...desk, drafts: new Map(desk.drafts).set(draft.update, draft) }
}

function published(desk: Desk, event: Extract<DeskEvent, { type: 'update.published' }>, at: string): Desk {
  const { update, asOf, nextBy, text, contentHash, states = {} } = event
  const draft = desk.drafts.get(update)
  const claims = claimsInForce(desk)
  const isProven =
    draft !== undefined &&
    contentHash === draftHash(desk.case.id, draft, claims) &&
    mayPublish(validApprovals(desk, draft)) &&
    stageOfDraft(desk, draft, new Date(at)) === 'approved' &&
    sameText(filledIn(draft.text, claimsOf(draft, claims)), text) &&
    (draft.kind === 'no-news' || (draft.asOf === asOf && draft.nextBy === nextBy))
  if (!isProven) return { ...desk, unproven: desk.unproven + 1 }
  const { kind, corrects } = draft
  const drafts = new Map(desk.drafts)
  if (kind === 'news') drafts.delete(update)
  const number = desk.published.length + 1
  const said = claimsOf(draft, claims)
  const shown = { number, update, kind, at, asOf, nextBy, text, contentHash, claims: said, states }
  return {
    ...desk,
    drafts,
    published: [...desk.published, { ...shown, ...(corrects !== undefined && { corrects }) }],
  }
}

function sameText(one: { de: string; en: string }, other: { de: string; en: string }): boolean {
  return one.de === other.de && one.en === other.en
}

/** A state that needs two signatures waits for the second; until then the one before is in force. */
function stated(
  desk: Desk,
  { statement, signed }: Extract<DeskEvent, { type: 'claim.stated' }>,
  at: string,
): Desk {
  const { claim } = statement
  const contentHash = claimHash(desk.case.id, statement)
  if (signed.contentHash !== contentHash || !isGenuine(desk.case, 'claim', claim, signed)) return desk
  const { inForce, proposed } = desk.claims.get(claim) ?? {}
  const before = [proposed, inForce].find((one) =>
    one?.signed.some((other) => other.contentHash === contentHash),
  )
  const signatures = [...(before?.signed ?? []), signed]
  const isInForce = mayState(statement.state, signatures)
  const next = isInForce
    ? {
        inForce: {
          ...statement,
          at: before === inForce && inForce !== undefined ? inForce.at : at,
          signed: signatures,
        },
      }
    : { ...(inForce !== undefined && { inForce }), proposed: { ...statement, signed: signatures } }
  return { ...desk, claims: new Map(desk.claims).set(claim, next) }
}
