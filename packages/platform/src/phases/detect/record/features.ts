import type { WindowMap } from './window-map.ts'

/** What is kept of one blob; equal blobs are measured once, in whatever file they are. */
export interface ChunkSummary {
  /** Bytes. */
  readonly length: number
  /** Byte values that were seen. */
  readonly distinct: number
  /** Text in UTF-8, in UTF-16 with a mark, or in a one-byte encoding of the past. */
  readonly isText: boolean
  /** `cut`: but for a character that begins before the blob or ends behind it. */
  readonly utf8: 'no' | 'cut' | 'whole'
  /** Type of content whose sign lies behind the head: tar archives, file systems. */
  readonly late: string | undefined
  /** The first and last 64 bytes, or what there is. */
  readonly head: Buffer
  readonly tail: Buffer
}

/** The rest, which only statistics ask for. */
export interface ChunkFeatures extends ChunkSummary {
  /** How often each byte value was counted; of more than 65,535 bytes in proportion, rounded down. */
  readonly histogram: Uint16Array
  readonly windows: WindowMap
}

/**
 * What a deep check said about a whole version: the one part that takes more than a look at its blobs.
 * `unread`: nobody has checked yet. `unchecked`: larger than what is read whole.
 */
export type Verdict = 'valid' | 'proved' | 'trailing' | 'broken' | 'unchecked' | 'untyped' | 'unread'

/** What is known of the content of one file version. */
export interface VersionFeatures {
  readonly size: number
  /** Content type by the bytes; empty when nothing is known. */
  readonly type: string
  readonly verdict: Verdict
  readonly isUtf8: boolean
  readonly head: Buffer
  readonly tail: Buffer
}
