/**
 * The system calls that Node lacks: times to the nanosecond, extended attributes, pipes and devices.
 *
 *     posixCalls ─▶ libc through node:ffi │ touch, getfattr, setfattr, mknod where that is missing
 *
 *     longPaths  ─▶ entries whose path is longer than the system takes
 *
 * Guarantees: never follows a symbolic link at the end of a path; exact to the nanosecond, before 1970 too.
 * Not guaranteed: that the target file system keeps nanoseconds or attributes.
 */
import { openLibc } from './libc.ts'
import { libcCalls } from './libc-calls.ts'
import type { PosixCalls } from './posix-calls.ts'
import { programCalls } from './program-calls.ts'

export { type LongPaths, longPaths } from './long-paths.ts'
export type { PosixCalls, SpecialType } from './posix-calls.ts'

const libc = openLibc()
export const posixCalls: PosixCalls = libc === undefined ? programCalls() : libcCalls(libc)
