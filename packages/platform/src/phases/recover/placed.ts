import { createHash } from 'node:crypto'
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  rmSync,
} from 'node:fs'

import { AnlaufError } from '../../core/failure.ts'
import type { ManifestLine } from './manifest.ts'
import { hashOf } from './open-file.ts'
import { holdPlace, type Place } from './unit-folder.ts'
import { systemCode } from './write-failure.ts'

/** What a published file looked like right afterwards: whoever touches it later changes one of these. */
export interface Seen {
  readonly inode: string
  readonly size: number
  /** Time of the last change of content, name or metadata. The kernel sets it, no program can. */
  readonly changedNs: string
}

export function seenEntry(entry: Buffer): Seen {
  return seenIn(lstatSync(entry, { bigint: true }))
}

/** The same of an open file, and the rights that it has. */
export function seenFile(handle: number): { readonly seen: Seen; readonly rights: number } {
  const stat = fstatSync(handle, { bigint: true })
  return { seen: seenIn(stat), rights: Number(stat.mode & 0o777n) }
}

function seenIn({ ino, size, ctimeNs }: BigIntStats): Seen {
  return { inode: String(ino), size: Number(size), changedNs: String(ctimeNs) }
}

/** What lies at an item's place now; undefined when nothing does or a link is on the way. */
export function seenAt(folder: string, item: Place): Seen | undefined {
  return atPlace(folder, item, seenEntry)
}

/** SHA-256 of what lies at a manifest line's place; undefined when it is missing, unreadable or of another type. */
export async function contentHash(
  folder: string,
  line: Pick<ManifestLine, 'host' | 'path' | 'type'>,
): Promise<string | undefined> {
  if (line.type === 'symlink') {
    const target = readPlacedLink(folder, line)
    return target && createHash('sha256').update(target).digest('hex')
  }
  const handle = openPlaced(folder, line)
  if (handle === undefined) return undefined
  try {
    return await hashOf(handle)
  } catch {
    return undefined
  } finally {
    closeSync(handle)
  }
}

/** Opens a regular file of a unit for reading; undefined when there is none. */
export function openPlaced(folder: string, item: Place): number | undefined {
  // Without O_NONBLOCK a pipe that somebody put there would wait for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = atPlace(folder, item, (entry) => openSync(entry, flags))
  if (handle === undefined || fstatSync(handle).isFile()) return handle
  closeSync(handle)
  return undefined
}

/** Target of a symbolic link of a unit; undefined when there is no link. */
export function readPlacedLink(folder: string, item: Place): Buffer | undefined {
  return atPlace(folder, item, (entry) =>
    lstatSync(entry).isSymbolicLink() ? readlinkSync(entry, { encoding: 'buffer' }) : undefined,
  )
}

/** Takes away the file or link at an item's place; a directory stays, and so does everything behind a link. */
export function removePlaced(folder: string, item: Place): void {
  atPlace(folder, item, (entry) => {
    if (!lstatSync(entry).isDirectory()) rmSync(entry)
  })
}

/** What cannot be looked at counts as not there: whoever asks then restores again, or refuses. */
function atPlace<Found>(folder: string, item: Place, look: (entry: Buffer) => Found): Found | undefined {
  try {
    const { held, entry } = holdPlace(folder, item, 'find')
    using _held = held
    return look(entry)
  } catch (error) {
    if (systemCode(error) === '' || error instanceof AnlaufError) throw error
    return undefined
  }
}
