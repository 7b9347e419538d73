import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Tree } from './tree.ts'

/** Everybody may read what is published. */
const publicFile = 0o644
const publicFolder = 0o755

/** A folder of this machine: a mounted disk, a web server's root, a stick whose file system knows links. */
export function folderTree(root: string): Tree {
  const at = (path: string): string => join(root, path)
  const tree: Tree = {
    async read(path, most) {
      const found = await stat(at(path)).catch(missing)
      if (found === undefined || !found.isFile()) return undefined
      return found.size > most ? 'too-long' : await readFile(at(path))
    },
    async write(path, bytes) {
      await tree.makeFolder(dirname(path))
      const fresh = `${at(path)}.${randomBytes(6).toString('hex')}`
      const file = await open(fresh, 'wx', publicFile)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(fresh, at(path))
    },
    async sizes(folder) {
      const found = new Map<string, number>()
      const collect = async (place: string, prefix: string): Promise<void> => {
        for (const entry of (await readdir(place, { withFileTypes: true }).catch(missing)) ?? []) {
          const name = join(place, entry.name)
          if (entry.isDirectory()) await collect(name, `${prefix}${entry.name}/`)
          else if (entry.isFile()) found.set(`${prefix}${entry.name}`, (await stat(name)).size)
        }
      }
      await collect(at(folder), '')
      return found
    },
    rename: (from, to) => rename(at(from), at(to)),
    removeTree: (folder) => rm(at(folder), { recursive: true, force: true }),
    removeFile: (path) => rm(at(path), { force: true }),
    linkTarget: (path) => readlink(at(path)).catch(missing),
    async pointLink(path, target) {
      const fresh = `${at(path)}.${randomBytes(6).toString('hex')}`
      await symlink(target, fresh)
      await rename(fresh, at(path)).catch(async (error: unknown) => {
        await rm(fresh, { force: true })
        throw error
      })
    },
    async makeFolder(path) {
      await mkdir(at(path), { recursive: true, mode: publicFolder })
    },
  }
  return tree
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR' && error.code !== 'EINVAL') throw error
}
