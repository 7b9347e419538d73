import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { encodeName, posixCalls, printName, timeToNanoseconds } from '@anlauf/repository'

import { type HeldPlaces, holdPlaces } from './held-places.ts'
import { staysInside } from './link-rule.ts'
import { piecesOf } from './open-file.ts'
import { type Seen, seenEntry, seenFile } from './placed.ts'
import { holdPlace, type Place } from './unit-folder.ts'
import { systemCode, writeFailure } from './write-failure.ts'

/** What of an item decides where and how it is written. */
export interface PlacedItem extends Place {
  readonly mode: number
  readonly mtime: string
  readonly linkTarget?: string
}

/** An item is where it belongs, or cannot be: then only this item waits for a person. */
export type Publication =
  | { readonly isPublished: true; readonly seen: Seen }
  | { readonly isPublished: false; readonly cause: RefusedCause; readonly detail: string }

type RefusedCause = 'cannot-be-placed' | 'changed-after-scan' | 'link-leads-outside'

/** Writes verified and scanned bytes: a file without a name (else a temporary one), then its name. Throws `no-space`, `write-failed`. */
export function publishBytes(
  folder: string,
  item: PlacedItem,
  bytes: Uint8Array,
  places?: HeldPlaces,
): Publication {
  if (places === undefined) {
    using own = holdPlaces()
    return publishBytes(folder, item, bytes, own)
  }
  let part: Part | undefined
  try {
    part = openPart(folder, item, places)
    writeFileSync(part.handle, bytes)
    return part.giveName()
  } catch (error) {
    return refusedOrThrown(error, item)
  } finally {
    part?.close()
  }
}

/** The same from an open file; what is written must have the SHA-256 that was judged, or it gets no name. */
export async function publishFile(
  folder: string,
  item: PlacedItem,
  source: number,
  sha256: string,
  places?: HeldPlaces,
): Promise<Publication> {
  if (places === undefined) {
    using own = holdPlaces()
    return await publishFile(folder, item, source, sha256, own)
  }
  let part: Part | undefined
  try {
    part = openPart(folder, item, places)
    const hash = createHash('sha256')
    for await (const piece of piecesOf(source)) {
      hash.update(piece)
      writeFileSync(part.handle, piece)
    }
    if (hash.digest('hex') === sha256) return part.giveName()
    return refused('changed-after-scan', 'It was changed between scanning and writing.')
  } catch (error) {
    return refusedOrThrown(error, item)
  } finally {
    part?.close()
  }
}

/** Takes away what a killed run had not given its item's name; whoever calls holds the folder's lock. */
export function removeUnpublished(folder: string): void {
  rmSync(join(folder, partName), { recursive: true, force: true })
}

/** Makes a symbolic link, unless it leads out of its machine's folder. */
export function publishLink(folder: string, item: PlacedItem): Publication {
  const target = item.linkTarget ?? ''
  if (!staysInside(item.path, target)) {
    return refused('link-leads-outside', 'The link leads out of the restored folder and was not made.')
  }
  try {
    const { held, entry } = holdPlace(folder, item, 'make')
    using _held = held
    if (!isSameLink(entry, encodeName(target))) {
      rmSync(entry, { force: true })
      symlinkSync(encodeName(target), entry)
    }
    setTime(entry, item)
    return { isPublished: true, seen: seenEntry(entry) }
  } catch (error) {
    return refusedOrThrown(error, item)
  }
}

/** A file without its name, or with one that nobody takes for an item's. */
interface Part {
  readonly handle: number
  giveName(): Publication
  close(): void
}

/** One in a folder: whoever publishes holds the folder's lock. */
const partName = '.publishing'

function openPart(folder: string, item: PlacedItem, places: HeldPlaces): Part {
  const path = partPath(folder, item, places)
  const mode = item.mode & 0o777
  const handle = places.linkByHandle && openNameless(places.at(folder, item).directory, mode)
  if (handle === undefined) return openNamed(path, folder, item, places)
  return {
    handle,
    giveName() {
      setTime(path, item, handle)
      const { entry } = places.at(folder, item)
      if (!linkNew(() => places.linkByHandle?.(handle, entry)))
        putInPlace(() => places.linkByHandle?.(handle, path), path, entry)
      const { seen, rights } = seenFile(handle)
      if (rights === mode) return { isPublished: true, seen }
      // Rights that the process's mask held back. Asking costs nothing, setting what is right already 2 µs a file.
      fchmodSync(handle, mode)
      return { isPublished: true, seen: seenFile(handle).seen }
    },
    close: () => closeSync(handle),
  }
}

