/** What a case is about can grow, and what was closed can turn out not to be over. */
export type ScopeEvent =
  | {
      /** More is hit than was known. Lists hold what is new only; nothing is ever taken out. */
      readonly type: 'case.extended'
      readonly tenants: readonly string[]
      readonly services: readonly string[]
      readonly systems: readonly string[]
      readonly reason: string
      readonly person: string
    }
  | { readonly type: 'case.reopened'; readonly reason: string; readonly person: string }
