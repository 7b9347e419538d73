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

export function createSegments(): {
  add(old: number, now: number, wasEmpty: boolean): void
  counted(): Segments
} {
  const [oldCounts, newCounts] = [new Float64Array(256), new Float64Array(256)]
  let [held, holding, total, random, destroyed] = [0, 0, 0, 0, 0]
  return {
    add(old, now, wasEmpty) {
      newCounts[now] = (newCounts[now] ?? 0) + 1
      held += 1
      if (!wasEmpty) {
        oldCounts[old] = (oldCounts[old] ?? 0) + 1
        holding += 1
      }
      if (held < segmentBytes) return
      total += 1
      if (Math.abs(uniformityZ(newCounts)) < uniformZ) {
        random += 1
        // Fewer old bytes say too little; empty space that was filled destroys nothing.
        if (holding * 2 >= segmentBytes && uniformityZ(oldCounts) > structuredZ) destroyed += 1
      }
      oldCounts.fill(0)
      newCounts.fill(0)
      held = holding = 0
    },
    counted: () => ({ total, random, destroyed }),
  }
}
