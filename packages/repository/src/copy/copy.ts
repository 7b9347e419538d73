import type { BadCopy } from '../bad-copies.ts'
import { asRepositoryError, RepositoryError, throwIfAborted } from '../error.ts'
import { lockIfPossible, lockRepository } from '../locks/index.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { selectSnapshots, type Snapshot, type SnapshotFilter } from '../snapshot/index.ts'
import { timeToNanoseconds } from '../time.ts'
import { createMover, type MovedFigures, stoppable } from '../transfer/index.ts'

export interface CopyOptions {
  /** Beginnings of ids, or `latest`; without them all that pass the filter. */
  readonly ids?: readonly string[]
  readonly filter?: SnapshotFilter
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export interface CopyResult {
  /** `to` is absent after a dry run. */
  readonly copied: readonly { readonly from: Snapshot; readonly to?: Snapshot }[]
  /** Copied earlier; `to` is that copy. */
  readonly skipped: readonly { readonly from: Snapshot; readonly to: Snapshot }[]
  readonly failed: readonly { readonly from: Snapshot; readonly error: RepositoryError }[]
  /** Damaged copies in the source that were passed over for whole ones. */
  readonly badCopies: readonly BadCopy[]
  readonly moved: MovedFigures
  /** With different polynomials the same file is cut into other blobs, so copies and backups share less. */
  readonly samePolynomial: boolean
}

/**
 * Copies snapshots into another repository: compressed payload as it is, each blob verified, under fresh IVs,
 * nothing chunked again. A copy keeps its time and names its source in `original`; one that is there already is
 * skipped. A snapshot that cannot be copied is reported and the others go on. Killed at any moment, finished
 * copies stay and the next run goes on.
 * Throws `invalid-argument` (the same repository), `missing-object` (no such snapshot), `locked`, `no-space`,
 * `write-failed`, `aborted`.
 */
export async function copySnapshots(
  from: Repository,
  to: Repository,
  options: CopyOptions = {},
): Promise<CopyResult> {
  if (from.id === to.id) throw sameRepository()
  const { ids = [], filter = {}, signal, onProgress, dryRun = false } = options
  await using _source = await lockIfPossible(from)
  await using target = dryRun ? await lockIfPossible(to) : await lockRepository(to, { exclusive: false })
  using damage = from.badCopies.watch()
  const wanted = selectSnapshots(await from.listSnapshots(), { ids, filter })
  const there = await to.listSnapshots()

  const mover = await createMover(from, to, {
    dryRun,
    assertHeld: () => target.assertHeld(),
    signal,
    onProgress,
  })
  const copied: { from: Snapshot; to?: Snapshot }[] = []
  const skipped: { from: Snapshot; to: Snapshot }[] = []
  const failed: { from: Snapshot; error: RepositoryError }[] = []
  await stoppable(mover, async () => {
    for (const snapshot of wanted) {
      throwIfAborted(signal)
      const copy = there.find((candidate) => isCopyOf(candidate, snapshot))
      if (copy !== undefined) {
        skipped.push({ from: snapshot, to: copy })
        continue
      }
      try {
        await mover.bring({ trees: [snapshot.tree] })
      } catch (error) {
        const known = asRepositoryError(error, 'read-failed', `Snapshot ${snapshot.id.slice(0, 8)}`)
        if (!isAboutReading(known)) throw error
        failed.push({ from: snapshot, error: known })
        continue
      }
      const entry: { from: Snapshot; to?: Snapshot } = { from: snapshot }
      copied.push(entry)
      await mover.addSnapshot(draftOf(snapshot), (written) => void (entry.to = written))
    }
  })
  const samePolynomial = from.config.chunkerPolynomial === to.config.chunkerPolynomial
  return { copied, skipped, failed, badCopies: damage.found, moved: mover.figures, samePolynomial }
}

/** What the snapshot was before all copies and changes of tags. */
export function originOf(snapshot: Snapshot): string {
  return snapshot.original ?? snapshot.id
}

const readingCodes: ReadonlySet<string> = new Set([
  'damaged',
  'missing-object',
  'limit-exceeded',
  'read-failed',
  'unsafe-name',
  'unsupported',
])

/** Damage is one snapshot's trouble; a full disk or a stop is everybody's. */
export function isAboutReading({ code }: RepositoryError): boolean {
  return readingCodes.has(code)
}

/** As restic decides: the same origin and everything that a person sees is equal. */
function isCopyOf(copy: Snapshot, snapshot: Snapshot): boolean {
  const shown = ({ tree, paths, hostname, username, uid, gid, excludes, tags }: Snapshot): string =>
    JSON.stringify([tree, paths, hostname, username, uid ?? 0, gid ?? 0, excludes ?? [], tags ?? []])
  return (
    originOf(copy) === originOf(snapshot) &&
    timeToNanoseconds(copy.time) === timeToNanoseconds(snapshot.time) &&
    shown(copy) === shown(snapshot)
  )
}

/** The parent is a snapshot of the other repository: it stays behind, as with restic. */
function draftOf(snapshot: Snapshot): Omit<Snapshot, 'id'> {
  const { id, parent: _, ...rest } = snapshot
  return { ...rest, original: snapshot.original ?? id }
}

function sameRepository(): RepositoryError {
  return new RepositoryError('invalid-argument', 'Source and target are the same repository.', {
    hint: 'Name the repository to copy from with --from-repo, the one to copy into with --repo.',
  })
}
