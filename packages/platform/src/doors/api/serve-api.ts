import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { getRequestListener } from '@hono/node-server'

import { caseBoards, type Database, evidenceLog, evidenceSignal } from '../../adapters/database/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { accountToken, tokenHash } from './access/account-token.ts'
import { accountPrincipal } from './access/authenticate.ts'
import { addressOfRequest, callerAddress } from './access/caller-address.ts'
import { inviteFirst } from './access/invitations.ts'
import { startNotingReads } from './access/evidence-reads.ts'
import { signInLink } from './access/people-routes.ts'
import { rateLimit } from './access/rate-limit.ts'
import { relyingParty } from './access/relying-party.ts'
import { boardVersion } from './cases/board-version.ts'
import { caseReader } from './cases/case-reader.ts'
import { caseTails } from './cases/case-tails.ts'
import { createApi } from './create-api.ts'
import type { DeskSources } from './desk/desk-sources.ts'
import { type FrontDoor, frontDoor } from './http/front-door.ts'
import { streamPlaces } from './http/stream-places.ts'
import type { WriteLog } from './http/request-log.ts'
import { requestMeter } from './metrics/request-meter.ts'
import { serveMetrics } from './metrics/serve-metrics.ts'
import { stateOfWork } from './metrics/state-of-work.ts'
import type { JobDesk } from './jobs/job-desk.ts'
import type { ConsoleFiles } from './pages/console-files.ts'

export interface ServeOptions {
  readonly database: Database
  /** Folder of the account's token. */
  readonly home: string
  /** The account that runs the server, as the evidence is to name it. */
  readonly account: string
  readonly host?: string
  /** 0 takes a free one. */
  readonly port?: number
  /** The address that people use, where a proxy adds TLS or a tunnel another port. */
  readonly publicUrl?: URL
  /** What the server works with; without it, it only shows. */
  readonly desk?: JobDesk
  /** What lies on this machine besides the log: estate, queue, backup. */
  readonly deskSources?: DeskSources
  /** Figures for whoever watches, on a loopback listener of their own. */
  readonly metrics?: { readonly host: string; readonly port: number }
  readonly writeLog?: WriteLog
  readonly now?: () => Date
  /** The built console; without one the API serves alone. */
  readonly consoleFiles?: () => ConsoleFiles
}

export interface RunningApi extends AsyncDisposable {
  /** The address that people use. */
  readonly url: string
  /** The port that it listens on. */
  readonly port: number
  /** File with the token for programs of this account. */
  readonly tokenFile: string
  /** Where the figures are, if they were asked for. */
  readonly metricsUrl?: string
  /** A one-time link for the first person; undefined when somebody can sign in already. */
  firstLink(): Promise<string | undefined>
}

const openStreams = {
  name: 'anlauf_open_streams',
  help: 'Live connections that are open.',
  type: 'gauge',
} as const

const refusedAtTheDoor = {
  name: 'anlauf_http_refused_at_the_door_total',
  help: 'Requests that were too many and refused before any work was done for them.',
  type: 'counter',
} as const

/** Requests end within this when the server stops; then their connections are cut. */
const stopMs = 5000

/** Opens the API. Resolves when it listens. Throws `api-failed`, `database-failed`. */
export async function serveApi(options: ServeOptions): Promise<RunningApi> {
  const {
    database,
    home,
    account,
    host = '127.0.0.1',
    port = 0,
    publicUrl,
    desk,
    deskSources = {},
    metrics,
    writeLog = () => undefined,
    now = () => new Date(),
    consoleFiles = () => ({ kind: 'none' }),
  } = options
  await using started = new AsyncDisposableStack()
  const { file, token } = await accountToken(home)
  const evidence = started.use(await evidenceSignal(database))
  const log = evidenceLog(database)
  const readCase = caseReader(log, caseBoards(database, { home, version: boardVersion() }))
  const stopping = new AbortController()
  let metricsUrl: string | undefined
  let hosts: readonly string[] = []
  let party = relyingParty('http://localhost')
  const streams = streamPlaces()
  const meter = requestMeter()
  const proxy = { isBehindProxy: publicUrl !== undefined }
  const door = frontDoor({ now, addressOf: (request) => addressOfRequest(request, proxy) })
  const app = createApi({
    database,
    log,
    tails: caseTails({ log, database, evidence, headOf: async (caseId) => (await readCase(caseId)).seq }),
    readCase,
    streams,
    meter,
    ...(desk !== undefined && { desk }),
    deskSources,
    account: { name: account, tokenHash: tokenHash(token) },
    now,
    party: () => party,
    addressOf: (c) => callerAddress(c, proxy),
    signInLimit: rateLimit({ perMinute: 30, now }),
    failureLimit: rateLimit({ perMinute: 30, now }),
    requestLimit: rateLimit({ perMinute: 1200, now }),
    door,
    hosts: () => hosts,
    stopping: stopping.signal,
    consoleFiles,
    writeLog: (line) => writeLog({ at: now().toISOString(), ...line }),
  })
  const server = createListener(app, door)
  const noting = startNotingReads({ database, now })
  if (metrics !== undefined) {
    const families = async () => [
      ...meter.families(),
      { ...openStreams, samples: [{ value: streams.taken }] },
      { ...refusedAtTheDoor, samples: [{ value: door.refused }] },
      ...(await stateOfWork({ database, readCase, now })),
    ]
    metricsUrl = started.use(await serveMetrics(metrics, families)).url
  }
  await listen(server, host, port)
  const { port: listening } = server.address() as AddressInfo
  const url = publicUrl?.origin ?? `http://localhost:${listening}`
  hosts = [new URL(url).host, `localhost:${listening}`, `127.0.0.1:${listening}`, `[::1]:${listening}`]
  party = relyingParty(url)
  const rest = started.move()
  return {
    url,
    port: listening,
    tokenFile: file,
    ...(metricsUrl !== undefined && { metricsUrl }),
    async firstLink() {
      const first = await inviteFirst(database, { by: accountPrincipal(account), now: now() })
      return first === undefined ? undefined : signInLink(party.origin, first)
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await stop(server)
      await noting[Symbol.asyncDispose]()
      await rest.disposeAsync()
    },
  }
}

/** Who sends a request one byte at a time holds one of many sockets for seconds, not for ever. */
function createListener(app: ReturnType<typeof createApi>, door: FrontDoor): Server {
  const handle = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 2000,
    },
    (request, answer) => door.pass(request, answer, () => void handle(request, answer)),
  )
  server.maxConnections = 1000
  return server
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new AnlaufError(
      'api-failed',
      `Nothing can listen on ${host}:${port}: ${(error as Error).message}`,
      {
        hint: 'Is it running already? Otherwise choose another port with --listen.',
        cause: error,
      },
    )
  }
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const timer = setTimeout(() => server.closeAllConnections(), stopMs)
  // A browser keeps its connection after the answer; only those that are idle at this moment are closed.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await closed
  clearTimeout(timer)
  clearInterval(sweep)
}
