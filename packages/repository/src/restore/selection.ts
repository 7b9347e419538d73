import { compilePatterns } from '../patterns/index.ts'

/** Which paths of a snapshot are wanted: patterns as `patterns/` explains them. */
export interface WantedPaths {
  /** What fits, and all that lies below it. Default: everything. */
  readonly include?: readonly string[]
  /** The same, whatever the case of the names. */
  readonly insensitiveInclude?: readonly string[]
  /** Taken away from what is included. */
  readonly exclude?: readonly string[]
  readonly insensitiveExclude?: readonly string[]
}

/** The answer for each path. */
export interface Selection {
  /** False when something was asked for and not everything is wanted. */
  readonly isEverything: boolean
  has(path: string): boolean
  /** Something below the directory may be wanted. */
  reaches(directory: string): boolean
}

/** Throws `invalid-argument` for a malformed pattern. */
export function selectPaths(wanted: WantedPaths): Selection {
  const include = compilePatterns(wanted.include ?? [])
  const insensitiveInclude = compilePatterns(wanted.insensitiveInclude ?? [], { ignoreCase: true })
  const exclude = compilePatterns(wanted.exclude ?? [])
  const insensitiveExclude = compilePatterns(wanted.insensitiveExclude ?? [], { ignoreCase: true })
  const isUnlimited = include.isEmpty && insensitiveInclude.isEmpty
  const isExcluded = (path: string): boolean => exclude.matches(path) || insensitiveExclude.matches(path)
  return {
    isEverything: isUnlimited && exclude.isEmpty && insensitiveExclude.isEmpty,
    has: (path) =>
      (isUnlimited || include.matches(path) || insensitiveInclude.matches(path)) && !isExcluded(path),
    reaches: (path) =>
      (isUnlimited || include.reaches(path) || insensitiveInclude.reaches(path)) && !isExcluded(path),
  }
}
