import { type CaseEvent, type CaseState, evolve, type EventOf } from '../case/index.ts'
import { audienceOf, isForSite, tlpOf } from './content/audience.ts'
import type { Content } from './content/content.ts'
import { claimsInForce, type Desk, type DraftState, saidBy, stageOfDraft } from './desk.ts'
import { factsFor, timesOfPublication } from './decide-publication.ts'
import { newsSince } from './news-since.ts'
import { claimHash, claimsOf, type Draft, draftHash, subjectOf } from './draft.ts'
import type { DeskEvent } from './events.ts'
import { withRequestedClaim } from './requested-claim.ts'
import { mayState } from './roles.ts'
import { isGenuine, type Signature } from './signed.ts'
import { filledIn } from './slots.ts'
import { maySet, serviceHash } from './stated-services.ts'

/**
 * The desk after an event of the case or its own. Never refuses, but believes only what is signed: an approval that
 * is not genuine counts for nothing, and a publication without two of them is counted and shown to nobody.
 */
export function evolveDesk(desk: Desk, event: CaseEvent | DeskEvent, at: string): Desk {
  if (isOwn(event)) return evolveOwn(desk, event, at)
  const next = { ...desk, case: evolve(desk.case, event, at) }
  return isWordOnClaim(desk.case, event) ? withRequestedClaim(next, event.request, at) : next
}

/** A passkey's word, or one taken back, under a request about a claim: what it does to the register. */
export function isWordOnClaim(
  { requests }: CaseState,
  event: CaseEvent | DeskEvent,
): event is EventOf<'approval.given' | 'approval.withdrawn'> {
  return (
    (event.type === 'approval.given' || event.type === 'approval.withdrawn') &&
    requests.get(event.request)?.subject.kind === 'claim'
  )
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
      if (draft === undefined || !isGenuine(desk.case, subjectOf(draft), update, signed)) {
        return desk
      }
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
    case 'update.handedOut':
      return handedOut(desk, event, at)
  }
}

function withSaid(desk: Desk, signed: Signature): Desk {
  return { ...desk, said: new Set(desk.said).add(saidBy(signed)) }
}

function withDraft(desk: Desk, draft: DraftState): Desk {
  return { ...desk, drafts: new Map(desk.drafts).set(draft.update, draft) }
}

function published(desk: Desk, event: Extract<DeskEvent, { type: 'update.published' }>, at: string): Desk {
  const { update, asOf, nextBy, text, contentHash = '', states = {} } = event
  const draft = desk.drafts.get(update)
  const claims = claimsInForce(desk)
  const times = draft === undefined ? undefined : timesOfPublication(desk, draft, new Date(at))
  const isProven =
    draft !== undefined &&
    isForSite(draft) &&
    isApprovedAs(desk, draft, contentHash, at) &&
    sameText(filledIn(draft.text, claimsOf(draft, claims), factsFor(desk, draft, nextBy)), text) &&
    isSameTime(asOf, times?.asOf) &&
    isSameTime(nextBy, times?.nextBy) &&
    (draft.kind === 'no-news'
      ? newsSince(desk) === undefined
      : !desk.published.some((one) => one.update === update) &&
        !(draft.kind === 'holding' && desk.published.length > 0))
  if (!isProven) return { ...desk, unproven: desk.unproven + 1 }
  const drafts = new Map(desk.drafts)
  if (draft.kind !== 'no-news') drafts.delete(update)
  const number = desk.published.length + 1
  const said = claimsOf(draft, claims)
  const shown = { ...shownContent(desk, draft, nextBy), number, update, at, asOf, nextBy, text, contentHash }
  const { corrects } = draft
  return {
    ...desk,
    drafts,
    published: [
      ...desk.published,
      { ...shown, claims: said, states, ...(corrects !== undefined && { corrects }) },
    ],
  }
}

/** To others than the public: believed on the same terms, kept apart, and never on a page. */
function handedOut(desk: Desk, event: Extract<DeskEvent, { type: 'update.handedOut' }>, at: string): Desk {
  const { update, text, contentHash } = event
  const draft = desk.drafts.get(update)
  const claims = claimsInForce(desk)
  const isProven =
    draft !== undefined &&
    !isForSite(draft) &&
    isApprovedAs(desk, draft, contentHash, at) &&
    sameText(filledIn(draft.text, claimsOf(draft, claims), factsFor(desk, draft, '')), text)
  if (!isProven) return { ...desk, unproven: desk.unproven + 1 }
  const drafts = new Map(desk.drafts)
  drafts.delete(update)
  const to = { audience: audienceOf(draft), tlp: tlpOf(draft) }
  const out = { ...shownContent(desk, draft, ''), update, ...to, at, text, contentHash }
  return { ...desk, drafts, handedOut: [...desk.handedOut, { ...out, claims: claimsOf(draft, claims) }] }
}

function isApprovedAs(desk: Desk, draft: DraftState, contentHash: string, at: string): boolean {
  return (
    contentHash === draftHash(desk.case.id, draft, claimsInForce(desk)) &&
    stageOfDraft(desk, draft, new Date(at)) === 'approved'
  )
}

/** What a draft carries, as it is read: parts with their slots filled. */
function shownContent(desk: Desk, draft: Draft, nextBy: string): Content {
  const { kind, parts, audience, tlp, tenants, topic, service, scope, proof, windows, reviewBy, page } = draft
  const claims = claimsOf(draft, claimsInForce(desk))
  const facts = factsFor(desk, draft, nextBy)
  const filled = parts?.map(({ part, text }) => ({ part, text: filledIn(text, claims, facts) }))
  const all = { parts: filled, audience, tlp, tenants, topic, service, scope, proof, windows, reviewBy, page }
  return {
    kind,
    ...(Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)) as object),
  }
}

function isSameTime(one: string, other = ''): boolean {
  return one === other || Date.parse(one) === Date.parse(other)
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
  const { inForce, proposed, takenBack } = desk.claims.get(claim) ?? {}
  const before = [proposed, inForce].find((one) =>
    one?.signed.some((other) => other.contentHash === contentHash),
  )
  const standing = (before?.signed ?? []).filter(({ keyId }) => !desk.case.revoked.has(keyId))
  const signatures = [...standing, signed]
  const isInForce = mayState(statement.state, signatures)
  const next = isInForce
    ? {
        inForce: {
          ...statement,
          at: before === inForce && inForce !== undefined ? inForce.at : at,
          signed: signatures,
        },
      }
    : {
        ...(inForce !== undefined && { inForce }),
        ...(takenBack !== undefined && { takenBack }),
        proposed: { ...statement, signed: signatures },
      }
  return { ...withSaid(desk, signed), claims: new Map(desk.claims).set(claim, next) }
}
