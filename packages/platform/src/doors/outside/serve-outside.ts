import { type Database, evidenceLog, openCases, secretKey } from '../../adapters/database/index.ts'
import { join } from 'node:path'

import type { Estate } from '../../core/estate/index.ts'
import { caseAtHand } from '../../core/inquiries/index.ts'
import { callerAddress, callerKey, openHttpDoor, rateLimit } from '../http/index.ts'
import { allRoutes } from './all-routes.ts'
import { createOutside } from './create-outside.ts'
import { faceOf, type OutsideFace } from './face.ts'
import type { OutsideRoutes, SendMails, WriteOutsideLog } from './outside-parts.ts'

export interface OutsideOptions {
  readonly database: Database
  /** Folder of the key for tokens. */
  readonly home: string
  readonly estate: () => Estate
  /** The case that is worked on. */
  readonly case?: { readonly id: string; readonly exercise: boolean }
  /** The public site. */
  readonly siteUrl?: URL
  readonly host?: string
  /** 0 takes a free one. */
  readonly port?: number
  /** The address that people use, where a proxy adds TLS; without it only this machine reaches the server. */
  readonly publicUrl?: URL
  /** Local times between which the desk works on working days, in minutes; the whole day where nobody said otherwise. */
  readonly serviceHours?: { readonly from: number; readonly to: number }
  readonly keepMonths?: number
  readonly sendMails?: SendMails
  readonly routes?: readonly OutsideRoutes[]
  /** Requests a minute for each address, pages and forms together. */
  readonly perMinute?: number
  readonly writeLog?: WriteOutsideLog
  readonly now?: () => Date
}

/** A page says it so late at most; what is stored and sent asks anew each time. */
const lookEveryMs = 3_000

export interface RunningOutside extends AsyncDisposable {
  /** The address that people use. */
  readonly url: string
  readonly port: number
}

/**
 * Opens the server for strangers. Resolves when it listens. A form of 128 kB over a telephone line takes 20 s; who
 * needs longer holds a socket for nothing. Throws `api-failed`, `database-failed`.
 */
export async function serveOutside(options: OutsideOptions): Promise<RunningOutside> {
  const {
    database,
    home,
    estate,
    siteUrl,
    host = '127.0.0.1',
    port = 0,
    publicUrl,
    routes = allRoutes,
    perMinute = 120,
    serviceHours = { from: 0, to: 1440 },
    keepMonths = 6,
    sendMails,
    writeLog = () => undefined,
    now = () => new Date(),
  } = options
  let exercise = options.case?.exercise ?? false
  let lookedAtMs = Number.NEGATIVE_INFINITY
  // Without a case the pages say "exercise" while there is nothing else that a stranger could mean.
  const look = async (): Promise<void> => {
    const atMs = performance.now()
    if (options.case !== undefined || atMs - lookedAtMs < lookEveryMs) return
    lookedAtMs = atMs
    exercise = caseAtHand(await openCases(database)) === 'exercise'
  }
  let hosts: readonly string[] = []
  let app: ReturnType<typeof createOutside> | undefined
  const server = await openHttpDoor(
    (request, env) => app?.fetch(request, env) ?? new Response(null, { status: 503 }),
    {
      host,
      port,
      requestTimeoutMs: 20_000,
    },
  )
  try {
    const base = publicUrl ?? new URL(`http://localhost:${server.port}`)
    hosts = [base.host, ...['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${server.port}`)]
    let known: { readonly of: Estate; readonly exercise: boolean; readonly face: OutsideFace } | undefined
    const face = (): OutsideFace => {
      const now = estate()
      if (known?.of !== now || known.exercise !== exercise) {
        known = {
          of: now,
          exercise,
          face: faceOf(now, { exercise, ...(siteUrl !== undefined && { siteUrl }) }),
        }
      }
      return known.face
    }
    app = createOutside(
      {
        database,
        log: evidenceLog(database),
        now,
        publicUrl: base,
        face,
        deskHours() {
          const { timeZone: zone, land } = face()
          return { zone, ...(land !== undefined && { land }), ...serviceHours }
        },
        keepMonths,
        ...(sendMails !== undefined && { sendMails }),
        ...(options.case !== undefined && { caseId: options.case.id }),
        secret: await secretKey(join(home, 'outside.key')),
        callerOf: (c) => callerKey(callerAddress(c, { isBehindProxy: publicUrl !== undefined })),
        writeLog,
      },
      { routes, limit: rateLimit({ perMinute, now }), hosts: () => hosts, look },
    )
    return { url: base.origin, port: server.port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
}
