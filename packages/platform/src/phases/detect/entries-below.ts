import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Something below a folder that is no link. */
export interface EntryBelow {
  readonly path: string
  readonly kind: 'file' | 'folder'
}

/**
 * Everything below a folder, the folder itself not, in the order of names; what a folder holds follows it. Links are
 * not followed, and only regular files and folders are named: Node's own recursive `readdir` walks through links,
 * and two links to their own folder make it fill 24 GB of memory. Throws what the system says.
 */
export function* entriesBelow(
  root: string,
  enters: (name: string) => boolean = () => true,
): Generator<EntryBelow> {
  const open = [entriesOf(root)]
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    const entry = folder.pop()
    if (entry === undefined) open.pop()
    else if (entry.isFile) yield { path: entry.path, kind: 'file' }
    else if (enters(entry.name)) {
      yield { path: entry.path, kind: 'folder' }
      open.push(entriesOf(entry.path))
    }
  }
}

/** Last name first, because the list is emptied from its end. */
function entriesOf(folder: string): { name: string; path: string; isFile: boolean }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => ({ name: entry.name, path: join(folder, entry.name), isFile: entry.isFile() }))
    .sort((a, b) => (a.name < b.name ? 1 : -1))
}
