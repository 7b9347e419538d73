import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  type BigIntStats,
} from 'node:fs'
import { resolve } from 'node:path'

import { RepositoryError } from '../error.ts'
import { encodeName, printName } from '../name.ts'
import { longPaths, posixCalls, type SpecialType } from '../posix/index.ts'
import { systemCode } from '../storage/index.ts'
import type { Node } from '../tree/index.ts'
import { applyMetadata } from './metadata.ts'
import { writeAt, writeSparsely } from './write-at.ts'

/** The folder we restore into. Nothing outside it is ever touched: no path is opened through a link. */
export interface TargetFolder extends Disposable {
  /** The bytes of a snapshot path in the file system; of any length, to be used at once. */
  place(path: string): Buffer
  /** The same as a string, for names that are Unicode and paths that are short enough. */
  plainPath(path: string): string | undefined
  /** True when a new entry of the directory gets an access list that nobody asked for. */
  handsDown(directory: string): boolean
  /**
   * Makes a directory, private until its metadata is set; true when it is new. One that exists stays as it is,
   * apart from our own right to write into it. Throws `unsafe-name` when something else is in its place.
   */
  makeDirectory(path: string): boolean
  /** A new, empty, private file, open for writing; whatever lay there (not a directory) is removed first. */
  createFile(path: string): number
  /** A file that `createFile` made, open for writing again. */
  reopenFile(path: string): number
  closeFile(handle: number): void
  /** True when blocks of zeros become holes: a file must have its full length before the first piece comes. */
  readonly isSparse: boolean
  write(handle: number, bytes: Buffer, offset: number): void
  /** Removes a file or link; what is not there is fine. */
  clear(path: string): void
  makeLink(path: string, first: string): void
  makeSymlink(path: string, target: string): void
  makeSpecial(path: string, type: SpecialType, device: bigint): void
  lstat(path: string): BigIntStats | undefined
  /** Owner, extended attributes, mode, times; `isPlain` when it is new and nothing was handed down to it. */
  applyMetadata(path: string, node: Node, options?: { isPlain: boolean }): void
}

/** `PATH_MAX` of Linux; a UTF-16 unit takes at most three bytes. */
const longestPlainPath = 4_096

/** Opens or makes the folder. */
export function targetFolder(folder: string, { sparse = false }: { sparse?: boolean } = {}): TargetFolder {
  const root = encodeName(resolve(folder))
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const base = root.length === 1 ? Buffer.alloc(0) : root
  const baseName = base.toString()
  const long = longPaths()
  const place = (path: string): Buffer => long.reach(Buffer.concat([base, encodeName(path)]))
  const clear = (path: string): void => rmSync(place(path), { force: true })
  return {
    place,
    plainPath: (path) =>
      path.isWellFormed() && base.length + path.length * 3 < longestPlainPath
        ? `${baseName}${path}`
        : undefined,
    handsDown(directory) {
      try {
        return posixCalls.listXattrs(place(directory)).some(({ name }) => name === 'system.posix_acl_default')
      } catch {
        return true
      }
    },
    isSparse: sparse,
    makeDirectory(path) {
      try {
        mkdirSync(place(path), { mode: 0o700 })
        return true
      } catch (error) {
        const stat = systemCode(error) === 'EEXIST' ? lstatSync(place(path)) : undefined
        if (stat?.isDirectory() !== true) throw occupied(error, path)
        if ((stat.mode & 0o700) !== 0o700) chmodSync(place(path), (stat.mode & 0o7777) | 0o700)
        return false
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
    write: sparse ? writeSparsely : writeAt,
    clear,
    makeLink(path, first) {
      clear(path)
      linkSync(place(first), place(path))
    },
    makeSymlink(path, target) {
      try {
        symlinkSync(encodeName(target), place(path))
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error
        clear(path)
        symlinkSync(encodeName(target), place(path))
      }
    },
    makeSpecial(path, type, device) {
      clear(path)
      posixCalls.makeNode(place(path), type, device)
    },
    lstat: (path) => lstatSync(place(path), { bigint: true, throwIfNoEntry: false }),
    applyMetadata: (path, node, options) => applyMetadata(place(path), node, options),
    [Symbol.dispose]: () => long[Symbol.dispose](),
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
