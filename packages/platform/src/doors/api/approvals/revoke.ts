import { caseIds } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from '../access/access-log.ts'
import { approverKeys } from '../access/approver-keys.ts'
import { requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import { dropWaitingCodes } from '../access/recovery-codes.ts'
import type { ApiParts } from '../api-parts.ts'
import { appendDecided } from './append-decided.ts'

type Parts = Pick<ApiParts, 'database' | 'readCase' | 'now'>
const page = 200

/** Everybody may revoke an own key; others need the permission. */
export function requireRevoker(principal: Principal | undefined, owner: string): Principal {
  return principal?.kind === 'person' && principal.name === owner
    ? principal
    : requirePermission(principal, 'revokeKey')
}

/** Takes a key out of every open case that knows it. Cases first: a key that signs nowhere may still sign in. */
export async function revokeInCases(
  parts: Parts,
  { keyId, by, reason }: { readonly keyId: string; readonly by: Principal; readonly reason: string },
): Promise<readonly string[]> {
  const revoked: string[] = []
  for (let after: string | undefined = ''; after !== undefined;) {
    const ids: readonly string[] = await caseIds(parts.database, { after, limit: page })
    for (const caseId of ids) {
      const { state } = await parts.readCase(caseId)
      if (state.status !== 'declared' || state.revoked.has(keyId) || !knows(state, keyId)) continue
      await revokeInCase(parts, caseId, { keyId, by, reason })
      revoked.push(caseId)
    }
    after = ids.length < page ? undefined : ids.at(-1)
  }
  return revoked
}

export async function revokeInCase(
  parts: Parts,
  caseId: string,
  { keyId, by, reason }: { readonly keyId: string; readonly by: Principal; readonly reason: string },
): Promise<void> {
  await appendDecided(parts, {
    caseId,
    by,
    commandFor: (state) =>
      state.revoked.has(keyId) ? undefined : { command: 'revokeKey', keyId, by: by.name, reason },
  })
}

/** Revokes a passkey everywhere: in all open cases, for signing in, its sessions, and links its person made alone. */
export async function revokePasskey(
  parts: Parts,
  { keyId, principal, reason }: { keyId: string; principal: Principal | undefined; reason: string },
): Promise<readonly string[]> {
  const key = (await approverKeys(parts.database)).find((one) => one.keyId === keyId)
  if (key === undefined) {
    requirePermission(principal, 'revokeKey')
    throw new AnlaufError('not-found', 'There is no such key.', {
      hint: 'GET /api/approver-keys lists them.',
    })
  }
  const by = requireRevoker(principal, key.person)
  const cases = await revokeInCases(parts, { keyId, by, reason })
  const now = parts.now()
  await parts.database.transaction(async (session) => {
    const done = await session.query(
      `update anlauf.passkey set revoked_at = $2, revoked_by = $3, revoked_for = $4
        where credential_id = $1 and revoked_at is null returning 1 as done`,
      [key.credentialId, now, by.name, reason],
    )
    if (done.length === 0) return
    await session.query('delete from anlauf.session where credential_id = $1', [key.credentialId])
    // Whoever had this key may have made a link for a further one with it, and would be back within the hour.
    await session.query('delete from anlauf.invitation where person = $1 and invited_by = $1', [key.person])
    await dropWaitingCodes(session, { person: key.person, now })
    const data = { key: keyId, reason }
    await noteAccess(
      session,
      { kind: 'access.keyRevoked', actor: by.name, actorKey: by.keyId, object: key.person, data },
      now,
    )
  })
  return cases
}

/** Whoever is blocked signs nothing any more either, in any open case. */
export async function revokeAllOf(parts: Parts, person: string, by: Principal): Promise<void> {
  for (const key of await approverKeys(parts.database)) {
    if (key.person !== person) continue
    await revokeInCases(parts, { keyId: key.keyId, by, reason: 'the person was blocked' })
  }
}

function knows(
  { credentials, approvers }: Awaited<ReturnType<ApiParts['readCase']>>['state'],
  keyId: string,
): boolean {
  return credentials.has(keyId) || [...approvers.values()].some((approver) => approver.keyId === keyId)
}
