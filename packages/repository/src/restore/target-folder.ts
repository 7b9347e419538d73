import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  type Stats,
} from 'node:fs'
import { resolve } from 'node:path'

import { RepositoryError } from '../error.ts'
import { encodeName, printName } from '../name.ts'
import { posixCalls } from '../posix/index.ts'
import { systemCode } from '../storage/index.ts'
import { timeToNanoseconds } from '../time.ts'
import { type Node, permissionsOf } from '../tree/index.ts'

/** The folder we restore into. Nothing outside it is ever touched: no path is opened through a link. */
export interface TargetFolder {
  /** The bytes of a snapshot path in the file system. */
  place(path: string): Buffer
  /** Makes a directory, private until its metadata is set. Throws `unsafe-name` when a link is in its place. */
  makeDirectory(path: string): void
  /** A new, empty, private file, open for writing; whatever lay there (not a directory) is removed first. */
  createFile(path: string): number
  /** A file that `createFile` made, open for writing again. */
  reopenFile(path: string): number
  closeFile(handle: number): void
  /** Removes a file or link; what is not there is fine. */
  clear(path: string): void
  makeSymlink(path: string, target: string): void
  lstat(path: string): Stats | undefined
  /** Owner, extended attributes, mode, times, in the order in which none undoes another. */
  applyMetadata(path: string, node: Node): void
}

const isRoot = process.getuid?.() === 0

/** Opens or makes the folder. */
export function targetFolder(folder: string): TargetFolder {
  const root = encodeName(resolve(folder))
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const place = (path: string): Buffer => Buffer.concat([root, encodeName(path)])
  return {
    place,
    makeDirectory(path) {
      try {
        mkdirSync(place(path), { mode: 0o700 })
      } catch (error) {
        if (systemCode(error) !== 'EEXIST' || !lstatSync(place(path)).isDirectory())
          throw occupied(error, path)
        chmodSync(place(path), 0o700)
      }
    },
    createFile(path) {
      const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants
      const flags = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY
      try {
        return openSync(place(path), flags, 0o600)
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error
        rmSync(place(path))
        return openSync(place(path), flags, 0o600)
      }
    },
    reopenFile: (path) => openSync(place(path), constants.O_WRONLY | constants.O_NOFOLLOW),
    closeFile: closeSync,
    clear: (path) => rmSync(place(path), { force: true }),
    makeSymlink(path, target) {
      rmSync(place(path), { force: true })
      symlinkSync(encodeName(target), place(path))
    },
    lstat: (path) => lstatSync(place(path), { throwIfNoEntry: false }),
    applyMetadata: (path, node) => applyMetadata(place(path), node),
  }
}

/** Does all that can be done, then throws the first failure: a target without attributes still has modes and times. */
function applyMetadata(place: Buffer, node: Node): void {
  const failures: unknown[] = []
  const attempt = (work: () => void): boolean => {
    try {
      work()
      return true
    } catch (error) {
      failures.push(error)
      return false
    }
  }
  const isOwned = !isRoot || attempt(() => lchownSync(place, node.uid, node.gid))
  for (const { name, value } of node.extendedAttributes ?? [])
    attempt(() => posixCalls.setXattr(place, name, value))
  // A program that runs as its owner must not run as us because its owner could not be set.
  const mode = permissionsOf(node.mode) & (isOwned ? 0o7777 : 0o1777)
  if (node.type !== 'symlink') attempt(() => chmodThroughHandle(place, mode))
  attempt(() => posixCalls.setTimes(place, timeToNanoseconds(node.atime), timeToNanoseconds(node.mtime)))
  if (failures.length > 0) throw failures[0]
}

/** `chmod` would follow a link that somebody put there meanwhile; a handle opened without following cannot. */
function chmodThroughHandle(place: Buffer, mode: number): void {
  const handle = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    fchmodSync(handle, mode)
  } finally {
    closeSync(handle)
  }
}

function occupied(error: unknown, path: string): unknown {
  if (systemCode(error) !== 'EEXIST') return error
  return new RepositoryError(
    'unsafe-name',
    `A file or a link lies where the directory ${printName(path)} belongs.`,
    {
      hint: 'Restore into an empty folder, or move that entry away.',
      context: { path },
    },
  )
}
