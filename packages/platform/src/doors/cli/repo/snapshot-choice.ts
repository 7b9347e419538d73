import {
  type Repository,
  RepositoryError,
  selectSnapshots,
  type Snapshot,
  type SnapshotFilter,
} from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'

/** A snapshot, and the folder in it that stands for "/": restic's `SNAPSHOT:/folder`. */
export interface SnapshotPlace {
  readonly snapshot: Snapshot
  /** `/` when none was named. */
  readonly subfolder: string
}

/**
 * Finds a snapshot by `latest` (of those that the filter lets through) or by the beginning of its id.
 * Throws `not-found` when nothing fits and `input-invalid` when the beginning fits several.
 */
export async function chooseSnapshot(
  context: AnlaufContext,
  repository: Repository,
  wanted: string,
  filter: SnapshotFilter = {},
): Promise<Snapshot> {
  const [only] = await chooseSnapshots(context, repository, [wanted], filter)
  if (only === undefined) throw noSnapshot(wanted)
  return only
}

/**
 * The same for several, in the order of the names; without names all that the filter lets through, by time. Snapshot
 * files that are not whole are named on stderr and stop nobody who names another one; "latest" could be any of them.
 */
export async function chooseSnapshots(
  context: AnlaufContext,
  repository: Repository,
  wanted: readonly string[],
  filter: SnapshotFilter,
): Promise<readonly Snapshot[]> {
  const damaged = new Map<string, RepositoryError>()
  const onDamaged = (id: string, error: RepositoryError): void => {
    damaged.set(id, error)
    context.process.stderr.write(`damaged: snapshots/${id}: ${error.message}\n`)
    // A list that lacks something is not what was asked for.
    if (wanted.length === 0) context.process.exitCode = 1
  }
  try {
    const list = await repository.listSnapshots(wanted.includes('latest') ? {} : { onDamaged })
    return selectSnapshots(list, { ids: wanted, filter })
  } catch (error) {
    if (!(error instanceof RepositoryError)) throw error
    if (error.code === 'missing-object') {
      const id = String(error.context['id'])
      throw [...damaged].find(([name]) => name.startsWith(id))?.[1] ?? noSnapshot(id)
    }
    if (error.code === 'damaged' && wanted.includes('latest')) throw latestUnknown(error)
    if (error.code !== 'invalid-argument') throw error
    throw new AnlaufError('input-invalid', error.message, { hint: error.hint, cause: error })
  }
}

/** The same for `SNAPSHOT:/folder`. Whether the folder is there shows when it is read. */
export async function choosePlace(
  context: AnlaufContext,
  repository: Repository,
  wanted: string,
  filter: SnapshotFilter = {},
): Promise<SnapshotPlace> {
  const colon = wanted.indexOf(':')
  if (colon === -1)
    return { snapshot: await chooseSnapshot(context, repository, wanted, filter), subfolder: '/' }
  const snapshot = await chooseSnapshot(context, repository, wanted.slice(0, colon), filter)
  return { snapshot, subfolder: `/${wanted.slice(colon + 1).replace(/^\/+|\/+$/g, '')}` }
}

function latestUnknown(cause: RepositoryError): RepositoryError {
  return new RepositoryError('damaged', `Nobody knows which snapshot is the latest: ${cause.message}`, {
    hint: 'Name a snapshot by its id: "anlauf repo snapshots" lists those that are whole.',
    context: cause.context,
    cause,
  })
}

function noSnapshot(wanted: string): AnlaufError {
  return new AnlaufError('not-found', `No snapshot "${wanted}" in this repository.`, {
    hint: 'List them with: anlauf repo snapshots',
  })
}
