import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { decodeName } from '@anlauf/repository'

import { parseManifest, unitFolder, type UnitOutcome } from '../phases/recover/index.ts'
import { hashFile } from './truth/hash-file.ts'

/** A released file: its path as the backups see it, its content, whether the manifest holds a clean verdict. */
export interface ReleasedFile {
  readonly path: string
  readonly sha256: string
  readonly scanned: boolean
}

/**
 * What really lies in the released folders, found by walking them, not by believing a list: a file that no
 * manifest line explains counts as unscanned.
 */
export async function readReleased(
  folder: string,
  units: readonly UnitOutcome[],
): Promise<readonly ReleasedFile[]> {
  const files: ReleasedFile[] = []
  for (const { unit, manifestFile } of units) {
    const lines = parseManifest(readFileSync(manifestFile, 'utf8'))
    const clean = new Map(lines.map((line) => [`${line.host}${line.path}`, line.sha256]))
    const root = Buffer.from(join(unitFolder(folder, unit), 'files'))
    for (const below of filesIn(root)) {
      const sha256 = await hashFile(Buffer.concat([root, Buffer.from('/'), below]))
      const place = decodeName(below)
      files.push({ path: place.slice(place.indexOf('/')), sha256, scanned: clean.get(place) === sha256 })
    }
  }
  return files
}

/** Paths of regular files below a folder as bytes, relative to it. */
function* filesIn(root: Buffer, below: Buffer = Buffer.alloc(0)): Generator<Buffer> {
  const folder = below.length === 0 ? root : Buffer.concat([root, Buffer.from('/'), below])
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = below.length === 0 ? entry.name : Buffer.concat([below, Buffer.from('/'), entry.name])
    if (entry.isDirectory()) yield* filesIn(root, path)
    else if (entry.isFile()) yield path
  }
}
