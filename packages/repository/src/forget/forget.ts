import { asRepositoryError, RepositoryError, throwIfAborted } from '../error.ts'
import { lockRepository, type RepositoryLock } from '../locks/index.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { isEmptyFilter, selectSnapshots, type Snapshot, type SnapshotFilter } from '../snapshot/index.ts'
import { type GroupField, groupSnapshots, type SnapshotGroup } from './group.ts'
import { applyPolicy, isEmptyPolicy, type KeepPolicy, type KeptSnapshot } from './policy.ts'

export interface ForgetOptions {
  /** Snapshots to forget whatever the policy says: beginnings of ids, or `latest`. */
  readonly ids?: readonly string[]
  readonly policy?: KeepPolicy
  readonly filter?: SnapshotFilter
  /** Default: host and paths. An empty list makes one group. */
  readonly groupBy?: readonly GroupField[]
  /** Allows a policy that leaves a group empty, and no policy at all together with a filter. */
  readonly allowRemoveAll?: boolean
  readonly dryRun?: boolean
  /** Nanoseconds since 1970; default now. */
  readonly now?: bigint
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Called with the lock still held, after something was removed: the place for a prune. */
  readonly afterwards?: (lock: RepositoryLock, removed: readonly Snapshot[]) => Promise<void>
}

/** What the policy says about one group. */
export interface ForgetGroup extends Omit<SnapshotGroup, 'snapshots'> {
  readonly keep: readonly KeptSnapshot[]
  readonly remove: readonly Snapshot[]
}

export interface ForgetResult {
  readonly groups: readonly ForgetGroup[]
  /** What was removed, or would be after a dry run. */
  readonly removed: readonly Snapshot[]
  /** Groups of which nothing would be left; only a dry run returns them, otherwise they are an error. */
  readonly emptied: readonly ForgetGroup[]
  readonly failed: readonly { readonly snapshot: Snapshot; readonly error: RepositoryError }[]
}

/**
 * Removes snapshots by a policy, or those that are named. Their data stays until a prune. Everything is decided
 * before anything is removed; a dry run needs no lock and changes nothing. Without ids and policy nothing goes.
 * A client chooses the time of its snapshots: garbage with well-chosen times can push real ones out of a count,
 * so look at the dry run, or use spans (`within`).
 * Throws `invalid-argument` (a group would be empty), `missing-object` (no such snapshot), `locked`, `aborted`.
 */
export async function forget(repository: Repository, options: ForgetOptions = {}): Promise<ForgetResult> {
  if (options.dryRun === true) {
    const groups = decide(await repository.listSnapshots(), options)
    return { groups, removed: removedOf(groups), emptied: emptiedOf(groups, options), failed: [] }
  }
  await using lock = await lockRepository(repository, { exclusive: true })
  const groups = decide(await repository.listSnapshots(), options)
  const [emptied] = emptiedOf(groups, options)
  if (emptied !== undefined) throw wouldBeEmpty(emptied)

  const failed: { snapshot: Snapshot; error: RepositoryError }[] = []
  const removed: Snapshot[] = []
  const wanted = removedOf(groups)
  for (const snapshot of wanted) {
    throwIfAborted(options.signal)
    await lock.assertHeld()
    try {
      await repository.storage.remove('snapshots', snapshot.id)
      removed.push(snapshot)
    } catch (error) {
      failed.push({ snapshot, error: asRepositoryError(error, 'write-failed', `snapshots/${snapshot.id}`) })
    }
    const done = removed.length + failed.length
    options.onProgress?.({ phase: 'snapshots', done, total: wanted.length, bytesDone: 0, files: done })
  }
  if (removed.length > 0) await options.afterwards?.(lock, removed)
  return { groups, removed, emptied: [], failed }
}

function decide(all: readonly Snapshot[], options: ForgetOptions): readonly ForgetGroup[] {
  const { ids = [], policy = {}, filter = {}, groupBy = ['host', 'paths'] } = options
  const selected = selectSnapshots(all, { ids, filter })
  if (ids.length > 0) return [{ keep: [], remove: selected }]
  if (isEmptyPolicy(policy)) {
    if (options.allowRemoveAll !== true) return []
    if (isEmptyFilter(filter)) throw removeEverything()
  }
  const now = options.now ?? BigInt(Date.now()) * 1_000_000n
  return groupSnapshots(selected, groupBy).map(({ snapshots, ...key }) => ({
    ...key,
    ...applyPolicy(snapshots, policy, now),
  }))
}

function removedOf(groups: readonly ForgetGroup[]): readonly Snapshot[] {
  return groups.flatMap(({ remove }) => remove)
}

/** Snapshots named one by one are meant; a policy that keeps nothing is a mistake more often than not. */
function emptiedOf(groups: readonly ForgetGroup[], options: ForgetOptions): readonly ForgetGroup[] {
  if (options.allowRemoveAll === true || (options.ids ?? []).length > 0) return []
  return groups.filter(({ keep, remove }) => keep.length === 0 && remove.length > 0)
}

function wouldBeEmpty({ host, paths, remove }: ForgetGroup): RepositoryError {
  const name = [host ?? '', ...(paths ?? [])].filter((part) => part !== '').join(' ')
  return new RepositoryError(
    'invalid-argument',
    `The policy keeps none of the ${remove.length} snapshots of ${name === '' ? 'the repository' : `"${name}"`}; nothing was removed.`,
    {
      hint: 'Add a rule such as --keep-last 1, or name what may go with --unsafe-allow-remove-all. See first with --dry-run.',
    },
  )
}

function removeEverything(): RepositoryError {
  return new RepositoryError(
    'invalid-argument',
    'No policy and no filter: that would remove every snapshot.',
    {
      hint: 'Name the host, tag or path whose snapshots may all go, or give a --keep rule.',
    },
  )
}
