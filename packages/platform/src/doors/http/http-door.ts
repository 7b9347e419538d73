import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { getRequestListener } from '@hono/node-server'

import { AnlaufError } from '../../core/failure.ts'
import type { FrontDoor } from './front-door.ts'

/** A server that listens; disposing of it lets running requests end. */
export interface HttpDoor extends AsyncDisposable {
  readonly port: number
}

/** Requests end within this when the server stops; then their connections are cut. */
const stopMs = 5000

/** Opens a port for an app. Port 0 takes a free one. Throws `api-failed` when it cannot listen. */
export async function openHttpDoor(
  fetch: Parameters<typeof getRequestListener>[0],
  { host, port, requestTimeoutMs = 30_000, frontDoor }: HttpDoorOptions,
): Promise<HttpDoor> {
  const server = createDoor(fetch, requestTimeoutMs, frontDoor)
  await listen(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => stop(server),
  }
}

interface HttpDoorOptions {
  readonly host: string
  readonly port: number
  /** For a whole request with its body. */
  readonly requestTimeoutMs?: number
  /** What is too much for it never reaches the app. */
  readonly frontDoor?: FrontDoor
}

/** Who sends a request one byte at a time holds one of many sockets for seconds, not for ever. */
function createDoor(
  fetch: Parameters<typeof getRequestListener>[0],
  requestTimeout: number,
  frontDoor: FrontDoor | undefined,
): Server {
  const handle = getRequestListener(fetch, { overrideGlobalObjects: false })
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 2000,
    },
    (request, answer) => {
      const enter = (): void => void handle(request, answer)
      if (frontDoor === undefined) enter()
      else frontDoor.pass(request, answer, enter)
    },
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
