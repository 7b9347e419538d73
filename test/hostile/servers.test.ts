import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'

import { restStorage, s3Storage, type Storage } from '@anlauf/repository'
import fc from 'fast-check'

import { speaking } from '../../packages/repository/src/storage/http/hostile-server.fixture.ts'
import { arrayElements, NoList } from '../../packages/repository/src/storage/http/json-array.ts'
import { listPage } from '../../packages/repository/src/storage/s3/s3-xml.ts'
import { hostileBytes } from './mutations.ts'
import { assertTyped, fuzzRuns } from './sound-or-typed.ts'

const id = 'ab'.repeat(32)
const other = 'cd'.repeat(32)

const restLists = [
  `[{"name":"${id}","size":5},{"name":"${other}","size":18446744073709551615}]`,
  `["${id}","../../etc/passwd","${other}"]`,
  `[{"size":-1,"name":"${id}","x":{"y":["]",[{}]]}},null,7]`,
  'null',
]
const s3Pages = [
  `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>p/data/ab/${id}</Key><Size>7</Size></Contents><Contents><Key>p/index/&#x63;${other.slice(1)}</Key><Size>999999999999999</Size></Contents></ListBucketResult>`,
  '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>',
  '<Error><Code>SlowDown</Code><Message>&lt;&amp;&#1114112;&#xd800;</Message></Error>',
]

/** Answers as a server would give them, before they are spoilt. */
const answers = [...restLists, ...s3Pages, 'content', ''].flatMap((body) => [
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  `HTTP/1.1 206 Partial\r\nContent-Range: bytes 2-6/7\r\nContent-Length: 5\r\n\r\n${body}`,
  `HTTP/1.1 403 No\r\nRetry-After: 1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  `HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n${body}`,
  `HTTP/1.1 301 Moved\r\nLocation: http://[::1/\r\nx-amz-bucket-region: eu-central-1\r\n\r\n${body}`,
  `HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n${body}`,
  `HTTP/1.1 503 Later\r\nRetry-After: ${'9'.repeat(30)}\r\n\r\n${body}`,
])

/** One try of each, so that each answer is met by itself. */
const patience = { attempts: 2, attemptsBeforeContact: 2, firstMs: 1, longestMs: 1, longestAskedMs: 1 }
const calls: readonly ((storage: Storage) => Promise<unknown>)[] = [
  async (storage) => {
    for (const { id: name, size } of await Array.fromAsync(storage.list('data'))) {
      assert.match(name, /^[0-9a-f]{64}$/)
      assert.ok(Number.isSafeInteger(size) && size >= 0)
    }
  },
  async (storage) => assert.equal((await storage.read('data', id, { offset: 2, length: 5 })).length, 5),
  async (storage) => storage.read('config', 'config'),
  async (storage) => storage.read('index', id),
  async (storage) => storage.stat('data', id),
  async (storage) => storage.write('data', id, Buffer.from('content')),
  async (storage) => storage.remove('data', id),
]

for (const [name, open] of [
  ['REST', (url: string) => restStorage({ url }, { patience, silenceMs: 400 })],
  [
    'S3',
    (url: string) =>
      s3Storage(
        { endpoint: url.slice(0, -1), bucket: 'b', prefix: 'p' },
        { patience, silenceMs: 400, bucketLookup: 'path' },
      ),
  ],
] as const) {
  test(`whatever a ${name} server answers, a call ends with a value or a typed error`, async (t) => {
    let answer: Buffer = Buffer.alloc(0)
    const { url } = await speaking(t, (socket: Socket) => {
      // Once the request is there; a server that speaks first is one of the answers that are refused anyhow.
      socket.once('data', () => socket.end(answer))
    })
    const inputs = fc.tuple(hostileBytes(answers.map((text) => Buffer.from(text))), fc.constantFrom(...calls))
    await fc.assert(
      fc.asyncProperty(inputs, async ([bytes, call]) => {
        answer = bytes
        const storage = open(url)
        await call(storage).catch(assertTyped)
        await storage[Symbol.asyncDispose]()
      }),
      { numRuns: Math.ceil(fuzzRuns / 5) },
    )
  })
}

test('a list is read as the same one however it is cut into pieces, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostileBytes(restLists.map((text) => Buffer.from(text))),
      fc.array(fc.nat({ max: 400 }), { maxLength: 6 }),
      async (bytes, cuts) => {
        const whole = await elementsOf([bytes])
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
        const pieces = places.slice(1).map((end, at) => bytes.subarray(places[at], end))
        assert.deepEqual(await elementsOf(pieces), whole)
        if (Array.isArray(whole)) assert.deepEqual(whole, JSON.parse(bytes.toString('utf8')) ?? [])
      },
    ),
    { numRuns: fuzzRuns },
  )
})

test('a page of keys is read or is none', () => {
  fc.assert(
    fc.property(hostileBytes(s3Pages.map((text) => Buffer.from(text))), (bytes) => {
      const page = listPage(bytes.toString('utf8'))
      for (const { key, size } of page?.objects ?? []) {
        assert.equal(typeof key, 'string')
        assert.ok(size === undefined || Number.isSafeInteger(size))
      }
    }),
    { numRuns: fuzzRuns },
  )
})

async function elementsOf(pieces: readonly Buffer[]): Promise<unknown> {
  async function* arriving(): AsyncGenerator<Buffer> {
    yield* pieces
  }
  try {
    return (await Array.fromAsync(arrayElements(arriving()))).flat()
  } catch (error) {
    assert.ok(error instanceof NoList, String(error))
    return error.message
  }
}
