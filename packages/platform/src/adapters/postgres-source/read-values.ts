import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { copyRows, type DatabaseValue } from '../../phases/recover/databases/index.ts'
import { mustRun, programFailure } from './run-program.ts'
import { conninfo, queryJson, type Session, sessionEnvironment } from './session.ts'

/**
 * Everything in a loaded dump that can carry foreign bytes, raw, as an application would get it: every value of every
 * column of variable length or of more than 32 bytes, every large object, and all definitions as the dump's own text,
 * those of the database itself among them. Numbers, times and other short types of fixed length are left out.
 * Throws `postgres-failed`, also when a table cannot be read to its end.
 */
export async function* readValues(
  session: Session,
  { database, dump }: { readonly database: string; readonly dump: string },
): AsyncGenerator<DatabaseValue> {
  yield* definitions(session, dump)
  const tables = await queryJson<TableColumns[] | null>(session, tablesSql, { database })
  for (const table of tables ?? []) yield* valuesOf(session, database, table)
  yield* largeObjects(session, database)
}

interface TableColumns {
  readonly table: string
  readonly columns: readonly {
    readonly name: string
    /** As it is asked for: types that cannot be sent raw are asked for as text. */
    readonly sql: string
    readonly isBinary: boolean
  }[]
}

const tablesSql = `
select json_agg(json_build_object('table', format('%I.%I', n.nspname, c.relname), 'columns', k.columns) order by 1)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace,
  lateral (select json_agg(json_build_object('name', a.attname, 'isBinary', coalesce(nullif(t.typbasetype, 0), t.oid) = 'bytea'::regtype,
      'sql', case when t.typsend = 0 then format('%I::text', a.attname) else quote_ident(a.attname) end) order by a.attnum) as columns
    from pg_attribute a join pg_type t on t.oid = a.atttypid
   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     and t.typlen not between 0 and 32 and t.oid <> 'numeric'::regtype) as k
 where c.relkind = 'r' and c.oid >= 16384 and n.nspname !~ '^pg_(?:toast|temp)' and k.columns is not null`

async function* valuesOf(
  session: Session,
  database: string,
  { table, columns }: TableColumns,
): AsyncGenerator<DatabaseValue> {
  const list = columns.map(({ sql }) => sql).join(', ')
  for await (const row of copyOut(session, database, `select ${list} from only ${table}`)) {
    for (const [at, bytes] of row.entries()) {
      const column = columns[at]
      if (bytes === null || column === undefined) continue
      yield { where: `${table}.${column.name}`, isBinary: column.isBinary, bytes }
    }
  }
}

/** A large object lies in pages; holes are not stored. */
async function* largeObjects(session: Session, database: string): AsyncGenerator<DatabaseValue> {
  const pages = copyOut(session, database, 'select loid, data from pg_largeobject order by loid, pageno')
  let id: Buffer | undefined
  let pieces: Buffer[] = []
  const whole = (): DatabaseValue => ({
    where: `large object ${id?.readUInt32BE() ?? 0}`,
    isBinary: true,
    bytes: Buffer.concat(pieces),
  })
  for await (const [loid, data] of pages) {
    if (id !== undefined && loid?.equals(id) !== true) {
      yield whole()
      pieces = []
    }
    id = Buffer.from(loid ?? [])
    pieces.push(Buffer.from(data ?? []))
  }
  if (id !== undefined) yield whole()
}

async function* definitions(session: Session, dump: string): AsyncGenerator<DatabaseValue> {
  const text = await mustRun(
    join(session.programs.folder, 'pg_restore'),
    // Without --create what people said of the database, and its settings, would be in the dump and not here.
    ['--create', '--section=pre-data', '--section=post-data', '--file=-'],
    { ...session, env: sessionEnvironment(session), inputFile: dump, what: 'The definitions cannot be read' },
  )
  yield { where: 'definitions', isBinary: true, bytes: Buffer.from(text) }
}

async function* copyOut(
  session: Session,
  database: string,
  query: string,
): AsyncGenerator<readonly (Buffer | null)[]> {
  const { account, cwd, signal, programs } = session
  const command = `copy (${query}) to stdout (format binary)`
  const args = ['-X', '-q', '-w', '--set=ON_ERROR_STOP=1', '-d', conninfo(database), '-c', command]
  const child = spawn(join(programs.folder, 'psql'), args, {
    ...account,
    ...(cwd !== undefined && { cwd }),
    env: sessionEnvironment(session),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-4000)))
  const ended = once(child, 'close')
  ended.catch(() => undefined)
  try {
    yield* copyRows(child.stdout)
  } catch (error) {
    // What the server said explains a stream that has no end.
    if (said.trim() !== '') throw programFailure('A table cannot be read for scanning', said)
    throw error
  } finally {
    child.kill('SIGKILL')
  }
  const [code] = (await ended) as [number | null]
  if (code !== 0 && code !== null) throw programFailure('A table cannot be read for scanning', said)
}
