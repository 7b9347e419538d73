import { createHash } from 'node:crypto'

import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import type { FileVerdict } from '../../detect/index.ts'
import { itemId } from '../case-facts.ts'

/**
 * What kind of change near the incident a file is. N0 unchanged; N1 new and N2 changed, nothing objected to; N3 its
 * content contradicts its past; N4 nobody can look inside; N5 a program, or what starts one; N6 rights and rules of
 * databases and mail.
 */
export type QueueClass = 'N0' | 'N1' | 'N2' | 'N3' | 'N4' | 'N5' | 'N6'

/** What the plan does when nobody decides. */
export type PlannedVersion = 'newest' | 'previous' | 'nothing'

export interface QueuedVersion {
  readonly snapshot: string
  readonly contentKey: string
  readonly size: number
  readonly mtime: string
}

/** One place at which the content of a group lies. */
export interface QueueItem {
  readonly host: string
  readonly path: string
  /** Newest snapshot, and what lies there. */
  readonly newest: QueuedVersion
  /** The clean version before; null when there is none. */
  readonly previous: QueuedVersion | null
}

/** Why a run held a content back. */
export interface HeldBack {
  readonly verdict: 'infected' | 'suspicious' | 'unknown'
  readonly cause: string
  /** What the engine said, with the names of its rules. */
  readonly detail: string
  /** Of the content; null when nobody could read all of it. */
  readonly sha256: string | null
}

/** Equal contents of one tenant about which one decision is possible: never a mixture. */
export interface QueueGroup {
  /** SHA-256 over everything else here: what a person decides about, and what voids the decision when it changes. */
  readonly facts: string
  readonly unit: string
  readonly class: QueueClass
  readonly contentKey: string
  readonly size: number
  /** What detection says of the newest version. */
  readonly verdict: FileVerdict
  readonly reasons: readonly string[]
  /** Why it is a program or a rule. */
  readonly powers: readonly string[]
  readonly planned: PlannedVersion
  readonly planReason: string
  /** Present when a run restored it and did not let it through. */
  readonly held: HeldBack | null
  readonly items: readonly QueueItem[]
}

/** True when no rule may decide: it stays as the plan has it until a person looks. */
export function needsPerson(group: Pick<QueueGroup, 'class' | 'verdict' | 'held'>): boolean {
  // What an engine calls infected stays out, whoever looks at it.
  if (group.held !== null) return group.held.verdict !== 'infected'
  // Encryption is proven and the clean version comes back: there is nothing to decide.
  if (group.verdict === 'convicted') return false
  return group.class >= 'N3'
}

/** Closes a group over its facts. */
export function sealGroup(group: Omit<QueueGroup, 'facts'>): QueueGroup {
  return { facts: factsDigest(group), ...group }
}

/** True when a group's digest is that of its facts: a queue file may come from anywhere. */
export function isSealed({ facts, ...group }: QueueGroup): boolean {
  return facts === factsDigest(group)
}

/** A file is named by the hash of its place, as everywhere in the evidence; stray bytes in sentences are no facts. */
function factsDigest(group: Omit<QueueGroup, 'facts'>): string {
  const { items, reasons, held, ...rest } = group
  const facts = {
    ...rest,
    reasons: reasons.map((reason) => reason.toWellFormed()),
    held: held && { ...held, detail: held.detail.toWellFormed() },
    items: items.map(({ newest, previous, ...place }) => ({ item: itemId(place), newest, previous })),
  }
  return createHash('sha256')
    .update(canonicalJson(facts as unknown as Json))
    .digest('hex')
}
