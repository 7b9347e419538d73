import type { Look } from './look.ts'

/** What every watched file was like when it was last seen; about 500 bytes a file. */
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
      files.set(path, look)
      inodes.set(keyOf(look), path)
    },
    delete(path) {
      const look = files.get(path)
      files.delete(path)
      if (look !== undefined && inodes.get(keyOf(look)) === path) inodes.delete(keyOf(look))
    },
    paths: () => files.keys(),
    get size() {
      return files.size
    },
  }
}
