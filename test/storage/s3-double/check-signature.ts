import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import { Refusal } from './bucket.ts'

export const accessKey = 'AKIDTESTER'
export const secretKey = 'secret+of/the=tests'

/**
 * Verifies Signature Version 4 from the request as it arrived on the wire; written apart from the signer under
 * test. Checks the hash of the body too, unless the client signs it in chunks.
 */
export function checkSignature(
  request: IncomingMessage,
  body: Buffer,
  expectedRegion: string | undefined,
): void {
  const authorization = request.headers.authorization ?? ''
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    )
  if (match === null) throw new Refusal(403, 'AccessDenied', 'no signature')
  const [, key = '', day = '', region = '', signed = '', signature = ''] = match
  if (key !== accessKey) throw new Refusal(403, 'InvalidAccessKeyId')
  if (expectedRegion !== undefined && region !== expectedRegion) {
    throw new Refusal(400, 'AuthorizationHeaderMalformed', `the region '${region}' is wrong`)
  }
  const date = String(request.headers['x-amz-date'])
  const sent = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - sent) < 15 * 60_000)) throw new Refusal(403, 'RequestTimeTooSkewed')

  const [path = '', query = ''] = (request.url ?? '').split('?')
  const sortedQuery =
    query === ''
      ? ''
      : query
          .split('&')
          .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
          .sort()
          .join('&')
  const hash = String(request.headers['x-amz-content-sha256'])
  const lines = signed.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
  const canonical = `${request.method}\n${path}\n${sortedQuery}\n${lines.join('')}\n${signed}\n${hash}`
  const digest = createHash('sha256').update(canonical).digest('hex')
  let signing: Buffer | string = `AWS4${secretKey}`
  for (const part of [day, region, 's3', 'aws4_request'])
    signing = createHmac('sha256', signing).update(part).digest()
  const wanted = createHmac('sha256', signing)
    .update(`AWS4-HMAC-SHA256\n${date}\n${day}/${region}/s3/aws4_request\n${digest}`)
    .digest()
  if (!timingSafeEqual(wanted, Buffer.from(signature, 'hex'))) throw new Refusal(403, 'SignatureDoesNotMatch')

  const isPlain = /^[0-9a-f]{64}$/.test(hash)
  if (isPlain && createHash('sha256').update(body).digest('hex') !== hash) {
    throw new Refusal(400, 'XAmzContentSHA256Mismatch')
  }
}

/** The bytes in a body of signed chunks (`aws-chunked`), which minio's client sends over plain HTTP. */
export function unchunked(body: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, end), 16)
    pieces.push(body.subarray(end + 2, end + 2 + size))
    if (size === 0) break
    at = end + 2 + size + 2
  }
  return Buffer.concat(pieces)
}
