import { readFileSync, statSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

import { AnlaufError } from '../../../core/failure.ts'
import { limitConnectionsPerAddress } from './connection-limit.ts'
import type { VaultContext } from './context.ts'
import { handleRequest } from './handle.ts'

export interface TlsFiles {
  readonly certFile: string
  readonly keyFile: string
}

export type Door = Server | TlsServer

/** How often the files of the certificate are looked at. */
const renewalMs = 60_000

/** The HTTP server of the vault, not listening yet. */
export function createDoor(context: VaultContext, tls: TlsFiles | undefined): Door {
  const { limits } = context
  // Bodies are watched by `watchedBody`, which knows the difference between slow and large.
  const settings = {
    headersTimeout: limits.headersMs,
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
    connectionsCheckingInterval: Math.max(100, limits.headersMs / 4),
    maxHeaderSize: 8 * 1024,
  }
  const onRequest: RequestListener = (request, response) => void handleRequest(context, request, response)
  const server =
    tls === undefined
      ? createServer(settings, onRequest)
      : createTlsServer({ ...settings, ...secureSettings(tls) }, onRequest)
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    void handleRequest(context, request, response, { isExpecting: true })
  })
  server.maxConnections = limits.maxConnections
  limitConnectionsPerAddress(server, limits.maxConnectionsPerAddress, () =>
    context.metrics.count('anlauf_vault_connections_refused_total', {}),
  )
  // A reader that takes nothing holds a file open; silence ends it. Uploads are watched more closely.
  server.setTimeout(limits.idleMs * 2)
  return server
}

/** Takes a renewed certificate without a restart. */
export function followCertificate(
  server: Door,
  tls: TlsFiles | undefined,
  { log }: VaultContext,
): NodeJS.Timeout | undefined {
  if (tls === undefined || !('setSecureContext' in server)) return undefined
  const stateOf = (): string =>
    [tls.certFile, tls.keyFile].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs).join()
  let seen = stateOf()
  return setInterval(() => {
    if (stateOf() === seen) return
    try {
      server.setSecureContext(secureSettings(tls))
      seen = stateOf()
      log('info', 'certificate renewed')
    } catch (error) {
      log('error', 'certificate not renewed', { reason: String(error) })
    }
  }, renewalMs)
}

/** Resolves when the server listens. Throws `vault-failed`. */
export async function listen(server: Door, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new AnlaufError('vault-failed', `The vault cannot listen on ${host}:${port} (${cause.code}).`, {
          hint: 'Choose another --listen address, or end the program that uses it.',
          retry: 'later',
          cause,
        }),
      )
    })
    server.listen(port, host, resolve)
  })
}

/** No new requests; those that run may end within `graceMs`. */
export async function stopDoor(server: Door, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(timer)
}

export function portOf(server: Door): number {
  return (server.address() as AddressInfo | null)?.port ?? 0
}

function secureSettings({ certFile, keyFile }: TlsFiles) {
  // Which certificates count, the file of clients says; no authority has to be trusted for that.
  return {
    cert: readTls(certFile),
    key: readTls(keyFile),
    minVersion: 'TLSv1.2' as const,
    requestCert: true,
    rejectUnauthorized: false,
  }
}

function readTls(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new AnlaufError('input-invalid', `The TLS file ${file} cannot be read.`, {
      hint: 'Check the path, and that the account of the vault may read it.',
      cause,
    })
  }
}
