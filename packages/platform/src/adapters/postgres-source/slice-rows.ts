import {
  chooseSql,
  closeSql,
  countsSql,
  dropOthersSql,
  type Reference,
  rowCounts,
  type RowCounts,
  rowRules,
  type RowRules,
  type RowTable,
  seedSql,
  spreadSql,
} from '../../phases/recover/databases/index.ts'
import { queryJson, runSql, type Session } from './session.ts'

/** Which rows are one tenant's. */
export interface RowChoice {
  /** Columns that name the tenant of a row. */
  readonly keys: readonly string[]
  /** Value of those columns. */
  readonly tenant: string
  /** Tables that everybody gets whole. */
  readonly shared: readonly string[]
}

/** Reads tables and references from the catalogue and resolves what a person wrote. Throws `input-invalid`. */
export async function readRowRules(session: Session, database: string, choice: RowChoice): Promise<RowRules> {
  const found = await queryJson<{
    tables: (RowTable & { oid: string })[] | null
    references: FoundReference[] | null
  }>(session, catalogueSql, { database })
  const tables = found.tables ?? []
  const places = new Map(tables.map(({ oid }, at) => [oid, at]))
  const references = (found.references ?? []).flatMap(({ child, parent, columns }): Reference[] => {
    const from = places.get(child)
    const to = places.get(parent)
    return from === undefined || to === undefined ? [] : [{ child: from, parent: to, columns }]
  })
  return rowRules(tables, references, choice)
}

/**
 * Leaves only one tenant's rows in a copy that has no references and triggers yet. Throws `postgres-failed`.
 */
export async function keepTenantsRows(
  session: Session,
  database: string,
  rules: RowRules,
  tenant: string,
): Promise<readonly RowCounts[]> {
  const options = { database, variables: { tenant } }
  await runSql(session, seedSql(rules), options)
  await untilStable(() => runSql(session, spreadSql(rules), options))
  await runSql(session, chooseSql(rules), options)
  await untilStable(() => runSql(session, closeSql(rules), options))
  const counted = await runSql(session, countsSql(rules), options)
  const answers = counted
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as number[])
  await runSql(session, dropOthersSql(rules), options)
  return rowCounts(rules, answers)
}

/** Rounds only ever add, so their number is bounded by the longest chain of references. */
async function untilStable(round: () => Promise<string>): Promise<void> {
  for (let before = ''; ;) {
    const now = (await round()).trim()
    if (now === before) return
    before = now
  }
}

interface FoundReference {
  readonly child: string
  readonly parent: string
  readonly columns: readonly (readonly [string, string])[]
}

/** Partitions are tables of their own; PostgreSQL keeps their references one by one. */
const catalogueSql = `
select json_build_object(
  'tables', (select json_agg(json_build_object('oid', c.oid::text, 'schema', n.nspname, 'name', c.relname,
      'quoted', format('%I.%I', n.nspname, c.relname),
      'columns', (select coalesce(json_agg(json_build_object('name', a.attname, 'quoted', quote_ident(a.attname)) order by a.attnum), '[]')
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))
      order by n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.oid >= 16384 and n.nspname !~ '^pg_(?:toast|temp)'
      and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')),
  'references', (select json_agg(json_build_object('child', k.conrelid::text, 'parent', k.confrelid::text,
      'columns', (select json_agg(json_build_array(quote_ident(ca.attname), quote_ident(pa.attname)) order by pair.place)
        from unnest(k.conkey, k.confkey) with ordinality as pair(child, parent, place)
        join pg_attribute ca on ca.attrelid = k.conrelid and ca.attnum = pair.child
        join pg_attribute pa on pa.attrelid = k.confrelid and pa.attnum = pair.parent)) order by k.oid)
    from (select oid, conrelid::oid, confrelid::oid, conkey, confkey from pg_constraint where contype = 'f') as k))`
