import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import type { Account } from '../programs/index.ts'
import type { PostgresPrograms } from './programs.ts'
import { bareEnvironment, runProgram } from './run-program.ts'

/** How to reach one server: programs of its major version and libpq's environment. */
export interface Session {
  readonly programs: PostgresPrograms
  readonly env: Readonly<Record<string, string>>
  readonly account?: Account | undefined
  readonly cwd?: string
  readonly signal?: AbortSignal | undefined
  /** A restored cluster: superuser, and nothing of what it sets for its sessions is believed. */
  readonly isCleanRoom: boolean
}

/**
 * What every session of ours switches off or fixes, whatever a role or a database has set for itself: libraries
 * loaded at sign-in, other schemas in front of PostgreSQL's own, and every setting that changes how values print.
 */
const fixedOptions = [
  'search_path=pg_catalog',
  'default_transaction_read_only=off',
  'row_security=off',
  'statement_timeout=0',
  'lock_timeout=0',
  'datestyle=ISO',
  'intervalstyle=postgres',
  'timezone=UTC',
  'extra_float_digits=3',
  'bytea_output=hex',
  'xmlbinary=base64',
  'quote_all_identifiers=off',
]

/** Only a superuser may switch these off; a server that we only back up is somebody's own. */
const cleanRoomOptions = [
  'session_preload_libraries=',
  'local_preload_libraries=',
  'dynamic_library_path=$libdir',
  'role=none',
  'jit=off',
]

/** libpq's variables for a session of ours. */
export function sessionEnvironment({ env, isCleanRoom }: Session): Record<string, string> {
  const options = isCleanRoom ? [...fixedOptions, ...cleanRoomOptions] : fixedOptions
  return { ...env, PGOPTIONS: options.map((option) => `-c ${option}`).join(' '), PGCLIENTENCODING: 'UTF8' }
}

/** The caller's own connection settings: PGHOST, PGPORT, PGUSER, PGSERVICE, PGPASSFILE and their like. */
export function callersSession(
  programs: PostgresPrograms,
  env: Readonly<Partial<Record<string, string>>>,
  signal?: AbortSignal,
): Session {
  const own = Object.entries(env).filter(([name]) => /^PG[A-Z]+$/.test(name) || name === 'HOME')
  return {
    programs,
    signal,
    isCleanRoom: false,
    env: {
      ...bareEnvironment,
      ...(Object.fromEntries(own) as Record<string, string>),
      PGCONNECT_TIMEOUT: env['PGCONNECT_TIMEOUT'] ?? '20',
    },
  }
}

/**
 * Runs SQL that answers with one JSON value. Quoting is the caller's; `variables` are psql's, quoted with `:'name'`
 * or `:"name"`. Throws `postgres-failed`.
 */
export async function queryJson<Answer>(
  session: Session,
  sql: string,
  options: { readonly database?: string; readonly variables?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const answer = await runSql(session, sql, options)
  try {
    return JSON.parse(answer.trim() || 'null') as Answer
  } catch (cause) {
    throw new AnlaufError('postgres-failed', 'The server gave an answer that is no JSON.', {
      hint: 'Report this with the version of the server.',
      context: { answer: answer.slice(0, 400) },
      cause,
    })
  }
}

/** Runs SQL and returns the rows as text. Any error ends it; nothing of a psqlrc is read. */
export async function runSql(
  session: Session,
  sql: string,
  {
    database = 'postgres',
    variables = {},
  }: { readonly database?: string; readonly variables?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const named = Object.entries(variables).map(([name, value]) => `--set=${name}=${value}`)
  const args = [
    '-X',
    '-q',
    '-A',
    '-t',
    '-w',
    '--set=ON_ERROR_STOP=1',
    ...named,
    '-d',
    conninfo(database),
    '-f',
    '-',
  ]
  const said = await runProgram(join(session.programs.folder, 'psql'), args, {
    ...session,
    env: sessionEnvironment(session),
    input: sql,
  })
  if (said.code === 0) return said.stdout
  const last =
    said.stderr
      .trim()
      .split('\n')
      .find((line) => /(?:error|fatal):/i.test(line)) ?? said.stderr.trim()
  throw new AnlaufError('postgres-failed', `The server refused: ${last}`, {
    hint: 'Check PGHOST, PGPORT, PGUSER and PGPASSFILE, and that this role may do it (superuser, or pg_read_all_data and REPLICATION).',
    retry: 'later',
    context: { said: said.stderr },
  })
}

/** A database's name may look like a connection string; as a value of one it cannot. */
export function conninfo(database: string): string {
  return `dbname='${database.replaceAll(/['\\]/g, '\\$&')}'`
}
