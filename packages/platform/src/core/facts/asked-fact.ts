import type { ApprovalRequest, Content, Subject } from '../case/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'
import { factHash, factId, type StatedFact, withdrawalHash } from './fact.ts'
import type { KnownFact } from './signed-fact.ts'

/** What is signed with passkeys: that an answer is so, or that one is taken back. It stands in the request itself. */
export type AskedFact =
  | { readonly kind: 'state'; readonly fact: StatedFact }
  | { readonly kind: 'withdraw'; readonly fact: string; readonly reason: string }

export interface FactRequest {
  readonly subject: Subject
  readonly content: Content
  readonly contentHash: string
}

export function askToState(caseId: string, fact: StatedFact): FactRequest {
  const contentHash = factHash(caseId, fact)
  return {
    subject: subjectOf(fact, factId(contentHash)),
    content: { fact: canonicalJson(fact as unknown as Json) },
    contentHash,
  }
}

export function askToWithdraw({ id, hash, ...fact }: KnownFact, reason: string): FactRequest {
  return {
    subject: subjectOf(fact, id),
    content: { withdraws: id, why: reason },
    contentHash: withdrawalHash(hash, reason),
  }
}

/** The field comes first: by it is decided who may see the request. */
function subjectOf({ field, scope }: Pick<StatedFact, 'field' | 'scope'>, id: string): Subject {
  return { kind: 'fact', name: `${field} ${scope} ${id}` }
}

/** The field that a request about facts is about. */
export function fieldOfRequest({ name }: Pick<Subject, 'name'>): string {
  return name.split(' ', 1)[0] ?? name
}

/** What a request asks; undefined when its content has another form or is not what its hash names. */
export function askedFact(
  caseId: string,
  { subject, content = {}, contentHash }: Pick<ApprovalRequest, 'subject' | 'content' | 'contentHash'>,
  known: ReadonlyMap<string, KnownFact>,
): AskedFact | undefined {
  if (subject.kind !== 'fact') return undefined
  const { fact, withdraws, why } = content
  if (typeof fact === 'string') {
    const stated = parsed(fact)
    const isSame =
      stated !== undefined &&
      factHash(caseId, stated) === contentHash &&
      subjectOf(stated, factId(contentHash)).name === subject.name
    return isSame ? { kind: 'state', fact: stated } : undefined
  }
  const taken = typeof withdraws === 'string' ? known.get(withdraws) : undefined
  if (taken === undefined || typeof why !== 'string') return undefined
  return withdrawalHash(taken.hash, why) === contentHash
    ? { kind: 'withdraw', fact: taken.id, reason: why }
    : undefined
}

function parsed(text: string): StatedFact | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'field' in value && 'scope' in value
      ? (value as StatedFact)
      : undefined
  } catch {
    return undefined
  }
}
