import type { CaseFact, GateFact, Role } from '../../emergency-plan/index.ts'

/** What a stage lacks, so that a person can go and get it. Lists hold the first few; `count` says how many there are. */
export type Missing =
  /** Other stages come first. `open` are their instances. */
  | {
      readonly kind: 'needs'
      readonly stage: string
      readonly open: readonly string[]
      readonly count: number
    }
  /** A fact of the gate. `open` are elements, or stages that have to prove it. */
  | {
      readonly kind: 'fact'
      readonly fact: GateFact
      readonly open: readonly string[]
      readonly count: number
    }
  /** The engine has to report it; nobody ticks it. */
  | {
      readonly kind: 'engine'
      readonly what: EngineWork
      readonly open: readonly string[]
      readonly count: number
    }
  | {
      readonly kind: 'signature'
      readonly subject: string
      readonly roles: readonly Role[]
      readonly quorum: number
      readonly have: readonly string[]
    }
  | {
      readonly kind: 'form'
      readonly task: number
      readonly role: Role
      readonly fields: readonly string[]
    }
  | { readonly kind: 'evidence'; readonly task: number; readonly role: Role }
  /** A person says that it is done. */
  | { readonly kind: 'confirmation' }

export type EngineWork =
  | 'isolate'
  | 'restore'
  | 'scan'
  | 'release'
  | 'approve-release'
  | 'publish'
  | 'operational'
  | 'notice'
  | 'calls'
  | 'receipt'
  | 'finding'
  | 'text-signatures'
  | CaseFact

/** As many as fit a line. */
const shown = 5

export function listed(open: readonly string[]): {
  readonly open: readonly string[]
  readonly count: number
} {
  return { open: open.slice(0, shown), count: open.length }
}
