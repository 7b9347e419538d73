import type { Inventory, InventoryLine } from '../../phases/recover/databases/index.ts'
import { clusterInventory, databaseInventory } from './inventory-sql.ts'
import { queryJson, type Session } from './session.ts'

/**
 * Lists everything in a cluster that can run code, open doors or reach other machines. Without the right to read
 * secrets their kinds are left out, and a comparison says so. Throws `postgres-failed`.
 */
export async function takeInventory(session: Session): Promise<Inventory> {
  const { databases, secrets } = await queryJson<{ databases: string[]; secrets: boolean }>(
    session,
    `select json_build_object('databases', (select json_agg(datname order by datname) from pg_database
       where datallowconn and datname <> 'template0'),
     'secrets', has_table_privilege('pg_authid', 'select') and has_table_privilege('pg_subscription', 'select'))`,
  )
  const lines = await linesOf(session, 'postgres', clusterInventory(secrets), '')
  for (const database of databases) {
    lines.push(...(await linesOf(session, database, databaseInventory, database)))
  }
  return { version: 1, secrets, databases, lines }
}

async function linesOf(
  session: Session,
  database: string,
  sql: string,
  label: string,
): Promise<InventoryLine[]> {
  // The whole definition is hashed; what people read is cut, and secrets are never shown.
  const rows = await queryJson<[string, string, string, string][] | null>(
    session,
    `select json_agg(json_build_array(kind, name, left(coalesce(text, ''), 2400),
       encode(sha256(convert_to(coalesce(text, '') || chr(10) || coalesce(secret, ''), getdatabaseencoding())), 'hex'))
       order by kind, name) from (${sql}) as found`,
    { database },
  )
  return (rows ?? []).map(([kind, name, text, digest]) => ({ kind, database: label, name, text, digest }))
}
