import { standing } from '../../case/index.ts'
import { type Action, type FoundHarm, type SaidFact, saidFacts } from '../../emergency-plan/index.ts'
import { type FactLog, holdingFacts, type KnownFact, tenantScope } from '../../facts/index.ts'
import { chosen, type Instance } from '../stages/instances.ts'
import type { ResponseState } from '../state.ts'
import { names } from './happenings.ts'
import { type Said, saidNow } from './said.ts'
import { nothingShown, type Shown, together } from './shown.ts'
import { shownMet } from './shown-duties.ts'
import { noticesMeant, shownCalled, shownReceived, shownTold } from './shown-notices.ts'
import { shownConsistent, shownFound, shownPublished, shownToStaff } from './shown-public.ts'

/**
 * What the case's own record shows of an action that is met by what was said; undefined for all others. Pure: rules of
 * a kind of action over the facts of the log, whatever the order in which they came.
 */
export function shownByAction(
  state: ResponseState,
  instance: Instance,
  action: Action,
  at: string,
): Shown | undefined {
  if (!isMetBySaid(action)) return undefined
  const said = currentOf(state)
  const { element, stage } = instance
  switch (action.kind) {
    case 'publish':
      return shownPublished(said, action.template, element?.of === 'services' ? element.id : undefined)
    case 'notice': {
      const meant = { template: action.template, duties: stage.clocks.map(({ duty }) => duty) }
      return together(
        tenantsOf(state, instance, action).map((tenant) =>
          action.template === 'call-script' ? shownCalled(said, tenant) : shownTold(said, meant, tenant),
        ),
      )
    }
    case 'await':
      return awaited(state, instance, said)
    case 'finding':
      return foundFor(said, tenantsOf(state, instance), action.harm, state.case.id)
    case 'approve':
      return signed(state, instance, action, at)
    case 'task': {
      const fact = saidFactOf(action)
      return fact === undefined ? undefined : byRecord(state, instance, fact, at)
    }
    case 'text':
    case 'isolate':
    case 'campaign':
    case 'access':
    case 'restore':
    case 'scan':
    case 'status':
      return undefined
  }
}

/** True for what the log of notices, statements, findings and publications has to show. */
export function isMetBySaid(action: Action): boolean {
  switch (action.kind) {
    case 'publish':
    case 'notice':
    case 'await':
    case 'approve':
      return action.proof === 'log'
    case 'finding':
      return action.harm !== undefined
    case 'task':
      return saidFactOf(action) !== undefined
    case 'text':
    case 'isolate':
    case 'campaign':
    case 'access':
    case 'restore':
    case 'scan':
    case 'status':
      return false
  }
}

/** Undefined for a task that people fill in, or that the record of the work meets. */
export function saidFactOf(action: Action): SaidFact | undefined {
  return action.kind === 'task' ? saidFacts.find((one) => one === action.metBy) : undefined
}

function byRecord(state: ResponseState, instance: Instance, fact: SaidFact, at: string): Shown {
  const said = currentOf(state)
  const { id, onset, systems } = state.case
  switch (fact) {
    case 'onset-known':
      return onset === undefined || (systems ?? []).length === 0
        ? { open: [id], by: [], signed: [] }
        : { open: [], by: declaration(state), signed: [] }
    case 'staff-told':
      return shownToStaff(said, id)
    case 'texts-checked':
      return shownPublished(said, 'holding')
    case 'tenant-examined':
      return together(tenantsOf(state, instance).map((tenant) => shownExamined(said, tenant)))
    case 'duties-met': {
      const ids = instance.stage.clocks.map(({ duty }) => duty)
      return shownMet(said, ids, { tenants: tenantsOf(state, instance), at })
    }
    case 'faq-published':
      return shownPublished(said, 'faq')
    case 'warning-published':
      return shownPublished(said, 'advisory')
    case 'windows-named':
      return shownPublished(said, 'windows')
    case 'nothing-to-correct':
      return shownConsistent(said, id)
  }
}

