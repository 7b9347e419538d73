import { histogramOf, uniformityZ } from './chi-square.ts'

const leastBytes = 48
/** Whatever a program encodes again differs to the end: the coder's state runs through all that follows. */
const untouchedTail = 16

/**
 * Did somebody overwrite a stretch of a compressed stream in place, with noise, and leave all that follows as it
 * was? A decoder without checksums reads over that, as a viewer does; no program that writes such files does it.
 */
export function isPatchedStream(before: Uint8Array, after: Uint8Array): boolean {
  if (before.length !== after.length) return false
  const length = after.length
  let [first, last] = [0, length - 1]
  while (first < length && before[first] === after[first]) first += 1
  while (last > first && before[last] === after[last]) last -= 1
  const patch = after.subarray(first, last + 1)
  if (patch.length < leastBytes || length - 1 - last < untouchedTail) return false
  let differing = 0
  for (let at = first; at <= last; at += 1) if (before[at] !== after[at]) differing += 1
  // Several stretches leave more untouched between them; each alone is as even as noise.
  return differing >= leastBytes && uniformityZ(histogramOf(patch)) < 4.5
}
