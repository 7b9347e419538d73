import { lateTypes } from '../validators/late-beginnings.ts'
import { mostRuns } from './window-map.ts'

/**
 * Records of blobs as bytes, version 2: 2, length u32, distinct u16, flags u8, head u8 + bytes, tail u8 + bytes,
 * shift u8, count u8, runs varint…, then the packed counts of a census. Numbers are little-endian. At most 1,071
 * bytes; texts of a few kilobytes have 280.
 */
export const chunkLayout = { version: 2, length: 1, distinct: 5, flags: 7, head: 8 } as const

/** `late` times one more than the place of a late type. */
export const flag = { isText: 1, cut: 2, whole: 4, late: 8 } as const
export const allFlags = flag.late * (lateTypes.length + 1) - 1

/** Bytes that are kept of the beginning and of the end. */
export const edgeBytes = 64
const mostPackedBytes = 32 + 2 * 256 + 3
export const mostChunkBytes = chunkLayout.head + 2 * (1 + edgeBytes) + 2 + mostRuns * 4 + mostPackedBytes
