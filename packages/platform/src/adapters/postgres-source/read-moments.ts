import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { AnlaufError } from '../../core/failure.ts'
import { type Moment, momentReader } from '../../phases/recover/databases/index.ts'
import { type CleanCluster, startCleanServer } from './clean-server.ts'
import { bareEnvironment } from './run-program.ts'
import { queryJson, type Session } from './session.ts'

/** A moment, with the names that its relations have in the recovered cluster. */
export interface NamedMoment extends Moment {
  readonly relations: readonly string[]
}

/** More than a person reads; a lower limit of rows was meant. */
const maxMoments = 10_000

/**
 * Reads the segments that a recovery fetched and lists the commits that took much away, by time, with the names of
 * their tables where the recovered cluster still has them. Throws `postgres-failed`, `input-invalid` (too many).
 */
export async function readMoments(
  cluster: CleanCluster,
  { minRows, signal }: { readonly minRows: number; readonly signal?: AbortSignal | undefined },
): Promise<readonly NamedMoment[]> {
  const folder = join(cluster.folder, 'wal')
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9A-F]{24}$/.test(name)).sort()
  const moments: Moment[] = []
  for (const run of runsOf(names)) {
    for await (const moment of momentsIn(cluster, folder, run, { minRows, signal })) {
      moments.push(moment)
      if (moments.length > maxMoments) throw tooMany(minRows)
    }
  }
  if (moments.length === 0) return []
  await using server = await startCleanServer(cluster, { signal })
  const relations = await namesOfFiles(server.session)
  return moments.map((moment) => ({
    ...moment,
    relations: moment.touched.map(({ file }) => relations.get(file) ?? file),
  }))
}

/** `pg_waldump` follows one timeline at a time. */
function runsOf(names: readonly string[]): readonly (readonly [first: string, last: string])[] {
  const timelines = new Map<string, [string, string]>()
  for (const name of names) {
    const run = timelines.get(name.slice(0, 8))
    if (run === undefined) timelines.set(name.slice(0, 8), [name, name])
    else run[1] = name
  }
  return [...timelines.values()]
}

async function* momentsIn(
  { programs, account }: CleanCluster,
  folder: string,
  [first, last]: readonly [string, string],
  { minRows, signal }: { readonly minRows: number; readonly signal: AbortSignal | undefined },
): AsyncGenerator<Moment> {
  const child = spawn(join(programs.folder, 'pg_waldump'), ['--path=.', first, last], {
    ...account,
    cwd: folder,
    env: bareEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-2000)))
  const ended = once(child, 'close')
  ended.catch(() => undefined)
  const read = momentReader({ minRows })
  let lines = 0
  for await (const line of createInterface(child.stdout)) {
    lines += 1
    const moment = read(line)
    if (moment !== undefined) yield moment
  }
  await ended
  // The end of the log looks like an error to it; only a log of which nothing can be read is one.
  if (lines > 0) return
  throw new AnlaufError(
    'postgres-failed',
    `The log cannot be read from ${first} on: ${said.trim().slice(0, 300)}`,
    {
      hint: 'Look at the segments in the folder "wal"; pg_waldump reads them one by one.',
    },
  )
}

async function namesOfFiles(session: Session): Promise<ReadonlyMap<string, string>> {
  const databases = await queryJson<string[]>(
    session,
    `select json_agg(datname) from pg_database where datallowconn and datname <> 'template0'`,
  )
  const names = new Map<string, string>()
  for (const database of databases) {
    const files = await queryJson<[string, string][] | null>(
      session,
      `select json_agg(json_build_array(concat_ws('/', coalesce(nullif(c.reltablespace, 0), d.dattablespace), d.oid,
           pg_relation_filenode(c.oid)), format('%I.%I', n.nspname, c.relname)))
         from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_database d
        where d.datname = current_database() and c.relkind in ('r', 't', 'm') and c.oid >= 16384`,
      { database },
    )
    for (const [file, name] of files ?? []) names.set(file, `${name} in ${database}`)
  }
  return names
}

function tooMany(minRows: number): AnlaufError {
  return new AnlaufError(
    'input-invalid',
    `More than ${maxMoments} commits changed ${minRows} rows or more.`,
    {
      hint: 'Give a higher --rows.',
    },
  )
}
