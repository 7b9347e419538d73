import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, stat, truncate } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

import { AnlaufError } from '../../../core/failure.ts'
import type { Account } from './account.ts'
import { ownFolder, serverEnvironment } from './cluster.ts'
import { namedPostmaster } from './postmaster.ts'
import type { Programs } from './programs.ts'

/** How to start the server of one data folder. */
export interface LaunchOptions {
  readonly dataFolder: string
  readonly logFile: string
  readonly cluster: string
  readonly programs: Programs
  readonly account: Account | undefined
}

/**
 * Starts the server and waits until it accepts connections; recovery after a crash takes as long as it takes
 * while the server lives, at most ten minutes. A server killed just before keeps the folder for a moment
 * (processes still ending): then tries again for ten seconds. Returns the server's process id.
 */
export async function launchServer(options: LaunchOptions): Promise<number> {
  const deadline = Date.now() + 10_000
  await shortenLog(options.logFile)
  for (;;) {
    const attempt = await launchOnce(options)
    if (attempt.kind === 'ready') return attempt.pid
    const { said } = attempt
    if (!keepsFolder.test(said) || Date.now() > deadline) {
      const last =
        said
          .trim()
          .split('\n')
          .findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? said.trim()
      throw new AnlaufError(
        'database-failed',
        `the database server did not start: ${last || attempt.reason}`,
        {
          hint: `Read ${options.logFile}. A full disk, a damaged folder or a lack of memory are the usual reasons.`,
          retry: 'later',
          context: { dataFolder: options.dataFolder, said, reason: attempt.reason },
        },
      )
    }
    await sleep(200)
  }
}

const keepsFolder = /lock file "[^"]+" already exists|pre-existing shared memory block/

type Attempt =
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'ended'; readonly reason: string; readonly said: string }

async function launchOnce(options: LaunchOptions): Promise<Attempt> {
  const before = await stat(options.logFile).then(
    ({ size }) => size,
    () => 0,
  )
  const log = openSync(options.logFile, 'a', 0o600)
  // In a session of its own: Ctrl-C in our terminal must not end the server before our last entry is written.
  const child = spawn(options.programs.postgres, serverArguments(options.cluster), {
    ...options.account,
    cwd: options.dataFolder,
    env: serverEnvironment,
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const end: { reason?: string } = {}
  child.on('error', (error) => (end.reason = error.message))
  child.on('exit', (code, signal) => (end.reason = signal ?? `exit code ${code}`))
  child.unref()
  const deadline = Date.now() + 600_000
  while (end.reason === undefined && Date.now() < deadline) {
    const named = namedPostmaster(options.dataFolder)
    if (child.pid !== undefined && named?.pid === child.pid && named.status === 'ready') {
      return { kind: 'ready', pid: child.pid }
    }
    await sleep(5)
  }
  if (end.reason === undefined) child.kill('SIGINT')
  const said = (await readFile(options.logFile)).subarray(before).toString().slice(-4000)
  return { kind: 'ended', reason: end.reason ?? 'not ready after ten minutes', said }
}

/** Everything else stays at PostgreSQL's defaults: fsync, full_page_writes and synchronous_commit are on. */
function serverArguments(cluster: string): readonly string[] {
  const settings = {
    cluster_name: cluster,
    listen_addresses: '',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    max_connections: 60,
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    max_logical_replication_workers: 0,
    // Loaded once at start: the copied programs may lie in a folder that is tidied up.
    shared_preload_libraries: 'plpgsql',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
  }
  return ['-D', ownFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** The log starts anew when it has more than a megabyte; it is for today's trouble, not evidence. */
async function shortenLog(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(() => undefined)
  if (found !== undefined && found.size > 1_000_000) await truncate(logFile)
}
