import { type CaseEvent, type CaseState, evolve, hasQuorum, initialCase } from '../case/index.ts'
import type { CustodyEvent, OriginalOutcome } from './custody-event.ts'
import { isErasureSignedBy } from './erasure.ts'

/** One original, as the log tells it. */
export interface Item {
  readonly sha256: string
  readonly size: number
  readonly label: string
  readonly acquiredAt: string
  readonly parent: readonly string[]
  /** What the last look at it found, and when that was. */
  readonly lastVerified?: { readonly at: string; readonly outcome: OriginalOutcome }
  readonly accesses: number
  /** Whom copies were handed to, in order. */
  readonly transfers: readonly { readonly at: string; readonly to: string }[]
  /** Why it may not be erased. */
  readonly heldBecause?: string
  readonly erasureSignatures: readonly {
    readonly person: string
    readonly keyId: string
    readonly note: string
  }[]
  readonly erasedBecause?: string
}

export interface CustodyLog {
  readonly case: CaseState
  readonly items: ReadonlyMap<string, Item>
}

export function emptyCustody(caseId: string): CustodyLog {
  return { case: initialCase(caseId), items: new Map() }
}

export function withCase(log: CustodyLog, event: CaseEvent, at: string): CustodyLog {
  return { ...log, case: evolve(log.case, event, at) }
}

/** Who signed one reason, with keys that still count. */
export function erasureSigners(
  { case: { revoked } }: CustodyLog,
  { erasureSignatures }: Item,
  reason: string,
): Item['erasureSignatures'] {
  return erasureSignatures.filter(({ note, keyId }) => note === reason && !revoked.has(keyId))
}

/** Two people with two keys signed one reason. */
export function isErasureAgreed(log: CustodyLog, item: Item, reason: string): boolean {
  return hasQuorum(erasureSigners(log, item, reason))
}

/** The log after an event. Never refuses; a signature that does not fit counts for nothing. */
export function withCustody(log: CustodyLog, event: CustodyEvent, at: string): CustodyLog {
  if (event.type === 'log.exported') return log
  const known = log.items.get(event.sha256)
  if (event.type === 'original.acquired') {
    // Secured again: the first time counts, and what is known since.
    return known === undefined ? put(log, acquired(event, at)) : log
  }
  return known === undefined ? log : put(log, changed(log, known, event, at))
}

type Of<Type extends CustodyEvent['type']> = Extract<CustodyEvent, { readonly type: Type }>

function acquired({ sha256, size, label, parent = [] }: Of<'original.acquired'>, at: string): Item {
  return { sha256, size, label, acquiredAt: at, parent, accesses: 0, transfers: [], erasureSignatures: [] }
}

function changed(
  log: CustodyLog,
  item: Item,
  event: Exclude<CustodyEvent, Of<'original.acquired'> | Of<'log.exported'>>,
  at: string,
): Item {
  switch (event.type) {
    case 'original.verified':
      return { ...item, lastVerified: { at, outcome: event.outcome } }
    case 'original.accessed':
      return { ...item, accesses: item.accesses + 1 }
    case 'original.transferred':
      return { ...item, transfers: [...item.transfers, { at, to: event.to }] }
    case 'original.held':
      return { ...item, heldBecause: event.note, erasureSignatures: [] }
    case 'original.holdLifted': {
      const { heldBecause: _held, ...free } = item
      return free
    }
    case 'original.erasureSigned': {
      const { person, keyId, note, role, signature, sha256 } = event
      const approver = log.case.approvers.get(person)
      const signed = { case: log.case.id, sha256, reason: note, person, role }
      if (approver?.keyId !== keyId || !isErasureSignedBy(signed, signature, approver.publicKey)) return item
      return { ...item, erasureSignatures: [...item.erasureSignatures, { person, keyId, note }] }
    }
    case 'original.erased':
      // Its key is destroyed by whoever reads this: an entry alone, without its two signatures, erases nothing.
      return item.heldBecause === undefined && isErasureAgreed(log, item, event.note)
        ? { ...item, erasedBecause: event.note }
        : item
  }
}

function put(log: CustodyLog, item: Item): CustodyLog {
  return { ...log, items: new Map(log.items).set(item.sha256, item) }
}
