import type { FileKind } from '@anlauf/repository'

import type { Role } from '../access/index.ts'
import type { JournalLine } from './line.ts'
import { type ObjectRecord, type ObjectState, ObjectTable } from './object-table.ts'
import { createSessions, isStored, type Sessions } from './sessions.ts'

/** An object as the journal knows it. */
export interface LedgerObject {
  readonly size: number
  /** Receive time in milliseconds. */
  readonly at: number
  /** Number of the line. */
  readonly seq: number
  readonly client: string
  readonly role: Role | undefined
  readonly state: ObjectState
  /** SHA-256 of the bytes where the name is not it (`config`). */
  readonly sha256?: string | undefined
}

/** All that the lines of one journal add up to. Rebuilt from the first line at each start. */
export interface Ledger {
  apply(line: JournalLine): void
  readonly sessions: Sessions
  repositories(): Iterable<string>
  get(repository: string, kind: FileKind, id: string): LedgerObject | undefined
  /** Every object of a repository, whatever became of it; locks and config included. */
  objects(repository: string): Iterable<LedgerObject & { readonly kind: FileKind; readonly id: string }>
  hasSnapshots(repository: string): boolean
  /** Bytes that a client keeps here; small objects count as one block, because they take one. */
  bytesOf(client: string): number
  /** Bytes of all present objects of a repository. */
  storedBytes(repository: string): number
  /** Bytes of packs that a client has read since a time, as far as lines tell. */
  readSince(client: string, sinceMs: number): number
  /** Digest of each client's rights as last written down. */
  readonly clients: ReadonlyMap<string, string>
}

/** Smallest size that counts: a flood of tiny objects fills a disk too. */
export const blockBytes = 4096

interface RepositoryLedger {
  readonly table: ObjectTable
  /** Apart, because they come and go every five minutes and nobody asks for those that went. */
  readonly locks: Map<string, LedgerObject>
  config: LedgerObject | undefined
  stored: number
  snapshots: number
}

export function createLedger(): Ledger {
  const repositories = new Map<string, RepositoryLedger>()
  const writers: { client: string; role: Role | undefined }[] = []
  const writerNumbers = new Map<string, number>()
  const bytes = new Map<string, number>()
  const reads = new Map<string, { at: number; size: number }[]>()
  const clients = new Map<string, string>()
  const sessions = createSessions()

  function repositoryOf(path: string): RepositoryLedger {
    const known = repositories.get(path)
    if (known !== undefined) return known
    const fresh = { table: new ObjectTable(), locks: new Map(), config: undefined, stored: 0, snapshots: 0 }
    repositories.set(path, fresh)
    return fresh
  }

  function writerNumber(client: string, role: Role | undefined): number {
    const key = `${role ?? ''} ${client}`
    const known = writerNumbers.get(key)
    if (known !== undefined) return known
    writers.push({ client, role })
    writerNumbers.set(key, writers.length - 1)
    return writers.length - 1
  }

  function unpacked(record: ObjectRecord): LedgerObject {
    const { client = '', role } = writers[record.writer] ?? {}
    const { size, at, seq, state } = record
    return { size, at, seq, state, client, role }
  }

  function find(
    repository: RepositoryLedger | undefined,
    kind: FileKind,
    id: string,
  ): LedgerObject | undefined {
    if (kind === 'config') return repository?.config
    if (kind === 'locks') return repository?.locks.get(id)
    const record = repository?.table.get(kind, id)
    return record === undefined ? undefined : unpacked(record)
  }

  /** Replaces what is known of an object and keeps the sums right. */
  function put(path: string, kind: FileKind, id: string, next: LedgerObject): void {
    const repository = repositoryOf(path)
    const old = find(repository, kind, id)
    count(repository, kind, old, -1)
    count(repository, kind, next, 1)
    if (kind === 'config') repository.config = next
    else if (kind === 'locks') {
      if (next.state === 'present' || next.state === 'found') repository.locks.set(id, next)
      else repository.locks.delete(id)
    } else {
      const { size, at, seq, state } = next
      repository.table.set(kind, id, { size, at, seq, state, writer: writerNumber(next.client, next.role) })
    }
  }

  function count(
    repository: RepositoryLedger,
    kind: FileKind,
    object: LedgerObject | undefined,
    sign: 1 | -1,
  ): void {
    if (object === undefined || (object.state !== 'present' && object.state !== 'found')) return
    repository.stored += sign * object.size
    if (kind === 'snapshots') repository.snapshots += sign
    const charged = Math.max(object.size, blockBytes)
    bytes.set(object.client, (bytes.get(object.client) ?? 0) + sign * charged)
  }

  return {
    sessions,
    clients,
    apply(line) {
      sessions.apply(line)
      const { client = '', role, repository, type, id, size = 0, seq, sha256 } = line
      const at = Date.parse(line.at)
      if (line.verb === 'READ') reads.set(client, [...(reads.get(client) ?? []).slice(-64), { at, size }])
      if (line.verb === 'CLIENT') clients.set(client, sha256 ?? '')
      if (repository === undefined) return
      if (line.verb === 'CREATE') repositoryOf(repository)
      if (type === undefined || id === undefined) return
      if (isStored(line)) put(repository, type, id, { size, at, seq, client, role, state: 'present', sha256 })
      const state = stateAfter(line)
      if (state === undefined) return
      const old = find(repositories.get(repository), type, id)
      put(repository, type, id, { ...(old ?? { size, at, seq, client, role, sha256 }), state })
    },
    repositories: () => repositories.keys(),
    get: (repository, kind, id) => find(repositories.get(repository), kind, id),
    *objects(path) {
      const repository = repositories.get(path)
      if (repository === undefined) return
      if (repository.config !== undefined) yield { ...repository.config, kind: 'config', id: 'config' }
      for (const [id, lock] of repository.locks) yield { ...lock, kind: 'locks', id }
      for (const record of repository.table.all()) {
        yield { ...unpacked(record), kind: record.kind, id: record.id }
      }
    },
    hasSnapshots: (repository) => (repositories.get(repository)?.snapshots ?? 0) > 0,
    bytesOf: (client) => bytes.get(client) ?? 0,
    storedBytes: (repository) => repositories.get(repository)?.stored ?? 0,
    readSince: (client, sinceMs) =>
      (reads.get(client) ?? []).reduce((sum, read) => (read.at >= sinceMs ? sum + read.size : sum), 0),
  }
}

/** What becomes of an object by lines that do not bring one in. */
function stateAfter(line: JournalLine): ObjectState | undefined {
  switch (line.verb) {
    case 'DELETE':
      return (line.status ?? 0) < 300 ? 'deleted' : undefined
    case 'EXPIRE':
      return 'deleted'
    case 'FOUND':
      return 'found'
    case 'MISSING':
      return 'missing'
    case 'BEGIN':
    case 'START':
    case 'STOP':
    case 'CREATE':
    case 'POST':
    case 'OPEN':
    case 'CLIENT':
    case 'READ':
    case 'RECOVER':
    case 'CHANGED':
    case 'REFUSED':
    case 'ALARM':
    case 'HOLD':
    case 'PLAN':
    case 'CLOCK':
      return undefined
  }
}
