import { type Database, evidenceLogWithin, type Session } from '../../../adapters/database/index.ts'
import type { EvidenceAction, Json } from '../../../core/evidence/index.ts'
import type { AnlaufError } from '../../../core/failure.ts'
import type { Principal } from './principal.ts'

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
    | 'access.vouched'
    | 'access.keyRevoked'
    | 'access.tenantLetIn'
    | 'access.tenantShutOut'
    | 'access.refused'
    | 'access.evidenceRead'
    | 'access.recoveryCodesMade'
    | 'access.recoveryAsked'
    | 'access.recoveryConfirmed'
    | 'access.recoveryRefused'
    | 'access.sessionRecovered'
    | 'access.passkeyProven'
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
  'access.vouched': 'decide',
  'access.keyRevoked': 'decide',
  'access.tenantLetIn': 'decide',
  'access.tenantShutOut': 'decide',
  'access.refused': 'access',
  'access.evidenceRead': 'access',
  'access.recoveryCodesMade': 'decide',
  'access.recoveryAsked': 'access',
  'access.recoveryConfirmed': 'decide',
  'access.recoveryRefused': 'access',
  'access.sessionRecovered': 'access',
  'access.passkeyProven': 'access',
}

/** Somebody signed in tried what the role does not permit. A log that cannot be written changes no answer. */
export async function noteRefusal(
  { database, now }: { readonly database: Database; readonly now: () => Date },
  principal: Principal | undefined,
  { code, context }: AnlaufError,
): Promise<void> {
  const { permission } = context
  if (code !== 'not-permitted' || principal?.kind !== 'person' || typeof permission !== 'string') return
  const { name: actor, keyId: actorKey } = principal
  const event = { kind: 'access.refused', actor, actorKey, object: actor, data: { permission } } as const
  await database.transaction((session) => noteAccess(session, event, now())).catch(() => undefined)
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
