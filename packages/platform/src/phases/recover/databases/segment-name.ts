import type { Lsn } from './lsn.ts'

/** A file that a server archives: a segment of the log, the history of a timeline, or a mark of a base backup. */
export type ArchivedName =
  | { readonly kind: 'segment'; readonly timeline: number; readonly number: bigint }
  | { readonly kind: 'history'; readonly timeline: number }
  | { readonly kind: 'backup-mark' }
  /** The unfinished last segment of a timeline that was left; archived once, at the promotion. */
  | { readonly kind: 'partial' }

/** PostgreSQL's default; `initdb --wal-segsize` chooses 1 MiB to 1 GiB. */
export const defaultSegmentBytes = 16_777_216

/**
 * What a name says, or `undefined` for anything a server never archives. The sixteen digits after the timeline
 * are the high and low half of a position, so the number depends on the size of segments
 * (`xlog_internal.h`: XLogFromFileName).
 */
export function parseArchivedName(
  name: string,
  segmentBytes: number = defaultSegmentBytes,
): ArchivedName | undefined {
  const history = /^([0-9A-F]{8})\.history$/.exec(name)
  if (history !== null) return { kind: 'history', timeline: Number.parseInt(history[1] ?? '', 16) }
  if (/^[0-9A-F]{24}\.[0-9A-F]{8}\.backup$/.test(name)) return { kind: 'backup-mark' }
  if (/^[0-9A-F]{24}\.partial$/.test(name)) return { kind: 'partial' }
  const segment = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/.exec(name)
  if (segment === null) return undefined
  const perHigh = 0x1_0000_0000n / BigInt(segmentBytes)
  const low = BigInt(`0x${segment[3]}`)
  if (low >= perHigh) return undefined
  return {
    kind: 'segment',
    timeline: Number.parseInt(segment[1] ?? '', 16),
    number: BigInt(`0x${segment[2]}`) * perHigh + low,
  }
}

export function segmentName(timeline: number, number: bigint, segmentBytes: number): string {
  const perHigh = 0x1_0000_0000n / BigInt(segmentBytes)
  return [BigInt(timeline), number / perHigh, number % perHigh]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('')
}

/** Number of the segment in which a position lies. */
export function segmentOf(lsn: Lsn, segmentBytes: number): bigint {
  return lsn / BigInt(segmentBytes)
}
