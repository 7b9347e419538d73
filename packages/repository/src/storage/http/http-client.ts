import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'

import { RepositoryError, throwIfAborted } from '../../error.ts'
import type { Contact } from '../remote/retry.ts'
import { Transient } from '../remote/transient.ts'
import { networkFailure } from './network-failure.ts'
import { watchForStall } from './stall-watch.ts'
import { type TlsFiles, tlsOptions } from './tls.ts'

/** One request. The path is absolute, encoded and may carry a query. */
export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: readonly Uint8Array[]
  /** Not ended by the signal; given up after ten seconds of silence instead. */
  readonly isCleanup?: boolean
}

/** What came back; the body is consumed by `handle` while the connection is watched. */
export interface HttpAnswer {
  readonly status: number
  header(name: string): string | undefined
  /** The pieces of the body as they arrive. Throws `Transient` when the connection breaks or stalls. */
  readonly body: AsyncIterable<Buffer>
}

/** A server over kept connections. */
export interface HttpClient {
  /** Sends one request and hands the answer to `handle`; what `handle` leaves unread is thrown away. */
  call<T>(call: HttpCall, handle: (answer: HttpAnswer) => Promise<T>): Promise<T>
  close(): void
}

/** Long enough to take back a lock, short enough for somebody who wants to stop. */
const cleanupMs = 10_000
/** Sent in pieces of this size, so that a stalled upload is noticed and nothing is buffered twice. */
const sendPiece = 256 * 1024
/** A redirect or an error page is read up to here to keep the connection; beyond, it is closed. */
const maxDiscarded = 64 * 1024

/** Connects lazily; idle connections do not keep the process alive. `place` is the address without secrets. */
export function createHttpClient(options: {
  origin: URL
  place: string
  contact: Contact
  connections: number
  silenceMs: number
  socketPath?: string | undefined
  tls?: TlsFiles | undefined
  signal?: AbortSignal | undefined
  /** Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY of this environment. */
  env?: NodeJS.ProcessEnv | undefined
}): HttpClient {
  const { origin, place, contact } = options
  const isTls = origin.protocol === 'https:'
  const agentOptions = {
    keepAlive: true,
    maxSockets: options.connections,
    ...(options.socketPath === undefined && options.env !== undefined && { proxyEnv: options.env }),
  }
  let agent: http.Agent | undefined
  // Reading certificates can fail, and then the first call says so.
  const theAgent = (): http.Agent =>
    (agent ??= isTls
      ? new https.Agent({ ...agentOptions, ...tlsOptions(options.tls ?? {}) })
      : new http.Agent(agentOptions))

  async function call<T>(wanted: HttpCall, handle: (answer: HttpAnswer) => Promise<T>): Promise<T> {
    const signal = wanted.isCleanup === true ? undefined : options.signal
    const silenceMs = wanted.isCleanup === true ? Math.min(cleanupMs, options.silenceMs) : options.silenceMs
    throwIfAborted(signal)
    const request = (isTls ? https : http).request({
      ...(options.socketPath === undefined
        ? { host: origin.hostname.replace(/^\[|\]$/g, ''), port: origin.port }
        : { socketPath: options.socketPath }),
      agent: theAgent(),
      ...(signal !== undefined && { signal }),
      method: wanted.method,
      path: wanted.path,
      headers: { host: origin.host, 'user-agent': 'anlauf', ...wanted.headers, ...lengthHeader(wanted) },
    })
    let stall: Transient | undefined
    const watch = watchForStall(silenceMs, () => {
      // An answer that is torn down reports a reset connection; the reason is this one.
      stall = stalled(place, silenceMs)
      request.destroy(stall)
    })
    const reason = (error: unknown): unknown => stall ?? failure(error, { request, moment, signal })
    let moment = 'before it answered'
    let response: IncomingMessage | undefined
    try {
      response = await sendAndAwait(request, wanted.body ?? [], watch)
      contact.reached = true
      moment = 'in the middle of an answer'
      return await handle(readable(response, watch, reason))
    } catch (error) {
      if (!(error instanceof RepositoryError)) request.destroy()
      // What the body meets is told in the right words already; anything else of `handle` is its own.
      throw response === undefined || stall !== undefined ? reason(error) : error
    } finally {
      if (response !== undefined) await discardRest(response, request)
      watch.stop()
    }
  }

  function failure(
    error: unknown,
    { request, moment, signal }: { request: ClientRequest; moment: string; signal: AbortSignal | undefined },
  ): unknown {
    throwIfAborted(signal)
    if (error instanceof Transient || error instanceof RepositoryError) return error
    const meant = networkFailure(error, place, moment)
    // The server closed a kept connection just when we used it: a fresh one works at once.
    return meant instanceof Transient && request.reusedSocket && moment.startsWith('before')
      ? new Transient(meant.failure, { afterMs: 0 })
      : meant
  }

  return { call, close: () => agent?.destroy() }
}

