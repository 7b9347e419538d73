import type { Look } from './look.ts'

/** What every watched file was like when it was last seen; 120 bytes a file and its path (40,000 of /usr/share). */
export interface KnownFiles {
  get(path: string): Look | undefined
  /** The file that had this inode, under whatever name. */
  byInode(look: Look): { readonly path: string; readonly look: Look } | undefined
  set(path: string, look: Look): void
  delete(path: string): void
  paths(): IterableIterator<string>
  readonly size: number
}

export function knownFiles(): KnownFiles {
  const files = new Map<string, Look>()
  const inodes = new Map<string, string>()
  const keyOf = ({ device, inode }: Look): string => `${device}:${inode}`
  /** A name that was given to another file no longer speaks for the inode it had. */
  function forgetInode(path: string): void {
    const look = files.get(path)
    if (look !== undefined && inodes.get(keyOf(look)) === path) inodes.delete(keyOf(look))
  }

  return {
    get: (path) => files.get(path),
    byInode(look) {
      const path = inodes.get(keyOf(look))
      const known = path === undefined ? undefined : files.get(path)
      // A number that was given again belongs to a file that was born later.
      return path === undefined || known === undefined || known.bornNs !== look.bornNs
        ? undefined
        : { path, look: known }
    },
    set(path, look) {
      forgetInode(path)
      files.set(path, look)
      inodes.set(keyOf(look), path)
    },
    delete(path) {
      forgetInode(path)
      files.delete(path)
    },
    paths: () => files.keys(),
    get size() {
      return files.size
    },
  }
}
