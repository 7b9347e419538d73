import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { type PublishedCopy, TooLong } from './copy.ts'

/** What the writer of a folder leaves for itself. */
const ours = new Set(['.anlauf-site'])
/** More names than any site of ours has; a folder with more is none. */
const maxListed = 100_000

/** A copy in a folder: a stick, a mounted disk, a download. Links are not followed out of it. */
export function folderCopy(folder: string): PublishedCopy {
  return {
    place: folder,
    async read(path, most) {
      const file = join(folder, path)
      try {
        const found = await lstat(file)
        if (!found.isFile()) return undefined
        return found.size > most ? new TooLong() : await readFile(file)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
        throw unreadable(file, error)
      }
    },
    async list() {
      const paths: string[] = []
      try {
        // Not recursive by itself: a link to a folder would be followed by some versions.
        const folders = ['.']
        for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
          for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
            const path = relative('.', join(at, entry.name)).split(sep).join('/')
            if (entry.isDirectory()) folders.push(path)
            else if (!ours.has(path)) paths.push(path)
            if (paths.length > maxListed) throw new RangeError('too many files')
          }
        }
      } catch (error) {
        throw unreadable(folder, error)
      }
      return paths.toSorted()
    },
  }
}

function unreadable(place: string, cause: unknown): AnlaufError {
  const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message
  return new AnlaufError('not-found', `${place} cannot be read: ${why}.`, {
    hint: 'Name the folder that holds bundle.json.',
    cause,
  })
}
