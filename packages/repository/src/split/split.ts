import { isAboutReading, originOf } from '../copy/index.ts'
import { asRepositoryError, type RepositoryError, throwIfAborted } from '../error.ts'
import { type BlobId, sha256 } from '../id.ts'
import { lockIfPossible, lockRepository } from '../locks/index.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { selectSnapshots, type Snapshot, type SnapshotFilter } from '../snapshot/index.ts'
import { createMover, type MovedFigures, stoppable } from '../transfer/index.ts'
import { narrowTree, type ShareRule } from './narrow-tree.ts'

export interface SplitOptions {
  /** What of each host and path goes over. */
  readonly share: ShareRule
  /** A tag that every snapshot of the new repository carries: it says whose it is. */
  readonly mark: string
  /** Tags of the source that may go over; default: all. Tags can name others. */
  readonly mayKeepTag?: (tag: string) => boolean
  readonly filter?: SnapshotFilter
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export interface SplitResult {
  /** `to` is absent after a dry run. */
  readonly split: readonly { readonly from: Snapshot; readonly to?: Snapshot }[]
  /** There from an earlier run. */
  readonly skipped: readonly { readonly from: Snapshot; readonly to: Snapshot }[]
  /** Snapshots that hold nothing that is wanted. */
  readonly without: readonly Snapshot[]
  readonly failed: readonly { readonly from: Snapshot; readonly error: RepositoryError }[]
  readonly moved: MovedFigures
}

/**
 * Writes the wanted part of every snapshot into another repository. Paths, times and metadata of what is wanted stay
 * as they are, trees are rewritten on the way to it only. What could tell about others stays behind: foreign
 * trees and blobs, names of siblings, excludes, summaries, unknown fields, attributes of shared folders, the
 * parent. Without `to` (a dry run before there is a target) everything counts as new. Killed at any moment,
 * finished snapshots stay and the next run goes on.
 * Throws `locked`, `no-space`, `write-failed`, `aborted`.
 */
export async function splitSnapshots(
  from: Repository,
  to: Repository | undefined,
  options: SplitOptions,
): Promise<SplitResult> {
  const { share, mark, signal, onProgress } = options
  const dryRun = options.dryRun === true || to === undefined
  await using _source = await lockIfPossible(from)
  await using target = to === undefined || dryRun ? undefined : await lockRepository(to, { exclusive: false })
  const wanted = selectSnapshots(await from.listSnapshots(), { filter: options.filter ?? {} })
  const there = (await to?.listSnapshots()) ?? []
  const idOf = (tree: Buffer): BlobId => sha256(tree) as BlobId

  const mover = await createMover(from, to, {
    dryRun,
    assertHeld: async () => target?.assertHeld(),
    signal,
    onProgress,
  })
  const split: { from: Snapshot; to?: Snapshot }[] = []
  const skipped: { from: Snapshot; to: Snapshot }[] = []
  const without: Snapshot[] = []
  const failed: { from: Snapshot; error: RepositoryError }[] = []
  await stoppable(mover, async () => {
    for (const snapshot of wanted) {
      throwIfAborted(signal)
      try {
        const host = snapshot.hostname ?? ''
        const narrowed = await narrowTree(from, snapshot.tree, { host, share, idOf })
        const root = narrowed?.made.at(-1)
        if (narrowed === undefined || root === undefined) {
          without.push(snapshot)
          continue
        }
        const tree = idOf(root)
        const earlier = there.find((other) => other.tree === tree && originOf(other) === originOf(snapshot))
        if (earlier !== undefined) {
          skipped.push({ from: snapshot, to: earlier })
          continue
        }
        await mover.bring({ trees: narrowed.subtrees, data: narrowed.data })
        for (const made of narrowed.made) await mover.addTree(made)
        const entry: { from: Snapshot; to?: Snapshot } = { from: snapshot }
        split.push(entry)
        await mover.addSnapshot(draftOf(snapshot, tree, options), (written) => void (entry.to = written))
      } catch (error) {
        const known = asRepositoryError(error, 'read-failed', `Snapshot ${snapshot.id.slice(0, 8)}`)
        if (!isAboutReading(known)) throw error
        failed.push({ from: snapshot, error: known })
      }
    }
  })
  return { split, skipped, without, failed, moved: mover.figures }

  function draftOf(snapshot: Snapshot, tree: BlobId, { mayKeepTag }: SplitOptions): Omit<Snapshot, 'id'> {
    const { time, hostname, username, uid, gid, programVersion } = snapshot
    const paths = snapshot.paths.filter(
      (path) => share({ host: hostname ?? '', path, isFolder: true }) !== 'none',
    )
    const tags = (snapshot.tags ?? []).filter((tag) => tag !== mark && mayKeepTag?.(tag) !== false)
    return {
      time,
      tree,
      paths: paths.length === 0 ? ['/'] : paths,
      tags: [...tags, mark],
      original: snapshot.original ?? snapshot.id,
      ...(hostname === undefined ? {} : { hostname }),
      ...(username === undefined ? {} : { username }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
      ...(programVersion === undefined ? {} : { programVersion }),
    }
  }
}
