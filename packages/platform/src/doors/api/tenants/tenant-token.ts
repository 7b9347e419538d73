import { randomBytes } from 'node:crypto'

import type { Database, Session } from '../../../adapters/database/index.ts'
import { noteAccess } from '../access/access-log.ts'
import { tokenHash } from '../access/account-token.ts'
import type { Principal } from '../access/principal.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Whose window it is. */
export interface TenantOf {
  readonly caseId: string
  readonly tenant: string
}

/** Makes a token for a tenant's people; only its hash is kept. It is shown once. */
export async function makeTenantToken(
  database: Database,
  { caseId, tenant, days, by, now }: TenantOf & { days: number; by: Principal; now: Date },
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = `tenant_${randomBytes(32).toString('base64url')}`
  const expiresAt = new Date(now.getTime() + days * dayMs)
  await database.transaction(async (session) => {
    await session.query(
      `insert into anlauf.tenant_token (token_hash, case_id, tenant, made_by, made_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [tokenHash(token), caseId, tenant, by.name, now, expiresAt],
    )
    await note(session, 'access.tenantLetIn', { caseId, tenant, by, now })
  })
  return { token, expiresAt }
}

/** Ends all tokens of a tenant in a case; answers how many there were. */
export async function endTenantTokens(
  database: Database,
  { caseId, tenant, by, now }: TenantOf & { by: Principal; now: Date },
): Promise<number> {
  return database.transaction(async (session) => {
    const ended = await session.query(
      `update anlauf.tenant_token set revoked_at = $3
        where case_id = $1 and tenant = $2 and revoked_at is null and expires_at > $3 returning 1 as ended`,
      [caseId, tenant, now],
    )
    if (ended.length > 0) await note(session, 'access.tenantShutOut', { caseId, tenant, by, now })
    return ended.length
  })
}

/** Whose token it is, while it is good. */
export async function tenantOf(
  session: Session,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<TenantOf | undefined> {
  const [found] = await session.query<{ case_id: string; tenant: string }>(
    `select case_id, tenant from anlauf.tenant_token
      where token_hash = $1 and revoked_at is null and expires_at > $2`,
    [tokenHash(token), now],
  )
  return found && { caseId: found.case_id, tenant: found.tenant }
}

async function note(
  session: Session,
  kind: 'access.tenantLetIn' | 'access.tenantShutOut',
  { caseId, tenant, by, now }: TenantOf & { by: Principal; now: Date },
): Promise<void> {
  const data = { tenantCase: caseId }
  await noteAccess(session, { kind, actor: by.name, actorKey: by.keyId, object: tenant, data }, now)
}
