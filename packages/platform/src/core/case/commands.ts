import type { CaseEvent, EventOf } from './events.ts'
import type { IdentityCommand } from './identity-commands.ts'
import type { Voucher } from './identity-events.ts'

/** Facts that the engine reports and that are recorded as they are, once the case allows it. */
export type FactCommand = EventOf<
  | 'isolation.proven'
  | 'unit.restorePointsChosen'
  | 'unit.givenOut'
  | 'unit.restored'
  | 'unit.databaseAdded'
  | 'unit.databaseRefused'
  | 'database.recovered'
  | 'unit.verified'
  | 'unit.scanned'
  | 'item.quarantined'
  | 'item.sentToReview'
  | 'unit.queued'
  | 'exercise.scored'
>

/** What somebody wants to happen. */
export type Command =
  | ({ readonly command: 'declare' } & Omit<EventOf<'case.declared'>, 'type'>)
  | { readonly command: 'record'; readonly facts: readonly FactCommand[] }
  | {
      readonly command: 'registerApprover'
      readonly person: string
      readonly role: string
      readonly publicKey: string
      readonly vouchers?: readonly Voucher[]
    }
  | IdentityCommand
  | {
      readonly command: 'approve'
      readonly unit: string
      readonly contentHash: string
      readonly person: string
      /** Until when it counts, at most 72 hours from now; part of what is signed. */
      readonly expiresAt: string
      readonly signature: string
    }
  | ({ readonly command: 'decideQueue' } & Omit<EventOf<'unit.decided'>, 'type' | 'role' | 'keyId'>)
  | {
      readonly command: 'release'
      readonly unit: string
      /** Digest of the manifest whose files lie ready, and the rules in force now. */
      readonly manifestDigest: string
      readonly ruleSetDigest: string
      readonly files: number
      readonly bytes: number
    }
  | ({ readonly command: 'handBack' } & Omit<EventOf<'unit.handedBack'>, 'type'>)
  | ScopeCommand
  | { readonly command: 'close' }

export type ScopeCommand =
  | ({ readonly command: 'extend' } & Omit<EventOf<'case.extended'>, 'type'>)
  | ({ readonly command: 'reopen' } & Omit<EventOf<'case.reopened'>, 'type'>)

/** Why nothing happens. `missing` names everything that is missing, at once. */
export interface Refusal {
  readonly refused:
    | 'not-declared'
    | 'already-declared'
    | 'closed'
    | 'unknown-unit'
    | 'out-of-order'
    | 'invalid-key'
    | 'unknown-approver'
    | 'wrong-content'
    | 'wrong-signature'
    | 'already-approved'
    | 'forbidden-outcome'
    | 'unknown-request'
    | 'request-over'
    | 'already-requested'
    | 'bad-request'
    | 'own-content'
    | 'wrong-role'
    | 'unknown-key'
    | 'revoked-key'
    | 'not-vouched'
    | 'gate-closed'
  readonly message: string
  readonly hint: string
  readonly missing: readonly string[]
}

export function isRefusal(result: readonly CaseEvent[] | Refusal): result is Refusal {
  return 'refused' in result
}

export function refusal(
  refused: Refusal['refused'],
  message: string,
  hint: string,
  missing: readonly string[] = [],
): Refusal {
  return { refused, message, hint, missing }
}
