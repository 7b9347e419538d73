import type { Census } from './census.ts'
import { packCounts } from './packed-counts.ts'
import { sampleIn, windowBytes } from './sample.ts'

/** The census in plain TypeScript, written like its definition: the oracle of the kernel, six times slower. */
export function censusTwin(bytes: Uint8Array): Census {
  const counts = new Uint32Array(256)
  const windows: { counted: number; squares: number }[] = []
  let counted = 0
  for (let start = 0; start < bytes.length; start += windowBytes) {
    const sample = sampleIn(start, bytes.length)
    const window = new Uint32Array(256)
    for (const byte of bytes.subarray(sample.from, sample.from + sample.bytes))
      window[byte] = (window[byte] ?? 0) + 1
    for (const [byte, count] of window.entries()) counts[byte] = (counts[byte] ?? 0) + count
    windows.push({ counted: sample.bytes, squares: window.reduce((sum, count) => sum + count ** 2, 0) })
    counted += sample.bytes
  }
  const packed = packCounts(counts, counted)
  return {
    counted,
    counts,
    distinct: counts.filter((count) => count > 0).length,
    distinctHigh: counts.subarray(128).filter((count) => count > 0).length,
    controls: counts.reduce((sum, count, byte) => sum + (isControl(byte) ? count : 0), 0),
    packed,
    packedBytes: packed.length,
    windows: windows.length,
    windowCounted: Uint16Array.from(windows, (window) => window.counted),
    windowSquares: Uint32Array.from(windows, ({ squares }) => squares),
  }
}

function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte))
}
