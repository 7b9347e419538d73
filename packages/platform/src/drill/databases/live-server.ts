import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  callersSession,
  cleanRoomAccount,
  findPrograms,
  runSql,
} from '../../adapters/postgres-source/index.ts'
import { AnlaufError } from '../../core/failure.ts'

/** A PostgreSQL of the provider as it runs in production: its log is archived, anybody on its machine is trusted. */
export interface LiveServer extends AsyncDisposable {
  readonly data: string
  /** Finished segments, in the order of the log. */
  archived(): readonly string[]
  /** How the provider's own programs reach it. */
  readonly session: ReturnType<typeof callersSession>
  sql(text: string, database?: string): Promise<string>
  /** Loads a dump with the stock program, as its receiver would. */
  restore(dump: string, database: string): Promise<void>
  /** Ends the segment and waits until it is archived. */
  finishSegment(): Promise<void>
}

const startWithinMs = 60_000

/**
 * Makes a cluster below `folder` and starts it, reachable by a socket in its own folder only. As root it runs as the
 * account that clean rooms use too. Throws `postgres-failed` where PostgreSQL's programs are missing.
 */
export async function startLiveServer(folder: string, signal: AbortSignal): Promise<LiveServer> {
  const programs = await findPrograms()
  const account = await cleanRoomAccount()
  const [data, archive] = [join(folder, 'data'), join(folder, 'archive')]
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  chmodSync(folder, 0o711)
  for (const place of [data, archive]) {
    mkdirSync(place, { mode: 0o700 })
    if (account !== undefined) chownSync(place, account.uid, account.gid)
  }
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const start = (program: string, args: readonly string[]): ReturnType<typeof spawn> => {
    const log = openSync(join(folder, 'log'), 'a', 0o600)
    // It starts inside: folders above may be closed to its account.
    const options = { ...account, cwd: data, env, stdio: ['ignore', log, log] as ('ignore' | number)[] }
    return spawn(join(programs.folder, program), args, options)
  }
  const made = start('initdb', [
    '-D',
    '/proc/self/cwd',
    '-k',
    '-A',
    'trust',
    '-U',
    'postgres',
    '-N',
    '-E',
    'UTF8',
    '--locale=C',
  ])
  await once(made, 'close')
  appendFileSync(join(data, 'postgresql.conf'), settings)
  const server = start('postgres', ['-D', '/proc/self/cwd'])
  const ended = once(server, 'close')
  ended.catch(() => undefined)
  await untilReady(folder, data, server.pid ?? 0, signal)
  const session = {
    ...callersSession(
      programs,
      { PGHOST: '/proc/self/cwd', PGUSER: 'postgres', PGDATABASE: 'postgres' },
      signal,
    ),
    cwd: data,
  }
  const sql = (text: string, database = 'postgres'): Promise<string> =>
    runSql(session, `set search_path = public;\n${text}`, { database })
  const archived = (): string[] =>
    readdirSync(archive)
      .filter((name) => /^[0-9A-F]{24}(?:\.[0-9A-F]{8}\.backup)?$/.test(name))
      .toSorted()
      .map((name) => join(archive, name))
  return {
    data,
    session,
    sql,
    archived,
    async restore(dump, database) {
      const file = openSync(dump, 'r')
      const args = ['--exit-on-error', '--no-tablespaces', '-d', database]
      const child = spawn(join(programs.folder, 'pg_restore'), args, {
        env: session.env,
        cwd: data,
        stdio: [file, 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said += text))
      const [code] = (await once(child, 'close')) as [number | null]
      closeSync(file)
      if (code !== 0) throw notLoaded(dump, said)
    },
    async finishSegment() {
      const said = await sql('select pg_walfile_name(pg_current_wal_lsn()); select pg_switch_wal()')
      const name = said.split('\n')[0] ?? ''
      const deadline = Date.now() + startWithinMs
      while (!existsSync(join(archive, name)) && Date.now() < deadline) {
        signal.throwIfAborted()
        await sleep(20)
      }
    },
    async [Symbol.asyncDispose]() {
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill('SIGINT')
      await ended
    },
  }
}

const settings = Object.entries({
  listen_addresses: '',
  unix_socket_directories: '/proc/self/cwd',
  // A drill's cluster is thrown away; what is durable is the repository.
  fsync: 'off',
  archive_mode: 'on',
  // Whole or not at all, as the manual asks for.
  archive_command: 'cp %p ../archive/%f.part && mv ../archive/%f.part ../archive/%f',
})
  .map(([name, value]) => `${name} = '${value}'\n`)
  .join('')

function notLoaded(dump: string, said: string): AnlaufError {
  return new AnlaufError('postgres-failed', `${dump} does not load: ${said.trim().slice(0, 300)}`, {
    hint: 'Load it by hand with pg_restore; what was handed over cannot be used as it is.',
  })
}

async function untilReady(folder: string, data: string, pid: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + startWithinMs
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    const file = join(data, 'postmaster.pid')
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (Number(lines[0]) === pid && lines[7]?.trim() === 'ready') return
    if (!existsSync(`/proc/${pid}`)) break
    await sleep(20)
  }
  throw new AnlaufError('postgres-failed', "The drill's own PostgreSQL did not start.", {
    hint: `Read ${join(folder, 'log')}.`,
  })
}
