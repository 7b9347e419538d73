import { evolve, type CaseEvent } from '../case/index.ts'
import { claimsInForce, type Desk, type DraftState, saidBy, stageOfDraft, validApprovals } from './desk.ts'
import { newsSince } from './decide-publication.ts'
import { claimHash, claimsOf, type Draft, draftHash } from './draft.ts'
import type { DeskEvent } from './events.ts'
import { mayPublish, mayState } from './roles.ts'
import { isGenuine, type Signature } from './signed.ts'
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
      const { approvals = [], rejected, rejections = [] } = desk.drafts.get(draft.update) ?? {}
      return withDraft(desk, { ...draft, approvals, rejections, ...(rejected && { rejected }) })
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
        : withDraft(desk, {
            ...draft,
            rejected: { person, why, contentHash },
            rejections: [...draft.rejections, contentHash],
          })
    }
    case 'service.stated': {
      const { statement, signed } = event
      const isOurs =
        signed.contentHash === serviceHash(desk.case.id, statement) &&
        maySet(statement.state, signed.role) &&
        isGenuine(desk.case, 'service', statement.service, signed) &&
        !desk.said.has(saidBy(signed))
      if (!isOurs) return desk
      return { ...withSaid(desk, signed), services: new Map(desk.services).set(statement.service, statement) }
    }
    case 'claim.stated':
      return stated(desk, event, at)
    case 'update.published':
      return published({ ...desk, case: evolve(desk.case, event, at) }, event, at)
  }
}

function withSaid(desk: Desk, signed: Signature): Desk {
  return { ...desk, said: new Set(desk.said).add(saidBy(signed)) }
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
    mayPublish(validApprovals(desk, draft, new Date(at))) &&
    stageOfDraft(desk, draft, new Date(at)) === 'approved' &&
    sameText(filledIn(draft.text, claimsOf(draft, claims)), text) &&
    (draft.kind === 'no-news'
      ? newsSince(desk) === undefined && hasTimesOf(draft, { at, asOf, nextBy })
      : draft.asOf === asOf &&
        draft.nextBy === nextBy &&
        !desk.published.some((one) => one.update === update))
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

/** "No news" promises the next word so many hours from its publication, no later. */
function hasTimesOf(
  { everyHours = 0 }: Draft,
  { at, asOf, nextBy }: { readonly at: string; readonly asOf: string; readonly nextBy: string },
): boolean {
  const publishedMs = Date.parse(at)
  return Date.parse(asOf) === publishedMs && Date.parse(nextBy) === publishedMs + everyHours * 3_600_000
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
  if (desk.said.has(saidBy(signed))) return desk
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
  return { ...withSaid(desk, signed), claims: new Map(desk.claims).set(claim, next) }
}
