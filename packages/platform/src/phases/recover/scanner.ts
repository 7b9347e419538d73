/** What an engine, or several, say of one content. The order is the order of badness. */
export type ScanVerdict = 'clean' | 'unknown' | 'suspicious' | 'infected'

/** Why a content could not be judged; `unknown` never releases anything. */
export type UnknownCause =
  | 'notScanned'
  | 'timeout'
  | 'crash'
  /** Larger, deeper or more than an engine or the container policy looks at. */
  | 'limitExceeded'
  /** It holds something that only its password opens. */
  | 'encryptedContainer'
  /** A container of a kind that is not opened, or one whose parts contradict each other. */
  | 'unparseable'
  | 'selfTestFailed'

export interface Verdict {
  readonly verdict: ScanVerdict
  readonly cause?: UnknownCause
  /** Names of the rules that matched. */
  readonly matches: readonly string[]
  readonly engine: string
  readonly version: string
  /** Digest over all compiled rules; a verdict holds only for exactly these. */
  readonly ruleSetDigest: string
  /** A list that a person answers for names exactly these bytes: lifts `unknown`, never an objection. */
  readonly isVouched?: boolean
}

export interface EngineDescription {
  readonly engine: string
  readonly version: string
  readonly ruleSetDigest: string
}

/** A content to scan: in memory, or in a sealed staging file. `key` is the SHA-256 of its bytes. */
export type ScanItem =
  | { readonly key: string; readonly bytes: Uint8Array }
  | { readonly key: string; readonly file: string }

/** A verdict and the content it is of: answers that changed places are noticed. */
export interface ScanAnswer extends Verdict {
  /** The item's `key`. */
  readonly key: string
}

/** Port: an engine that judges contents. Killed, hung or lying engines answer `unknown`, never `clean`. */
export interface Scanner {
  /** True when asking the engine costs less than asking a cache. */
  readonly isInstant?: boolean
  describe(): EngineDescription
  /** One answer per item, in order. Never throws for a bad content; throws when no engine can be started. */
  scan(items: readonly ScanItem[]): Promise<readonly ScanAnswer[]>
  close(): Promise<void>
}

const badness: readonly ScanVerdict[] = ['clean', 'unknown', 'suspicious', 'infected']

/** The worst of several verdicts; nothing at all is `unknown`, because nothing was scanned. */
export function worstVerdict(verdicts: readonly ScanVerdict[]): ScanVerdict {
  return (
    verdicts.reduce<ScanVerdict | undefined>(
      (worst, verdict) =>
        worst === undefined || badness.indexOf(verdict) > badness.indexOf(worst) ? verdict : worst,
      undefined,
    ) ?? 'unknown'
  )
}
