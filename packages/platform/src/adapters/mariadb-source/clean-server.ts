import { readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import type { CleanPlaces } from '../../phases/recover/databases/mariadb/index.ts'
import {
  type Account,
  endServerProcess,
  type ServerIdentity,
  type ServerProcess,
  startServerProcess,
} from '../programs/index.ts'
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
export interface CleanServer extends ServerProcess, AsyncDisposable {
  /** How our own account reaches it, which no dump can know. */
  readonly reach: Reach
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
  await rm(places.log, { force: true })
  const identity = identityOf(folder)
  const server = await startServerProcess(identity, {
    program: programs.server,
    args: [identity.mark],
    account,
    cwd: places.data,
    log: places.log,
    isReady: () => readFileSync(places.log, 'utf8').includes('ready for connections'),
    hint: `Read ${places.log}. "Permission denied": the account "mysql" must be able to enter every folder above it.`,
    signal,
  })
  return {
    ...server,
    reach: { client: programs.client, optionFile: places.client, account, cwd: places.data, signal },
    [Symbol.asyncDispose]: () => endServerProcess(identity, server.pid),
  }
}

/** Ends a server that a killed run left behind in this folder; only one that was started with its option file. */
export async function endLeftOver(folder: string): Promise<void> {
  const pid = Number(await readFile(placesIn(folder).pidFile, 'utf8').catch(() => ''))
  await endServerProcess(identityOf(folder), pid)
}

function identityOf(folder: string): ServerIdentity {
  const mark = `--defaults-file=${placesIn(folder).options}`
  return { product: mariadb, name: 'The clean server', mark, stop: ['SIGTERM', 120_000] }
}

function tooDeep(folder: string): AnlaufError {
  return new AnlaufError('unsafe-target', `${folder} is too long a path for a server's socket.`, {
    hint: `Take a shorter one: with "/server/s" it may have ${maxSocketPath} bytes.`,
  })
}
