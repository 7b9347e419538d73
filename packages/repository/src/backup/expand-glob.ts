import { lstatSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { encodeName } from '../name.ts'
import { compileName } from '../patterns/index.ts'
import { namesIn } from './archiver.ts'

/**
 * The paths that a pattern with `*`, `?` and `[a-z]` stands for, as Go's `filepath.Glob` finds them: within
 * one directory each, hidden names too, sorted. Directories that cannot be read hold nothing.
 * Throws `invalid-argument` for a malformed pattern.
 */
export function expandGlob(pattern: string): readonly string[] {
  for (const part of pattern.split('/')) compileName(part)
  return expand(pattern)
}

function expand(pattern: string): readonly string[] {
  if (!/[*?[\\]/.test(pattern)) {
    return lstatSync(encodeName(pattern), { throwIfNoEntry: false }) === undefined ? [] : [pattern]
  }
  const cut = pattern.lastIndexOf('/')
  const folder = cut === -1 ? '.' : cut === 0 ? '/' : pattern.slice(0, cut)
  const fits = compileName(pattern.slice(cut + 1))
  const folders = /[*?[\\]/.test(folder) ? expand(folder) : [folder]
  return folders.flatMap((one) =>
    entriesOf(one)
      .filter((name) => fits(name))
      .map((name) => join(one, name)),
  )
}

function entriesOf(folder: string): readonly string[] {
  try {
    const place = encodeName(folder)
    return statSync(place).isDirectory() ? namesIn(place) : []
  } catch {
    return []
  }
}
