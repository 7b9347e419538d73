import type { Verdict } from '../scanner.ts'

/** Stands for a verdict where only the hash, or what lies inside, counts. */
export const nothingAsked: Verdict = {
  verdict: 'unknown',
  cause: 'notScanned',
  matches: [],
  engine: '',
  version: '',
  ruleSetDigest: '',
}
