/**
 * The system calls that Node lacks: times to the nanosecond and extended attributes.
 *
 *     posixCalls ─▶ libc through node:ffi │ touch, getfattr, setfattr where that is missing
 *
 * Guarantees: never follows a symbolic link at the end of a path; exact to the nanosecond, before 1970 too.
 * Not guaranteed: that the target file system keeps nanoseconds or attributes.
 */
import { openLibc } from './libc.ts'
import { libcCalls } from './libc-calls.ts'
import type { PosixCalls } from './posix-calls.ts'
import { programCalls } from './program-calls.ts'

export type { PosixCalls } from './posix-calls.ts'

const libc = openLibc()
export const posixCalls: PosixCalls = libc === undefined ? programCalls() : libcCalls(libc)
