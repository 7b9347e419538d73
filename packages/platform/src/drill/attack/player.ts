import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
  ftruncateSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { markerFile } from '../estate-folder.ts'
import type { Geometry } from './geometry.ts'
import { lock } from './transform.ts'

/** How a family writes: over the old bytes, or a new file beside it and then away with the old one. */
export type WriteShape = 'in-place' | 'new-then-delete'

/** One file that the player encrypted. Paths are absolute. */
export interface Hit {
  readonly path: string
  readonly lockedPath: string
  readonly geometry: string
  /** Of the content before. */
  readonly plainSha256: string
}

/**
 * Encrypts one file of a marked estate. Refuses everything outside a folder with the marker file and
 * never follows a link. Throws `drill-marker-missing`.
 */
export function lockFileOf(
  root: string,
  path: string,
  how: { geometry: Geometry; shape: WriteShape; newName?: string; at: Date },
): Hit {
  requireMarked(root, path)
  const place = relative(root, path)
  const lockedPath = how.newName === undefined ? path : join(dirname(path), how.newName)
  let plainSha256 = ''
  const locked = (plain: Buffer): Buffer => {
    plainSha256 = createHash('sha256').update(plain).digest('hex')
    return lock(how.geometry, plain, place)
  }
  if (how.shape === 'in-place') {
    overwrite(path, locked)
    if (lockedPath !== path) renameSync(path, lockedPath)
  } else {
    const beside = lockedPath === path ? `${path}.tmp` : lockedPath
    writeFileSync(beside, locked(readFileSync(path)), { flag: 'wx' })
    rmSync(path)
    if (beside !== lockedPath) renameSync(beside, lockedPath)
  }
  utimesSync(lockedPath, how.at, how.at)
  return { path, lockedPath, geometry: how.geometry.name, plainSha256 }
}

/** Leaves a note in a folder of a marked estate. */
export function leaveNote(
  root: string,
  folder: string,
  note: { name: string; text: string },
  at: Date,
): string {
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

function overwrite(path: string, change: (plain: Buffer) => Buffer): void {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW)
  try {
    const plain = Buffer.alloc(fstatSync(descriptor).size)
    readSync(descriptor, plain, 0, plain.length, 0)
    const changed = change(plain)
    writeSync(descriptor, changed, 0, changed.length, 0)
    ftruncateSync(descriptor, changed.length)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
