/** Why a text may not be published; all are told at once. */
export interface Finding {
  readonly kind:
    | 'names-customer'
    | 'deceiving-characters'
    | 'markup'
    | 'address'
    | 'time-without-zone'
    | 'relative-date'
    | 'promised-date'
    | 'all-clear-while-open'
    | 'service-not-released'
    | 'figure-differs'
    | 'languages-differ'
    | 'claim-not-registered'
    | 'contradicts-claim'
    | 'unknown-claim'
    | 'too-long'
    | 'empty'
    | 'restricted'
    | 'missing-part'
    | 'missing-in-part'
    | 'open-slot'
    | 'fact-unknown'
    | 'secret'
    | 'attack-detail'
    | 'repeats-history'
    | 'no-proof'
    | 'windows'
    | 'not-told'
    | 'records-moved'
  readonly language: 'de' | 'en'
  /** The words it is about. */
  readonly found: string
  /** What to do now. */
  readonly hint: string
}
