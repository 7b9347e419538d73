import { closeSync } from 'node:fs'

import { decodeName, printName } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import {
  contentHash,
  type ManifestLine,
  openPlaced,
  type Publication,
  publishFile,
  publishLink,
  readPlacedLink,
} from '../recover/index.ts'

export interface CopyOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number; bytesDone: number }) => void
}

/**
 * Copies what a manifest names from a clean room's unit into a folder of the same shape, and nothing else. Each
 * file is hashed while it is copied. Throws `gate-closed` for the first that is not what the manifest says.
 */
export async function copyChecked(
  lines: readonly ManifestLine[],
  from: string,
  to: string,
  { signal, onProgress }: CopyOptions,
): Promise<void> {
  const progress = { done: 0, total: lines.length, bytesDone: 0 }
  // Links last, as everywhere: one that exists could be walked through.
  const sorted = lines.toSorted((a, b) => Number(a.type === 'symlink') - Number(b.type === 'symlink'))
  for (const line of sorted) {
    signal?.throwIfAborted()
    const copy = line.type === 'symlink' ? await copyLink(line, from, to) : await copyFile(line, from, to)
    if (copy === undefined || !copy.isPublished) throw changed(line, copy?.detail)
    progress.done += 1
    progress.bytesDone += line.size
    onProgress?.({ ...progress })
  }
}

async function copyFile(line: ManifestLine, from: string, to: string): Promise<Publication | undefined> {
  const source = openPlaced(from, line)
  if (source === undefined) return undefined
  try {
    return await publishFile(to, line, source, line.sha256)
  } finally {
    closeSync(source)
  }
}

async function copyLink(line: ManifestLine, from: string, to: string): Promise<Publication | undefined> {
  const target = readPlacedLink(from, line)
  if (target === undefined || (await contentHash(from, line)) !== line.sha256) return undefined
  return publishLink(to, { ...line, linkTarget: decodeName(target) })
}

function changed(
  { path, sha256 }: ManifestLine,
  detail = 'It is gone, or no regular file any more.',
): AnlaufError {
  return new AnlaufError('gate-closed', `${printName(path)} is not what was scanned. ${detail}`, {
    hint: 'Somebody changed the clean room. Restore the unit again; nothing of it was released.',
    context: { sha256 },
  })
}
