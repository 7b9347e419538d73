import { constants } from 'node:os'

/** The few functions of libc we call; `pointer` parameters are passed as Buffers. */
export interface Libc {
  utimensat(folder: number, path: Buffer, times: Buffer, flags: number): number
  llistxattr(path: Buffer, list: Buffer, size: bigint): bigint
  lgetxattr(path: Buffer, name: Buffer, value: Buffer, size: bigint): bigint
  lsetxattr(path: Buffer, name: Buffer, value: Buffer, size: bigint, flags: number): number
  /** The number of the last error of this thread. */
  errno(): number
}

/** What we use of the experimental `node:ffi`; signature keys are `arguments` and `return`. */
interface ForeignFunctions {
  dlopen(
    library: string,
    signatures: Record<string, { arguments: readonly string[]; return: string }>,
  ): { functions: Record<string, (...values: unknown[]) => unknown> }
  getInt32(pointer: unknown, offset?: number): number
}

/** Opens libc through `node:ffi`; undefined where Node or the system has no such thing. */
export function openLibc(): Libc | undefined {
  const ffi = foreignFunctions()
  if (ffi === undefined) return undefined
  try {
    const { functions } = ffi.dlopen('libc.so.6', {
      utimensat: { arguments: ['i32', 'pointer', 'pointer', 'i32'], return: 'i32' },
      llistxattr: { arguments: ['pointer', 'pointer', 'u64'], return: 'i64' },
      lgetxattr: { arguments: ['pointer', 'pointer', 'pointer', 'u64'], return: 'i64' },
      lsetxattr: { arguments: ['pointer', 'pointer', 'pointer', 'u64', 'i32'], return: 'i32' },
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

/** Loads `node:ffi` without its warning: the port in `posix-calls.ts` and the pinned Node are our answer to it. */
function foreignFunctions(): ForeignFunctions | undefined {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = () => undefined
  try {
    return process.getBuiltinModule('node:ffi') as unknown as ForeignFunctions | undefined
  } finally {
    process.emitWarning = emitWarning
  }
}
