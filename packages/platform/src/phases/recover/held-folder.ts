import { closeSync, constants, lstatSync, mkdirSync, openSync } from 'node:fs'

/** A directory that is held open: what anybody puts in its place meanwhile, a link for one, is not entered. */
export interface HeldFolder extends Disposable {
  /** Path of an entry, valid while the directory is held. The entry itself may be anything. */
  entry(name: Buffer | string): Buffer
}

/**
 * Opens the directory `names` below `root`, one name after the other and never through a link, as `openat`
 * would: each step goes through the handle of the one before (`/proc/self/fd`). `make` creates what is missing,
 * private. Throws the system's `ENOENT`, or `ENOTDIR` where a file or a link lies on the way.
 */
export function holdFolder(root: string, names: readonly Buffer[], mode: 'make' | 'find'): HeldFolder {
  let held = openSync(root, constants.O_RDONLY | constants.O_DIRECTORY)
  for (const name of names) {
    try {
      const next = step(entryOf(held, name), mode)
      closeSync(held)
      held = next
    } catch (error) {
      closeSync(held)
      throw error
    }
  }
  return heldBy(held)
}

/** The same for one entry of a directory that is held. */
export function holdBelow(folder: HeldFolder, name: Buffer, mode: 'make' | 'find'): HeldFolder {
  return heldBy(step(folder.entry(name), mode))
}

function heldBy(handle: number): HeldFolder {
  const here = pathOf(handle)
  return {
    entry: (name) => Buffer.concat([here, typeof name === 'string' ? Buffer.from(name) : name]),
    [Symbol.dispose]: () => closeSync(handle),
  }
}

const directoryOnly = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW

function step(place: Buffer, mode: 'make' | 'find'): number {
  try {
    return openSync(place, directoryOnly)
  } catch (error) {
    if (mode === 'find' || lstatSync(place, { throwIfNoEntry: false }) !== undefined) throw error
  }
  mkdirSync(place, { mode: 0o700 })
  return openSync(place, directoryOnly)
}

function entryOf(held: number, name: Buffer): Buffer {
  return Buffer.concat([pathOf(held), name])
}

function pathOf(handle: number): Buffer {
  return Buffer.from(`/proc/self/fd/${handle}/`)
}
