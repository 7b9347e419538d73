import { evidenceLogWithin, type Session } from '../../../adapters/database/index.ts'
import type { EvidenceAction, Json } from '../../../core/evidence/index.ts'

/** The chain of who came in, who was let in and who was refused; `anlauf evidence verify --case anlauf.access`. */
export const accessChain = 'anlauf.access'

/** What happened to access. */
export interface AccessEvent {
  readonly kind:
    | 'access.invited'
    | 'access.passkeyRegistered'
    | 'access.signedIn'
    | 'access.signedOut'
    | 'access.blocked'
    | 'access.refused'
  readonly actor: string
  readonly actorKey?: string | undefined
  /** The person it is about. */
  readonly object?: string
  readonly data?: { readonly [name: string]: Json }
}

const actions: Readonly<Record<AccessEvent['kind'], EvidenceAction>> = {
  'access.invited': 'decide',
  'access.passkeyRegistered': 'decide',
  'access.signedIn': 'access',
  'access.signedOut': 'access',
  'access.blocked': 'decide',
  'access.refused': 'access',
}

/** Notes it in the transaction that does it: neither is there without the other. */
export async function noteAccess(session: Session, event: AccessEvent, now: Date): Promise<void> {
  const { kind, actor, actorKey, object, data = {} } = event
  await evidenceLogWithin(session).append(accessChain, [
    {
      at: now.toISOString(),
      actor,
      action: actions[kind],
      kind,
      ...(actorKey === undefined ? {} : { actorKey }),
      ...(object === undefined ? {} : { object }),
      data,
    },
  ])
}
