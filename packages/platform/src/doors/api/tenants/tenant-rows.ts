import type { Database } from '../../../adapters/database/index.ts'
import type { Entry } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { TenantOf } from './tenant-token.ts'

/** More than a unit has in weeks; a window is no archive. */
const maxRows = 1000

/**
 * The entries of the log that are about one tenant's unit, the newest last. Read in a transaction in which the database
 * itself shows nothing else: a mistake of ours below this line can leak no other row.
 */
export async function tenantRows(
  database: Database,
  { caseId, tenant }: TenantOf,
): Promise<readonly Pick<Entry, 'seq' | 'at' | 'kind' | 'data'>[]> {
  return database.transaction(async (session) => {
    await session.query(`select set_config('app.case', $1, true), set_config('app.tenant', $2, true)`, [
      caseId,
      tenant,
    ])
    await session.query('set local role anlauf_tenant').catch((cause: unknown) => {
      throw new AnlaufError('database-failed', 'The database has no role for tenants.', {
        hint: 'An administrator of the database creates it once: CREATE ROLE anlauf_tenant, granted to our account, as migration 0009 does.',
        cause,
      })
    })
    const rows = await session.query<{ entry: string }>(
      `select entry from (select entry, seq from anlauf.evidence order by seq desc limit ${maxRows}) as last order by seq`,
    )
    return rows.map(({ entry }) => JSON.parse(entry) as Entry)
  })
}
