import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { AnlaufError } from '../../core/failure.ts'
import type { CleanPlaces } from '../../phases/recover/databases/mariadb/index.ts'
import { type Account, bareEnvironment, hasOwnNetwork, isolate, programFailure } from '../programs/index.ts'
import { mariadb } from './product.ts'
import type { Reach } from './session.ts'

/** MariaDB's programs that a recovery needs. */
export interface ServerPrograms {
  readonly server: string
  readonly installer: string
  readonly client: string
  readonly dumper: string
}

/** A folder with a server of the clean room: `data`, `server` (socket, log, options), `nothing`. */
export interface CleanFolder {
  readonly folder: string
  readonly programs: ServerPrograms
  readonly account: Account | undefined
}

/** A running server of the clean room. Dispose of it to end the server. */
export interface CleanServer extends AsyncDisposable {
  readonly pid: number
  /** How our own account reaches it, which no dump can know. */
  readonly reach: Reach
  /** True when the kernel itself keeps the server from every network. */
  readonly ownNetwork: boolean
}

/** Where things lie in a folder of the clean room. */
export function placesIn(
  folder: string,
): CleanPlaces & { readonly log: string; readonly options: string; readonly client: string } {
  const server = join(folder, 'server')
  return {
    data: join(folder, 'data'),
    socket: join(server, 's'),
    pidFile: join(server, 'pid'),
    temporary: join(server, 'tmp'),
    nothing: join(folder, 'nothing'),
    log: join(server, 'log'),
    options: join(server, 'server.cnf'),
    client: join(server, 'client.cnf'),
  }
}

/** Linux takes no longer name of a socket. */
const maxSocketPath = 107

/**
 * Starts the server of a folder and waits until it takes connections. One that an earlier run left there is ended
 * first. Throws `mariadb-failed`, `no-space`, `unsafe-target`, `aborted`.
 */
export async function startCleanServer(
  { folder, programs, account }: CleanFolder,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<CleanServer> {
  const places = placesIn(folder)
  if (Buffer.byteLength(places.socket) > maxSocketPath) throw tooDeep(folder)
  await endLeftOver(folder)
  const start = await isolate(programs.server, [`--defaults-file=${places.options}`], account)
  const log = openSync(places.log, 'w', 0o600)
  const child = spawn(start.program, start.args, {
    ...start.account,
    cwd: places.data,
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
  while (ending.reason === undefined && !isReady(places.log)) {
    if (signal?.aborted === true) {
      await end(folder, pid)
      throw stopped(signal)
    }
    await sleep(20)
  }
  if (ending.reason !== undefined) {
    const said = await readFile(places.log, 'utf8').catch(() => '')
    throw programFailure(mariadb, {
      what: `The clean server did not start (${ending.reason})`,
      stderr: said,
      hint: `Read ${places.log}. "Permission denied": the account "mysql" must be able to enter every folder above it.`,
    })
  }
  return {
    pid,
    ownNetwork: start.kind === 'network-namespace' && (await hasOwnNetwork(pid)),
    reach: { client: programs.client, optionFile: places.client, account, cwd: places.data, signal },
    [Symbol.asyncDispose]: () => end(folder, pid),
  }
}

/** Ends a server that a killed run left behind in this folder; only one that was started with its option file. */
export async function endLeftOver(folder: string): Promise<void> {
  const pid = Number(await readFile(placesIn(folder).pidFile, 'utf8').catch(() => ''))
  if (Number.isSafeInteger(pid) && pid > 1 && isOurs(folder, pid)) await end(folder, pid)
}

async function end(folder: string, pid: number): Promise<void> {
  for (const [by, waitMs] of [
    ['SIGTERM', 120_000],
    ['SIGKILL', 10_000],
  ] as const) {
    if (!isOurs(folder, pid)) return
    process.kill(pid, by)
    const deadline = Date.now() + waitMs
    while (isOurs(folder, pid) && Date.now() < deadline) await sleep(10)
  }
  if (!isOurs(folder, pid)) return
  throw new AnlaufError('mariadb-failed', `The clean server (process ${pid}) does not end.`, {
    hint: `A disk that does not answer is the usual reason. Look at process ${pid} before you start again.`,
    retry: 'later',
  })
}

function isOurs(folder: string, pid: number): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return args.includes(`--defaults-file=${placesIn(folder).options}`)
  } catch {
    return false
  }
}

function isReady(log: string): boolean {
  return readFileSync(log, 'utf8').includes('ready for connections')
}

function tooDeep(folder: string): AnlaufError {
  return new AnlaufError('unsafe-target', `${folder} is too long a path for a server's socket.`, {
    hint: `Take a shorter one: with "/server/s" it may have ${maxSocketPath} bytes.`,
  })
}

function stopped(signal: AbortSignal): AnlaufError {
  return new AnlaufError('aborted', 'The work was stopped.', {
    hint: 'Start the same command again; what was finished is kept.',
    retry: 'now',
    cause: signal.reason,
  })
}
