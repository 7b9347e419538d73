import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import type { CleanCluster } from './clean-server.ts'
import { runProgram } from './run-program.ts'
import { conninfo, queryJson, type Session, sessionEnvironment } from './session.ts'

/** Whether everything in a database could be read. */
export interface ReadDatabase {
  readonly database: string
  /** What could not be read, in the words of the server; absent when everything could. */
  readonly problem?: string
}

/**
 * Dumps every database to nowhere: each table, large object and definition is read and decoded once. A toast
 * pointer to nowhere or a broken row shows here and nowhere else. Indexes are not looked at.
 */
export async function verifyRows(session: Session): Promise<readonly ReadDatabase[]> {
  const found = await queryJson<{ database: string; open: boolean }[]>(
    session,
    `select json_agg(json_build_object('database', datname, 'open', datallowconn) order by datname)
       from pg_database where datname <> 'template0'`,
  )
  const read: ReadDatabase[] = []
  for (const { database, open } of found) {
    if (!open) {
      read.push({ database, problem: 'it takes no connections (datallowconn is off)' })
      continue
    }
    const said = await runProgram(
      join(session.programs.folder, 'pg_dump'),
      [
        '--format=custom',
        '--compress=0',
        '--file=/dev/null',
        '--no-sync',
        '--no-password',
        '-d',
        conninfo(database),
      ],
      { ...session, env: sessionEnvironment(session) },
    )
    read.push({
      database,
      ...(said.code !== 0 && { problem: said.stderr.trim().split('\n')[0] ?? 'unknown' }),
    })
  }
  return read
}

/** Counts pages with a wrong checksum; the server has to be stopped. Throws `postgres-failed`. */
export async function verifyPages(
  { folder, programs, account }: CleanCluster,
  signal: AbortSignal | undefined,
): Promise<number> {
  const said = await runProgram(join(programs.folder, 'pg_checksums'), ['--check', '-D', '/proc/self/cwd'], {
    account,
    cwd: join(folder, 'data'),
    signal,
  })
  const bad = /Bad checksums:\s*(\d+)/.exec(said.stdout)?.[1]
  if (bad !== undefined) return Number(bad)
  throw new AnlaufError(
    'postgres-failed',
    `The pages could not be checked: ${said.stderr.trim().slice(0, 300)}`,
    {
      hint: 'Run pg_checksums --check on the data folder by hand.',
    },
  )
}