function lengthHeader({ method, body }: HttpCall): Record<string, string> {
  if (method !== 'POST' && method !== 'PUT') return {}
  return { 'content-length': String((body ?? []).reduce((sum, piece) => sum + piece.length, 0)) }
}

async function sendAndAwait(
  request: ClientRequest,
  body: readonly Uint8Array[],
  watch: ReturnType<typeof watchForStall>,
): Promise<IncomingMessage> {
  const answered = answerOf(request)
  watch.phase('flowing')
  const sent = sendAll(request, body, watch).then(() => {
    watch.phase('thinking')
    return answered
  })
  // A server may refuse before it has read everything.
  const response = await Promise.race([answered, sent])
  watch.phase('flowing')
  return response
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
    // Without this a server that answers 101 or closes early would leave the promise open.
    request.on('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  })
  answered.catch(() => undefined)
  return answered
}

async function sendAll(
  request: ClientRequest,
  pieces: readonly Uint8Array[],
  watch: { moved(count: number): void },
): Promise<void> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += sendPiece) {
      // A server that refuses early answers and stops reading: then the answer counts, not the rest.
      if (request.destroyed) return
      const part = piece.subarray(at, at + sendPiece)
      // Resolves when the system took the bytes; a broken connection is noticed by whoever awaits the answer.
      await new Promise<void>((resolve) => void request.write(part, () => resolve()))
      watch.moved(part.length)
    }
  }
  request.end()
}

function readable(
  response: IncomingMessage,
  watch: { moved(count: number): void },
  failure: (error: unknown) => unknown,
): HttpAnswer {
  return {
    status: response.statusCode ?? 0,
    header(name) {
      const value = response.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    body: {
      async *[Symbol.asyncIterator]() {
        try {
          // `destroyOnReturn: false`: who stops early decides below what becomes of the connection.
          for await (const chunk of response.iterator({ destroyOnReturn: false })) {
            watch.moved((chunk as Buffer).length)
            yield chunk as Buffer
          }
        } catch (error) {
          throw failure(error)
        }
      },
    },
  }
}

/** Reads a short rest so that the connection can be used again; a long or broken one ends it. */
async function discardRest(response: IncomingMessage, request: ClientRequest): Promise<void> {
  let discarded = 0
  try {
    if (!response.readableEnded) {
      for await (const chunk of response.iterator({ destroyOnReturn: false })) {
        discarded += (chunk as Buffer).length
        if (discarded > maxDiscarded) break
      }
    }
  } catch {
    // What was needed has been read.
  }
  if (!response.readableEnded || !request.writableFinished) request.destroy()
}

function stalled(place: string, silenceMs: number): Transient {
  const failure = new RepositoryError(
    'unreachable',
    `${place} sent or took nearly nothing for ${Math.round(silenceMs / 1_000)} s.`,
    {
      hint: 'The server or the network hangs. Look at its load and its log; then start the same command again, what was stored is kept.',
      retry: 'later',
      context: { place },
    },
  )
  return new Transient(failure)
}
