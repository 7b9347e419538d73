import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readlinkSync } from 'node:fs'

import { printName } from '@anlauf/repository'

import { manifestDigest, type ManifestLine, parseManifest } from './manifest.ts'
import type { UnitOutcome } from './run-recovery.ts'
import { hashOf } from './staging.ts'
import { placeOf, unitFolder } from './unit-folder.ts'

/** The result of reading a unit's clean room again, independent of the run that wrote it. */
export interface Verification {
  readonly unit: string
  readonly manifestDigest: string
  readonly files: number
  readonly bytes: number
  /** Entries that are missing or differ from the manifest. */
  readonly problems: readonly string[]
}

/** Reads every file of a unit again and compares it with the manifest, and the manifest with its digest. */
export async function verifyCleanRoom(
  cleanRoom: string,
  outcome: Pick<UnitOutcome, 'unit' | 'manifestFile' | 'manifestDigest'>,
  options: { signal?: AbortSignal; onFile?: (bytes: number) => void } = {},
): Promise<Verification> {
  const text = readFileSync(outcome.manifestFile, 'utf8')
  const digest = manifestDigest(text)
  const problems: string[] =
    digest === outcome.manifestDigest ? [] : ['the manifest was changed since the restore']
  const folder = unitFolder(cleanRoom, outcome.unit)
  let bytes = 0
  const lines = parseManifest(text)
  for (const line of lines) {
    options.signal?.throwIfAborted()
    const found = await contentHash(folder, line)
    if (found !== line.sha256) problems.push(`${printName(line.path)}: ${found ?? 'missing'}`)
    bytes += line.size
    options.onFile?.(line.size)
  }
  return { unit: outcome.unit, manifestDigest: digest, files: lines.length, bytes, problems }
}

/** SHA-256 of what lies at a manifest line's place; undefined when it is missing or of another type. */
export async function contentHash(folder: string, line: ManifestLine): Promise<string | undefined> {
  const place = placeOf(folder, line)
  const stat = lstatSync(place, { throwIfNoEntry: false })
  if (line.type === 'symlink') {
    if (stat?.isSymbolicLink() !== true) return undefined
    return createHash('sha256')
      .update(readlinkSync(place, { encoding: 'buffer' }))
      .digest('hex')
  }
  return stat?.isFile() === true ? hashOf(place) : undefined
}
