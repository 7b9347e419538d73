import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { markerFile } from '../estate-folder.ts'
import type { AttackMode, RansomNote } from './attack-mode.ts'

/**
 * How a family writes. `in-place`: over the old bytes, the new name last. `new-then-delete`: a new file beside it,
 * then away with the old one. `rename-first`: the new name, then over the bytes. `truncate-and-write`: emptied, then
 * written from the start. `overwrite-twice`: the old bytes are destroyed with noise before the new file stays alone.
 */
export type WriteShape =
  | 'in-place'
  | 'new-then-delete'
  | 'rename-first'
  | 'truncate-and-write'
  | 'overwrite-twice'

export const writeShapes: readonly WriteShape[] = [
  'in-place',
  'new-then-delete',
  'rename-first',
  'truncate-and-write',
  'overwrite-twice',
]

/** One file that the player encrypted. Paths are absolute. */
export interface Hit {
  readonly path: string
  readonly lockedPath: string
  /** Name of the mode. */
  readonly geometry: string
  /** Of the content before. */
  readonly plainSha256: string
}

/** Modification time afterwards: of the attack, or the old one again (timestomping). */
export type Timestamp = Date | 'as-before'

/**
 * Encrypts one file of a marked estate by a mode of the library, under the mode's name for it or, with
 * `keepsName`, under its own. Undefined: the mode leaves the file alone, or the new name is taken. Refuses everything
 * outside a folder with the marker file and never follows a link. Throws `drill-marker-missing`.
 */
export function attackFile(
  root: string,
  path: string,
  how: { mode: AttackMode; campaign: string; shape: WriteShape; keepsName?: boolean; at: Timestamp },
): Hit | undefined {
  requireMarked(root, path)
  const plain = readPlain(path)
  const attacked = how.mode.encrypt(plain, relative(root, path), how.campaign)
  if (attacked === undefined || attacked.bytes.equals(plain)) return undefined
  const lockedPath = how.keepsName === true ? path : join(root, attacked.path)
  if (lockedPath !== path && existsSync(lockedPath)) return undefined
  return write({ path, lockedPath, plain, bytes: attacked.bytes, ...how, geometry: how.mode.name })
}

/** Leaves a note in a folder of a marked estate. */
export function leaveNote(root: string, folder: string, note: RansomNote, at: Date): string {
  const path = join(folder, note.name)
  requireMarked(root, path)
  writeFileSync(path, note.text)
  utimesSync(path, at, at)
  return path
}

/** The player works only below a folder that carries the marker, on regular files, through no link. */
export function requireMarked(root: string, path: string): void {
  const below = relative(root, path)
  const outside = below === '' || below === '..' || below.startsWith(`..${sep}`)
  if (outside || !existsSync(join(root, markerFile))) {
    throw new AnlaufError('drill-marker-missing', `The attack player refuses to touch ${path}.`, {
      hint: `It only plays inside a folder that carries the file ${markerFile}, which "anlauf drill" makes itself.`,
    })
  }
  let here = root
  for (const name of below.split(sep)) {
    here = join(here, name)
    if (existsSync(here) && lstatSync(here).isSymbolicLink()) {
      throw new AnlaufError('drill-marker-missing', `The attack player refuses to follow the link ${here}.`, {
        hint: 'Links could lead out of the drill; leave it as it is.',
      })
    }
  }
}

interface Writing {
  readonly path: string
  readonly lockedPath: string
  readonly plain: Buffer
  readonly bytes: Buffer
  readonly shape: WriteShape
  readonly geometry: string
  readonly at: Timestamp
}

function write({ path, lockedPath, plain, bytes, shape, geometry, at }: Writing): Hit {
  const before = statSync(path)
  switch (shape) {
    case 'in-place':
      overwrite(path, bytes)
      if (lockedPath !== path) renameSync(path, lockedPath)
      break
    case 'rename-first':
      if (lockedPath !== path) renameSync(path, lockedPath)
      overwrite(lockedPath, bytes)
      break
    case 'truncate-and-write':
      withFile(path, (descriptor) => {
        ftruncateSync(descriptor, 0)
        writeAll(descriptor, bytes)
      })
      if (lockedPath !== path) renameSync(path, lockedPath)
      break
    case 'new-then-delete':
    case 'overwrite-twice': {
      const beside = lockedPath === path ? `${path}.tmp` : lockedPath
      writeFileSync(beside, bytes, { flag: 'wx' })
      if (shape === 'overwrite-twice') overwrite(path, Buffer.alloc(plain.length, 0xff))
      rmSync(path)
      if (beside !== lockedPath) renameSync(beside, lockedPath)
      break
    }
  }
  // Seconds with a fraction: dates would round to milliseconds, and a careful attacker does not.
  const [accessed, modified] = at === 'as-before' ? [before.atimeMs / 1000, before.mtimeMs / 1000] : [at, at]
  utimesSync(lockedPath, accessed, modified)
  return { path, lockedPath, geometry, plainSha256: createHash('sha256').update(plain).digest('hex') }
}

function readPlain(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function overwrite(path: string, bytes: Buffer): void {
  withFile(path, (descriptor) => {
    writeAll(descriptor, bytes)
    ftruncateSync(descriptor, bytes.length)
    fsyncSync(descriptor)
  })
}

function withFile(path: string, work: (descriptor: number) => void): void {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW)
  try {
    work(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, done)
  }
}
