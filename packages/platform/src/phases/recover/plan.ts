import { createHash } from 'node:crypto'

import type { BlobId } from '@anlauf/repository'

/** Why a version was chosen, or why nothing was (`recover.md` §6). */
export type ReasonCode =
  | 'unchangedSinceTrusted'
  | 'newestClean'
  | 'olderBecauseEncrypted'
  | 'olderBecauseUnknown'
  | 'restoredDeletedInWindow'
  /** A member of a consistency group that went back with a member that is not clean. */
  | 'groupHeldBack'
  /** As the newest backup holds it that is clean as a whole. */
  | 'wholeSnapshot'
  /** A person looked at what changed near the incident and chose this version. */
  | 'reviewedByPerson'
  /** The tenant, whose data it is, chose this version. */
  | 'tenantDecision'
  | 'noCleanVersion'
  | 'excludedByRule'
  /** Made anew by its program, or there already under another name. */
  | 'notNeeded'

/** One thing to restore, from exactly one snapshot. */
export interface PlanItem {
  readonly host: string
  readonly path: string
  readonly type: 'file' | 'symlink'
  readonly snapshot: string
  readonly reason: ReasonCode
  readonly size: number
  readonly mode: number
  readonly mtime: string
  readonly content: readonly BlobId[]
  readonly contentKey: string
  readonly linkTarget?: string
  /** The decision of the case queue by which it is there: the digest of the facts that people saw. */
  readonly decision?: string
  /** Newer versions that were not taken, with the reason. */
  readonly rejected: readonly { readonly snapshot: string; readonly reason: string }[]
}

/** Something that is not restored, with the reason; shown to people, listed in the receipt. */
export interface LeftOut {
  readonly host: string
  readonly path: string
  /** `groupHeldBack`, `wholeSnapshot`: it is not in the backup to which all that it belongs to went back. */
  readonly reason:
    | 'noCleanVersion'
    | 'excludedByRule'
    | 'groupHeldBack'
    | 'wholeSnapshot'
    | 'notNeeded'
    | 'reviewedByPerson'
    | 'tenantDecision'
  readonly why: string
}

export interface UnitPlan {
  /** Restore unit: the tenant. */
  readonly unit: string
  readonly items: readonly PlanItem[]
  readonly leftOut: readonly LeftOut[]
  /** Names the decisions of the case queue that it follows; absent when it follows none. */
  readonly decisions?: string
}

export interface RecoveryPlan {
  readonly kind: 'recovery-plan'
  readonly version: 1
  readonly repository: string
  readonly units: readonly UnitPlan[]
}

export interface UnitSummary {
  readonly unit: string
  readonly files: number
  readonly bytes: number
  readonly reasons: Readonly<Record<string, number>>
  readonly leftOut: number
  readonly digest: string
}

/** What a unit's plan comes to; the digest covers every line of it and is what people approve. */
export function summarisePlan(plan: UnitPlan): UnitSummary {
  const reasons: Record<string, number> = {}
  for (const { reason } of [...plan.items, ...plan.leftOut]) reasons[reason] = (reasons[reason] ?? 0) + 1
  const digest = createHash('sha256').update(
    `${JSON.stringify({ unit: plan.unit, decisions: plan.decisions })}\n`,
  )
  for (const item of plan.items) digest.update(`${JSON.stringify({ item })}\n`)
  for (const leftOut of plan.leftOut) digest.update(`${JSON.stringify({ leftOut })}\n`)
  return {
    unit: plan.unit,
    files: plan.items.length,
    bytes: plan.items.reduce((sum, item) => sum + item.size, 0),
    reasons,
    leftOut: plan.leftOut.length,
    digest: digest.digest('hex'),
  }
}
