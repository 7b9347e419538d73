import type { FileKind } from '@anlauf/repository'

const KiB = 1024
const MiB = 1024 * KiB

/** Largest body of each kind. Packs have 16 MiB, 128 at most; an index of 50,000 blobs 9 MiB; a lock 200 bytes. */
export const maxBytes: Readonly<Record<FileKind, number>> = {
  config: 4 * KiB,
  keys: 64 * KiB,
  data: 256 * MiB,
  index: 64 * MiB,
  snapshots: 16 * MiB,
  locks: 4 * KiB,
}

/** What the vault grants; tests take smaller figures. */
export interface Limits {
  /** Time for the headers of a request. */
  readonly headersMs: number
  /** Silence that ends an upload or a download. */
  readonly idleMs: number
  /** A body must not be slower than this, measured over the time that the vault waited for it. */
  readonly minBytesPerSecond: number
  /** How long a slow body is borne before that is looked at. */
  readonly graceMs: number
  /** Connections in all, those of one address, and requests at a time of one client. */
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  readonly maxRequestsPerClient: number
  /** Locks of one client: a running backup has one, two while it renews. */
  readonly maxLocks: number
  /** Locks are removed this long after they came in; living ones are renewed every five minutes. */
  readonly lockMs: number
  /** Free space that uploads leave: journal, locks and a prune need some. */
  readonly minFreeBytes: number
  /** Refusals of a client that get a line of their own in a minute; the others are counted. */
  readonly maxRefusalLines: number
  /** Bytes of packs a `writerStock` may always read a day; more is two percent of the repository. */
  readonly minReadBudgetBytes: number
  /** How long running requests may take to end when the vault stops. */
  readonly stopMs: number
}

export const defaultLimits: Limits = {
  headersMs: 10_000,
  idleMs: 30_000,
  minBytesPerSecond: 4 * KiB,
  graceMs: 60_000,
  maxConnections: 1024,
  maxConnectionsPerAddress: 512,
  maxRequestsPerClient: 64,
  maxLocks: 8,
  lockMs: 30 * 60 * 1000,
  minFreeBytes: 64 * MiB,
  maxRefusalLines: 30,
  minReadBudgetBytes: 64 * MiB,
  stopMs: 30_000,
}
