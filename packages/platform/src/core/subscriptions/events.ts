import type { Scope } from './scope.ts'
import type { HoldReason, SubscriptionSource } from './subscription.ts'

/** What somebody wants of one subscription. */
export type SubscriptionCommand =
  /** The form: by anybody, for any address. */
  | { readonly command: 'ask'; readonly address: string; readonly scope: Scope }
  /** By the provider, whose consent is on record. */
  | {
      readonly command: 'add'
      readonly address: string
      readonly scope: Scope
      readonly source: Exclude<SubscriptionSource, 'self'>
      readonly consent: string
    }
  /** With the link of the opt-in mail, made for a round. */
  | { readonly command: 'confirm'; readonly round: number }
  /** With a link to the settings, made for a round: it serves once. */
  | { readonly command: 'change'; readonly round: number; readonly scope: Scope }
  | { readonly command: 'end' }
  | { readonly command: 'hold'; readonly why: HoldReason }
  | { readonly command: 'release' }

export type SubscriptionEvent =
  | { readonly type: 'asked'; readonly address: string; readonly scope: Scope }
  /** Somebody filled in the form for an address that is subscribed: nothing changes, its owner gets a link. */
  | { readonly type: 'asked-again' }
  | {
      readonly type: 'added'
      readonly address: string
      readonly scope: Scope
      readonly source: Exclude<SubscriptionSource, 'self'>
      readonly consent: string
    }
  | { readonly type: 'confirmed' }
  | { readonly type: 'changed'; readonly scope: Scope }
  | { readonly type: 'ended' }
  | { readonly type: 'held'; readonly why: HoldReason }
  | { readonly type: 'released' }

/** Why a command changes nothing. `used` and `expired` are shown to whoever holds the link, nobody else. */
export type SubscriptionRefusal = 'unknown' | 'used' | 'expired' | 'said-no' | 'not-held'
