import { createHash } from 'node:crypto'

import { decide, isRefusal } from '../case/index.ts'
import { planDigest, writeEmergencyPlan } from '../emergency-plan/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'
import type { PlanCommand } from './commands.ts'
import { type ResponseRefusal, refuse } from './refusal.ts'
import type { SeenEvent } from './events.ts'
import type { ScopeElement } from './scope/scope.ts'
import { isContentSignedBy } from './stages/signatures.ts'
import { countingSignatures, planContentHash, signedContent } from './stages/genuine.ts'
import type { ResponseState } from './state.ts'

/** UTF-16 units of a part: a quarter of what an entry of the log may have, since some are written as escapes. */
const partLength = 250_000
/** Elements of a part: ten thousand tenants with thirty services each are some 800 characters an element. */
const partElements = 250

type Decision = readonly SeenEvent[] | ResponseRefusal

export function decidePlan(state: ResponseState, command: PlanCommand): Decision {
  switch (command.command) {
    case 'adoptPlan':
      return adopt(state, command)
    case 'proposePlan':
      return propose(state, command)
    case 'signPlan':
      return sign(state, command)
    case 'extendScope':
      return extendScope(state, command)
  }
}

function adopt(
  state: ResponseState,
  { plan, elements }: Extract<PlanCommand, { command: 'adoptPlan' }>,
): Decision {
  if (state.plan !== undefined) {
    return refuse(
      'already-adopted',
      `The case follows the plan ${state.plan.plan.front.plan} ${state.plan.plan.front.version} already.`,
      'A running case changes its plan with two signatures: anlauf case amend.',
    )
  }
  const { plan: name, version } = plan.front
  const digest = planDigest(plan)
  const texts = partsOf(writeEmergencyPlan(plan))
  return [
    ...scopeEvents(elements),
    ...texts.map((text, at) => ({
      type: 'plan.adopted' as const,
      plan: name,
      version,
      digest,
      part: at + 1,
      parts: texts.length,
      text,
    })),
  ]
}

function propose(
  state: ResponseState,
  { plan, reason, person }: Extract<PlanCommand, { command: 'proposePlan' }>,
): Decision {
  if (state.plan === undefined) {
    return refuse('no-plan', 'The case follows no plan yet.', 'Adopt it: anlauf case adopt.')
  }
  const digest = planDigest(plan)
  if (digest === state.plan.digest) {
    return refuse('already-adopted', 'This is the plan that the case follows.', 'There is nothing to change.')
  }
  const { plan: name, version } = plan.front
  const texts = partsOf(writeEmergencyPlan(plan))
  return texts.map((text, at) => ({
    type: 'plan.proposed' as const,
    plan: name,
    version,
    digest,
    base: state.plan?.digest ?? '',
    part: at + 1,
    parts: texts.length,
    text,
    reason,
    person,
  }))
}

function sign(
  state: ResponseState,
  { digest, contentHash, person, signature }: Extract<PlanCommand, { command: 'signPlan' }>,
): Decision {
  const { proposed } = state
  if (
    proposed === undefined ||
    proposed.digest !== digest ||
    planContentHash(state, proposed) !== contentHash
  ) {
    return refuse(
      'wrong-content',
      'No such change of the plan waits for a signature.',
      'Look at what waits with "anlauf case plan", and sign that.',
    )
  }
  if (person === proposed.person) {
    return refuse('wrong-signature', `${person} proposed the change.`, 'Two others have to sign it.')
  }
  const approver = state.case.approvers.get(person)
  if (approver === undefined) {
    return refuse(
      'unknown-approver',
      `${person} is not registered as approver.`,
      'Register the person first.',
    )
  }
  const { role, keyId } = approver
  const content = signedContent(state, { subject: 'plan', intent: 'done', contentHash, person, role })
  if (!isContentSignedBy(content, signature, approver)) {
    return refuse(
      'wrong-signature',
      `The signature is not that of ${person}.`,
      'Sign with the registered key.',
    )
  }
  if (countingSignatures(state, proposed).some((one) => one.person === person || one.keyId === keyId)) {
    return refuse(
      'already-approved',
      `${person}, or the same key, signed already.`,
      'A second person has to sign.',
    )
  }
  return [{ type: 'plan.approved', digest, contentHash, person, role, keyId, signature }]
}

/** The scope is stated anew, and the case gets the tenants, services and systems that it did not have. */
function extendScope(
  state: ResponseState,
  { elements, reason, person }: Extract<PlanCommand, { command: 'extendScope' }>,
): Decision {
  const gone = (state.scope?.elements ?? []).filter(
    (known) => known.affected && !elements.some(({ of, id }) => of === known.of && id === known.id),
  )
  if (gone.length > 0) {
    return refuse(
      'out-of-order',
      `The new estate has no ${gone
        .map(({ of, id }) => `${id} (${of})`)
        .slice(0, 5)
        .join(', ')}; a case forgets nobody.`,
      'Put it back into the estate file; skip its stages with a reason if nothing is to be done.',
    )
  }
  const kept = elements.map((element): ScopeElement => {
    const before = state.scope?.byId.get(`${element.of} ${element.id}`)
    return before?.affected === true ? { ...element, affected: true } : element
  })
  const ids = (of: ScopeElement['of'], isAll = false): readonly string[] =>
    kept.filter((element) => element.of === of && (isAll || element.affected)).map(({ id }) => id)
  const extended = decide(state.case, {
    command: 'extend',
    tenants: ids('tenants', true),
    services: ids('services'),
    systems: ids('systems'),
    reason,
    person,
  })
  const events = scopeEvents(kept)
  const isSame = state.scope !== undefined && digestOf(kept) === digestOf(state.scope.elements.map(plain))
  if (isRefusal(extended)) return isSame ? refuse('out-of-order', extended.message, extended.hint) : events
  return [...extended, ...(isSame ? [] : events)]
}

function plain({ of, id, affected, known, services, systems }: ScopeElement): ScopeElement {
  return { of, id, affected, known, services, systems }
}

function scopeEvents(elements: readonly ScopeElement[]): readonly SeenEvent[] {
  const digest = digestOf(elements)
  const parts = Math.max(1, Math.ceil(elements.length / partElements))
  return Array.from({ length: parts }, (_, at) => ({
    type: 'scope.stated' as const,
    digest,
    part: at + 1,
    parts,
    elements: elements.slice(at * partElements, (at + 1) * partElements),
  }))
}

function digestOf(elements: readonly ScopeElement[]): string {
  return createHash('sha256')
    .update(canonicalJson(elements as unknown as Json))
    .digest('hex')
}

/** Never cuts a pair of surrogates: half of one is no text. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = []
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + partLength)
    if (to < text.length && !text.slice(from, to).isWellFormed()) to -= 1
    parts.push(text.slice(from, to))
    from = to
  }
  return parts
}
