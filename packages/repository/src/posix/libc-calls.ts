import { decodeName, encodeName } from '../name.ts'
import { errorName, type Libc } from './libc.ts'
import type { PosixCalls, SpecialType } from './posix-calls.ts'

const currentFolder = -100
const noFollow = 0x100
/** `AT_SYMLINK_FOLLOW`. */
const followLinks = 0x400
/** `AT_EMPTY_PATH`: what the handle holds itself. */
const handleItself = 0x1000
const nul = Buffer.of(0)
/** `S_IFIFO`, `S_IFBLK`, `S_IFCHR` of `st_mode`, POSIX `sys/stat.h` on Linux. */
const typeBits: Readonly<Record<SpecialType, number>> = { fifo: 0o010000, dev: 0o060000, chardev: 0o020000 }
/** The kernel's own limits for a list of names and for one value. */
const maxAttributeBytes = 64 * 1024
/** `PATH_MAX` of Linux. */
const longestPath = 4_096

/** The port on libc. One call costs 2 to 3 µs. */
export function libcCalls(libc: Libc): PosixCalls {
  const times = Buffer.alloc(32)
  const list = Buffer.alloc(maxAttributeBytes)
  const value = Buffer.alloc(maxAttributeBytes)
  const pathMemory = Buffer.alloc(longestPath)
  let linksHandles = true
  return {
    setTimes(path, atimeNs, mtimeNs) {
      writeTimespec(times, 0, atimeNs)
      writeTimespec(times, 16, mtimeNs)
      if (libc.utimensat(currentFolder, terminated(path), times, noFollow) !== 0)
        fail(libc, 'utimensat', path)
    },
    setTimesByHandle(handle, atimeNs, mtimeNs) {
      writeTimespec(times, 0, atimeNs)
      writeTimespec(times, 16, mtimeNs)
      if (libc.futimens(handle, times) !== 0) fail(libc, 'futimens', Buffer.from(`handle ${handle}`))
    },
    linkByHandle(handle, path) {
      const to = inMemory(pathMemory, path)
      // Without a way through /proc: 14 µs instead of 17. Linux before 6.10 lets only privileged programs, and says ENOENT.
      if (linksHandles && libc.linkat(handle, nul, currentFolder, to, handleItself) === 0) return
      if (linksHandles && errorName(libc.errno()) !== 'ENOENT') fail(libc, 'linkat', path)
      // The link in /proc is followed: to the open file itself, not to what its name has become.
      const from = terminated(Buffer.from(`/proc/self/fd/${handle}`))
      if (libc.linkat(currentFolder, from, currentFolder, to, followLinks) !== 0) fail(libc, 'linkat', path)
      linksHandles = false
    },
    listXattrs(path) {
      const cPath = inMemory(pathMemory, path)
      const length = Number(libc.llistxattr(cPath, list, BigInt(list.length)))
      if (length === 0) return []
      if (length < 0) return isUnsupported(libc) ? [] : fail(libc, 'llistxattr', path)
      const names = splitNames(Buffer.from(list.subarray(0, length)))
      return names.flatMap((name) => {
        const size = Number(libc.lgetxattr(cPath, terminated(name), value, BigInt(value.length)))
        // Removed since it was listed, or readable by the kernel only.
        return size < 0 ? [] : [{ name: decodeName(name), value: Buffer.from(value.subarray(0, size)) }]
      })
    },
    setXattr(path, name, bytes) {
      const size = BigInt(bytes.length)
      const done = libc.lsetxattr(terminated(path), terminated(encodeName(name)), bytes, size, 0)
      if (done !== 0) fail(libc, 'lsetxattr', path)
    },
    removeXattr(path, name) {
      if (libc.lremovexattr(terminated(path), terminated(encodeName(name))) !== 0)
        fail(libc, 'lremovexattr', path)
    },
    makeNode(path, type, device) {
      if (libc.mknod(terminated(path), typeBits[type] | 0o600, device) !== 0) fail(libc, 'mknod', path)
    },
  }
}

/** `struct timespec`: seconds rounded down, so that times before 1970 keep nanoseconds from 0 to 999,999,999. */
function writeTimespec(into: Buffer, at: number, ns: bigint): void {
  const rest = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  into.writeBigInt64LE((ns - rest) / 1_000_000_000n, at)
  into.writeBigInt64LE(rest, at + 8)
}

function splitNames(bytes: Buffer): Buffer[] {
  const names: Buffer[] = []
  for (let start = 0, end = bytes.indexOf(0); end >= 0; start = end + 1, end = bytes.indexOf(0, start)) {
    names.push(bytes.subarray(start, end))
  }
  return names
}

/** As `terminated`, in memory that is used again: a backup asks for the attributes of every entry. */
function inMemory(memory: Buffer, path: Buffer): Buffer {
  if (path.length >= memory.length) return terminated(path)
  memory[path.copy(memory)] = 0
  return memory
}

function terminated(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, nul])
}

function isUnsupported(libc: Libc): boolean {
  const name = errorName(libc.errno())
  return name === 'ENOTSUP' || name === 'EOPNOTSUPP' || name === 'ENOSYS' || name === 'ENOENT'
}

function fail(libc: Libc, call: string, path: Buffer): never {
  const code = errorName(libc.errno())
  throw Object.assign(new Error(`${call} failed with ${code} on ${path.toString()}`), { code, syscall: call })
}
