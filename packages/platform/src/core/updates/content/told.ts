import type { ClaimStatement } from '../claims/claim.ts'
import type { Desk } from '../desk.ts'

/**
 * Says whether the affected tenants were told a claim in its present state by another way than the desk's own
 * texts: letters, statements, calls. A port for whoever sends those.
 */
export type Told = (claim: ClaimStatement) => boolean

/** How the customers who were hit heard of it by name. */
export interface Reached {
  readonly affected: number
  /** They pressed the link of a notice. */
  readonly provedByLink: number
  /** They read a code back, on the phone or from a letter. */
  readonly provedByCall: number
  /** Nothing is proved, but a signed statement went to the post. */
  readonly posted: number
  readonly notReached: number
  /** When the first and the last of them were written to. */
  readonly first?: string
  readonly last?: string
}

/** What is known beside the desk, for whoever sends by name and for the report at the end. */
export interface Tellings {
  readonly told: Told
  readonly reached: Reached
}

/** True when nothing has to be told, or a text for tenants carried the claim as it stands now. */
export function isToldToTenants({ handedOut }: Desk, claim: ClaimStatement, told?: Told): boolean {
  if (claim.state === 'unknown' || claim.state === 'no_indication') return true
  if (told?.(claim) === true) return true
  return handedOut.some(
    ({ audience, claims }) =>
      audience === 'tenant' &&
      claims.some(
        (said) =>
          said.claim === claim.claim &&
          said.state === claim.state &&
          said.wording.de === claim.wording.de &&
          said.wording.en === claim.wording.en,
      ),
  )
}
