import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'

import type { Hit } from '../attack/player.ts'
import { dropper } from '../content/dropper.ts'
import { filesBelow } from '../days/files-below.ts'
import type { EstateFolder } from '../estate-folder.ts'
import { hashFile } from './hash-file.ts'

/** What really was in a file at a backup: `absent` when the path was gone. */
export type TrueState = 'clean' | 'encrypted' | 'note' | 'dropper' | 'absent'

/** A path's content from this backup on, until the next version. */
export interface TrueVersion {
  /** Number of the backup night, from 0. */
  readonly night: number
  readonly state: TrueState
  /** SHA-256; empty when absent. */
  readonly sha256: string
}

export interface TrueFile {
  readonly tenant: string
  readonly dataset: string
  /** Ascending nights; a new entry only where something changed. */
  readonly versions: TrueVersion[]
}

/** Every path's true history, keyed by its path as the backups see it (`/srv/…`). The responders never see it. */
export interface Ledger {
  readonly files: Map<string, TrueFile>
  /** Original paths that the attacker destroyed → the path under which the encrypted bytes lie. */
  readonly hits: Map<string, string>
  /** SHA-256 of every content that the attacker encrypted, whatever it was called the night before. */
  readonly plainHashes: Set<string>
}

export function emptyLedger(): Ledger & { readonly hashes: Map<string, string> } {
  return { files: new Map(), hits: new Map(), plainHashes: new Set(), hashes: new Map() }
}

export type RecordingLedger = ReturnType<typeof emptyLedger>

/**
 * Records the truth of one backup night: hashes what changed, notes what is gone. Content that stays as it
 * was keeps its state: what was encrypted last night still is.
 */
export async function recordTruth(
  ledger: RecordingLedger,
  estate: EstateFolder,
  night: number,
  attacked: { hits: readonly Hit[]; notes: readonly string[] },
): Promise<{ files: number; bytes: number }> {
  const locked = new Set(attacked.hits.map((hit) => hit.lockedPath))
  const notes = new Set(attacked.notes)
  for (const hit of attacked.hits) {
    ledger.hits.set(storedPath(estate, hit.path), storedPath(estate, hit.lockedPath))
    ledger.plainHashes.add(hit.plainSha256)
  }
  const seen = new Set<string>()
  const total = { files: 0, bytes: 0 }
  for (const { tenant, dataset, folder } of estate.areas) {
    for (const path of filesBelow(folder)) {
      const { sha256, size } = await contentOf(ledger, path)
      const state = stateOf(ledger, path, sha256, locked, notes)
      const stored = storedPath(estate, path)
      note(ledger, stored, { tenant, dataset }, { night, state, sha256 })
      seen.add(stored)
      total.files += 1
      total.bytes += size
    }
  }
  for (const [path, file] of ledger.files) {
    if (!seen.has(path)) note(ledger, path, file, { night, state: 'absent', sha256: '' })
  }
  return total
}

/** The version of a path at a night; undefined before it existed. */
export function versionAt(file: TrueFile, night: number): TrueVersion | undefined {
  return file.versions.findLast((version) => version.night <= night)
}

const dropperHash = createHash('sha256').update(dropper()).digest('hex')

function stateOf(
  ledger: Ledger,
  path: string,
  sha256: string,
  locked: Set<string>,
  notes: Set<string>,
): TrueState {
  if (notes.has(path)) return 'note'
  // Encrypted twice with one keystream, a file is plain again.
  if (locked.has(path) && !ledger.plainHashes.has(sha256)) return 'encrypted'
  return sha256 === dropperHash ? 'dropper' : 'clean'
}

function note(
  ledger: Ledger,
  path: string,
  owner: { tenant: string; dataset: string },
  version: TrueVersion,
): void {
  const file = ledger.files.get(path) ?? { tenant: owner.tenant, dataset: owner.dataset, versions: [] }
  ledger.files.set(path, file)
  if (file.versions.at(-1)?.sha256 !== version.sha256) file.versions.push(version)
}

/** Unchanged inode, size and change time: the bytes need not be read again. */
async function contentOf(ledger: RecordingLedger, path: string): Promise<{ sha256: string; size: number }> {
  const { ino, size, ctimeNs } = lstatSync(path, { bigint: true })
  const key = `${ino}/${size}/${ctimeNs}`
  const sha256 = ledger.hashes.get(key) ?? (await hashFile(path))
  ledger.hashes.set(key, sha256)
  return { sha256, size: Number(size) }
}

function storedPath(estate: EstateFolder, path: string): string {
  return path.slice(estate.root.length)
}
