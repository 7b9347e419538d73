import { createHash } from 'node:crypto'

import { bodyOf, shortBody } from '../http/body.ts'
import { createHttpClient, type HttpAnswer, type HttpClient } from '../http/http-client.ts'
import type { Asked } from '../http/refusal.ts'
import type { TlsFiles } from '../http/tls.ts'
import type { Contact } from '../remote/retry.ts'
import { type BucketLookup, regionOf, s3Endpoint, type S3Place } from './s3-endpoint.ts'
import { s3Refusal } from './s3-refusal.ts'
import { elementText } from './s3-xml.ts'
import { encodePath, encodeQuery, type S3Credentials, sha256Hex, signatureHeaders } from './sign.ts'

/** One request to the bucket; the key is not encoded, an empty one means the bucket itself. */
export interface S3Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: readonly Uint8Array[]
  readonly isCleanup?: boolean
}

/** A bucket that answers signed requests. */
export interface S3Client {
  readonly place: string
  call<T>(call: S3Call, handle: (answer: HttpAnswer) => Promise<T>): Promise<T>
  /** What an answer that `handle` cannot use means. */
  refused(answer: HttpAnswer, verb: Asked['verb'], object: string): Promise<Error>
  close(): void
}

export interface S3ClientOptions {
  readonly place: S3Place
  /** `undefined` sends requests without signature, for public buckets. */
  readonly credentials: S3Credentials | undefined
  readonly region?: string | undefined
  readonly lookup: BucketLookup
  readonly contact: Contact
  readonly connections: number
  readonly silenceMs: number
  readonly tls?: TlsFiles | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
  readonly signal?: AbortSignal | undefined
}

/** Connects lazily; learns the region of the bucket when the server names another one. */
export function s3Client(options: S3ClientOptions): S3Client {
  const { credentials, lookup } = options
  let region = options.region ?? regionOf(options.place.endpoint) ?? 'us-east-1'
  let target = s3Endpoint(options.place, lookup, region)
  const place = `${new URL(options.place.endpoint).host}/${options.place.bucket}`
  let http: HttpClient = connect()

  function connect(): HttpClient {
    return createHttpClient({ ...options, origin: target.origin, place })
  }

  function send<T>(call: S3Call, handle: (answer: HttpAnswer) => Promise<T>): Promise<T> {
    const { method, key, query = {}, body = [], isCleanup = false } = call
    const path = key === '' ? target.root.replace(/(?<=.)\/$/, '') : `${target.root}${key}`
    // Locked buckets demand MD5; it costs 25 ms for a pack.
    const md5 = method === 'PUT' ? { 'content-md5': md5Base64(body) } : {}
    const headers = { ...call.headers, ...md5 }
    const request = { method, host: target.origin.host, path, query, headers, bodyHash: sha256Hex(body) }
    const signature =
      credentials === undefined ? {} : signatureHeaders(request, { credentials, region, now: new Date() })
    const search = encodeQuery(query)
    return http.call(
      {
        method,
        path: encodePath(path) + (search === '' ? '' : `?${search}`),
        headers: { ...headers, ...signature },
        body,
        isCleanup,
      },
      handle,
    )
  }

  return {
    place,
    async call(call, handle) {
      const first = await send(call, async (answer) => {
        const mayNameRegion = answer.status === 301 || answer.status === 307 || answer.status === 400
        if (!mayNameRegion) return { done: await handle(answer) }
        const words = await shortBody(answer)
        const named = regionIn(answer, words)
        if (named !== undefined && named !== region) return { region: named }
        return { done: await handle({ ...answer, body: bodyOf(words) }) }
      })
      if ('done' in first) return first.done
      // Of several requests that learn the region at once, the first one moves.
      if (region !== first.region) {
        region = first.region
        target = s3Endpoint(options.place, lookup, region)
        http.close()
        http = connect()
      }
      return send(call, handle)
    },
    async refused(answer, verb, object) {
      return s3Refusal(answer, { verb, object, place }, await shortBody(answer))
    },
    close: () => http.close(),
  }
}

/** Only the name of a region is believed, never an address. */
function regionIn(answer: HttpAnswer, words: string): string | undefined {
  const named = answer.header('x-amz-bucket-region') ?? elementText(words, 'Region')
  return named !== undefined && /^[a-z]{2}-[a-z0-9-]{1,30}$/.test(named) ? named : undefined
}

function md5Base64(pieces: readonly Uint8Array[]): string {
  const hash = createHash('md5')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('base64')
}

/** Throws unless the answer is a success. */
export async function demandSuccess(
  client: S3Client,
  answer: HttpAnswer,
  verb: Asked['verb'],
  object: string,
): Promise<void> {
  if (answer.status >= 200 && answer.status < 300) return
  throw await client.refused(answer, verb, object)
}
