import { createHash } from 'node:crypto'

import { type Node, type Repository, type Snapshot } from '@anlauf/repository'

import {
  contentTypes,
  defaultThresholds,
  endingOf,
  histogramOf,
  sniff,
  uniformityZ,
} from '../../detect/index.ts'
import { nodeFinder } from '../node-finder.ts'
import type { QueuedVersion, QueueItem } from './queue-group.ts'
import { wholeOf } from './read-content.ts'
import { textDifference, type TextDifference } from './text-difference.ts'

/** What is known of one version, for people who have to choose. */
export interface VersionView {
  readonly snapshot: string
  readonly takenAt: string | null
  readonly size: number
  readonly mtime: string
  /** Of the whole content; null when it was not read. */
  readonly sha256: string | null
  /** By its bytes; null when they say nothing. */
  readonly type: string | null
  /** What the check of that type says: `whole`, or what is wrong; null when there is no check or it was not read. */
  readonly structure: string | null
  /** Bits a byte, 8 is noise; null when it was not read. */
  readonly entropy: number | null
  readonly looksRandom: boolean
  /** The beginning as text, and as bytes in hex. */
  readonly beginning: { readonly text: string; readonly hex: string } | null
}

export interface ItemView {
  readonly host: string
  readonly path: string
  readonly newest: VersionView
  readonly previous: VersionView | null
  /** Of the newest version: bytes at its beginning and end that are as before; null without a version before. */
  readonly same: { readonly atStart: number; readonly atEnd: number } | null
  /** Line by line, where both are text; null otherwise. A new text is compared with nothing. */
  readonly difference: TextDifference | null
}

/** Puts the newest version of an item beside the clean one before it. Reads both, up to 64 MiB each. */
export async function compareVersions(
  repository: Repository,
  snapshots: readonly Snapshot[],
  item: QueueItem,
): Promise<ItemView> {
  const findNode = nodeFinder(repository)
  const read = async (version: QueuedVersion): Promise<{ view: VersionView; bytes: Buffer | undefined }> => {
    const snapshot = snapshots.find(({ id }) => id === version.snapshot)
    const node = snapshot === undefined ? undefined : await findNode(snapshot, item.path)
    const bytes = node === undefined ? undefined : await wholeOf(repository, node)
    return { view: viewOf(item.path, version, { bytes, node, takenAt: snapshot?.time ?? null }), bytes }
  }
  const newest = await read(item.newest)
  const previous = item.previous === null ? undefined : await read(item.previous)
  return {
    host: item.host,
    path: item.path,
    newest: newest.view,
    previous: previous?.view ?? null,
    same:
      previous?.bytes === undefined || newest.bytes === undefined
        ? null
        : sameEnds(previous.bytes, newest.bytes),
    difference: differenceOf(item, previous?.bytes, newest.bytes),
  }
}

function differenceOf(
  item: QueueItem,
  previous: Buffer | undefined,
  newest: Buffer | undefined,
): TextDifference | null {
  const before = item.previous === null ? Buffer.alloc(0) : previous
  return before === undefined || newest === undefined ? null : (textDifference(before, newest) ?? null)
}

function viewOf(
  path: string,
  { snapshot, size, mtime }: QueuedVersion,
  found: { bytes: Buffer | undefined; node: Node | undefined; takenAt: string | null },
): VersionView {
  const { bytes, takenAt } = found
  const known = { snapshot, takenAt, size, mtime }
  if (bytes === undefined || found.node?.type !== 'file') {
    return {
      ...known,
      sha256: null,
      type: null,
      structure: null,
      entropy: null,
      looksRandom: false,
      beginning: null,
    }
  }
  const type = sniff(bytes)
  const counts = histogramOf(bytes)
  const z = uniformityZ(counts)
  return {
    ...known,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    type: type?.name ?? null,
    structure: structureOf(path, bytes),
    entropy: entropyOf(counts, bytes.length),
    looksRandom: bytes.length >= defaultThresholds.minRewritten && Math.abs(z) < defaultThresholds.uniformZ,
    beginning: {
      text: bytes.subarray(0, 160).toString('latin1'),
      hex: bytes.subarray(0, 32).toString('hex'),
    },
  }
}

/** What the bytes say they are, else what the name promises, is checked to its last byte. */
function structureOf(path: string, bytes: Buffer): string | null {
  const type = sniff(bytes) ?? contentTypes.find(({ endings }) => endings.includes(endingOf(path)))
  if (type === undefined) return null
  const validity = type.validate(bytes)
  if (validity.state === 'broken') return `broken as ${type.name}: ${validity.what}`
  const rest = bytes.length - validity.end
  return rest === 0 ? 'whole' : `whole, and ${rest} bytes follow its end`
}

function entropyOf(counts: Float64Array, length: number): number {
  let bits = 0
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length)
  return Math.round(bits * 100) / 100
}

function sameEnds(before: Buffer, after: Buffer): { atStart: number; atEnd: number } {
  const least = Math.min(before.length, after.length)
  let atStart = 0
  while (atStart < least && before[atStart] === after[atStart]) atStart += 1
  let atEnd = 0
  while (atEnd < least - atStart && before[before.length - 1 - atEnd] === after[after.length - 1 - atEnd])
    atEnd += 1
  return { atStart, atEnd }
}
