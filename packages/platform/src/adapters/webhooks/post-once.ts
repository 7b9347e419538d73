import { lookup } from 'node:dns/promises'
import { request as requestInClear } from 'node:http'
import { request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

import type { Attempt } from '../../core/webhooks/index.ts'
import { isPublicAddress } from './public-address.ts'

/** All addresses of a name, as they are now. */
type Resolve = (host: string) => Promise<readonly string[]>

export interface PostOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The endpoint runs on this machine, without TLS, in an exercise. */
  readonly isLoopback: boolean
  readonly resolve?: Resolve
  readonly isAllowed?: (address: string) => boolean
  /** Certificates to trust instead of the system's. */
  readonly ca?: string
  readonly timeoutMs?: number
}

/** As Standard Webhooks advises: 15 to 30 seconds, for everything together. */
const defaultTimeoutMs = 20_000

/**
 * Posts a message once and says what came of it; never throws. The name is resolved once, every address it has must be
 * public, and the connection goes to exactly the address that was checked: a name that changes its mind in between
 * leads nowhere. A redirect is an answer like any other. Of the answer nothing but its head is read.
 */
export async function postOnce(options: PostOptions): Promise<Attempt> {
  const { timeoutMs = defaultTimeoutMs } = options
  const signal = AbortSignal.timeout(timeoutMs)
  const late = Promise.withResolvers<Attempt>()
  signal.addEventListener('abort', () => late.resolve({ failure: 'timeout' }), { once: true })
  return Promise.race([late.promise, posted(options, signal)])
}

async function posted(options: PostOptions, signal: AbortSignal): Promise<Attempt> {
  const {
    isLoopback,
    resolve = resolveName,
    isAllowed = isLoopback ? isLoopbackAddress : isPublicAddress,
  } = options
  const url = URL.parse(options.url)
  if (url === null || (url.protocol !== 'https:' && !isLoopback)) return { failure: 'bad-address' }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  let addresses: readonly string[]
  try {
    addresses = isIP(host) === 0 ? await resolve(host) : [host]
  } catch {
    return { failure: 'unknown-name' }
  }
  const [address] = addresses
  if (address === undefined) return { failure: 'unknown-name' }
  if (!addresses.every(isAllowed)) return { failure: 'address-refused' }
  return signal.aborted ? { failure: 'timeout' } : exchange(url, address, { ...options, signal })
}

function exchange(
  url: URL,
  address: string,
  {
    headers,
    body,
    ca,
    signal,
  }: Pick<PostOptions, 'headers' | 'body' | 'ca'> & { readonly signal: AbortSignal },
): Promise<Attempt> {
  const { promise, resolve } = Promise.withResolvers<Attempt>()
  const bytes = Buffer.from(body)
  const send = url.protocol === 'https:' ? request : requestInClear
  const sending = send(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': bytes.length, connection: 'close' },
    lookup: pinnedTo(address),
    agent: false,
    signal,
    maxHeaderSize: 16 * 1024,
    ...(ca !== undefined && { ca }),
  })
  sending.on('response', (answer) => {
    const { statusCode: status = 0, headers: answered } = answer
    const retryAfter = answered['retry-after']
    resolve({ status, ...(retryAfter !== undefined && { retryAfter }) })
    // An endless body is nobody's business.
    answer.on('error', () => undefined)
    sending.destroy()
  })
  sending.on('socket', (socket) =>
    socket.once('connect', () => {
      // The address was pinned; should a runtime ever not obey, no byte of ours follows.
      if (!isSame(socket.remoteAddress, address)) socket.destroy(new Error('connected elsewhere'))
    }),
  )
  sending.on('error', (error) => resolve({ failure: signal.aborted ? 'timeout' : wordOf(error) }))
  sending.end(bytes)
  return promise
}

/** Answers every question for a name with the one address that was checked. */
function pinnedTo(address: string): LookupFunction {
  const family = isIP(address)
  return (_host, options, done) => {
    if (options.all === true) done(null, [{ address, family }])
    else done(null, address, family)
  }
}

function isSame(connected: string | undefined, address: string): boolean {
  return (
    connected === undefined ||
    new URL(`http://${bracketed(connected)}`).host === new URL(`http://${bracketed(address)}`).host
  )
}

function bracketed(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address
}

async function resolveName(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
}

/** A word for people, without the address: it may hold a secret. */
function wordOf(error: Error & { readonly code?: string }): string {
  const { code = '' } = error
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|SSL|TLS/.test(code)) return 'certificate'
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'not-reached'
  return code.startsWith('HPE') ? 'no-http' : 'broken-off'
}