/** Where nobody is hit nobody has looked: that is not the same as nothing found. */
function foundFor(
  said: Said,
  tenants: readonly string[],
  harm: FoundHarm | undefined,
  caseId: string,
): Shown {
  return tenants.length === 0 ? { ...nothingShown, open: [caseId] } : shownFound(said, tenants, harm)
}

function declaration({ declaredIn }: ResponseState): Shown['by'] {
  return declaredIn === undefined ? [] : [{ fact: 'declared', ...declaredIn }]
}

/** A finding about the tenant, or what kinds of its data are concerned, as somebody stated it. */
function shownExamined(said: Said, tenant: string): Shown {
  const found = shownFound(said, [tenant])
  if (found.open.length === 0) return found
  const stated = holding(said.facts).get(tenantScope(tenant))?.get('persons.data')
  const place = stated === undefined ? undefined : said.places.get(names.fact(stated.id))
  return place === undefined ? found : { open: [], by: [{ fact: 'stated', ...place }], signed: [] }
}

/** By the map of what was stated; taking a fact back changes the version and not the map. */
const held = new WeakMap<
  FactLog['stated'],
  { readonly version: number; readonly holding: ReturnType<typeof holdingFacts> }
>()

/** Once for each state of the facts: ten thousand tenants ask. */
function holding(facts: FactLog): ReadonlyMap<string, ReadonlyMap<string, KnownFact>> {
  const { stated, version } = facts
  const known = held.get(stated)
  if (known?.version === version) return known.holding
  const now = holdingFacts(facts)
  held.set(stated, { version, holding: now })
  return now
}

/**
 * The notices whose receipt is awaited are those that the stage itself sends; where it sends none, any that went out
 * after the tenant was released.
 */
function awaited(state: ResponseState, instance: Instance, said: Said): Shown {
  const sends = instance.stage.actions.filter((one) => one.kind === 'notice')
  const duties = instance.stage.clocks.map(({ duty }) => duty)
  const meant = sends.flatMap(({ template }) => noticesMeant(said, { template, duties }))
  return together(
    tenantsOf(state, instance, sends[0]).map((tenant) => {
      if (sends.length > 0) return shownReceived(said, meant, tenant)
      const since = state.case.units.get(tenant)?.released?.at
      if (since === undefined) return { open: [tenant], by: [], signed: [] }
      const all = [...said.notices.notices.values()].filter(({ sentAt }) => sentAt !== undefined)
      return shownReceived(said, all, tenant, since)
    }),
  )
}

/** The signatures under what the stage says: each text and each finding has to have enough of the asked roles. */
function signed(
  state: ResponseState,
  instance: Instance,
  { quorum, roles, subject }: Extract<Action, { kind: 'approve' }>,
  at: string,
): Shown {
  const said = together(
    instance.stage.actions.flatMap((one) =>
      one.kind === 'approve' || one.kind === 'await' || one.kind === 'task'
        ? []
        : (shownByAction(state, instance, one, at) ?? []),
    ),
  )
  if (said.open.length > 0 || said.signed.length === 0) {
    return { ...nothingShown, open: said.open.length > 0 ? said.open : [subject] }
  }
  const isEnough = said.signed.every((words) => standing({ quorum, roles }, words).missing === 0)
  return isEnough ? { ...said, open: [] } : { ...nothingShown, open: [subject] }
}

function tenantsOf(
  state: ResponseState,
  { element }: Instance,
  action?: Extract<Action, { kind: 'notice' }>,
): readonly string[] {
  if (element?.of === 'tenants') return [element.id]
  if (action !== undefined) return chosen(state, action.select).map(({ id }) => id)
  return (state.scope?.of.tenants ?? []).filter(({ affected }) => affected).map(({ id }) => id)
}

const current = new WeakMap<ResponseState, Said>()

function currentOf(state: ResponseState): Said {
  const known = current.get(state) ?? saidNow(state.said, state.case)
  current.set(state, known)
  return known
}
