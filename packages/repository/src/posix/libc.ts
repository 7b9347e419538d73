import { constants } from 'node:os'

import { foreignFunctions } from '../foreign-functions.ts'

/** The few functions of libc we call; `pointer` parameters are passed as Buffers. */
export interface Libc {
  utimensat(folder: number, path: Buffer, times: Buffer, flags: number): number
  futimens(handle: number, times: Buffer): number
  linkat(fromFolder: number, from: Buffer, toFolder: number, to: Buffer, flags: number): number
  llistxattr(path: Buffer, list: Buffer, size: bigint): bigint
  lgetxattr(path: Buffer, name: Buffer, value: Buffer, size: bigint): bigint
  lsetxattr(path: Buffer, name: Buffer, value: Buffer, size: bigint, flags: number): number
  lremovexattr(path: Buffer, name: Buffer): number
  mknod(path: Buffer, mode: number, device: bigint): number
  /** The number of the last error of this thread. */
  errno(): number
}

/** Opens libc through `node:ffi`; undefined where Node or the system has no such thing. */
export function openLibc(): Libc | undefined {
  const ffi = foreignFunctions()
  if (ffi === undefined) return undefined
  try {
    const { functions } = ffi.dlopen('libc.so.6', {
      utimensat: { arguments: ['i32', 'pointer', 'pointer', 'i32'], return: 'i32' },
      futimens: { arguments: ['i32', 'pointer'], return: 'i32' },
      linkat: { arguments: ['i32', 'pointer', 'i32', 'pointer', 'i32'], return: 'i32' },
      llistxattr: { arguments: ['pointer', 'pointer', 'u64'], return: 'i64' },
      lgetxattr: { arguments: ['pointer', 'pointer', 'pointer', 'u64'], return: 'i64' },
      lsetxattr: { arguments: ['pointer', 'pointer', 'pointer', 'u64', 'i32'], return: 'i32' },
      lremovexattr: { arguments: ['pointer', 'pointer'], return: 'i32' },
      mknod: { arguments: ['pointer', 'u32', 'u64'], return: 'i32' },
      __errno_location: { arguments: [], return: 'pointer' },
    })
    const place = functions['__errno_location']
    return { ...(functions as unknown as Omit<Libc, 'errno'>), errno: () => ffi.getInt32(place?.()) }
  } catch {
    return undefined
  }
}

/** The name of an error number, `EIO` style. */
export function errorName(number: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === number)
  return found?.[0] ?? `errno ${number}`
}
