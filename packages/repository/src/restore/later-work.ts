import type { Node } from '../tree/index.ts'

/** A symbolic link, or a directory whose entries are all above it in the list. */
export interface LaterEntry {
  readonly path: string
  readonly node: Node
  /** The folder of the link is new; the directory is, and nothing was handed down to it. */
  readonly isPlain: boolean
}

/** What waits until all files are there, in the order of the walk. */
export interface LaterWork {
  add(entry: LaterEntry): void
  /** Undefined when there was too much to keep: then the snapshot is walked again. */
  readonly entries: readonly LaterEntry[] | undefined
}

/** Some 20 MB of nodes. Below that the second walk is saved: 0.3 s for 3,000 directories. */
const maxEntries = 30_000

/** An empty list. */
export function laterWork(): LaterWork {
  let entries: LaterEntry[] | undefined = []
  return {
    get entries() {
      return entries
    },
    add({ path, node, isPlain }) {
      if (entries === undefined) return
      if (entries.length >= maxEntries) entries = undefined
      else entries.push({ path, node, isPlain })
    },
  }
}
