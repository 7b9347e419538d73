import type { Scope } from './scope.ts'

/** Where the wish comes from: the subscriber's own form, the provider with a recorded consent, or a list of such. */
export type SubscriptionSource = 'self' | 'operator' | 'import'

/** Why class B mail to an address waits for a person. */
export type HoldReason = 'bounced' | 'policy-refused' | 'complaint'

export interface Held {
  readonly at: string
  readonly why: HoldReason
}

/**
 * One address and one case. `pending` waits 48 hours for the click in the opt-in mail, `confirmed` gets mail,
 * `ended` keeps no address, only that it once said no.
 */
export interface Subscription {
  /** 32 hexadecimal digits, random; the log and links know nothing else of a subscriber. */
  readonly id: string
  readonly caseId: string
  /** Undefined once it ended. */
  readonly address: string | undefined
  readonly stage: 'pending' | 'confirmed' | 'ended'
  readonly scope: Scope
  readonly source: SubscriptionSource
  /** How the consent was given, of `operator` and `import`: a line for the person who has to prove it. */
  readonly consent: string | undefined
  /** Grows with everything that makes older links worthless. */
  readonly round: number
  readonly askedAt: string
  readonly confirmedAt: string | undefined
  readonly endedAt: string | undefined
  readonly held: Held | undefined
  /** A mail that waits to be sent: the click to confirm, or a link to the own settings. */
  readonly owes: { readonly mail: 'opt-in' | 'manage-link'; readonly since: string } | undefined
}

/** How long the click in the opt-in mail may take; then the address is forgotten. */
export const confirmWithinHours = 48
/** A link to the own settings is for now. */
export const manageWithinMinutes = 60

/** When the wish of a pending one ends. */
export function confirmBy({ askedAt }: Pick<Subscription, 'askedAt'>): Date {
  return new Date(Date.parse(askedAt) + confirmWithinHours * 3_600_000)
}

/** Gets what is published: confirmed, and nothing came back. */
export function isReached({ stage, held, address }: Subscription): boolean {
  return stage === 'confirmed' && held === undefined && address !== undefined
}
