import { createHash } from 'node:crypto'

import { canonicalJson, type Json } from '../evidence/index.ts'
import { type FactScope, tenantOfScope } from './fact.ts'
import type { FieldGroup } from './field.ts'
import { type FactLog, holdingFacts } from './fact-log.ts'
import type { KnownFact } from './signed-fact.ts'
import { fieldOf } from './fields/index.ts'
import { type Known, knownFacts, knownTenantFacts, type StatedTimes } from './known-facts.ts'
import type { SheetFact } from './sheet-fact.ts'

/** All that is known for one reader, at one moment. */
export interface FactSheet {
  readonly case: string
  readonly scope: FactScope
  /** How often people stated or took back something. */
  readonly version: number
  /** SHA-256 over the answers, without when they were looked up. */
  readonly hash: string
  readonly facts: ReadonlyMap<string, SheetFact>
}

/** What sheets of one moment have in common: made once, for as many tenants as there are. */
export interface FactBase {
  readonly log: FactLog
  readonly known: Known
  readonly stated: ReadonlyMap<FactScope, ReadonlyMap<string, KnownFact>>
  readonly incident: ReadonlyMap<string, SheetFact>
  readonly times: StatedTimes
}

export function factBase(log: FactLog, known: Known): FactBase {
  const stated = holdingFacts(log)
  const resolved = stated.get('all')?.get('incident.resolved-at')?.value
  const times = typeof resolved === 'string' ? { resolvedAt: resolved } : {}
  return { log, known, stated, times, incident: knownFacts(known, times) }
}

/**
 * The sheet for a scope. A tenant's own answer goes before the one for all; nothing of another tenant is ever on it, and
 * counsel's judgements, our costs and counts of other customers are not on a tenant's. What is asked of each holder is answered
 * only for this holder.
 */
export function factSheet(base: FactBase, scope: FactScope): FactSheet {
  const { log, known, stated, incident, times } = base
  const tenant = tenantOfScope(scope)
  const facts = new Map<string, SheetFact>(incident)
  if (tenant !== undefined) {
    for (const id of notForTenants) facts.delete(id)
    for (const [id, fact] of knownTenantFacts(known, tenant, times)) facts.set(id, fact)
  }
  const isShown = ({ field }: KnownFact): boolean =>
    tenant === undefined || !ownGroups.includes(fieldOf(field)?.group ?? 'assessment')
  for (const one of scope === 'all' ? (['all'] as const) : (['all', scope] as const)) {
    for (const fact of stated.get(one)?.values() ?? []) {
      const isFiner = one !== 'all' && one !== 'own'
      if (isShown(fact) || (isFiner && fieldOf(fact.field)?.group !== 'assessment')) {
        facts.set(fact.field, sheetFact(log, fact))
      }
    }
  }
  return { case: log.case.id, scope, version: log.version, hash: hashOf(scope, facts), facts }
}

/** Of what is stated for all, the house's own business: judgements, money, policies. */
const ownGroups: readonly FieldGroup[] = ['assessment', 'cost', 'parties']

/** How many others there are, and what is only ours. */
const notForTenants = [
  'impact.tenants',
  'impact.tenant-share',
  'impact.tenants-released',
  'impact.files-restored',
  'impact.bytes-restored',
  'impact.files-left-out',
  'impact.files-quarantined',
  'impact.data-classes',
  'incident.systems',
  'incident.authorities',
  'incident.restored-at',
  'incident.title',
  'dora.authority-reference',
  'incident.known-as-controller-at',
]

function sheetFact(log: FactLog, fact: KnownFact): SheetFact {
  const { field, value, source, confidence, asOf, estimate, evidence, id, signed } = fact
  const isRevoked = log.case.revoked.has(signed.keyId)
  return {
    field,
    value,
    source,
    confidence,
    asOf,
    estimate,
    evidence,
    id,
    person: signed.person,
    ...(isRevoked && { isKeyRevoked: true as const }),
  }
}

/** What the engine looked up a minute later is the same sheet, as long as it found the same. */
function hashOf(scope: FactScope, facts: ReadonlyMap<string, SheetFact>): string {
  const list = [...facts.values()]
    .toSorted((a, b) => (a.field < b.field ? -1 : 1))
    .map(({ field, value, source, confidence, asOf, estimate, evidence, id, wording, isRunning }) => ({
      field,
      value: isRunning === true ? null : value,
      source,
      confidence,
      estimate,
      evidence,
      ...(id === undefined ? {} : { id, asOf }),
      ...(wording !== undefined && { wording }),
    }))
  const text = canonicalJson({ scope, facts: list } as unknown as Json)
  return createHash('sha256').update(text).digest('hex')
}
