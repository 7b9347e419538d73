import { AnlaufError } from '../../../core/failure.ts'
import { formatLsn, type Lsn } from './lsn.ts'
import { parseArchivedName, segmentName, segmentOf } from './segment-name.ts'
import type { Ancestor } from './timeline-history.ts'

/** What the archive holds for one cluster. */
export interface Archive {
  /** Names of the segments that are there and whole. */
  readonly segments: ReadonlySet<string>
  /** Ancestors of each timeline that has a history. */
  readonly histories: ReadonlyMap<number, readonly Ancestor[]>
  readonly segmentBytes: number
}

/** Where a base backup began and ended. */
export interface BaseRange {
  readonly timeline: number
  readonly start: Lsn
  readonly end: Lsn
}

/** The segments from a base backup on, in order, as far as they go without a hole. */
export interface WalChain {
  readonly timeline: number
  readonly names: readonly string[]
  /** First position that is not covered. */
  readonly coveredTo: Lsn
  /** The segment that is missing although later ones are there; what lies behind it cannot be reached. */
  readonly gap: string | undefined
}

/**
 * Follows the log from a base backup along `timeline` (default: the base's own). Throws `wal-invalid` when the base
 * is no ancestor of that timeline or a target position is not covered; each names the segment.
 */
export function walChain(
  archive: Archive,
  base: BaseRange,
  { timeline = base.timeline, target }: { timeline?: number; target?: Lsn } = {},
): WalChain {
  const { segmentBytes } = archive
  const line = lineage(archive, base, timeline)
  const names: string[] = []
  let number = segmentOf(base.start, segmentBytes)
  let coveredTo = number * BigInt(segmentBytes)
  for (;;) {
    const name = segmentName(timelineAt(line, number, segmentBytes), number, segmentBytes)
    const isArchived = archive.segments.has(name)
    // A base backup brings the log of its own duration, the last segment of it only up to its end.
    if (!isArchived && number > segmentOf(base.end - 1n, segmentBytes)) break
    if (isArchived) names.push(name)
    if (!isArchived && number === segmentOf(base.end - 1n, segmentBytes)) {
      coveredTo = base.end
      break
    }
    number += 1n
    coveredTo = number * BigInt(segmentBytes)
    if (target !== undefined && target < coveredTo) break
  }
  const missing = segmentName(timelineAt(line, number, segmentBytes), number, segmentBytes)
  const gap = !archive.segments.has(missing) && laterSegment(archive, line, number) ? missing : undefined
  const wanted = target !== undefined && target > base.end ? target : base.end
  if (coveredTo < wanted) {
    throw new AnlaufError(
      'wal-invalid',
      `The segment ${missing} of the log is missing: it ends at ${formatLsn(coveredTo)}, before ${formatLsn(wanted)}.`,
      {
        hint: 'Look for the file in pg_wal of the damaged server or on another copy of the repository and hand it in with "anlauf protect postgres wal", or choose an earlier target.',
        context: { missing, coveredTo: formatLsn(coveredTo), wanted: formatLsn(wanted) },
      },
    )
  }
  if (target !== undefined && target < base.end) {
    throw new AnlaufError(
      'wal-invalid',
      `The target ${formatLsn(target)} lies before the end of this base backup, ${formatLsn(base.end)}.`,
      { hint: 'Choose an older base backup: "anlauf protect postgres show" lists them.' },
    )
  }
  return { timeline, names, coveredTo, gap }
}

/** The base's timeline and those after it on the way to `timeline`, each with the position where it was left. */
function lineage(archive: Archive, base: BaseRange, timeline: number): readonly Ancestor[] {
  const last = { timeline, leftAt: 1n << 64n }
  if (timeline === base.timeline) return [last]
  const ancestors = archive.histories.get(timeline)
  const from = ancestors?.findIndex((ancestor) => ancestor.timeline === base.timeline) ?? -1
  const left = ancestors?.[from]?.leftAt
  if (ancestors === undefined || left === undefined || left < base.end) {
    throw new AnlaufError(
      'wal-invalid',
      `The base backup on timeline ${base.timeline} does not lead to timeline ${timeline}.`,
      {
        hint:
          ancestors === undefined
            ? `There is no history of timeline ${timeline}; leave --timeline out to stay on that of the base backup.`
            : `Timeline ${timeline} was left before this backup ended; choose a base backup made before or on it.`,
        context: { base: base.timeline, timeline },
      },
    )
  }
  return [...ancestors.slice(from), last]
}

/** A segment in which the line changes carries the name of the later timeline. */
function timelineAt(line: readonly Ancestor[], number: bigint, segmentBytes: number): number {
  return line.find(({ leftAt }) => number < segmentOf(leftAt, segmentBytes))?.timeline ?? 0
}

function laterSegment(archive: Archive, line: readonly Ancestor[], number: bigint): boolean {
  for (const name of archive.segments) {
    const found = parseArchivedName(name, archive.segmentBytes)
    if (found?.kind !== 'segment' || found.number <= number) continue
    if (found.timeline === timelineAt(line, found.number, archive.segmentBytes)) return true
  }
  return false
}
