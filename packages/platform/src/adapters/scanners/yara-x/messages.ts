/** One rule file as the child receives it. */
export interface RuleSource {
  readonly file: string
  readonly text: string
}

/** Where a content's bytes are: so many of the shared memory, following the ones before, in the message, or in a file. */
export type Placed = number | { readonly bytes: Uint8Array } | { readonly file: string }

/** What the scanning child is told. Shares are numbered from 1 and scanned in order. */
export type ToChild =
  | { readonly kind: 'rules'; readonly sources: readonly RuleSource[] }
  | {
      readonly kind: 'scan'
      readonly share: number
      /** Where the share begins in the shared memory; undefined when there is none. */
      readonly memoryAt: number | undefined
      readonly items: readonly Placed[]
    }

export interface RuleHit {
  readonly rule: string
  /** The rule's own `verdict = "suspicious"`; every other rule means infected. */
  readonly isSuspicion: boolean
}

/** What the child says of one content. */
export type ContentAnswer =
  | { readonly kind: 'result'; readonly hits: readonly RuleHit[] }
  | { readonly kind: 'unreadable'; readonly message: string }

/** What it answers: the items of a share in order, several at once. */
export type FromChild =
  | { readonly kind: 'ready'; readonly rules: number }
  | {
      readonly kind: 'invalid'
      readonly file: string
      readonly line: number | undefined
      readonly message: string
    }
  | {
      readonly kind: 'answers'
      readonly share: number
      /** Place of the first of them in its share. */
      readonly from: number
      readonly count: number
      /** By place in the share; about all others of the count no rule said anything. */
      readonly said: readonly (readonly [at: number, answer: ContentAnswer])[]
    }
