import { relative, resolve, sep } from 'node:path'

import { RepositoryError } from '../error.ts'
import { printName } from '../name.ts'

/** A directory above, or at, the things to back up. `source` is set where real reading begins. */
export interface SourcePlan {
  readonly children: Map<string, SourcePlan>
  source: boolean
}

/**
 * Arranges absolute paths as one tree below the root, as restic does: `/a/b` is stored as `a` with the child `b`.
 * With `asRoot` the paths are seen as if that folder were "/". A path inside another one is covered by it.
 * Throws `invalid-argument` for a path outside `asRoot` and for no path at all.
 */
export function planSources(
  paths: readonly string[],
  asRoot: string | undefined,
): { plan: SourcePlan; storedPaths: readonly string[] } {
  if (paths.length === 0) {
    throw new RepositoryError('invalid-argument', 'Nothing to back up was named.', {
      hint: 'Name at least one folder or file.',
    })
  }
  const plan: SourcePlan = { children: new Map(), source: false }
  const storedPaths = paths.map((path) => storedPath(path, asRoot))
  for (const path of storedPaths) insert(plan, path)
  return { plan, storedPaths: [...new Set(storedPaths)].sort() }
}

function storedPath(path: string, asRoot: string | undefined): string {
  const absolute = resolve(path)
  if (asRoot === undefined) return absolute
  const below = relative(resolve(asRoot), absolute)
  if (below === '..' || below.startsWith(`..${sep}`)) {
    throw new RepositoryError('invalid-argument', `${printName(path)} lies outside ${printName(asRoot)}.`, {
      hint: 'With --as-root every path must lie inside that folder.',
    })
  }
  return `/${below}`
}

function insert(plan: SourcePlan, path: string): void {
  let here = plan
  for (const name of path.split('/').filter((part) => part !== '')) {
    const next = here.children.get(name) ?? { children: new Map<string, SourcePlan>(), source: false }
    here.children.set(name, next)
    here = next
  }
  here.source = true
}
