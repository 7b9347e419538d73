import { createHash } from 'node:crypto'

import { type CaseState, initialCase, put } from '../case/index.ts'
import type { Entry } from '../evidence/index.ts'
import { factHash, factId, type FactScope, type StatedFact } from './fact.ts'
import { type FactEvent, factEventOf } from './fact-event.ts'
import { type FactSignature, isFactSignedBy } from './signed-fact.ts'

/** A fact with who stated it and when. */
export interface KnownFact extends StatedFact {
  readonly id: string
  readonly hash: string
  readonly statedAt: string
  readonly signed: FactSignature
}

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
  return event === undefined ? log : withFact({ ...log, case: before }, event, entry.at)
}

type Of<Type extends FactEvent['type']> = Extract<FactEvent, { readonly type: Type }>

function withStated(log: FactLog, { fact, signed }: Of<'fact.stated'>, at: string): FactLog {
  const hash = factHash(log.case.id, fact)
  const id = factId(hash)
  if (log.stated.has(id)) return log
  if (!isFactSignedBy(log.case, { verdict: 'state', contentHash: hash }, signed)) return log
  const known: KnownFact = { ...fact, id, hash, statedAt: at, signed }
  return {
    ...log,
    stated: put(log.stated, id, known),
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
  const withdrawal = { reason, person: signed.person, at }
  return { ...log, withdrawn: put(log.withdrawn, fact, withdrawal), version: log.version + 1 }
}

/** What somebody signs who takes a fact back. */
export function withdrawalHash(hash: string, reason: string): string {
  return createHash('sha256').update(`${hash}\n${reason}`).digest('hex')
}

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
