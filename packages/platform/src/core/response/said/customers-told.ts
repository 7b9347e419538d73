import { statementRoles } from '../../statements/index.ts'
import type { Stage } from '../../emergency-plan/index.ts'
import type { RecipientState } from '../../notices/index.ts'
import { type ClaimStatement, hasPair, type Reached } from '../../updates/index.ts'
import { standingsOf } from '../stages/standings.ts'
import type { Standing } from '../stages/standing.ts'
import type { ResponseState } from '../state.ts'
import { names } from './happenings.ts'
import { recipientsOf } from './recipients-of.ts'
import { isMetBySaid } from './shown-by-action.ts'

/** How the customers who were hit heard of it by name, from notices and statements that two people had signed. */
export function customersReached(state: ResponseState): Reached {
  const affected = affectedTenants(state)
  const all = affected.map((tenant) => waysTo(state, tenant))
  const isBy = (one: Ways, by: 'link' | 'other'): boolean =>
    one.receipts.some((receipt) => (receipt.by === 'link') === (by === 'link'))
  const provedByLink = all.filter((one) => isBy(one, 'link')).length
  const provedByCall = all.filter((one) => !isBy(one, 'link') && isBy(one, 'other')).length
  const posted = all.filter((one) => one.receipts.length === 0 && one.posted).length
  const times = all.flatMap(({ sentAt }) => sentAt).toSorted()
  const [first, last] = [times[0], times.at(-1)]
  return {
    affected: affected.length,
    provedByLink,
    provedByCall,
    posted,
    notReached: affected.length - provedByLink - provedByCall - posted,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
  }
}

/**
 * Customers who were hit and of whom nothing shows that they heard of it: no receipt, no statement in the post. Where a
 * person said for a customer that every stage of the plan which tells it by name is done, or left them out with a reason,
 * that word counts: the house tells by other means.
 */
export function untoldCustomers(state: ResponseState, now: string): readonly string[] {
  const stages = tellingStages(state)
  if (stages.length === 0) return []
  const standings = standingsOf(state, now)
  const ofTenant = Map.groupBy(
    stages.flatMap(({ id }) => standings.get(id)?.list ?? []),
    ({ instance }) => instance.element?.id,
  )
  const ofAll = ofTenant.get(undefined) ?? []
  const byWord = (tenant: string): boolean => {
    const own = [...ofAll, ...(ofTenant.get(tenant) ?? [])]
    return own.length > 0 && own.every(isWord)
  }
  return affectedTenants(state).filter((tenant) => {
    const { receipts, posted } = waysTo(state, tenant)
    return receipts.length === 0 && !posted && !byWord(tenant)
  })
}

/** A plan that tells nobody by name asks for nothing, and so does a case without one: then nothing was checked. */
export function asksToTell(state: ResponseState): boolean {
  return tellingStages(state).length > 0
}

function tellingStages({ plan }: ResponseState): readonly Stage[] {
  return (plan?.plan.stages ?? []).filter(tellsByName)
}

function tellsByName({ actions }: Stage): boolean {
  return actions.some((action) => action.kind === 'notice' && action.template !== 'call-script')
}

function isWord({ instance, round, status }: Standing): boolean {
  if (status === 'skipped') return true
  const asksTheLog = instance.stage.actions.some((action) => action.kind === 'notice' && isMetBySaid(action))
  return status === 'done' && !asksTheLog && round.ended !== undefined
}

/**
 * That everybody who was hit heard a claim as it stands, in a notice with its very words that they were shown to have, or
 * in a statement that was drafted since the claim is so and went to the post. Earlier and later is the order of the log:
 * two entries can bear one time.
 */
export function wasToldClaim(state: ResponseState, claim: ClaimStatement): boolean {
  const affected = affectedTenants(state)
  const since = state.said.places.get(names.claim(claim.claim))?.seq
  if (affected.length === 0 || since === undefined) return false
  const carrying = [...state.said.notices.notices.values()].filter(
    ({ text, sentAt }) =>
      sentAt !== undefined && text.de.includes(claim.wording.de) && text.en.includes(claim.wording.en),
  )
  return affected.every(
    (tenant) =>
      carrying.some((notice) => recipientsOf(notice, tenant).some(isTold)) ||
      (postedTo(state, tenant)?.draftedSeq ?? 0) > since,
  )
}

interface Ways {
  readonly receipts: readonly NonNullable<RecipientState['receipt']>[]
  readonly posted: boolean
  readonly sentAt: readonly string[]
}

function waysTo(state: ResponseState, tenant: string): Ways {
  const sent = [...state.said.notices.notices.values()].flatMap((notice) => recipientsOf(notice, tenant))
  const posted = postedTo(state, tenant)
  return {
    receipts: sent.flatMap(({ receipt }) => receipt ?? []),
    posted: posted !== undefined,
    sentAt: [...sent.map(({ sentAt }) => sentAt), ...(posted === undefined ? [] : [posted.postedAt])],
  }
}

/** The last statement that went to the post with two signatures under it. */
function postedTo({ said }: ResponseState, tenant: string) {
  return (said.statements.statements.get(tenant) ?? [])
    .flatMap(({ revision, posted }) => {
      const signers = said.signers.get(names.posted(tenant, revision)) ?? []
      const isSigned = hasPair(signers, statementRoles.law, statementRoles.findings)
      const draftedSeq = said.places.get(names.drafted(tenant, revision))?.seq ?? 0
      return posted === undefined || !isSigned ? [] : [{ draftedSeq, postedAt: posted.postedAt }]
    })
    .at(-1)
}

function isTold({ receipt, mail }: RecipientState): boolean {
  return receipt !== undefined || mail?.state === 'accepted' || mail?.state === 'delivered'
}

function affectedTenants(state: ResponseState): readonly string[] {
  const known = state.scope?.of.tenants
  return known === undefined
    ? [...state.case.units.keys()]
    : known.filter(({ affected }) => affected).map(({ id }) => id)
}
