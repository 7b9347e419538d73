import type { Rate } from './model.ts'

/** One measured run. */
export interface Sample {
  readonly bytes: number
  readonly files: number
  readonly seconds: number
}

/**
 * The rate that explains two runs, one with many small and one with few large files. Neither part is ever
 * negative: when noise would make one so, the other explains both runs as well as it can.
 */
export function fitRate(small: Sample, large: Sample): Rate {
  const [b1, b2] = [small.bytes / 1e9, large.bytes / 1e9]
  const determinant = b1 * large.files - b2 * small.files
  const perGb = (small.seconds * large.files - large.seconds * small.files) / determinant
  const perFile = (b1 * large.seconds - b2 * small.seconds) / determinant
  if (perGb >= 0 && perFile >= 0) return { secondsPerGb: perGb, secondsPerFile: perFile }
  const seconds = small.seconds + large.seconds
  return perGb >= 0
    ? { secondsPerGb: seconds / (b1 + b2), secondsPerFile: 0 }
    : { secondsPerGb: 0, secondsPerFile: seconds / (small.files + large.files) }
}
