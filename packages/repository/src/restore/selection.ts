import { RepositoryError } from '../error.ts'
import { printName } from '../name.ts'

/** Which paths of a snapshot are wanted. */
export interface Selection {
  /** The entry itself is wanted: it, something above it or something below it was named. */
  has(path: string): boolean
  /** Something below the directory may be wanted. */
  reaches(directory: string): boolean
  /** The named paths that no entry matched. */
  unmatched(): readonly string[]
}

/** Everything when nothing is named. Throws `invalid-argument` for a path that is not absolute. */
export function selectPaths(include: readonly string[] | undefined): Selection {
  const wanted = (include ?? []).map(normalise)
  if (wanted.length === 0 || wanted.includes('')) {
    return { has: () => true, reaches: () => true, unmatched: () => [] }
  }
  const open = new Set(wanted)
  const isAtOrBelow = (path: string, above: string): boolean => path === above || path.startsWith(`${above}/`)
  const has = (path: string): boolean =>
    wanted.some((one) => {
      if (!isAtOrBelow(path, one)) return one.startsWith(`${path}/`)
      open.delete(one)
      return true
    })
  return { has, reaches: has, unmatched: () => [...open] }
}

function normalise(path: string): string {
  if (path.startsWith('/')) return path.replace(/\/+/g, '/').replace(/\/$/, '')
  throw new RepositoryError('invalid-argument', `"${printName(path)}" is not a path in the snapshot.`, {
    hint: 'Paths in a snapshot start with "/"; list them with "anlauf repo ls".',
  })
}
