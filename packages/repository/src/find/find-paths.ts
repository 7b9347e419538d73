import type { RepositoryError } from '../error.ts'
import { compilePatterns, type PathPatterns } from '../patterns/index.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { timeToNanoseconds } from '../time.ts'
import type { Node } from '../tree/index.ts'
import { barrenTrees, walkFertile } from './barren-trees.ts'

export interface FindPathsOptions {
  /** Any of them must fit; what lies below something that fits, fits too. */
  readonly patterns: readonly string[]
  readonly ignoreCase?: boolean
  /** Modification time in nanoseconds since 1970, at least and at most. */
  readonly oldest?: bigint
  readonly newest?: bigint
  readonly signal?: AbortSignal
  /** A directory that cannot be read; the search goes on without it. */
  readonly onProblem?: (problem: { snapshot: Snapshot; path: string; error: RepositoryError }) => void
}

export interface FoundPath {
  readonly snapshot: Snapshot
  readonly path: string
  readonly node: Node
}

/** Entries of snapshots by pattern and time. Throws `invalid-argument` for a malformed pattern, `aborted`. */
export async function* findPaths(
  repository: Repository,
  snapshots: readonly Snapshot[],
  options: FindPathsOptions,
): AsyncGenerator<FoundPath> {
  const { patterns, oldest, newest } = options
  // A search takes nothing back: as in restic, "!" at the beginning means nothing here.
  const compiled = patterns.map((pattern) =>
    compilePatterns([pattern.replace(/^!/, '') || '**'], { ignoreCase: options.ignoreCase === true }),
  )
  // What a pattern of one name finds in a directory is the same wherever that directory lies.
  const isLocal = patterns.every((pattern) => !pattern.includes('/') && pattern !== '..')
  const barren = barrenTrees({ byPath: !isLocal })
  for (const snapshot of snapshots) {
    const walk = walkFertile(repository, snapshot, barren, {
      signal: options.signal,
      reaches: (path) => fits(compiled, (one) => one.matches(path) || one.reaches(path)),
      // Below a directory that fits, everything does.
      overrules: (path) => fits(compiled, (one) => one.matches(path)),
      onProblem: options.onProblem,
    })
    for await (const { path, node, found } of walk) {
      if (!fits(compiled, (one) => one.matches(path)) || !isWithin(node, oldest, newest)) continue
      found()
      yield { snapshot, path, node }
    }
  }
}

function fits(patterns: readonly PathPatterns[], test: (patterns: PathPatterns) => boolean): boolean {
  return patterns.some(test)
}

function isWithin(node: Node, oldest: bigint | undefined, newest: bigint | undefined): boolean {
  if (oldest === undefined && newest === undefined) return true
  try {
    const time = timeToNanoseconds(node.mtime)
    return (oldest === undefined || time >= oldest) && (newest === undefined || time <= newest)
  } catch {
    // A client wrote something that is no time.
    return false
  }
}
