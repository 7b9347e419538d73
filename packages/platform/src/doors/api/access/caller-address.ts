import type { IncomingMessage } from 'node:http'

import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * Where a request comes from. Behind our own proxy it is the last address the proxy wrote; what stands before it was
 * said by the caller.
 */
export function callerAddress(c: Context, proxy: { isBehindProxy: boolean }): string {
  const bindings = c.env as Partial<HttpBindings> | undefined
  return bindings?.incoming === undefined ? 'unknown' : addressOfRequest(bindings.incoming, proxy)
}

/** The same, before anything else is known of the request. */
export function addressOfRequest(
  { headers, socket }: IncomingMessage,
  { isBehindProxy }: { isBehindProxy: boolean },
): string {
  // Several headers of this name arrive as one, joined by commas.
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  if (isBehindProxy && forwarded !== undefined && forwarded !== '') return forwarded.slice(0, 64)
  return socket.remoteAddress ?? 'unknown'
}
