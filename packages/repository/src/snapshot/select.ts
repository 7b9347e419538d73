import { RepositoryError } from '../error.ts'
import type { Snapshot } from './snapshot.ts'

/** Which snapshots are meant: of one of the hosts, with one of the tag lists, with all of the paths. */
export interface SnapshotFilter {
  readonly hosts?: readonly string[]
  /** All tags of at least one list; the empty tag means "has no tags". */
  readonly tags?: readonly (readonly string[])[]
  readonly paths?: readonly string[]
}

/** True when nothing is filtered. */
export function isEmptyFilter({ hosts = [], tags = [], paths = [] }: SnapshotFilter): boolean {
  return hosts.length === 0 && tags.length === 0 && paths.length === 0
}

/** True when the snapshot passes each part of the filter that is set. */
export function fitsFilter(snapshot: Snapshot, filter: SnapshotFilter): boolean {
  const { hosts = [], tags = [], paths = [] } = filter
  return (
    (hosts.length === 0 || hosts.includes(snapshot.hostname ?? '')) &&
    (tags.length === 0 || tags.some((list) => hasTags(snapshot, list))) &&
    paths.every((path) => snapshot.paths.includes(path))
  )
}

/** True when the snapshot has all tags of the list; the empty tag is "has no tags". */
export function hasTags(snapshot: Snapshot, list: readonly string[]): boolean {
  const own = snapshot.tags ?? []
  return list.every((tag) => own.includes(tag) || (tag === '' && own.length === 0))
}

/**
 * The snapshots that a person names by the beginnings of their ids, or by `latest` (of those that pass the
 * filter); without names all that pass the filter. Sorted as given. Throws `invalid-argument` for a beginning
 * that fits several, `missing-object` for one that fits none.
 */
export function selectSnapshots(
  snapshots: readonly Snapshot[],
  wanted: { readonly ids?: readonly string[]; readonly filter?: SnapshotFilter },
): readonly Snapshot[] {
  const { ids = [], filter = {} } = wanted
  const fitting = snapshots.filter((snapshot) => fitsFilter(snapshot, filter))
  if (ids.length === 0) return fitting
  return [
    ...new Set(ids.map((id) => (id === 'latest' ? fitting.at(-1) : byPrefix(snapshots, id)) ?? none(id))),
  ]
}

function byPrefix(snapshots: readonly Snapshot[], id: string): Snapshot | undefined {
  const [only, second] = id === '' ? [] : snapshots.filter((snapshot) => snapshot.id.startsWith(id))
  if (second === undefined) return only
  throw new RepositoryError('invalid-argument', `"${id}" fits several snapshots.`, {
    hint: 'Give more digits of the id.',
    context: { id },
  })
}

function none(id: string): never {
  throw new RepositoryError(
    'missing-object',
    `There is no snapshot "${id.slice(0, 64)}" in the repository.`,
    {
      hint: 'List them with "anlauf repo snapshots".',
      context: { id },
    },
  )
}
