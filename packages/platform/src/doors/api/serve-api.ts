import {
  caseBoards,
  type Database,
  evidenceLog,
  evidenceSignal,
  inquiryDesk,
  type InquiryDeskOptions,
} from '../../adapters/database/index.ts'
import { addressOfRequest, callerAddress, frontDoor, openHttpDoor, rateLimit } from '../http/index.ts'
import { accountToken, tokenHash } from './access/account-token.ts'
import { accountPrincipal } from './access/authenticate.ts'
import { inviteFirst } from './access/invitations.ts'
import { startNotingReads } from './access/evidence-reads.ts'
import { signInLink } from './access/people-routes.ts'
import { relyingParty } from './access/relying-party.ts'
import { boardVersion } from './cases/board-version.ts'
import { caseReader } from './cases/case-reader.ts'
import { caseTails } from './cases/case-tails.ts'
import { createApi } from './create-api.ts'
import type { DeskSources } from './desk/desk-sources.ts'
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
  /** Whose working days count, and how answers leave the house; without it days count as in Berlin and people are called. */
  readonly inquiries?: InquiryDeskOptions
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
    inquiries = { hours: () => ({ zone: 'Europe/Berlin', from: 0, to: 1440 }) },
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
    inquiryDesk: inquiryDesk(database, inquiries),
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
  const server = await openHttpDoor(app.fetch, { host, port, frontDoor: door })
  const { port: listening } = server
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
      await server[Symbol.asyncDispose]()
      await noting[Symbol.asyncDispose]()
      await rest.disposeAsync()
    },
  }
}
