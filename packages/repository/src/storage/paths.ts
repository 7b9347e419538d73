import { RepositoryError } from '../error.ts'
import { isId } from '../id.ts'
import type { FileKind } from './storage.ts'

/** Names of the folders in old S3 buckets, where `data/` is flat. */
export const legacyFolder = {
  keys: 'key',
  data: 'data',
  index: 'index',
  snapshots: 'snapshot',
  locks: 'lock',
} as const

/** Where a file lies below the repository's root. Throws `invalid-argument` for names that are no ids. */
export function pathOf(kind: FileKind, id: string): string {
  if (kind === 'config') return 'config'
  checkName(id)
  return kind === 'data' ? `data/${id.slice(0, 2)}/${id}` : `${kind}/${id}`
}

/** Where the file may lie in an old bucket; `undefined` when that is no other place. */
export function legacyPathOf(kind: FileKind, id: string): string | undefined {
  if (kind === 'config') return undefined
  checkName(id)
  const path = `${legacyFolder[kind]}/${id}`
  return path === pathOf(kind, id) ? undefined : path
}

/** Names come from snapshots and indexes that anybody may have written: nothing else may become a path. */
export function checkName(id: string): void {
  if (isId(id)) return
  throw new RepositoryError(
    'invalid-argument',
    `"${id.slice(0, 80)}" is not the name of a repository file.`,
    { hint: 'Names are 64 lower-case hexadecimal digits.' },
  )
}
