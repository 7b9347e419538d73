import { digestSql, tableDigest, type TableDigest } from '../../phases/recover/databases/index.ts'
import { queryJson, runSql, type Session } from './session.ts'

/** What of a database is measured or dumped: all of it, or some schemas. */
export interface Part {
  readonly database: string
  readonly schemas?: readonly string[] | undefined
}

/**
 * Figures of every table with rows of its own, every sequence, and (for a whole database) the large objects, by
 * name. Views and foreign tables have none. Throws `postgres-failed`.
 */
export async function measureTables(
  session: Session,
  { database, schemas }: Part,
): Promise<readonly TableDigest[]> {
  const found = await queryJson<{ name: string; kind: string }[] | null>(
    session,
    `select json_agg(json_build_object('name', format('%I.%I', n.nspname, c.relname), 'kind', c.relkind) order by 1)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'S') and c.oid >= 16384 and n.nspname !~ '^pg_(?:toast|temp)'
        and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
        and (:'schemas' = '[]' or n.nspname in (select json_array_elements_text(:'schemas'::json)))`,
    { database, variables: { schemas: JSON.stringify(schemas ?? []) } },
  )
  const measured = (found ?? []).map(({ name, kind }) => ({
    name,
    sql: kind === 'r' ? digestSql(`only ${name}`) : digestSql(`(select last_value, is_called from ${name})`),
  }))
  if (schemas === undefined) {
    measured.push({
      name: 'large objects',
      sql: digestSql('(select loid, pageno, data from pg_largeobject)'),
    })
  }
  const answers = await runSql(session, measured.map(({ sql }) => sql).join(''), { database })
  const lines = answers.split('\n').filter((line) => line !== '')
  return measured.map(({ name }, at) => tableDigest(name, JSON.parse(lines[at] ?? '[]') as string[]))
}
