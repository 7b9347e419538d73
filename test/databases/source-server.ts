import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import type { AnlaufContext } from '../../packages/platform/src/doors/cli/context.ts'
import { openCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import { needProgram } from '../debian.ts'

/** Why these tests cannot run here, for `test(…, { skip })`. */
export const noPostgres = needProgram('pg_createcluster', 'postgresql')

const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
const bin = `/usr/lib/postgresql/${versions.sort((a, b) => Number(a) - Number(b)).at(-1)}/bin`
const cli = fileURLToPath(new URL('../../packages/platform/src/main.ts', import.meta.url))

/** PostgreSQL refuses root: as root everything of the customer runs as the account of Debian's package. */
const account =
  process.getuid?.() === 0
    ? {
        uid: Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })),
        gid: Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' })),
      }
    : {}

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A real server of a customer, with a repository beside it; everything is removed at the end. */
export interface Source extends AsyncDisposable {
  readonly folder: string
  readonly data: string
  /** File of our program. */
  readonly main: string
  readonly env: Record<string, string>
  /** Rows as text, unaligned. */
  sql(text: string, database?: string): string
  /** Runs our command line in a process of its own, as the customer's account. */
  cli(...args: string[]): Ran
  /** Runs our command line as whoever runs the test, in this process. */
  operator(...args: string[]): Promise<Ran>
  /** A new folder of the server's account. */
  ownFolder(name: string): string
  /** Runs one of PostgreSQL's programs as whoever runs the test. */
  program(name: string, ...args: string[]): Ran
  /** Ends the current segment and waits until it is archived. */
  switchLog(): Promise<string>
  start(): Promise<void>
  stop(by?: NodeJS.Signals): Promise<void>
}

export interface SourceOptions {
  readonly settings?: Readonly<Record<string, string>>
  /** Archive with our command line, as `archive_command`. */
  readonly archive?: boolean
  /** What `operator` scans with; nothing is scanned without. */
  readonly startScanner?: AnlaufContext['startScanner']
  /** Where the customer's server stores; default: a folder. */
  readonly repository?: string
}

export const clusterName = 'main'

/** In memory where it can be: servers that sync to a busy disk would make minutes of seconds. */
const parent = existsSync('/dev/shm') && statfsSync('/dev/shm').bavail * 4096 > 4e9 ? '/dev/shm' : tmpdir()

/** Makes a folder that the customer's account can use. */
export function newFolder(name: string): string {
  const folder = mkdtempSync(join(parent, `anlauf-${name}-`))
  chmodSync(folder, 0o755)
  return folder
}

export async function startSource({
  settings = {},
  archive = false,
  repository: place,
  startScanner = () => Promise.reject(new Error('nothing is scanned here')),
}: SourceOptions = {}): Promise<Source> {
  const folder = newFolder('pg')
  const data = join(folder, 'data')
  const repository = place ?? join(folder, 'repository')
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: folder,
    PGHOST: folder,
    PGUSER: 'postgres',
    PGDATABASE: 'postgres',
    // An attacker may have set it for the role that asks.
    PGOPTIONS: '-c session_preload_libraries=',
    RESTIC_REPOSITORY: repository,
    RESTIC_PASSWORD: 'only for this test',
    ANLAUF_HOME: join(folder, 'home'),
    // The server calls our command line for every segment: compiled once it takes 0.4 s instead of 0.8 s.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  }
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid)
  run(join(bin, 'initdb'), [
    '-D',
    data,
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
  const all = {
    listen_addresses: '',
    unix_socket_directories: folder,
    fsync: 'off',
    archive_mode: archive ? 'on' : 'off',
    archive_command: archive
      ? `${process.execPath} ${cli} protect postgres wal --cluster ${clusterName} %p`
      : '',
    ...settings,
  }
  appendFileSync(
    join(data, 'postgresql.conf'),
    Object.entries(all)
      .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
      .join(''),
  )

  function run(
    program: string,
    args: readonly string[],
    options: { asOperator?: boolean; input?: string } = {},
  ): Ran {
    const ran = spawnSync(program, args, {
      ...(options.asOperator === true ? {} : account),
      env,
      cwd: folder,
      encoding: 'utf8',
      input: options.input ?? '',
      maxBuffer: 1e9,
    })
    return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr }
  }

  const inside = openCli({ startScanner })
  Object.assign(inside.env, env)

  let pid = 0
  async function start(): Promise<void> {
    const log = openSync(join(folder, 'log'), 'a', 0o644)
    const child = spawn(join(bin, 'postgres'), ['-D', data], {
      ...account,
      env,
      cwd: folder,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    pid = child.pid ?? 0
    for (let at = 0; at < 1500; at += 1) {
      const status = existsSync(join(data, 'postmaster.pid'))
        ? readFileSync(join(data, 'postmaster.pid'), 'utf8')
        : ''
      if (status.split('\n')[0] === String(pid) && status.includes('ready')) return
      if (child.exitCode !== null) break
      await sleep(20)
    }
    throw new Error(`the source did not start: ${readFileSync(join(folder, 'log'), 'utf8').slice(-2000)}`)
  }
  async function stop(by: NodeJS.Signals = 'SIGINT'): Promise<void> {
    if (pid === 0) return
    const ending = pid
    pid = 0
    process.kill(ending, by)
    for (let at = 0; at < 1500 && existsSync(`/proc/${ending}/exe`); at += 1) await sleep(20)
  }
  await start()
  const source: Source = {
    folder,
    data,
    main: cli,
    env,
    sql(text, database = 'postgres') {
      const ran = run(join(bin, 'psql'), ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', '-'], {
        input: text,
      })
      if (ran.code !== 0) throw new Error(ran.stderr)
      return ran.stdout.trim()
    },
    cli: (...args) => run(process.execPath, [cli, ...args]),
    async operator(...args) {
      const { exitCode, stdout, stderr } = await inside.run(...args)
      return { code: exitCode || 0, stdout, stderr }
    },
    ownFolder(name) {
      mkdirSync(join(folder, name))
      if (account.uid !== undefined) chownSync(join(folder, name), account.uid, account.gid)
      return join(folder, name)
    },
    program: (name, ...args) => run(join(bin, name), args, { asOperator: true }),
    async switchLog() {
      const name =
        source.sql('select pg_walfile_name(pg_current_wal_lsn()); select pg_switch_wal()').split('\n')[0] ??
        ''
      for (let at = 0; at < 900; at += 1) {
        const last = source.sql(`select coalesce(last_archived_wal, '') from pg_stat_archiver`)
        if (last >= name) return name
        await sleep(100)
      }
      throw new Error(`${name} was not archived: ${readFileSync(join(folder, 'log'), 'utf8').slice(-2000)}`)
    },
    start,
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      await inside[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  mkdirSync(join(folder, 'home'), { recursive: true })
  if (account.uid !== undefined) chownSync(join(folder, 'home'), account.uid, account.gid)
  if (place !== undefined) return source
  const made = source.cli('repo', 'init')
  if (made.code !== 0) throw new Error(made.stderr)
  return source
}
