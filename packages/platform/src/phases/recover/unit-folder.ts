import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, posix } from 'node:path'

import { encodeName, printName, timeToNanoseconds } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { writeFailure } from './write-failure.ts'

/** What of an item decides where and how it is written. */
export interface PlacedItem {
  readonly host: string
  readonly path: string
  readonly mode: number
  readonly mtime: string
  readonly linkTarget?: string
}

/** Place of a unit's folder below the clean room, and of an item in it: `<unit>/files/<host>/<path>`. */
export function unitFolder(cleanRoom: string, unit: string): string {
  return join(cleanRoom, safeSegment(unit))
}

/** The bytes of an item's place. Throws `plan-invalid` for a path that leaves the folder: plans are input. */
export function placeOf(folder: string, item: { host: string; path: string }): Buffer {
  const segments = item.path.split('/').slice(1)
  const isSafe =
    item.path.startsWith('/') &&
    segments.every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\0'))
  if (!isSafe) {
    throw new AnlaufError(
      'plan-invalid',
      `The plan names "${printName(item.path)}", which is no path of a backup.`,
      {
        hint: 'Make the plan again with "anlauf recover plan"; a plan is not edited by hand.',
      },
    )
  }
  return Buffer.concat([Buffer.from(join(folder, 'files', safeSegment(item.host))), encodeName(item.path)])
}

/** Writes verified and scanned bytes: a temporary file, then its name. Throws `no-space`, `write-failed`. */
export function publishBytes(folder: string, item: PlacedItem, bytes: Uint8Array): void {
  publish(folder, item, (temporary) => writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' }))
}

/** The same from a staging file, which stays where it is. */
export function publishFile(folder: string, item: PlacedItem, staged: string): void {
  publish(folder, item, (temporary) => copyFileSync(staged, temporary))
}

/** Makes a symbolic link; returns false when it would lead out of its machine's folder. */
export function publishLink(folder: string, item: PlacedItem): boolean {
  const target = item.linkTarget ?? ''
  const reached = posix.normalize(posix.join(posix.dirname(item.path), target))
  if (target === '' || target.startsWith('/') || reached === '..' || reached.startsWith('../')) return false
  const depth = item.path.split('/').length - 2
  if (target.split('/').filter((part) => part === '..').length > depth) return false
  const place = placeOf(folder, item)
  try {
    makeParents(place)
    if (isSameLink(place, target)) return true
    rmSync(place, { force: true })
    symlinkSync(encodeName(target), place)
  } catch (error) {
    throw writeFailure(error, printName(item.path))
  }
  return true
}

function publish(folder: string, item: PlacedItem, write: (temporary: Buffer) => void): void {
  const place = placeOf(folder, item)
  const temporary = Buffer.concat([
    place.subarray(0, place.lastIndexOf('/') + 1),
    Buffer.from(`.anlauf-part-${process.pid}`),
  ])
  try {
    makeParents(place)
    rmSync(temporary, { force: true })
    write(temporary)
    chmodSync(temporary, item.mode & 0o777)
    const seconds = Number(timeToNanoseconds(item.mtime) / 1_000_000n) / 1000
    utimesSync(temporary, seconds, seconds)
    renameSync(temporary, place)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw writeFailure(error, printName(item.path))
  }
}

function makeParents(place: Buffer): void {
  mkdirSync(place.subarray(0, place.lastIndexOf('/')), { recursive: true, mode: 0o700 })
}

function isSameLink(place: Buffer, target: string): boolean {
  const stat = lstatSync(place, { throwIfNoEntry: false })
  return (
    stat?.isSymbolicLink() === true && readlinkSync(place, { encoding: 'buffer' }).equals(encodeName(target))
  )
}

/** A folder name for any id: itself when it is plain, otherwise its bytes as hex. */
function safeSegment(id: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/.test(id)
    ? id
    : `x-${encodeName(id).toString('hex').slice(0, 200)}`
}
