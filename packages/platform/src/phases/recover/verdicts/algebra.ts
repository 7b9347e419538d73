import { type EngineDescription, type UnknownCause, type Verdict, worstVerdict } from '../scanner.ts'

/** Rule names that one verdict carries at most: an archive may hold a million infected members. */
const maxMatches = 100

/** When several things hinder a judgement, the one that a person can do most about is named. */
const causeOrder: readonly UnknownCause[] = [
  'encryptedContainer',
  'limitExceeded',
  'unparseable',
  'timeout',
  'crash',
  'selfTestFailed',
  'notScanned',
]

/**
 * One verdict out of several, of engines or of parts: the worst one. Commutative, associative, idempotent; one
 * more part never makes it better. `clean` needs at least one part, and every part clean without a reservation.
 * Of the names of rules the first hundred in the order of the alphabet are kept.
 */
export function mergeVerdicts(
  parts: readonly Verdict[],
  { engine, version, ruleSetDigest }: EngineDescription,
): Verdict {
  // What nearly all contents come to, without the lists that the general way makes: 5 MB of garbage for 8,000 of them.
  if (parts.length > 0 && parts.every((part) => honest(part) === 'clean'))
    return { verdict: 'clean', matches: [], engine, version, ruleSetDigest }
  const verdict = worstVerdict(parts.map(honest))
  const causes = parts.flatMap((part) => part.cause ?? (honest(part) === 'unknown' ? 'notScanned' : []))
  const cause =
    causeOrder.find((one) => causes.includes(one)) ?? (parts.length === 0 ? 'notScanned' : undefined)
  const matches = [...new Set(parts.flatMap((part) => part.matches))].sort().slice(0, maxMatches)
  return { verdict, ...(cause === undefined ? {} : { cause }), matches, engine, version, ruleSetDigest }
}

/** `clean` beside a match or a cause is no statement; a word that is none of ours is none either. */
function honest({ verdict, matches, cause }: Verdict): Verdict['verdict'] {
  const isKnown = verdict === 'suspicious' || verdict === 'infected'
  if (isKnown) return verdict
  return verdict === 'clean' && matches.length === 0 && cause === undefined ? 'clean' : 'unknown'
}

/** What a list vouches for counts as clean where no engine could judge; where one objects, it objects. */
export function liftUnknown(verdict: Verdict, isVouched: boolean): Verdict {
  if (!isVouched || verdict.verdict !== 'unknown' || verdict.matches.length > 0) return verdict
  const { cause: _cause, ...rest } = verdict
  return { ...rest, verdict: 'clean' }
}
