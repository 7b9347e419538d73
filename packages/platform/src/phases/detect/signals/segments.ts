import { uniformityZ } from './chi-square.ts'

/** Rewritten bytes in pieces of 1 KiB, each judged alone: finds noise that a file's other changes dilute. */
export interface Segments {
  readonly total: number
  /** Random now. */
  readonly random: number
  /** Random now, and structured before. */
  readonly destroyed: number
}

/** χ² over 1 KiB tells noise (|z| < 4.5) from base64 (z ≈ 125) and text (z > 300) without overlap. */
const segmentBytes = 1024
const uniformZ = 4.5
const structuredZ = 25

/** Counts of a delta: the segment under work, and everything before it. */
export interface SegmentCounter {
  /** Where the caller counts the bytes of a granule, 256 bins each; old ones only where something stood. */
  readonly oldCounts: Uint32Array
  readonly newCounts: Uint32Array
  /** Says that so many bytes were counted; a full segment is judged and emptied. */
  counted(bytes: number, wasEmpty: boolean): void
  /** Everything together. */
  sum(): { oldTotal: Float64Array; newTotal: Float64Array; segments: Segments }
}

/** Each byte is counted once, in the segment it belongs to; the whole is the sum of the segments. */
export function createSegments(): SegmentCounter {
  const [oldCounts, newCounts] = [new Uint32Array(256), new Uint32Array(256)]
  const [oldTotal, newTotal] = [new Float64Array(256), new Float64Array(256)]
  let [held, holding, total, random, destroyed] = [0, 0, 0, 0, 0]
  function addUp(): void {
    for (let byte = 0; byte < 256; byte += 1) {
      oldTotal[byte] = (oldTotal[byte] ?? 0) + (oldCounts[byte] ?? 0)
      newTotal[byte] = (newTotal[byte] ?? 0) + (newCounts[byte] ?? 0)
    }
    oldCounts.fill(0)
    newCounts.fill(0)
    held = holding = 0
  }
  return {
    oldCounts,
    newCounts,
    counted(bytes, wasEmpty) {
      held += bytes
      if (!wasEmpty) holding += bytes
      if (held < segmentBytes) return
      total += 1
      if (Math.abs(uniformityZ(newCounts)) < uniformZ) {
        random += 1
        // Fewer old bytes say too little; empty space that was filled destroys nothing.
        if (holding * 2 >= segmentBytes && uniformityZ(oldCounts) > structuredZ) destroyed += 1
      }
      addUp()
    },
    sum() {
      addUp()
      return { oldTotal, newTotal, segments: { total, random, destroyed } }
    },
  }
}
