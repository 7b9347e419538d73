import { existsSync, readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

/** Everything below a folder that is no folder, sorted by place; never through a link. */
export function walk(root: string): { readonly place: string; readonly entry: Dirent }[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .flatMap((entry) => {
      const place = join(root, entry.name)
      return entry.isDirectory() ? walk(place) : [{ place, entry }]
    })
    .sort((one, other) => (one.place < other.place ? -1 : 1))
}

export function filesBelow(root: string): string[] {
  return walk(root).flatMap(({ place, entry }) => (entry.isFile() ? [place] : []))
}
