import type { Look } from './look.ts'

/** What every watched file was like when it was last seen; 800 bytes a file with its path (51,000 of /usr/share). */
export interface KnownFiles {
  get(path: string): Look | undefined
  /** What was known of the file that has this inode, under whatever name, and of one whose name went a moment ago. */
  byInode(look: Look): Look | undefined
  set(path: string, look: Look): void
  delete(path: string): void
  paths(): IterableIterator<string>
  readonly size: number
}

const keptDeparted = 10_000

export function knownFiles(): KnownFiles {
  const files = new Map<string, Look>()
  const inodes = new Map<string, string>()
  const departed = new Map<string, Look>()
  const keyOf = ({ device, inode }: Look): string => `${device}:${inode}`
  /** A name that was given to another file no longer speaks for the inode it had. */
  function forgetInode(path: string): void {
    const look = files.get(path)
    if (look !== undefined && inodes.get(keyOf(look)) === path) inodes.delete(keyOf(look))
  }

  /** Renamed twice, a file has no name here for a while; its inode still says what it was. */
  function remember(key: string, look: Look): void {
    departed.delete(key)
    departed.set(key, look)
    const [oldest] = departed.keys()
    if (departed.size > keptDeparted && oldest !== undefined) departed.delete(oldest)
  }

  return {
    get: (path) => files.get(path),
    byInode(look) {
      const path = inodes.get(keyOf(look))
      const known = path === undefined ? departed.get(keyOf(look)) : files.get(path)
      // A number that was given again belongs to a file that was born later.
      return known === undefined || known.bornNs !== look.bornNs ? undefined : known
    },
    set(path, look) {
      forgetInode(path)
      files.set(path, look)
      inodes.set(keyOf(look), path)
    },
    delete(path) {
      const look = files.get(path)
      forgetInode(path)
      // Where no birth is known, a number that is given again could not be told from a rename.
      if (look !== undefined && look.bornNs !== 0n) remember(keyOf(look), look)
      files.delete(path)
    },
    paths: () => files.keys(),
    get size() {
      return files.size
    },
  }
}
