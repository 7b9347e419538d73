import type { ExtendedAttribute } from '../tree/index.ts'

/** What is neither content nor a link: pipes, block and character devices, in the words of tree nodes. */
export type SpecialType = 'fifo' | 'dev' | 'chardev'

/**
 * The system calls that Node lacks. Paths are raw bytes without a final NUL and are never followed when
 * they are symbolic links, except where said. Errors carry the system's code (`ENOSPC`, `EPERM` …).
 */
export interface PosixCalls {
  /** Sets access and modification time to the nanosecond, on the link itself when it is one. */
  setTimes(path: Buffer, atimeNs: bigint, mtimeNs: bigint): void
  /** The same on an open file; undefined where there is no such call. */
  readonly setTimesByHandle: ((handle: number, atimeNs: bigint, mtimeNs: bigint) => void) | undefined
  /** Gives an open file, also one without any name, a name that is not taken (`EEXIST`); undefined where there is no such call. */
  readonly linkByHandle: ((handle: number, path: Buffer) => void) | undefined
  /** Extended attributes in the order the system lists them; empty where the file system has none. */
  listXattrs(path: Buffer): readonly ExtendedAttribute[]
  setXattr(path: Buffer, name: string, value: Buffer): void
  /** Fails with `ENODATA` where the file has no such attribute. */
  removeXattr(path: Buffer, name: string): void
  /** Makes a private pipe or device where nothing is yet; `device` is its `st_rdev`, 0 for a pipe. */
  makeNode(path: Buffer, type: SpecialType, device: bigint): void
}
