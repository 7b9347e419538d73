import { closeSync, constants, openSync } from 'node:fs'

/** Paths that the system would refuse for their length, made short enough to be used. */
export interface LongPaths extends Disposable {
  /**
   * The path itself, or when it is too long the same entry below an open directory. Use the answer at once:
   * it holds until some 500 other such directories have been used. Throws the system's error for a directory
   * on the way that is missing or may not be entered.
   */
  reach(path: Buffer): Buffer
}

/** `PATH_MAX` of Linux without the final NUL; a name has at most 255 bytes. */
const longestPath = 4_095
/** Where a path has grown by so much, its directory is opened: what lies just below fits in what is left. */
const stepBytes = 2_048
/** A path of 2,048 directories with the longest names takes 260; more are closed, oldest first. */
const maxHandles = 512
/** `O_PATH` of `open(2)`: a place to start from, needs no permission to read. Node does not name it. */
const openPath = 0o10000000

/** Without cost for paths that are short enough; Linux with `/proc` only, where long ones are met. */
export function longPaths(): LongPaths {
  const handles = new Map<string, number>()

  function enter(key: string, path: Buffer): number {
    const known = handles.get(key)
    if (known !== undefined) {
      handles.delete(key)
      handles.set(key, known)
      return known
    }
    const [oldest] = handles
    if (handles.size >= maxHandles && oldest !== undefined) {
      handles.delete(oldest[0])
      closeSync(oldest[1])
    }
    const { O_DIRECTORY, O_NOFOLLOW } = constants
    const handle = openSync(path, openPath | O_DIRECTORY | O_NOFOLLOW)
    handles.set(key, handle)
    return handle
  }

  return {
    reach(path) {
      let start = 0
      let base = Buffer.alloc(0)
      while (base.length + path.length - start > longestPath) {
        const end = path.indexOf('/', start + stepBytes)
        // One name that is too long: the system shall say so.
        if (end === -1) break
        const piece = Buffer.concat([base, path.subarray(start, end)])
        const handle = enter(path.toString('latin1', 0, end), piece)
        base = Buffer.from(`/proc/self/fd/${handle}`)
        start = end
      }
      return start === 0 ? path : Buffer.concat([base, path.subarray(start)])
    },
    [Symbol.dispose]() {
      for (const handle of handles.values()) closeSync(handle)
      handles.clear()
    },
  }
}
