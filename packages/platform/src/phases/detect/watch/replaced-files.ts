import { basename, dirname } from 'node:path'

/** How long a file that came and a file that went are held together. */
const windowMs = 60_000
/** Footers of families are shorter; ranges of detect.md end at 2,088 bytes, names of exotic ones at 4 KiB. */
const footerBytes = 4_096
const keptNames = 10_000

interface Gone {
  readonly path: string
  readonly size: number
  readonly atMs: number
}

/**
 * Copies of random bytes that come for files that go: encryption into new files. A newcomer and a lost file belong
 * together when the new name is the old one with something behind it, or, in the same folder, when it is as large
 * as the old one plus at most a footer.
 */
export interface ReplacedFiles {
  /** A newcomer of random bytes; answers the lost file that it replaces. */
  came(path: string, size: number, atMs: number): string | undefined
  /** A file that is gone; answers the newcomer that replaces it. */
  went(path: string, size: number, atMs: number): string | undefined
}

export function replacedFiles(): ReplacedFiles {
  const gone = new Map<string, Gone>()
  const come = new Map<string, Gone>()
  function match(among: Map<string, Gone>, one: Gone, belong: (other: Gone) => boolean): string | undefined {
    for (const [path, other] of among) {
      if (one.atMs - other.atMs > windowMs) among.delete(path)
      else if (belong(other)) {
        among.delete(path)
        return path
      }
    }
    return undefined
  }
  function keep(among: Map<string, Gone>, one: Gone): void {
    among.set(one.path, one)
    const [oldest] = among.keys()
    if (among.size > keptNames && oldest !== undefined) among.delete(oldest)
  }
  return {
    came(path, size, atMs) {
      const one = { path, size, atMs }
      const lost = match(gone, one, (old) => isReplacement(old, one))
      if (lost === undefined) keep(come, one)
      return lost
    },
    went(path, size, atMs) {
      const one = { path, size, atMs }
      const fresh = match(come, one, (newer) => isReplacement(one, newer))
      if (fresh === undefined) keep(gone, one)
      return fresh
    },
  }
}

function isReplacement(old: Gone, fresh: Gone): boolean {
  if (fresh.path.startsWith(`${old.path}.`) || fresh.path.startsWith(`${old.path}[`)) return true
  if (dirname(old.path) !== dirname(fresh.path) || basename(old.path) === basename(fresh.path)) return false
  const more = fresh.size - old.size
  return old.size > 0 && more >= 0 && more <= footerBytes
}
