import type { z } from '@hono/zod-openapi'

import { statusOf } from '../../../core/case/index.ts'
import {
  type FactBase,
  type FactScope,
  type FactSheet,
  factSheet,
  type Field,
  fieldNamed,
  fieldOfRequest,
  fields,
  type KnownFact,
  rolesFor,
  type SheetFact,
  shownValue,
  standingFacts,
} from '../../../core/facts/index.ts'
import type { Principal } from '../access/principal.ts'
import { mayReadField } from '../duties/may-read.ts'
import type { FactField, FactHistory, FactSheetView } from './fact-view.ts'

/** Every question with the answer that holds in a scope; judgements of counsel only for who may read them. */
export function factSheetView(
  base: FactBase,
  scope: FactScope,
  { principal, now }: { readonly principal: Principal; readonly now: Date },
): z.infer<typeof FactSheetView> {
  const sheet = factSheet(base, scope)
  const open = openRequests(base, scope, now)
  const stated = Map.groupBy(
    [...base.log.stated.values()].filter((fact) => fact.scope === scope),
    ({ field }) => field,
  )
  return {
    case: sheet.case,
    scope,
    version: sheet.version,
    hash: sheet.hash,
    tenants: [...base.known.case.units.keys()],
    fields: fields
      .filter(({ id }) => mayReadField(principal, id))
      .map((field) => ({
        ...fieldView(field, scope, sheet),
        stated: stated.get(field.id)?.length ?? 0,
        request: open.get(field.id) ?? null,
      })),
  }
}

function fieldView(
  field: Field,
  scope: FactScope,
  sheet: FactSheet,
): Omit<z.infer<typeof FactField>, 'stated' | 'request'> {
  const { id, title, kind, group, options = {}, hint, per, from } = field
  const answer = sheet.facts.get(id)
  return {
    field: id,
    title: { ...title },
    kind,
    group,
    options: Object.entries(options).map(([option, words]) => ({ id: option, title: { ...words } })),
    hint: hint === undefined ? null : { ...hint },
    from: from ?? 'people',
    scope: scope === 'all' ? per === 'incident' : scope === 'own' ? per === 'holder' : true,
    roles: [...rolesFor(field)],
    answer: answer === undefined ? null : answerView(field, answer),
  }
}

function answerView(field: Field, fact: SheetFact) {
  const shown = (language: 'de' | 'en'): string => {
    const { text } = shownValue(field, fact.value, language)
    return fact.wording === undefined ? text : `${text}. ${fact.wording[language]}`
  }
  return {
    id: fact.id ?? null,
    value: { de: shown('de'), en: shown('en') },
    source: fact.source,
    confidence: fact.confidence,
    asOf: fact.asOf,
    estimate: fact.estimate,
    evidence: [...fact.evidence],
    person: fact.person ?? null,
    keyRevoked: fact.isKeyRevoked === true,
  }
}

function openRequests({ known }: FactBase, scope: FactScope, now: Date): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const request of known.case.requests.values()) {
    const { subject } = request
    if (subject.kind !== 'fact' || subject.name.split(' ')[1] !== scope) continue
    if (statusOf(known.case, request, now.toISOString()) !== 'open') continue
    found.set(fieldOfRequest(subject), request.request)
  }
  return found
}

/** Everything that was ever said to a question in a scope, the newest first, and what became of it. */
export function factHistory(base: FactBase, id: string, scope: FactScope): z.infer<typeof FactHistory> {
  const { log } = base
  const field = fieldNamed(id)
  const holding = factSheet(base, scope).facts.get(id)?.id
  const standing = new Set(standingFacts(log).map((fact) => fact.id))
  const fateOf = (fact: KnownFact): 'holds' | 'older' | 'replaced' | 'taken-back' => {
    if (log.withdrawn.has(fact.id)) return 'taken-back'
    if (!standing.has(fact.id)) return 'replaced'
    return fact.id === holding ? 'holds' : 'older'
  }
  const facts = [...log.stated.values()].filter((fact) => fact.field === id && fact.scope === scope)
  return {
    field: id,
    facts: facts.toReversed().map((fact) => ({
      ...answerView(field, {
        ...fact,
        ...(log.case.revoked.has(fact.signed.keyId) && { isKeyRevoked: true as const }),
      }),
      person: fact.signed.person,
      statedAt: fact.statedAt,
      role: fact.signed.role,
      passkey: fact.signed.request !== undefined,
      fate: fateOf(fact),
      why: log.withdrawn.get(fact.id)?.reason ?? null,
    })),
  }
}
