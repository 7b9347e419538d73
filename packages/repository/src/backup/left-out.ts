import type { BigIntStats } from 'node:fs'

import { compilePatterns } from '../patterns/index.ts'
import { markedFolders } from './marked-folders.ts'
import { oneFileSystem } from './one-file-system.ts'

/** What a backup leaves out, in restic's words. */
export interface Exclusions {
  /** Patterns as `patterns/` explains them. */
  readonly excludes?: readonly string[]
  /** The same, whatever the case of the names. */
  readonly insensitiveExcludes?: readonly string[]
  /** `filename` or `filename:header`: the rest of a folder is left out when it holds a file that starts so. */
  readonly excludeIfPresent?: readonly string[]
  /** Folders marked by a valid `CACHEDIR.TAG` (https://bford.info/cachedir/). */
  readonly excludeCaches?: boolean
  /** Bytes; larger files are left out. */
  readonly excludeLargerThan?: number
  /** Stay on the file systems of the named paths; a mount point itself is stored as an empty folder. */
  readonly oneFileSystem?: boolean
}

/** The exclusions of one backup. Paths are absolute and as the backup sees them. */
export interface LeftOut {
  /** Asked first: needs no `lstat`. */
  byPath(path: string): boolean
  byStat(path: string, stat: BigIntStats): boolean
}

const cacheMark = 'CACHEDIR.TAG:Signature: 8a477f597d28d172789f06886806bc55'

/** Throws `invalid-argument` for a malformed pattern or mark, before any work starts. */
export function leftOut(
  exclusions: Exclusions,
  ground: {
    /** The named paths. */
    sources: readonly string[]
    /** Where a path really lies. */
    toReal: (path: string) => Buffer
    onNotice: (notice: { path: string; message: string }) => void
  },
): LeftOut {
  const { excludes = [], insensitiveExcludes = [], excludeIfPresent = [], excludeLargerThan } = exclusions
  const patterns = compilePatterns(excludes)
  const insensitive = compilePatterns(insensitiveExcludes, { ignoreCase: true })
  const marks = exclusions.excludeCaches === true ? [...excludeIfPresent, cacheMark] : excludeIfPresent
  const isMarked = markedFolders(marks, ground)
  const isElsewhere = exclusions.oneFileSystem === true ? oneFileSystem(ground) : undefined
  return {
    byPath: (path) => patterns.matches(path) || insensitive.matches(path) || isMarked(path),
    byStat(path, stat) {
      if (isElsewhere?.(path, stat) === true) return true
      return excludeLargerThan !== undefined && !stat.isDirectory() && stat.size > excludeLargerThan
    },
  }
}
