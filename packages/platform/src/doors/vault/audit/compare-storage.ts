import { createHash } from 'node:crypto'

import type { FileKind, Storage } from '@anlauf/repository'

import { type LedgerObject, ObjectTable } from '../journal/index.ts'
import { finding, type VaultFinding } from './finding.ts'
import type { History } from './history.ts'

const kinds: readonly FileKind[] = ['config', 'keys', 'snapshots', 'index', 'data']

/** What lay in the storage at one moment. */
export interface StorageListing {
  readonly config: { readonly size: number } | undefined
  /** The ledger's compact table: names as texts would take ten times the memory. */
  readonly objects: ObjectTable
}

/**
 * Lists the storage. To be done before the journal is read: an upload in between has its line then, where the other
 * order would make a planted file of it.
 */
export async function listStorage(storage: Storage): Promise<StorageListing> {
  const objects = new ObjectTable()
  let config: StorageListing['config']
  for (const kind of kinds) {
    for await (const { id, size } of storage.list(kind)) {
      if (kind === 'config') config = { size }
      else objects.set(kind, id, { size, at: 0, seq: 0, writer: 0, state: 'present' })
    }
  }
  return { config, objects }
}

/** Storage against journal: what is gone, what came by another door, keys and config that changed. */
export async function* compareStorage(
  storage: Storage,
  listing: StorageListing,
  history: History,
): AsyncGenerator<VaultFinding> {
  const { ledger, repository } = history
  if (listing.config !== undefined)
    yield* compareObject(
      storage,
      { kind: 'config', id: 'config', ...listing.config },
      ledger.get(repository, 'config', 'config'),
    )
  for (const object of listing.objects.all()) {
    const known = ledger.get(repository, object.kind, object.id)
    yield* compareObject(storage, object, known)
    if (object.kind === 'keys') yield* keyFindings(object.id, known, history)
  }
  yield* missingObjects(storage, listing, history)
  yield* configFindings(storage, history)
}

/** Received through the door at some time, whatever became of it later. */
function wasReceived(known: LedgerObject | undefined): known is LedgerObject {
  return known !== undefined && known.client !== ''
}

async function* compareObject(
  storage: Storage,
  { kind, id, size }: { readonly kind: FileKind; readonly id: string; readonly size: number },
  known: LedgerObject | undefined,
): AsyncGenerator<VaultFinding> {
  const object = kind === 'config' ? 'config' : `${kind}/${id}`
  if (!wasReceived(known)) {
    yield finding(
      'unknownObject',
      object,
      'It lies in the storage, but no client ever sent it through the vault.',
      'Somebody with access to the disk put it there. Find out who; do not restore from snapshots that need it before.',
    )
    return
  }
  // It may have been deleted, as planned, since the storage was listed.
  if (known.state === 'deleted' && (await storage.stat(kind, id)) !== undefined) {
    yield finding(
      'unknownObject',
      object,
      'It was deleted and lies in the storage again.',
      'Somebody with access to the disk brought it back. Find out who, and why.',
    )
  }
  if (known.size === size) return
  yield finding(
    'changedObject',
    object,
    `It has ${size} bytes, ${known.size} were received.`,
    'Copy it from another copy of the repository; the disk failed or somebody changed the file.',
  )
}

/** Snapshots first: they are what an attacker with access to the disk would remove. */
async function* missingObjects(
  storage: Storage,
  listing: StorageListing,
  { ledger, repository }: History,
): AsyncGenerator<VaultFinding> {
  const missing: { readonly object: string; readonly known: LedgerObject; readonly isSnapshot: boolean }[] =
    []
  for (const known of ledger.objects(repository)) {
    const { kind, id, state } = known
    if (kind === 'locks' || state === 'deleted' || !wasReceived(known)) continue
    const isListed =
      kind === 'config' ? listing.config !== undefined : listing.objects.get(kind, id) !== undefined
    // What came in since the storage was listed is there by now.
    if (isListed || (await storage.stat(kind, id)) !== undefined) continue
    const object = kind === 'config' ? 'config' : `${kind}/${id}`
    missing.push({ object, known, isSnapshot: kind === 'snapshots' })
  }
  missing.sort((a, b) => Number(b.isSnapshot) - Number(a.isSnapshot))
  for (const { object, known } of missing) {
    yield finding(
      'missingObject',
      object,
      `It came in from ${known.client} at ${new Date(known.at).toISOString()} and is gone; no delete plan names it.`,
      'Somebody with access to the disk removed it, or the disk lost it. Copy it from another copy of the repository.',
    )
  }
}

/** Keys come from a provisioner before the first snapshot; every later one has to be known to somebody. */
function* keyFindings(
  id: string,
  known: LedgerObject | undefined,
  history: History,
): Generator<VaultFinding> {
  const isExpected = wasReceived(known) && known.role === 'provisioner' && known.at <= history.firstSnapshotAt
  if (isExpected) return
  const since = wasReceived(known) ? ` by ${known.client} at ${new Date(known.at).toISOString()}` : ''
  yield finding(
    'keyAdded',
    `keys/${id}`,
    `This key was added${since}, not when the repository was made.`,
    'Whoever has its password reads everything. If you added it yourself, say so with --accept; otherwise copy the repository to a new master key.',
  )
}

async function* configFindings(storage: Storage, history: History): AsyncGenerator<VaultFinding> {
  const received = history.ledger.get(history.repository, 'config', 'config')?.sha256
  const bytes = await storage.read('config', 'config').catch(() => undefined)
  if (bytes === undefined || received === undefined) return
  if (createHash('sha256').update(bytes).digest('hex') === received) return
  yield finding(
    'configChanged',
    'config',
    'Its bytes are not those that were received.',
    'Copy it from another copy of the repository: clients cut and encrypt by what it says.',
  )
}
