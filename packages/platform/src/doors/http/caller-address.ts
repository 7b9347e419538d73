import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

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

/**
 * By what an address is limited. Whoever has one IPv6 address usually has the 2^64 of its network, and would never
 * meet a limit per address.
 */
export function callerKey(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const whole = [...before, ...Array<string>(missing).fill('0'), ...after]
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
