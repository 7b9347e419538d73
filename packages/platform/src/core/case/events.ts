import type { IdentityEvent, Voucher } from './identity-events.ts'
import type { ExerciseEvent } from './exercise-events.ts'
import type { QueuedClass, QueuedGroup, QueueOutcome } from './queued-group.ts'
import type { ScopeEvent } from './scope-events.ts'

/**
 * Everything that can have happened in a case. Facts only: ids, counts and hashes, no bytes, no personal
 * data; a file is named by the SHA-256 of its host and path.
 */
export type CaseEvent =
  | IdentityEvent
  | {
      readonly type: 'case.declared'
      readonly title: string
      readonly exercise: boolean
      readonly tenants: readonly string[]
      readonly services: readonly string[]
      /** Attacked systems of the estate; absent in logs from before they were kept. */
      readonly systems?: readonly string[]
      readonly onset?: OnsetFact
    }
  | ScopeEvent
  | {
      readonly type: 'isolation.proven'
      readonly systems: readonly string[]
      readonly probes: number
      readonly proof: string
    }
  | {
      readonly type: 'approver.registered'
      readonly person: string
      readonly role: string
      readonly publicKey: string
      readonly keyId: string
      /** Two people of the case who know the person and the key; the first ones need none. */
      readonly vouchers?: readonly Voucher[]
    }
  | {
      readonly type: 'unit.restorePointsChosen'
      readonly unit: string
      readonly planDigest: string
      readonly files: number
      readonly bytes: number
      readonly leftOut: number
      readonly reasons: Readonly<Record<string, number>>
      /** Names the decisions of the case queue that the plan follows; absent when it follows none. */
      readonly decisions?: string
    }
  /** Its plan was cut into parts for several machines. */
  | {
      readonly type: 'unit.givenOut'
      readonly unit: string
      readonly run: string
      readonly planDigest: string
      readonly ruleSetDigest: string
      readonly parts: number
    }
  | {
      readonly type: 'unit.restored'
      readonly unit: string
      readonly manifestDigest: string
      readonly files: number
      readonly bytes: number
      /** Digests of the database pieces whose files the manifest names; absent when it names none. */
      readonly databases?: readonly string[]
    }
  | {
      /** A whole cluster was brought back in a clean room; nothing of it is anybody's yet. */
      readonly type: 'database.recovered'
      readonly engine: string
      readonly cluster: string
      /** SHA-256 of the report: moment, checks, settings put aside, changes of roles and code. */
      readonly reportDigest: string
      readonly changes: number
      readonly problems: number
    }
  | {
      /** A tenant's part of a database belongs to its unit from now on; another of the same name replaces it. */
      readonly type: 'unit.databaseAdded'
      readonly unit: string
      /** Engine, cluster and database, and a digest where it is a part of one. */
      readonly piece: string
      /** SHA-256 of the piece's record: files with their hashes, figures, scan, changes. */
      readonly digest: string
      readonly files: number
      readonly bytes: number
      readonly tables: number
      readonly rows: number
      /** What runs code or opens doors and is not as in the clean state; null when nobody could compare. */
      readonly changes: number | null
      /** SHA-256 of that list. */
      readonly changesDigest: string
    }
  | {
      /** A part of a database that is not handed over: a value in it is not clean. The values are sealed. */
      readonly type: 'unit.databaseRefused'
      readonly unit: string
      readonly values: number
      readonly infected: number
      readonly rules: readonly string[]
    }
  | {
      readonly type: 'unit.verified'
      readonly unit: string
      readonly manifestDigest: string
      readonly files: number
      readonly bytes: number
    }
  | {
      readonly type: 'unit.scanned'
      readonly unit: string
      readonly manifestDigest: string
      readonly engine: string
      readonly engineVersion: string
      readonly ruleSetDigest: string
      readonly clean: number
      readonly quarantined: number
      readonly caseReview: number
      readonly unscanned: number
      /** Files that no engine calls clean and that people released all the same, and by which decisions. */
      readonly reviewed?: number
      readonly decisions?: readonly string[]
    }
  | {
      readonly type: 'item.quarantined'
      readonly unit: string
      readonly item: string
      readonly sha256: string
      readonly rules: readonly string[]
    }
  | {
      readonly type: 'item.sentToReview'
      readonly unit: string
      readonly item: string
      readonly cause: string
    }
  | {
      /** What was written near the incident; its first part replaces what was known of the unit's queue before. */
      readonly type: 'unit.queued'
      readonly unit: string
      /** SHA-256 over the digests of all groups. */
      readonly digest: string
      readonly windowHours: number
      /** From 1 on: an entry of the log has a bound. */
      readonly part: number
      readonly groups: readonly QueuedGroup[]
    }
  | {
      /** One person's signed decision about groups of one class. */
      readonly type: 'unit.decided'
      readonly unit: string
      readonly class: QueuedClass
      readonly outcome: QueueOutcome
      readonly facts: readonly string[]
      readonly reason: string
      readonly rule?: string
      readonly askedByTenant?: true
      readonly person: string
      readonly role: string
      readonly keyId: string
      readonly signature: string
    }
  | {
      readonly type: 'unit.approved'
      readonly unit: string
      readonly contentHash: string
      readonly person: string
      readonly role: string
      readonly keyId: string
      /** Absent in logs from before approvals by keys in files had an end: they count for 72 hours. */
      readonly expiresAt?: string
      readonly signature: string
    }
  | {
      readonly type: 'unit.released'
      readonly unit: string
      readonly contentHash: string
      readonly manifestDigest: string
      readonly ruleSetDigest: string
      readonly files: number
      readonly bytes: number
      /** The request whose signers held the gate open by hand; absent when all conditions were met. */
      readonly override?: string
    }
  | {
      /** The tenant has it, in a form that opens without us. */
      readonly type: 'unit.handedBack'
      readonly unit: string
      readonly manifestDigest: string
      readonly form: HandBackForm
      readonly files: number
      readonly bytes: number
      /** SHA-256 of the receipt that lies beside it. */
      readonly receiptDigest: string
    }
  | {
      readonly type: 'update.published'
      readonly update: string
      readonly asOf: string
      readonly nextBy: string
      readonly text: { readonly en: string; readonly de: string }
      /** What two people signed; `core/updates` shows nothing without it. */
      readonly contentHash?: string
      /** State of each service then, by its id. */
      readonly states?: Readonly<Record<string, string>>
    }
  | ExerciseEvent
  | { readonly type: 'case.closed' }

/** A folder, a pax archive, or a restic repository with a key of the tenant's own. */
export type HandBackForm = 'files' | 'tar' | 'repository'

export interface OnsetFact {
  readonly from: string
  readonly to: string
}

export type EventOf<Type extends CaseEvent['type']> = Extract<CaseEvent, { readonly type: Type }>
