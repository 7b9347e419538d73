import type { TableDigest } from '../../phases/recover/databases/index.ts'
import {
  type Definitions,
  rowDigest,
  rowDigestSql,
  type TableDefinition,
} from '../../phases/recover/databases/mariadb/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { Session } from './session.ts'

/** Whether rows of a table can be compared with those of one moment. */
export function isSteady({ kind, transactional }: TableDefinition): boolean {
  return kind === 'rows' && transactional
}

/**
 * Counts and digests of all transactional tables. Inside of a snapshot no table stays locked behind it: a lock would
 * make the next change of a definition wait, and everybody behind that one. Throws `mariadb-failed`.
 */
export async function measureTables(
  session: Session,
  schema: string,
  { tables }: Pick<Definitions, 'tables'>,
): Promise<readonly TableDigest[]> {
  const digests: TableDigest[] = []
  for (const { name, columns } of tables.filter(isSteady)) {
    await session.lines('savepoint anlauf')
    const [figures = []] = await session.rows(rowDigestSql(schema, { table: name, columns }))
    await session.lines('rollback to savepoint anlauf')
    const digest = rowDigest(name, figures)
    if (digest === undefined) throw notMeasured(schema, name)
    digests.push(digest)
  }
  return digests
}

function notMeasured(schema: string, table: string): AnlaufError {
  return new AnlaufError('mariadb-failed', `Not every row of ${schema}.${table} could be hashed.`, {
    hint: 'A row is larger than max_allowed_packet of the server: raise it, then start the same command again.',
    context: { schema, table },
  })
}
