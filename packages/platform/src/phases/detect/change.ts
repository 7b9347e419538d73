import type { Content } from './content.ts'
import type { Noise } from './noise.ts'
import type { Delta } from './signals/delta.ts'
import { isEncryptionGrowth } from './signals/growth.ts'
import type { Thresholds } from './thresholds.ts'
import { endingOf } from './validators/index.ts'

export interface Change {
  /** Path of the new version, and of the old one where it was another. */
  readonly path: string
  readonly oldPath?: string
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** Both are complete; false when of a large file only the changed ranges were read. */
  readonly complete: boolean
  /** The new name has an ending that this history never saw before. */
  readonly unseenEnding: boolean
  /** Many files got that ending together (T8). */
  readonly massRenamed: boolean
}

/** Everything that is known of a change when it is judged. */
export interface Case {
  readonly change: Change
  readonly old: Content
  readonly now: Content
  readonly delta: Delta
  readonly noise: Noise
  readonly limits: Thresholds
}

/**
 * Under a new name and smaller, or far larger: compressed, exported, converted; never encrypted alone. When a
 * strange ending was only appended, the size may have changed by honest work on the same day.
 */
export function isConversion(change: Change): boolean {
  const { path, oldPath, unseenEnding } = change
  if (oldPath === undefined || oldPath === path || canBeEncryption(change)) return false
  return !(unseenEnding && path.startsWith(`${oldPath}.`) && !compressedEndings.has(endingOf(path)))
}

/** What compressors append when they replace a file. */
const compressedEndings = new Set('gz bz2 xz zst lz4 lz lzo lzma br z sz'.split(' '))

export function canBeEncryption({ before, after }: Change): boolean {
  return isEncryptionGrowth(before.length, after.length)
}

/** Names of containers that people encrypt or compress a document into, and delete it (T7 counts them). */
const containerEndings = new Set('7z rar zip gpg pgp asc age aes axx cpt enc hc vc tc kdbx'.split(' '))

/** Got the ending of a compressor. */
export function isCompressed({ path, oldPath }: Pick<Change, 'path' | 'oldPath'>): boolean {
  return oldPath !== undefined && oldPath !== path && compressedEndings.has(endingOf(path))
}

export function isContainerSwap({ path, oldPath }: Pick<Change, 'path' | 'oldPath'>): boolean {
  if (oldPath === undefined || oldPath === path) return false
  return containerEndings.has(endingOf(path)) || compressedEndings.has(endingOf(path))
}