function partPath(folder: string, item: PlacedItem, places: HeldPlaces): Buffer {
  try {
    return places.unit(folder).entry(partName)
  } catch (error) {
    throw writeFailure(error, printName(item.path))
  }
}

/** `O_TMPFILE` of `open(2)`, which Node does not name. */
const nameless = 0o20000000 | constants.O_DIRECTORY | constants.O_WRONLY
const knowsNoNameless = new Set(['EOPNOTSUPP', 'ENOTSUP', 'EISDIR', 'ENOENT', 'EINVAL'])

/**
 * A file in the directory that has no name yet: a killed run leaves nothing of it, and giving it a name costs half of
 * what a rename from another directory does. Undefined where the file system or Node has no such thing.
 */
function openNameless(directory: Buffer, mode: number): number | undefined {
  try {
    return openSync(directory, nameless, mode)
  } catch (error) {
    if (knowsNoNameless.has(systemCode(error))) return undefined
    throw error
  }
}

/** False when something has the name already. */
function linkNew(link: () => void): boolean {
  try {
    link()
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Only a rename puts a file in the place of another one in one step. */
function putInPlace(link: () => void, path: Buffer, entry: Buffer): void {
  rmSync(path, { recursive: true, force: true })
  link()
  try {
    renameSync(path, entry)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

function openNamed(path: Buffer, folder: string, item: PlacedItem, places: HeldPlaces): Part {
  const handle = createNew(path, item)
  let isNamed = false
  return {
    handle,
    giveName() {
      fchmodSync(handle, item.mode & 0o777)
      setTime(path, item, handle)
      renameSync(path, places.at(folder, item).entry)
      isNamed = true
      return { isPublished: true, seen: seenFile(handle).seen }
    },
    close() {
      closeSync(handle)
      if (!isNamed) rmSync(path, { force: true })
    },
  }
}

function createNew(path: Buffer, item: PlacedItem): number {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants
  const flags = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY
  try {
    try {
      return openSync(path, flags, 0o600)
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
      rmSync(path, { recursive: true, force: true })
      return openSync(path, flags, 0o600)
    }
  } catch (error) {
    throw writeFailure(error, printName(item.path))
  }
}

/** A time that this file system cannot hold costs the time, not the file. By its handle, where there is one, no way is walked. */
function setTime(path: Buffer, { mtime }: PlacedItem, handle?: number): void {
  const at = timeToNanoseconds(mtime)
  try {
    if (handle === undefined || posixCalls.setTimesByHandle === undefined) posixCalls.setTimes(path, at, at)
    else posixCalls.setTimesByHandle(handle, at, at)
  } catch (error) {
    if (systemCode(error) !== 'EINVAL' && systemCode(error) !== 'EOVERFLOW') throw error
  }
}

function isSameLink(entry: Buffer, target: Buffer): boolean {
  const stat = lstatSync(entry, { throwIfNoEntry: false })
  return stat?.isSymbolicLink() === true && readlinkSync(entry, { encoding: 'buffer' }).equals(target)
}

const impossibleName = new Set(['ENAMETOOLONG', 'EINVAL', 'EILSEQ'])
const placeTaken = new Set(['ENOTDIR', 'EISDIR', 'ERR_FS_EISDIR', 'EEXIST', 'ENOTEMPTY', 'ELOOP'])

/** Trouble with one name, or with what lies on the way to it, does not concern the other items. */
function refusedOrThrown(error: unknown, item: Place): Publication {
  const code = systemCode(error)
  if (impossibleName.has(code)) {
    return refused('cannot-be-placed', `This file system cannot hold its name (${code}).`)
  }
  if (placeTaken.has(code)) {
    return refused('cannot-be-placed', `Something else lies at its place or on the way to it (${code}).`)
  }
  throw writeFailure(error, printName(item.path))
}

function refused(cause: RefusedCause, detail: string): Publication {
  return { isPublished: false, cause, detail }
}
