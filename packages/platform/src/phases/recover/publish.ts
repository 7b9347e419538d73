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

/** Writes verified and scanned bytes: a temporary file, then its name. Throws `no-space`, `write-failed`. */
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
  const part = openPart(folder, item, places)
  try {
    writeFileSync(part.handle, bytes)
    return part.giveName()
  } catch (error) {
    return refusedOrThrown(error, item)
  } finally {
    part.close()
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
  const part = openPart(folder, item, places)
  try {
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
    part.close()
  }
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

/** A file without its name. */
interface Part {
  readonly handle: number
  giveName(): Publication
  close(): void
}

/** One in a folder: whoever publishes holds the folder's lock. A later run overwrites what a killed one left. */
const partName = '.publishing'

function openPart(folder: string, item: PlacedItem, places: HeldPlaces): Part {
  try {
    const path = places.unit(folder).entry(partName)
    const handle = createNew(path)
    let isNamed = false
    return {
      handle,
      giveName() {
        fchmodSync(handle, item.mode & 0o777)
        setTime(path, item, handle)
        renameSync(path, places.entry(folder, item))
        isNamed = true
        return { isPublished: true, seen: seenFile(handle) }
      },
      close() {
        closeSync(handle)
        if (!isNamed) rmSync(path, { force: true })
      },
    }
  } catch (error) {
    throw writeFailure(error, printName(item.path))
  }
}

function createNew(path: Buffer): number {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants
  const flags = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY
  try {
    return openSync(path, flags, 0o600)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    rmSync(path, { recursive: true, force: true })
    return openSync(path, flags, 0o600)
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
