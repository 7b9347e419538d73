import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { AnlaufError } from '../../core/failure.ts'
import type { Account } from '../programs/index.ts'
import { hasOwnNetwork, isolate } from '../programs/index.ts'
import type { PostgresPrograms } from './programs.ts'
import { bareEnvironment, programFailure } from './run-program.ts'
import type { Session } from './session.ts'

/** A folder with a cluster and what starts it: `data` with settings of ours, `server` (socket, log). */
export interface CleanCluster {
  readonly folder: string
  readonly programs: PostgresPrograms
  readonly account: Account | undefined
  /** Name of the superuser that `initdb` made. */
  readonly superuser: string
}

/** A running server of the clean room. Dispose of it to end the server. */
export interface CleanServer extends AsyncDisposable {
  readonly pid: number
  readonly session: Session
  /** True when the kernel itself keeps the server from every network. */
  readonly ownNetwork: boolean
  /** What it has said since this start. */
  log(): Promise<string>
}

/** A path that works whatever folders above are closed to the server's account: it starts inside. */
const ownData = '/proc/self/cwd'

/**
 * Starts the server of a folder and waits until it takes connections, for as long as it lives: replaying a log may
 * take hours. A server that an earlier run left there is ended first. Throws `postgres-failed`, `no-space`, `aborted`.
 */
export async function startCleanServer(
  cluster: CleanCluster,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<CleanServer> {
  const data = join(cluster.folder, 'data')
  const logFile = join(cluster.folder, 'server', 'log')
  await endLeftOver(data)
  await truncate(logFile).catch(() => undefined)
  const args = ['-D', ownData, '-c', `cluster_name=${clusterName(data)}`]
  const start = await isolate(join(cluster.programs.folder, 'postgres'), args, cluster.account)
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(start.program, start.args, {
    ...start.account,
    cwd: data,
    env: bareEnvironment,
    stdio: ['ignore', log, log],
    // Ctrl-C in our terminal must not reach it before we have stopped it in order.
    detached: true,
  })
  closeSync(log)
  const ending: { reason?: string } = {}
  child.on('error', (error) => (ending.reason = error.message))
  child.on('exit', (code, by) => (ending.reason = by ?? `exit code ${code}`))
  const pid = child.pid ?? 0
  while (ending.reason === undefined && !isReady(data, pid)) {
    if (signal?.aborted === true) {
      await end(data, pid)
      throw stopped(signal)
    }
    await sleep(20)
  }
  if (ending.reason !== undefined) {
    const said = await readFile(logFile, 'utf8').catch(() => '')
    throw programFailure(`The restored server did not start (${ending.reason})`, said, `Read ${logFile}.`)
  }
  return {
    pid,
    ownNetwork: start.kind === 'network-namespace' && (await hasOwnNetwork(pid)),
    log: () => readFile(logFile, 'utf8'),
    session: {
      programs: cluster.programs,
      account: cluster.account,
      cwd: join(cluster.folder, 'server'),
      env: { ...bareEnvironment, PGHOST: ownData, PGUSER: cluster.superuser, PGPORT: '5432' },
      signal,
      isCleanRoom: true,
    },
    [Symbol.asyncDispose]: () => end(data, pid),
  }
}

/** Ends a server that a killed run left behind in this folder; only one that shows our name for it. */
export async function endLeftOver(data: string): Promise<void> {
  const pid = namedPid(data)
  if (pid !== undefined && isOurs(data, pid)) await end(data, pid)
  await rm(join(data, 'postmaster.pid'), { force: true })
}

async function end(data: string, pid: number): Promise<void> {
  for (const [by, waitMs] of [
    ['SIGINT', 60_000],
    ['SIGKILL', 10_000],
  ] as const) {
    if (!isOurs(data, pid)) return
    process.kill(pid, by)
    const deadline = Date.now() + waitMs
    while (isOurs(data, pid) && Date.now() < deadline) await sleep(10)
  }
  if (!isOurs(data, pid)) return
  throw new AnlaufError('postgres-failed', `The restored server (process ${pid}) does not end.`, {
    hint: `A disk that does not answer is the usual reason. Look at process ${pid} before you start again.`,
    retry: 'later',
  })
}

/** The folder's own numbers stay right when it is renamed or seen under two paths. */
function clusterName(data: string): string {
  const { dev, ino } = statSync(data, { bigint: true })
  return `anlauf-clean-room-${dev.toString(16)}-${ino.toString(16)}`
}

function isOurs(data: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .includes(`cluster_name=${clusterName(data)}`)
  } catch {
    return false
  }
}

function isReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

function namedPid(data: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

function stopped(signal: AbortSignal): AnlaufError {
  return new AnlaufError('aborted', 'The work was stopped.', {
    hint: 'Start the same command again; what was finished is kept.',
    retry: 'now',
    cause: signal.reason,
  })
}
