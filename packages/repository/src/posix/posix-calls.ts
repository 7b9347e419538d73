import type { ExtendedAttribute } from '../tree/index.ts'

/**
 * The system calls that Node lacks. Paths are raw bytes without a final NUL and are never followed when
 * they are symbolic links, except where said. Errors carry the system's code (`ENOSPC`, `EPERM` …).
 */
export interface PosixCalls {
  /** Sets access and modification time to the nanosecond, on the link itself when it is one. */
  setTimes(path: Buffer, atimeNs: bigint, mtimeNs: bigint): void
  /** Extended attributes in the order the system lists them; empty where the file system has none. */
  listXattrs(path: Buffer): readonly ExtendedAttribute[]
  setXattr(path: Buffer, name: string, value: Buffer): void
}
