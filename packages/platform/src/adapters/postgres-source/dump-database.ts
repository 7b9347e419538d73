import { join } from 'node:path'

import type { CleanServer } from './clean-server.ts'
import type { Part } from './measure-tables.ts'
import { mustRun } from './run-program.ts'
import { conninfo, queryJson, runSql, type Session, sessionEnvironment } from './session.ts'

/**
 * Dumps a part in PostgreSQL's custom format, without subscriptions, which would reach for other machines; the program is never root, so it writes into a file of ours.
 */
export async function dumpPart(
  session: Session,
  { database, schemas }: Part,
  { file, withoutOwners }: { readonly file: string; readonly withoutOwners: boolean },
): Promise<void> {
  const wanted = (schemas ?? []).map((schema) => `--schema=${patternOf(schema)}`)
  const owners = withoutOwners ? ['--no-owner', '--no-privileges'] : []
  await mustRun(
    join(session.programs.folder, 'pg_dump'),
    [
      '--format=custom',
      '--no-subscriptions',
      '--no-password',
      ...wanted,
      ...owners,
      ...(withoutOwners ? ['--no-blobs'] : []),
      '-d',
      conninfo(database),
    ],
    { ...session, env: sessionEnvironment(session), outputFile: file, what: `${database} was not dumped` },
  )
}

/** Loads sections of a dump into a database; the first error ends it. */
export async function loadDump(
  { session }: CleanServer,
  file: string,
  {
    database,
    sections = [],
    withoutOwners,
  }: { readonly database: string; readonly sections?: readonly string[]; readonly withoutOwners: boolean },
): Promise<void> {
  await mustRun(
    join(session.programs.folder, 'pg_restore'),
    [
      '--exit-on-error',
      // The next machine does not have them.
      '--no-tablespaces',
      '--no-password',
      ...sections.map((section) => `--section=${section}`),
      ...(withoutOwners ? ['--no-owner', '--no-privileges'] : []),
      '-d',
      conninfo(database),
    ],
    {
      ...session,
      env: sessionEnvironment(session),
      inputFile: file,
      what: 'The dump could not be loaded into a fresh cluster',
      hint: 'Objects outside of the slice that it needs, extensions that are not installed here, or a function that fails are the usual reasons.',
    },
  )
}

/** How a database was made, and which roles own or may use something in it. */
export interface DatabaseShape {
  readonly encoding: string
  readonly collate: string
  readonly ctype: string
  readonly roles: readonly string[]
}

/** Throws `postgres-failed` when there is no such database. */
export async function shapeOf(session: Session, database: string): Promise<DatabaseShape> {
  return queryJson<DatabaseShape>(
    session,
    `select json_build_object('encoding', pg_encoding_to_char(encoding), 'collate', datcollate, 'ctype', datctype,
       'roles', (select coalesce(json_agg(distinct r.rolname), '[]') from pg_shdepend s join pg_roles r on r.oid = s.refobjid
         where s.dbid = d.oid and s.refclassid = 'pg_authid'::regclass and r.rolname !~ '^pg_' and r.oid <> 10))
       from pg_database d where datname = current_database()`,
    { database },
  )
}

/** Statements that make the roles, without passwords and without rights of their own. */
export async function rolesSql({ session }: CleanServer, roles: readonly string[]): Promise<string> {
  return runSql(
    session,
    `select format('create role %I nologin;', one) from json_array_elements_text(:'roles'::json) as r(one)`,
    { variables: { roles: JSON.stringify(roles) } },
  )
}

/** An empty database like another one. */
export async function makeDatabase(
  { session }: CleanServer,
  name: string,
  shape: DatabaseShape,
): Promise<void> {
  await runSql(
    session,
    `create database :"name" template template0 encoding :'encoding' lc_collate :'collate' lc_ctype :'ctype'`,
    { variables: { name, encoding: shape.encoding, collate: shape.collate, ctype: shape.ctype } },
  )
}

/** psql's pattern that fits exactly this name. */
function patternOf(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
