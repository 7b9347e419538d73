import { parseArchivedName } from './segment-name.ts'

/** What the first page of a segment says about itself (`xlog_internal.h`: XLogLongPageHeaderData). */
export interface SegmentHeader {
  readonly timeline: number
  readonly startsAt: bigint
  /** Names the cluster, as `pg_controldata` prints it. */
  readonly system: string
  readonly segmentBytes: number
}

export const segmentHeaderBytes = 40

/** XLOG_PAGE_MAGIC has been 0xD0xx or 0xD1xx since 2012. */
const magicHigh = [0xd0, 0xd1]
const longHeaderFlag = 0x0002

/** Reads the header (little endian, as every machine that hosts), or nothing when these bytes are none. */
export function readSegmentHeader(bytes: Uint8Array): SegmentHeader | undefined {
  if (bytes.length < segmentHeaderBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, segmentHeaderBytes)
  const segmentBytes = view.getUint32(32, true)
  const isPowerOfTwo = segmentBytes !== 0 && (segmentBytes & (segmentBytes - 1)) === 0
  if (!magicHigh.includes(view.getUint16(0, true) >> 8)) return undefined
  if ((view.getUint16(2, true) & longHeaderFlag) === 0) return undefined
  if (!isPowerOfTwo || segmentBytes < 2 ** 20 || segmentBytes > 2 ** 30) return undefined
  return {
    timeline: view.getUint32(4, true),
    startsAt: view.getBigUint64(8, true),
    system: view.getBigUint64(24, true).toString(),
    segmentBytes,
  }
}

/**
 * Why a file cannot be the segment that its name promises, or `undefined` when header, name, length and cluster
 * agree. The first page of a timeline's first segment may still name the timeline before it.
 */
export function segmentProblem(
  name: string,
  bytes: { readonly head: Uint8Array; readonly length: number },
  system: string | undefined,
): string | undefined {
  const header = readSegmentHeader(bytes.head)
  if (header === undefined) return 'its first page is no page of a write-ahead log'
  if (header.segmentBytes !== bytes.length) {
    return `it has ${bytes.length} bytes where its header says ${header.segmentBytes}`
  }
  const named = parseArchivedName(name, header.segmentBytes)
  if (named?.kind !== 'segment') return 'its name is no name of a segment'
  if (named.number * BigInt(header.segmentBytes) !== header.startsAt) {
    return 'its header belongs to another place of the log'
  }
  if (header.timeline > named.timeline) return `its header belongs to the later timeline ${header.timeline}`
  if (system !== undefined && header.system !== system) {
    return `it belongs to the cluster ${header.system}, not to ${system}`
  }
  return undefined
}
