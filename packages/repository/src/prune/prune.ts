import { throwIfAborted } from '../error.ts'
import type { PackId } from '../id.ts'
import type { Bits, BlobIndex, IndexedBlob } from '../index/index.ts'
import { lockIfPossible, lockRepository, type RepositoryLock } from '../locks/index.ts'
import { blobSource } from '../read-blob.ts'
import type { Repository } from '../repository.ts'
import type { FileKind } from '../storage/index.ts'
import { createBlobSink, readStoredBlobs } from '../transfer/index.ts'
import { chooseCopies } from './choose-copies.ts'
import type { PruneOptions, PruneResult } from './options.ts'
import { surveyPacks } from './pack-survey.ts'
import { planPacks } from './plan.ts'
import { amountsOf, resultOf } from './result.ts'
import { rewriteIndex } from './rewrite-index.ts'
import { findUsedBlobs } from './used-blobs.ts'

/**
 * Removes what no snapshot needs. Order on disk: orphaned packs go; new packs, then index files that name them;
 * index files without the packs that go; the index files these replace go; the packs go. Killed at any moment
 * the repository is valid and complete; what is left over (orphaned packs, blobs that are there twice) goes with
 * the next prune. Everything that could stop it is looked at before anything is changed: a needed blob that is in
 * no index file, a needed pack that is absent or has the wrong size, a copy that is damaged.
 * Throws `locked`, `missing-object`, `damaged`, `no-space`, `write-failed`, `aborted`.
 */
export async function prune(repository: Repository, options: PruneOptions = {}): Promise<PruneResult> {
  const isDry = options.dryRun === true
  await using lock = isDry
    ? await lockIfPossible(repository)
    : await lockRepository(repository, { exclusive: true })
  // Without "await" the lock would be gone before the work.
  return await pruneLocked(repository, lock, options)
}

/** The same under a lock that the caller holds: exclusive, or shared for a dry run. */
export async function pruneLocked(
  repository: Repository,
  lock: RepositoryLock,
  options: PruneOptions = {},
): Promise<PruneResult> {
  const { signal, onProgress } = options
  const { storage, config } = repository
  using damage = repository.badCopies.watch()
  const files = await idsOf(repository, 'index')
  const index = await repository.refreshIndex()
  const without = options.dryRun === true ? options.without : undefined
  const used = await findUsedBlobs(repository, index, { signal, onProgress, without })
  const survey = await surveyPacks(storage, index)
  const source = blobSource(repository, index)
  // A dry run reads no data: it trusts the copies.
  const verify = options.dryRun === true ? undefined : source
  const kept = await chooseCopies(index, used, survey, { source: verify, signal })
  const plan = planPacks(index, kept, survey, { ...options, version: config.version, used: used.used })
  const amounts = amountsOf(index, kept, used.used)
  const outcome = { index, kept, survey, plan, amounts, snapshots: used.snapshots, damage }
  if (options.dryRun === true) return resultOf(outcome)

  await lock.assertHeld()
  const gone = removal(repository, lock, options)
  await gone.remove(
    'data',
    'orphans',
    survey.orphans.map(({ id }) => id),
  )
  const packIds = (numbers: readonly number[]): PackId[] =>
    numbers.flatMap((number) => survey.packs[number]?.id ?? [])
  await repack(repository, { index, kept, packs: packIds(plan.repack) }, options)
  const obsoletePacks = packIds([...plan.remove, ...plan.repack])
  const dropped = new Set([...obsoletePacks, ...packIds(plan.absent)])
  const obsoleteFiles = await rewriteIndex(repository, { index, files, dropped, signal })
  const after = await idsOf(repository, 'index')
  await gone.remove('index', 'index', obsoleteFiles)
  await gone.remove('data', 'packs', obsoletePacks)
  await repository.refreshIndex()
  return resultOf(outcome, {
    indexWritten: after.length - files.length,
    indexRemoved: obsoleteFiles.length,
    packs: (await idsOf(repository, 'data')).length,
  })
}

async function repack(
  repository: Repository,
  work: { index: BlobIndex; kept: Bits; packs: readonly PackId[] },
  { signal, onProgress }: PruneOptions,
): Promise<void> {
  const { index, kept, packs } = work
  const source = blobSource(repository, index)
  const bytesTotal = packs.reduce((sum, pack) => sum + lengthOf(keptBlobs(index, kept, pack)), 0)
  const sink = createBlobSink(repository)
  let blobs = 0
  let bytesDone = 0
  const wanted = (function* () {
    for (const pack of packs) yield { pack, blobs: keptBlobs(index, kept, pack) }
  })()
  for await (const blob of readStoredBlobs(source, wanted, { signal })) {
    if ('problem' in blob) throw blob.problem
    await sink.add(blob)
    blobs += 1
    bytesDone += blob.stored.length
    onProgress?.({ phase: 'repack', done: blobs, bytesDone, bytesTotal, files: blobs })
  }
  await sink.finish()
}

/** Removes files, asking now and then whether the lock still holds: each is gone for good. */
function removal(repository: Repository, lock: RepositoryLock, { signal, onProgress }: PruneOptions) {
  return {
    async remove(kind: FileKind, phase: string, ids: readonly string[]): Promise<void> {
      for (const [at, id] of ids.entries()) {
        throwIfAborted(signal)
        if (at % assertEvery === 0) await lock.assertHeld()
        await repository.storage.remove(kind, id)
        onProgress?.({
          phase: `remove ${phase}`,
          done: at + 1,
          total: ids.length,
          bytesDone: 0,
          files: at + 1,
        })
      }
    },
  }
}

const assertEvery = 64

function keptBlobs(index: BlobIndex, kept: Bits, pack: PackId): IndexedBlob[] {
  return index
    .entriesIn(pack)
    .filter((entry) => kept.has(entry))
    .map((entry) => index.entry(entry))
}

function lengthOf(blobs: readonly IndexedBlob[]): number {
  return blobs.reduce((sum, { length }) => sum + length, 0)
}

async function idsOf(repository: Repository, kind: FileKind): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of repository.storage.list(kind)) ids.push(id)
  return ids.sort()
}
