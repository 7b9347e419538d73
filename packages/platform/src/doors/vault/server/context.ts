import type { KeyObject } from 'node:crypto'

import type { Authenticator, ClientBook } from '../access/index.ts'
import type { PlanBook } from '../deletion/index.ts'
import type { Clock } from '../journal/index.ts'
import type { EvidenceFeed } from './evidence-feed.ts'
import type { InFlight } from './in-flight.ts'
import type { Limits } from './limits.ts'
import type { VaultLog } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { ReadBudgets } from './read-budget.ts'
import type { RefusalLines } from './refusal-lines.ts'
import type { SnapshotInspector } from './snapshot-inspector.ts'
import type { Tenants } from './tenants.ts'
import type { RaiseAlarm } from './alarm.ts'

/** All that a request may use. Composed once in `serve-vault.ts`. */
export interface VaultContext {
  readonly vault: string
  /** Ed25519; signs receipts and checkpoints. */
  readonly key: KeyObject
  readonly publicKey: KeyObject
  readonly fingerprint: string
  readonly limits: Limits
  readonly retentionMs: number
  readonly clock: Clock
  readonly log: VaultLog
  readonly metrics: Metrics
  readonly clients: ClientBook
  readonly authenticate: Authenticator
  readonly plans: PlanBook
  readonly tenants: Tenants
  readonly inFlight: InFlight
  readonly budgets: ReadBudgets
  readonly refusals: RefusalLines
  readonly evidence: EvidenceFeed
  readonly inspect: SnapshotInspector | undefined
  /** Why nothing may be deleted now; undefined when nothing stands against it. */
  readonly hold: () => Promise<string | undefined>
  /** Tells people: log, metrics, evidence and the tenant's journal. */
  readonly alarm: RaiseAlarm
}
