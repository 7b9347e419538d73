/** Where the built console lies, or why there is none (yet). */
export type ConsoleFiles =
  | { readonly kind: 'ready'; readonly folder: string }
  | { readonly kind: 'building' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nobody asked for one: the API alone. */
  | { readonly kind: 'none' }
