/** One rule file as the child receives it. */
export interface RuleSource {
  readonly file: string
  readonly text: string
}

/** What the scanning child is told. */
export type ToChild =
  | { readonly kind: 'rules'; readonly sources: readonly RuleSource[] }
  | {
      readonly kind: 'scan'
      readonly items: readonly ({ readonly bytes: Uint8Array } | { readonly file: string })[]
    }

export interface RuleHit {
  readonly rule: string
  /** The rule's own `verdict = "suspicious"`; every other rule means infected. */
  readonly isSuspicion: boolean
}

/** What it answers: one `result` per item, in order, so that the first missing one is to blame for a crash. */
export type FromChild =
  | { readonly kind: 'ready'; readonly rules: number }
  | {
      readonly kind: 'invalid'
      readonly file: string
      readonly line: number | undefined
      readonly message: string
    }
  | { readonly kind: 'result'; readonly at: number; readonly hits: readonly RuleHit[] }
  | { readonly kind: 'unreadable'; readonly at: number; readonly message: string }
