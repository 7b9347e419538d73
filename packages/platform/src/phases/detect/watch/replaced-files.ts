import { basename, dirname } from 'node:path'

/** How long a file that came and a file that went are held together. */
const windowMs = 60_000
/** Footers of families are shorter; ranges of detect.md end at 2,088 bytes, names of exotic ones at 4 KiB. */
const footerBytes = 4_096
const keptFolders = 2_000
const keptNames = 200

interface Seen {
  readonly path: string
  readonly size: number
  readonly atMs: number
}

/**
 * Copies that come for files that go: encryption into new files. A newcomer and a lost file belong together when
 * they lie in one folder, and the new name is the old one with something behind it, or the new one is as large as the
 * old one plus at most a footer.
 */
export interface ReplacedFiles {
  /** A strange newcomer; answers the lost files that it may replace. */
  came(path: string, size: number, atMs: number): readonly string[]
  /** A file that is gone; answers the newcomers that may replace it. */
  went(path: string, size: number, atMs: number): readonly string[]
  /** The two were found to belong together, or not to be strange: neither is asked for again. */
  settled(path: string): void
}

export function replacedFiles(): ReplacedFiles {
  const gone = new Map<string, Map<string, Seen>>()
  const come = new Map<string, Map<string, Seen>>()
  return {
    came(path, size, atMs) {
      keep(come, { path, size, atMs })
      return within(gone, path, atMs)
        .filter((old) => isReplacement(old, { path, size }))
        .map((old) => old.path)
    },
    went(path, size, atMs) {
      keep(gone, { path, size, atMs })
      return within(come, path, atMs)
        .filter((fresh) => isReplacement({ path, size }, fresh))
        .map((fresh) => fresh.path)
    },
    settled(path) {
      gone.get(dirname(path))?.delete(path)
      come.get(dirname(path))?.delete(path)
    },
  }
}

/** The newest of each folder, and the newest folders; what is older than the window goes as well. */
function keep(among: Map<string, Map<string, Seen>>, one: Seen): void {
  const folder = dirname(one.path)
  const names = among.get(folder) ?? new Map<string, Seen>()
  among.delete(folder)
  among.set(folder, names)
  names.delete(one.path)
  names.set(one.path, one)
  forgetOldest(names, keptNames)
  forgetOldest(among, keptFolders)
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}

function within(among: Map<string, Map<string, Seen>>, path: string, atMs: number): readonly Seen[] {
  return [...(among.get(dirname(path))?.values() ?? [])].filter((one) => atMs - one.atMs <= windowMs)
}

function isReplacement(old: Pick<Seen, 'path' | 'size'>, fresh: Pick<Seen, 'path' | 'size'>): boolean {
  if (isNamedAfter(fresh.path, old.path)) return true
  if (basename(old.path) === basename(fresh.path)) return false
  const more = fresh.size - old.size
  return old.size > 0 && more >= 0 && more <= footerBytes
}

/** The name of the other with something behind it. */
export function isNamedAfter(fresh: string, old: string): boolean {
  return fresh.startsWith(`${old}.`) || fresh.startsWith(`${old}[`)
}
