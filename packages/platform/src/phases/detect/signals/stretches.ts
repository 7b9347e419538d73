import { addHistogram, uniformityZ } from './chi-square.ts'

const windowBytes = 1024
const block = 16
/** Distances at which families alternate: 16 of 32, 64 of 192, 64 of 256 … */
const rhythms = [32, 48, 64, 96, 128, 192, 256, 320, 384, 512]
/** A rhythm shows in any part of a file; the first MiB is enough to see it. */
const rhythmBytes = 1024 * 1024
const leastNoise = 1024

/** Signal T5 for one version: how many windows of 1 KiB hold uniform bytes. */
export function randomWindows(bytes: Uint8Array, uniformZ: number): number {
  const histogram = new Float64Array(256)
  let random = 0
  for (let at = 0; at + windowBytes <= bytes.length; at += windowBytes) {
    histogram.fill(0)
    addHistogram(histogram, bytes.subarray(at, at + windowBytes))
    if (Math.abs(uniformityZ(histogram)) < uniformZ) random += 1
  }
  return random
}

/**
 * The distance in bytes at which 16-byte blocks of noise return between structured ones, or undefined. Such
 * noise dilutes every window, but not the blocks of one phase taken together.
 */
export function noiseRhythm(bytes: Uint8Array, uniformZ: number): number | undefined {
  const sample = bytes.subarray(0, rhythmBytes)
  return rhythms.find((rhythm) => {
    const phases = Array.from({ length: rhythm / block }, () => new Float64Array(256))
    for (let at = 0; at + block <= sample.length; at += block) {
      const phase = phases[(at % rhythm) / block]
      if (phase !== undefined) addHistogram(phase, sample.subarray(at, at + block))
    }
    const noise = phases.filter((phase) => isNoise(phase, uniformZ)).length
    return noise > 0 && noise < phases.length
  })
}

function isNoise(histogram: Float64Array, uniformZ: number): boolean {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  return total >= leastNoise && Math.abs(uniformityZ(histogram)) < uniformZ
}
