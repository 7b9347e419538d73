import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * Where a request comes from. Behind our own proxy it is the last address the proxy wrote; what stands before it was
 * said by the caller.
 */
export function callerAddress(c: Context, { isBehindProxy }: { isBehindProxy: boolean }): string {
  const forwarded = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim()
  if (isBehindProxy && forwarded !== undefined && forwarded !== '') return forwarded.slice(0, 64)
  const bindings = c.env as Partial<HttpBindings> | undefined
  return bindings?.incoming?.socket.remoteAddress ?? 'unknown'
}
