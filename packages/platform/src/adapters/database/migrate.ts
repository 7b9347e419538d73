import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { AnlaufError } from '../../core/failure.ts'
import type { Database, Session } from './database.ts'

/**
 * Applies the migrations that a database does not have yet, in the order of their names, all in one
 * transaction; several processes may call it at once. Throws `database-failed` when an applied migration was
 * changed, or when the database has one that this program does not know (a newer program wrote it).
 */
export async function migrate(database: Database, folder: string = bundledMigrations): Promise<void> {
  const migrations = await readMigrations(folder)
  await database.transaction(async (session) => {
    await session.query('select pg_advisory_xact_lock(0x616e6d696772::bigint)')
    const applied = await appliedMigrations(session)
    requireSameHistory(migrations, applied)
    for (const { name, sql, sha256 } of migrations.slice(applied.length)) {
      await session.query(sql)
      await session.query('insert into anlauf.migration (name, sha256) values ($1, $2)', [name, sha256])
    }
  })
}

const bundledMigrations = fileURLToPath(new URL('../../../migrations', import.meta.url))

interface Migration {
  readonly name: string
  readonly sha256: string
}

async function readMigrations(folder: string): Promise<readonly (Migration & { readonly sql: string })[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function appliedMigrations(session: Session): Promise<readonly Migration[]> {
  // Our role has the schema's name, so that a session looks for it at once ("$user" in the search path) and remembers that there was
  // none, also after waiting for the lock: "if not exists" then fails on a duplicate. Locking a table, even to read it,
  // is what makes a session take notice of what others have committed.
  const [schema] = await session.query(`select nspname from pg_catalog.pg_namespace where nspname = 'anlauf'`)
  if (schema === undefined) await session.query('create schema anlauf')
  await session.query(
    `create table if not exists anlauf.migration (
       name text primary key,
       sha256 text not null,
       applied_at timestamptz not null default now()
     )`,
  )
  return session.query<{ name: string; sha256: string }>(
    'select name, sha256 from anlauf.migration order by name collate "C"',
  )
}

/** What is applied has to be exactly the beginning of what we have. */
function requireSameHistory(migrations: readonly Migration[], applied: readonly Migration[]): void {
  applied.forEach((old, place) => {
    const ours = migrations[place]
    if (ours?.name === old.name && ours.sha256 === old.sha256) return
    const known = migrations.some(({ name }) => name === old.name)
    throw new AnlaufError(
      'database-failed',
      known ? `migration ${old.name} was changed after it was applied` : `unknown migration ${old.name}`,
      {
        hint: known
          ? 'Restore the migration file as it was; changes belong into a new file.'
          : 'The database was written by a newer program: use that version or a later one.',
        context: { migration: old.name, applied: old.sha256, ours: ours?.sha256 },
      },
    )
  })
}
