import { createHash, createHmac } from 'node:crypto'

import type { Secret } from '../secret.ts'

/** Who signs; a session token belongs to temporary keys. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  readonly sessionToken?: Secret | undefined
}

/** A request before it is signed: path and query values are not yet encoded. */
export interface SignedRequest {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Lower-case names; all of them are signed. */
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body, 64 hex digits. */
  readonly bodyHash: string
}

/**
 * The headers of AWS Signature Version 4 for S3 (every path segment is encoded once), without `host`.
 * Source: "Authenticating Requests (AWS Signature Version 4)" in the S3 API reference.
 */
export function signatureHeaders(
  request: SignedRequest,
  { credentials, region, now }: { credentials: S3Credentials; region: string; now: Date },
): Record<string, string> {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const day = time.slice(0, 8)
  const scope = `${day}/${region}/s3/aws4_request`
  const added = {
    'x-amz-content-sha256': request.bodyHash,
    'x-amz-date': time,
    ...(credentials.sessionToken !== undefined && {
      'x-amz-security-token': credentials.sessionToken.reveal(),
    }),
  }
  const headers = Object.entries({ ...request.headers, ...added, host: request.host }).sort(byName)
  const names = headers.map(([name]) => name).join(';')
  const canonical = [
    request.method,
    encodePath(request.path),
    encodeQuery(request.query),
    ...headers.map(([name, value]) => `${name}:${value.trim().replaceAll(/ +/g, ' ')}`),
    '',
    names,
    request.bodyHash,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256Hex(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey.reveal()}`,
  )
  const signature = hmac(key, toSign).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`
  return { ...added, authorization }
}

/** Each segment percent-encoded, slashes kept. */
export function encodePath(path: string): string {
  return path.split('/').map(encode).join('/')
}

/** Sorted by encoded name, as it is signed and sent. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(byName)
    .map((pair) => pair.join('='))
    .join('&')
}

/** SHA-256 of a text or of pieces of bytes, in hex. */
export function sha256Hex(content: string | readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const piece of typeof content === 'string' ? [content] : content) hash.update(piece)
  return hash.digest('hex')
}

/** Unreserved characters of RFC 3986 stay, everything else is encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
