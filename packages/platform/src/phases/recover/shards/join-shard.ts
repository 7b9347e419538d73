import { closeSync, linkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'

import type { Repository } from '@anlauf/repository'

import type { JournalEntry } from '../journal.ts'
import { outcomeKey } from '../journal.ts'
import type { ManifestLine } from '../manifest.ts'
import { type OpenUnit, readUnitJournal } from '../open-unit.ts'
import { contentHash, openPlaced, type Seen, seenAt, seenEntry } from '../placed.ts'
import type { UnitPlan } from '../plan.ts'
import { publishFile } from '../publish.ts'
import type { EngineDescription } from '../scanner.ts'
import { holdPlace, unitFolder } from '../unit-folder.ts'
import { systemCode } from '../write-failure.ts'

/** Entries that are written into the journal at once. */
const batch = 1_000

/**
 * Takes over what a finished part holds: its files by a second name, without copying, and what its journal says of
 * them. What somebody touched meanwhile, and what no journal of ours vouches for, is passed over; the run of the whole
 * unit restores it again.
 */
export async function joinShard(
  done: string,
  part: UnitPlan,
  unit: OpenUnit,
  { repository, engine, signal }: Judging,
): Promise<void> {
  const source = unitFolder(join(done, 'clean-room'), part.unit)
  const entries = readUnitJournal(source, part, { repository, engine })
  if (entries === undefined) return
  let added: JournalEntry[] = []
  for (const item of part.items) {
    signal?.throwIfAborted()
    const entry = entries.get(outcomeKey(item))
    const joined = entry && (await joinEntry(source, unit.folder, entry))
    if (joined === undefined) continue
    added.push(joined)
    if (added.length < batch) continue
    unit.journal.append(added)
    added = []
  }
  if (added.length > 0) unit.journal.append(added)
}

interface Judging {
  readonly repository: Repository
  readonly engine: EngineDescription
  readonly signal: AbortSignal | undefined
}

async function joinEntry(
  source: string,
  target: string,
  entry: JournalEntry,
): Promise<JournalEntry | undefined> {
  const { outcome, seen } = entry
  if (outcome.kind !== 'clean') return entry
  const now = seenAt(source, outcome.line)
  if (now === undefined) return undefined
  const isTouched = seen === undefined || !isDeepStrictEqual(now, seen)
  // Linked before by a try that was stopped, or touched by somebody: its bytes decide.
  if (isTouched && (await contentHash(source, outcome.line)) !== outcome.line.sha256) return undefined
  const placed =
    linkPlaced(source, target, outcome.line, now) ?? (await copyPlaced(source, target, outcome.line))
  return placed && { outcome, seen: placed }
}

/** Undefined where the file system knows no second names, or what lies there is not what was looked at. */
function linkPlaced(source: string, target: string, line: ManifestLine, expected: Seen): Seen | undefined {
  const from = holdPlace(source, line, 'find')
  using _from = from.held
  const to = holdPlace(target, line, 'make')
  using _to = to.held
  try {
    rmSync(to.entry, { force: true })
    linkSync(from.entry, to.entry)
  } catch (error) {
    if (['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOENT'].includes(systemCode(error)))
      return undefined
    throw error
  }
  const seen = seenEntry(to.entry)
  if (seen.inode === expected.inode && seen.size === expected.size) return seen
  rmSync(to.entry, { force: true })
  return undefined
}

async function copyPlaced(source: string, target: string, line: ManifestLine): Promise<Seen | undefined> {
  const handle = openPlaced(source, line)
  if (handle === undefined) return undefined
  try {
    const published = await publishFile(target, { ...line, mode: line.mode | 0o400 }, handle, line.sha256)
    return published.isPublished ? published.seen : undefined
  } finally {
    closeSync(handle)
  }
}
