import { unitCipher } from '../crypto/index.ts'
import { RepositoryError, throwIfAborted } from '../error.ts'
import type { SnapshotId } from '../id.ts'
import { lockRepository } from '../locks/index.ts'
import type { Repository } from '../repository.ts'
import { encodeSnapshot, selectSnapshots, type Snapshot, type SnapshotFilter } from '../snapshot/index.ts'
import { storeUnpacked } from '../unpacked.ts'

export interface TagOptions {
  /** Beginnings of ids, or `latest`; without them all that pass the filter. */
  readonly ids?: readonly string[]
  readonly filter?: SnapshotFilter
  /** Replaces all tags; an empty list takes them away. Not together with `add` and `remove`. */
  readonly set?: readonly string[]
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
}

/** A changed snapshot: its file is replaced, so its id is another. `to` is absent after a dry run. */
export interface Retagged {
  readonly from: Snapshot
  readonly tags: readonly string[]
  readonly to?: Snapshot
}

/**
 * Changes the tags of snapshots. The new file is written before the old one goes: killed in between, both are
 * there. `original` names the first of all versions, so copies elsewhere are still recognised.
 * Throws `invalid-argument`, `missing-object` (no such snapshot), `locked`, `write-failed`, `aborted`.
 */
export async function changeTags(repository: Repository, options: TagOptions): Promise<readonly Retagged[]> {
  checkOptions(options)
  const { ids = [], filter = {} } = options
  if (options.dryRun === true) {
    return planned(selectSnapshots(await repository.listSnapshots(), { ids, filter }), options)
  }
  await using lock = await lockRepository(repository, { exclusive: true })
  const changed: Retagged[] = []
  for (const { from, tags } of planned(
    selectSnapshots(await repository.listSnapshots(), { ids, filter }),
    options,
  )) {
    throwIfAborted(options.signal)
    await lock.assertHeld()
    changed.push({ from, tags, to: await replace(repository, from, tags) })
  }
  return changed
}

function planned(snapshots: readonly Snapshot[], options: TagOptions): readonly Retagged[] {
  return snapshots.flatMap((from) => {
    const before = from.tags ?? []
    const tags = changedTags(before, options)
    return JSON.stringify(tags) === JSON.stringify(before) ? [] : [{ from, tags }]
  })
}

/** Added tags go to the end, each tag once; the empty tag is none. */
function changedTags(
  before: readonly string[],
  { set, add = [], remove = [] }: TagOptions,
): readonly string[] {
  const start = set === undefined ? before : [...new Set(set)]
  const added = [...start, ...[...new Set(add)].filter((tag) => !start.includes(tag))]
  return added.filter((tag) => tag !== '' && !remove.includes(tag))
}

async function replace(repository: Repository, from: Snapshot, tags: readonly string[]): Promise<Snapshot> {
  const { storage, masterKey, config } = repository
  const { id, ...rest } = from
  const draft = { ...rest, tags, original: from.original ?? id }
  const json = encodeSnapshot(draft)
  const fresh = await storeUnpacked(storage, unitCipher(masterKey), 'snapshots', json, {
    version: config.version,
  })
  await storage.remove('snapshots', id)
  return { ...draft, id: fresh as SnapshotId }
}

function checkOptions({ set, add = [], remove = [] }: TagOptions): void {
  const changes = add.length + remove.length
  if (set === undefined ? changes > 0 : changes === 0) return
  throw new RepositoryError(
    'invalid-argument',
    set === undefined ? 'No tags to set, add or remove.' : 'Tags are either set, or added and removed.',
    { hint: 'Use --set alone, or --add and --remove.' },
  )
}
