import type { CaseEvent, EventOf } from './events.ts'

type Fields<Type extends CaseEvent['type'], Left extends string = never> = Omit<EventOf<Type>, 'type' | Left>

/** What somebody wants of keys and approvals. */
export type IdentityCommand =
  | ({ readonly command: 'registerCredential' } & Fields<'credential.registered'>)
  | ({ readonly command: 'revokeKey' } & Fields<'key.revoked', 'person'>)
  | ({ readonly command: 'requestApproval' } & Fields<'approval.requested', 'exercise' | 'head'>)
  | ({ readonly command: 'signRequest' } & Fields<'approval.given'>)
  | ({ readonly command: 'withdrawApproval' } & Fields<'approval.withdrawn'>)
