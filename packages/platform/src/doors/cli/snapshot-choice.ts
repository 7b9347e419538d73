import {
  type Repository,
  RepositoryError,
  selectSnapshots,
  type Snapshot,
  type SnapshotFilter,
} from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'

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
  repository: Repository,
  wanted: string,
  filter: SnapshotFilter = {},
): Promise<Snapshot> {
  const [only] = await chooseSnapshots(repository, [wanted], filter)
  if (only === undefined) throw noSnapshot(wanted)
  return only
}

/** The same for several, in the order of the names; without names all that the filter lets through, by time. */
export async function chooseSnapshots(
  repository: Repository,
  wanted: readonly string[],
  filter: SnapshotFilter,
): Promise<readonly Snapshot[]> {
  try {
    return selectSnapshots(await repository.listSnapshots(), { ids: wanted, filter })
  } catch (error) {
    if (!(error instanceof RepositoryError)) throw error
    if (error.code === 'missing-object') throw noSnapshot(String(error.context['id']))
    if (error.code !== 'invalid-argument') throw error
    throw new AnlaufError('input-invalid', error.message, { hint: error.hint, cause: error })
  }
}

/** The same for `SNAPSHOT:/folder`. Whether the folder is there shows when it is read. */
export async function choosePlace(
  repository: Repository,
  wanted: string,
  filter: SnapshotFilter = {},
): Promise<SnapshotPlace> {
  const colon = wanted.indexOf(':')
  if (colon === -1) return { snapshot: await chooseSnapshot(repository, wanted, filter), subfolder: '/' }
  const snapshot = await chooseSnapshot(repository, wanted.slice(0, colon), filter)
  return { snapshot, subfolder: `/${wanted.slice(colon + 1).replace(/^\/+|\/+$/g, '')}` }
}

function noSnapshot(wanted: string): AnlaufError {
  return new AnlaufError('not-found', `No snapshot "${wanted}" in this repository.`, {
    hint: 'List them with: anlauf repo snapshots',
  })
}
