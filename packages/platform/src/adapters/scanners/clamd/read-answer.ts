import type { ScanVerdict, UnknownCause } from '../../../phases/recover/index.ts'

/** What an answer to INSTREAM means. */
export interface Meaning {
  readonly verdict: ScanVerdict
  readonly cause?: UnknownCause
  readonly matches: readonly string[]
}

/** Alerts that only say that clamd did not look any further. */
const limits = /^Heuristics\.Limits\.Exceeded/
const encrypted = /^Heuristics\.Encrypted\./
/** Signs and unwanted programs, not malware that is known: a person looks. */
const signs = /^(?:Heuristics|PUA)\./

/**
 * Reads `stream: … FOUND`, `stream: OK` and the errors of clamd 0.103 to 1.4. Only exactly OK is clean; a stream,
 * file or archive beyond clamd's own limits is `limitExceeded`; anything that is not understood was not scanned.
 */
export function readAnswer(text: string): Meaning {
  if (text === 'stream: OK') return { verdict: 'clean', matches: [] }
  const name = /^stream: (\S.*) FOUND$/.exec(text)?.[1]
  if (name === undefined) return { verdict: 'unknown', cause: causeOf(text), matches: [] }
  if (limits.test(name)) return { verdict: 'unknown', cause: 'limitExceeded', matches: [] }
  if (encrypted.test(name)) return { verdict: 'unknown', cause: 'encryptedContainer', matches: [] }
  return { verdict: signs.test(name) ? 'suspicious' : 'infected', matches: [name] }
}

function causeOf(text: string): UnknownCause {
  if (/limit exceeded/i.test(text)) return 'limitExceeded'
  return /tim(?:e|ed)[ -]?out|time limit/i.test(text) ? 'timeout' : 'notScanned'
}

/** Engine and signatures out of the answer to VERSION, `ClamAV 1.4.6/27500/Sat Nov 28 08:00:00 2026`. */
export function readVersion(text: string): { version: string; signatures: string } | undefined {
  const [, version, signatures] = /^ClamAV ([^/\s]+)(?:\/(.*))?$/.exec(text) ?? []
  return version === undefined ? undefined : { version, signatures: signatures ?? 'none of ClamAV' }
}
