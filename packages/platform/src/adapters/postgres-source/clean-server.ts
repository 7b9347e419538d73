import { readFileSync, statSync } from 'node:fs'
import { readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'

import {
  type Account,
  endServerProcess,
  type ServerIdentity,
  type ServerProcess,
  startServerProcess,
} from '../programs/index.ts'
import type { PostgresPrograms } from './programs.ts'
import { bareEnvironment, postgres } from './run-program.ts'
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
export interface CleanServer extends ServerProcess, AsyncDisposable {
  readonly session: Session
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
  const identity = identityOf(data)
  const server = await startServerProcess(identity, {
    program: join(cluster.programs.folder, 'postgres'),
    args: ['-D', ownData, '-c', identity.mark],
    account: cluster.account,
    cwd: data,
    log: logFile,
    isReady: (pid) => isReady(data, pid),
    hint: `Read ${logFile}.`,
    signal,
  })
  return {
    ...server,
    log: () => readFile(logFile, 'utf8'),
    session: {
      programs: cluster.programs,
      account: cluster.account,
      cwd: join(cluster.folder, 'server'),
      env: { ...bareEnvironment, PGHOST: ownData, PGUSER: cluster.superuser, PGPORT: '5432' },
      signal,
      isCleanRoom: true,
    },
    [Symbol.asyncDispose]: () => endServerProcess(identity, server.pid),
  }
}

/** Ends a server that a killed run left behind in this folder; only one that shows our name for it. */
export async function endLeftOver(data: string): Promise<void> {
  const pid = namedPid(data)
  if (pid !== undefined) await endServerProcess(identityOf(data), pid)
  await rm(join(data, 'postmaster.pid'), { force: true })
}

/** The folder's own numbers stay right when it is renamed or seen under two paths. */
function identityOf(data: string): ServerIdentity {
  const { dev, ino } = statSync(data, { bigint: true })
  const mark = `cluster_name=anlauf-clean-room-${dev.toString(16)}-${ino.toString(16)}`
  return { product: postgres, name: 'The restored server', mark, stop: ['SIGINT', 60_000] }
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
