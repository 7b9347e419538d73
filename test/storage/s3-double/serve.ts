/**
 * A double of an S3 server: in memory, on loopback, written from the specification for what no S3 server that
 * can be installed with the tests has: object lock, versions, conditional writes that are honoured, ignored or
 * refused, a bucket in another region, a server that goes away. It is no proof that a real server behaves so; `npm run test:storage`
 * runs the same suite against a real one. Says its address, then serves until it is ended.
 */
import { createHash } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { type Bucket, createBucket, Refusal } from './bucket.ts'
import { checkSignature, unchunked } from './check-signature.ts'

const pageSize = Number(process.argv[2] ?? 1_000)
const buckets: ReadonlyMap<string, Bucket> = new Map([
  ['plain', createBucket({ isLocking: false, conditions: 'honoured' })],
  ['ignoring', createBucket({ isLocking: false, conditions: 'ignored' })],
  ['refusing', createBucket({ isLocking: false, conditions: 'refused' })],
  ['locked', createBucket({ isLocking: true, conditions: 'honoured' })],
  ['faraway', createBucket({ isLocking: false, conditions: 'honoured' })],
])

const server = http.createServer((request, response) => {
  void answer(request, response)
})
let port = 0
server.listen(port, '127.0.0.1', () => {
  if (port !== 0) return
  port = (server.address() as AddressInfo).port
  console.log(`S3 double at http://127.0.0.1:${port}`)
})
// Goes away in the middle of whatever is asked, and comes back where it was, with what it had. Somebody has to
// stay meanwhile: without a listener nothing keeps a process alive.
setInterval(() => {}, 60_000)
process.on('SIGUSR2', () => {
  server.close()
  server.closeAllConnections()
})
process.on('SIGCONT', () => server.listen(port, '127.0.0.1'))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
  const url = new URL(request.url ?? '/', 'http://double')
  const [, bucketName = '', ...rest] = url.pathname.split('/')
  try {
    const region = bucketName === 'faraway' ? 'eu-test-1' : undefined
    // Clients ask for the region of a bucket before they know it.
    checkSignature(request, body, url.searchParams.has('location') ? undefined : region)
    const bucket = buckets.get(bucketName)
    if (bucket === undefined) throw new Refusal(404, 'NoSuchBucket')
    const key = rest.map(decodeURIComponent).join('/')
    if (key === '') onBucket(url.searchParams, bucket, bucketName, response)
    else onObject(request, url.searchParams, { bucket, key, body, response })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const where = error.code === 'AuthorizationHeaderMalformed' ? '<Region>eu-test-1</Region>' : ''
    const xml = `<Error><Code>${error.code}</Code><Message>${error.message}</Message>${where}<StringToSign>hidden</StringToSign></Error>`
    const head = where === '' ? {} : { 'x-amz-bucket-region': 'eu-test-1' }
    response.writeHead(error.status, { 'content-type': 'application/xml', ...head }).end(xml)
  }
}

function onBucket(query: URLSearchParams, bucket: Bucket, name: string, response: ServerResponse): void {
  if (query.has('location')) {
    const region = name === 'faraway' ? 'eu-test-1' : ''
    response.end(`<?xml version="1.0"?><LocationConstraint>${region}</LocationConstraint>`)
    return
  }
  const prefix = query.get('prefix') ?? ''
  const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
  const most = Math.min(pageSize, Number(query.get('max-keys') ?? pageSize))
  const keys = bucket.keys().filter((key) => key.startsWith(prefix) && key > after)
  const page = keys.slice(0, most)
  const next =
    keys.length > most ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : ''
  const contents = page.map((key) => {
    const { bytes, etag, at } = bucket.get(key)
    return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${at.toISOString()}</LastModified><ETag>${escapeXml(etag)}</ETag><Size>${bytes.length}</Size></Contents>`
  })
  response.end(
    `<?xml version="1.0"?><ListBucketResult><Name>${name}</Name><IsTruncated>${next !== ''}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  )
}

function onObject(
  request: IncomingMessage,
  query: URLSearchParams,
  { bucket, key, body, response }: { bucket: Bucket; key: string; body: Buffer; response: ServerResponse },
): void {
  const versionId = query.get('versionId') ?? undefined
  if (query.has('retention')) return onRetention(request, { bucket, key, body, response })
  if (request.method === 'PUT') {
    const isChunked = String(request.headers['x-amz-content-sha256']).startsWith('STREAMING-')
    const bytes = isChunked ? unchunked(body) : body
    const md5 = request.headers['content-md5']
    if (md5 !== undefined && createHash('md5').update(bytes).digest('base64') !== md5)
      throw new Refusal(400, 'BadDigest')
    const mode = request.headers['x-amz-object-lock-mode']
    const until = new Date(String(request.headers['x-amz-object-lock-retain-until-date']))
    const lock = mode === undefined ? undefined : { mode: String(mode), until }
    if (lock !== undefined && md5 === undefined)
      throw new Refusal(400, 'InvalidRequest', 'Content-MD5 is required')
    const onlyIfNew = request.headers['if-none-match'] === '*'
    const { id, etag } = bucket.put(key, bytes, { lock, onlyIfNew })
    response.writeHead(200, { etag, ...(id !== 'null' && { 'x-amz-version-id': id }) }).end()
  } else if (request.method === 'DELETE') {
    bucket.remove(key, versionId)
    response.writeHead(204).end()
  } else {
    const { bytes, etag, at } = bucket.get(key, versionId)
    const head = { etag, 'last-modified': at.toUTCString(), 'content-type': 'application/octet-stream' }
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    if (first === undefined) {
      response
        .writeHead(200, { ...head, 'content-length': bytes.length })
        .end(request.method === 'HEAD' ? '' : bytes)
      return
    }
    if (Number(first) >= bytes.length) throw new Refusal(416, 'InvalidRange')
    const end = Math.min(last === '' ? bytes.length - 1 : Number(last), bytes.length - 1)
    const part = bytes.subarray(Number(first), end + 1)
    const range = `bytes ${first}-${end}/${bytes.length}`
    response.writeHead(206, { ...head, 'content-length': part.length, 'content-range': range }).end(part)
  }
}

function onRetention(
  request: IncomingMessage,
  { bucket, key, body, response }: { bucket: Bucket; key: string; body: Buffer; response: ServerResponse },
): void {
  if (request.method === 'PUT') {
    const [, mode = '', until = ''] =
      /<Mode>(\w+)<\/Mode><RetainUntilDate>([^<]+)</.exec(body.toString()) ?? []
    bucket.setLock(key, { mode, until: new Date(until) })
    response.end()
    return
  }
  const { lock } = bucket.get(key)
  if (lock === undefined) throw new Refusal(404, 'NoSuchObjectLockConfiguration')
  response.end(
    `<Retention><Mode>${lock.mode}</Mode><RetainUntilDate>${lock.until.toISOString()}</RetainUntilDate></Retention>`,
  )
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
