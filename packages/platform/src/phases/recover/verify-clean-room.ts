import { existsSync, readFileSync } from 'node:fs'

import { printName } from '@anlauf/repository'

import { manifestDigest, parseManifest } from './manifest.ts'
import type { UnitOutcome } from './open-unit.ts'
import { contentHash } from './placed.ts'
import { unitFolder } from './unit-folder.ts'

/** The result of reading a unit's clean room again, independent of the run that wrote it. */
export interface Verification {
  readonly unit: string
  readonly manifestDigest: string
  /** Entries that are as the manifest says, and their bytes: with any problem fewer than were restored. */
  readonly files: number
  readonly bytes: number
  /** Entries that are missing or differ from the manifest. */
  readonly problems: readonly string[]
}

/**
 * Reads every file of a unit again and compares it with the manifest, and the manifest with its digest. What it
 * finds, `runRecovery` with `recheck: 'content'` restores again.
 */
export async function verifyCleanRoom(
  cleanRoom: string,
  outcome: Pick<UnitOutcome, 'unit' | 'manifestFile' | 'manifestDigest'>,
  options: { signal?: AbortSignal; onFile?: (bytes: number) => void } = {},
): Promise<Verification> {
  const { unit } = outcome
  const text = existsSync(outcome.manifestFile) ? readFileSync(outcome.manifestFile, 'utf8') : ''
  const digest = manifestDigest(text)
  if (digest !== outcome.manifestDigest) {
    // Whatever it names now is not what was restored.
    const problems = ['the manifest was changed since the restore, or is gone']
    return { unit, manifestDigest: digest, files: 0, bytes: 0, problems }
  }
  const folder = unitFolder(cleanRoom, unit)
  const problems: string[] = []
  let files = 0
  let bytes = 0
  for (const line of parseManifest(text)) {
    options.signal?.throwIfAborted()
    const found = await contentHash(folder, line)
    if (found === line.sha256) {
      files += 1
      bytes += line.size
    } else
      problems.push(`${printName(line.path)}: ${found === undefined ? 'missing' : `changed, now ${found}`}`)
    options.onFile?.(line.size)
  }
  return { unit, manifestDigest: digest, files, bytes, problems }
}
