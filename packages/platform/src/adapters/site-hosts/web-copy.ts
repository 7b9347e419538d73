import { lookup as resolve } from 'node:dns/promises'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

import { AnlaufError } from '../../core/failure.ts'
import { isPublicAddress } from '../webhooks/index.ts'
import { type PublishedCopy, TooLong } from './copy.ts'

export interface WebCopyOptions {
  /** Lets a name lead to an address of a private network; an address that somebody typed always may. */
  readonly allowsPrivate?: boolean
  /** Nothing moves for so long, or one file takes so long in all: given up. */
  readonly silenceMs?: number
  readonly fileMs?: number
  /** Tries for what may pass: 5xx, a broken connection. */
  readonly tries?: number
}

/** A host may lead from http to https or to its own spelling of a path; more than this leads in circles. */
const maxRedirects = 3

/**
 * A copy at a web address, read as a stranger would. The host is not trusted: redirects stay on it, names that lead into a private
 * network are refused, what is longer than expected is cut off, packed or not, and so is what comes too slowly.
 */
export function webCopy(address: string, options: WebCopyOptions = {}): PublishedCopy & Disposable {
  const base = parseAddress(address)
  const { allowsPrivate = isTyped(base.hostname), silenceMs = 20_000, fileMs = 120_000, tries = 3 } = options
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  }

  function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const { promise, resolve: answered, reject } = Promise.withResolvers<IncomingMessage>()
    const request = (url.protocol === 'https:' ? https : http).get(
      url,
      {
        agent: agents[url.protocol as 'http:' | 'https:'],
        lookup: lookupFor(allowsPrivate),
        headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'anlauf-site-verify' },
        signal,
        maxHeaderSize: 32 * 1024,
      },
      answered,
    )
    request.setTimeout(silenceMs, () => request.destroy(tooSlow(base.host)))
    request.on('error', reject)
    return promise
  }

  async function once(path: string, most: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
    let url = new URL(path, base)
    for (let redirects = 0; ; redirects += 1) {
      const answer = await get(url, signal)
      const { statusCode = 0, headers } = answer
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        answer.destroy()
        url = redirected(url, headers.location, redirects)
        continue
      }
      if (statusCode === 404 || statusCode === 410 || statusCode === 403) {
        answer.destroy()
        return undefined
      }
      if (statusCode === 200) return await bounded(answer, most, signal)
      answer.destroy()
      throw answers(base.host, statusCode)
    }
  }

  return {
    place: base.href,
    async read(path, most, signal) {
      for (let attempt = 1; ; attempt += 1) {
        const timeout = AbortSignal.timeout(fileMs)
        try {
          return await once(path, most, signal === undefined ? timeout : AbortSignal.any([signal, timeout]))
        } catch (error) {
          signal?.throwIfAborted()
          const failure = failureOf(base.host, timeout.aborted ? tooSlow(base.host) : error)
          if (failure.retry === 'never' || attempt === tries) throw failure
          await wait(200 * 2 ** attempt)
        }
      }
    },
    [Symbol.dispose]() {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

/** At most so many bytes after unpacking; a bomb is dropped where it passes them. */
async function bounded(answer: IncomingMessage, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of unpacked(answer) as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      bytes += piece.length
      if (bytes > most) return new TooLong()
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  } finally {
    answer.destroy()
  }
}

/** We ask for no packing; some hosts pack all the same. */
function unpacked(answer: IncomingMessage): Readable {
  const small = { chunkSize: 64 * 1024 }
  const unpackers = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate }
  const packing = answer.headers['content-encoding'] ?? 'identity'
  if (packing === 'identity') return answer
  const make = unpackers[packing as keyof typeof unpackers]
  if (make === undefined) throw new Error(`it is packed as ${JSON.stringify(packing.slice(0, 20))}`)
  const unpacker = make(small)
  answer.on('error', (error) => unpacker.destroy(error))
  return answer.pipe(unpacker)
}

/** Every address that a name has must be public: which of them is used is not ours to choose. */
function lookupFor(allowsPrivate: boolean): LookupFunction {
  return (host, options, done) => {
    resolve(host, { all: true }).then(
      (found) => {
        const inside = found.find(({ address }) => !isPublicAddress(address))
        if (inside !== undefined && !allowsPrivate) return done(leadsInside(host, inside.address), '', 0)
        if (options.all === true) return done(null, found)
        return done(null, found[0]?.address ?? '', found[0]?.family ?? 0)
      },
      (error: Error) => done(error, '', 0),
    )
  }
}

function redirected(from: URL, location: string, redirects: number): URL {
  const to = URL.parse(location, from)
  const isSame = to?.hostname === from.hostname && (to.port === from.port || to.protocol !== from.protocol)
  const isSafe = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:')
  if (to !== null && isSame && isSafe && redirects < maxRedirects) return to
  throw new AnlaufError(
    'not-permitted',
    `${from.host} sends us elsewhere: ${location.slice(0, 200)}. That is not followed.`,
    {
      hint: 'If this is your new address, name it yourself. A site that was taken over may send readers anywhere.',
    },
  )
}

function parseAddress(address: string): URL {
  const url = URL.parse(address.endsWith('/') ? address : `${address}/`)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url !== null && isWeb && url.username === '' && url.password === '' && url.search === '') return url
  throw new AnlaufError('input-invalid', `"${address}" is no web address of a site.`, {
    hint: 'Write it like https://status.example.org/ , without a user or a "?".',
  })
}

function isTyped(hostname: string): boolean {
  return isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0 || hostname === 'localhost'
}

function leadsInside(host: string, address: string): AnlaufError {
  return new AnlaufError('not-permitted', `${host} leads to ${address}, an address of a private network.`, {
    hint: 'A stranger who owns a name can point it there to make this machine knock at inner doors. For a site of your own inside, add --private.',
  })
}

function tooSlow(host: string): AnlaufError {
  return new AnlaufError('not-found', `${host} does not answer in time.`, {
    hint: 'Try again, and from another network; ask by phone meanwhile.',
    retry: 'later',
  })
}

function answers(host: string, status: number): AnlaufError {
  return new AnlaufError('not-found', `${host} answers ${status}.`, {
    hint: 'Try again in a minute; look at the log of the host.',
    retry: status >= 500 || status === 429 ? 'later' : 'never',
  })
}

function failureOf(host: string, error: unknown): AnlaufError {
  if (error instanceof AnlaufError) return error
  const { code, message } = error as NodeJS.ErrnoException
  return new AnlaufError('not-found', `${host} cannot be read: ${code ?? message}.`, {
    hint: 'Check the address and the network.',
    retry: code === 'ENOTFOUND' || code?.startsWith('CERT') === true ? 'never' : 'later',
    cause: error,
  })
}
