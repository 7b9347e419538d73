import { type CaseState, eventOf, evolve, initialCase, keptApprovals, put } from '../case/index.ts'
import type { Entry } from '../evidence/index.ts'
import { askedFact } from './asked-fact.ts'
import { factHash, factId, type FactScope, withdrawalHash } from './fact.ts'
import { type FactEvent, factEventOf } from './fact-event.ts'
import { fieldOf } from './fields/index.ts'
import { rolesFor } from './roles.ts'
import { isFactSignedBy, type KnownFact } from './signed-fact.ts'

export interface Withdrawal {
  readonly reason: string
  readonly person: string
  readonly at: string
}

/** Everything that people stated in a case. */
export interface FactLog {
  readonly case: CaseState
  /** By id, in the order of the log. */
  readonly stated: ReadonlyMap<string, KnownFact>
  /** What another fact took the place of: one that answers the same question of the same scope, and no other. */
  readonly superseded: ReadonlyMap<string, true>
  readonly withdrawn: ReadonlyMap<string, Withdrawal>
  /** How often it changed: the version of the sheet. */
  readonly version: number
}

export function emptyFacts(caseId: string): FactLog {
  return {
    case: initialCase(caseId),
    stated: new Map(),
    superseded: new Map(),
    withdrawn: new Map(),
    version: 0,
  }
}

/** The log after an event. Never refuses; what is not signed by a registered person counts for nothing. */
export function withFact(log: FactLog, event: FactEvent, at: string): FactLog {
  return event.type === 'fact.stated' ? withStated(log, event, at) : withWithdrawn(log, event, at)
}

/** The facts after one more entry, for whoever keeps the case anyway; `before` is the case before that entry. */
export function factsAfter(log: FactLog, entry: Entry, before: CaseState): FactLog {
  const event = factEventOf(entry)
  if (event !== undefined) return withFact({ ...log, case: before }, event, entry.at)
  if (entry.kind !== 'approval.given' && entry.kind !== 'approval.withdrawn') return log
  const word = eventOf(entry)
  if (word?.type !== 'approval.given' && word?.type !== 'approval.withdrawn') return log
  if (before.requests.get(word.request)?.subject.kind !== 'fact') return log
  return withRequestedFact({ ...log, case: evolve(before, word, entry.at) }, word.request, entry.at)
}

type Of<Type extends FactEvent['type']> = Extract<FactEvent, { readonly type: Type }>

function withStated(log: FactLog, { fact, signed }: Of<'fact.stated'>, at: string): FactLog {
  const hash = factHash(log.case.id, fact)
  const id = factId(hash)
  if (log.stated.has(id)) return log
  if (!isFactSignedBy(log.case, { verdict: 'state', contentHash: hash }, signed)) return log
  const { person, role, keyId } = signed
  return withKnown(log, { ...fact, id, hash, statedAt: at, signed: { person, role, keyId } })
}

function withKnown(log: FactLog, fact: KnownFact): FactLog {
  return {
    ...log,
    stated: put(log.stated, fact.id, fact),
    superseded:
      fact.supersedes === undefined
        ? log.superseded
        : put(log.superseded, placeOf({ ...fact, id: fact.supersedes }), true as const),
    version: log.version + 1,
  }
}

function withWithdrawn(log: FactLog, event: Of<'fact.withdrawn'>, at: string): FactLog {
  const { fact, reason, signed } = event
  const known = log.stated.get(fact)
  if (known === undefined || log.withdrawn.has(fact)) return log
  const contentHash = withdrawalHash(known.hash, reason)
  if (!isFactSignedBy(log.case, { verdict: 'withdraw', contentHash }, signed)) return log
  return takenBack(log, fact, { reason, person: signed.person, at })
}

function takenBack(log: FactLog, fact: string, withdrawal: Withdrawal): FactLog {
  if (log.withdrawn.has(fact)) return log
  return { ...log, withdrawn: put(log.withdrawn, fact, withdrawal), version: log.version + 1 }
}

/**
 * The log after somebody signed, or took a word back, under a request; its case is the one after that. The first yes of
 * somebody who may say what is so states the fact; that person's word taken back takes it back too.
 */
export function withRequestedFact(log: FactLog, id: string, at: string): FactLog {
  const request = log.case.requests.get(id)
  const asked = request && askedFact(log.case.id, request, log.stated)
  if (request === undefined || asked === undefined) return log
  const field = asked.kind === 'state' ? asked.fact.field : (log.stated.get(asked.fact)?.field ?? '')
  const roles = rolesFor(fieldOf(field) ?? unknownField)
  const word = keptApprovals(log.case, request).find(({ role }) => roles.includes(role))
  if (asked.kind === 'withdraw') {
    return word === undefined
      ? log
      : takenBack(log, asked.fact, { reason: asked.reason, person: word.person, at })
  }
  const hash = request.contentHash
  const known = log.stated.get(factId(hash))
  if (word !== undefined && known === undefined) {
    const { person, role, keyId } = word
    const signed = { person, role, keyId, request: id }
    return withKnown(log, { ...asked.fact, id: factId(hash), hash, statedAt: at, signed })
  }
  // A revoked key leaves it standing, marked: what was known does not vanish with a key.
  const isLeft = request.given.some(({ verdict, role }) => verdict === 'approve' && roles.includes(role))
  if (known?.signed.request !== id || (isLeft && request.withdrawn === undefined)) return log
  const reason = request.withdrawn?.reason ?? 'word taken back'
  return takenBack(log, known.id, { reason, person: known.signed.person, at })
}

/** Of a field that this program does not know only counsel says what is so. */
const unknownField = { group: 'assessment' } as const

function placeOf({ id, scope, field }: Pick<KnownFact, 'id' | 'scope' | 'field'>): string {
  return `${id} ${scope} ${field}`
}

/** Facts that neither another one replaced nor anybody took back. */
export function standingFacts({ stated, superseded, withdrawn }: FactLog): readonly KnownFact[] {
  return [...stated.values()].filter((fact) => !superseded.has(placeOf(fact)) && !withdrawn.has(fact.id))
}

/**
 * Of several that stand for one question the one with the latest knowledge holds; the order in which they came into the
 * log does not matter. `decide` lets no two with one time stand; if a log has them, the id decides.
 */
export function holdingFacts(log: FactLog): ReadonlyMap<FactScope, ReadonlyMap<string, KnownFact>> {
  const byScope = new Map<FactScope, Map<string, KnownFact>>()
  for (const fact of standingFacts(log)) {
    const fields = byScope.get(fact.scope) ?? new Map<string, KnownFact>()
    const other = fields.get(fact.field)
    if (other === undefined || isNewer(fact, other)) fields.set(fact.field, fact)
    byScope.set(fact.scope, fields)
  }
  return byScope
}

function isNewer(one: KnownFact, other: KnownFact): boolean {
  return one.asOf === other.asOf ? one.id > other.id : one.asOf > other.asOf
}
