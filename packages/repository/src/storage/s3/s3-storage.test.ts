import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

import { refusal, temporaryFolder } from '../../small-repository.fixture.ts'
import { answering } from '../http/hostile-server.fixture.ts'
import type { Storage } from '../storage.ts'
import { s3Credentials } from './credentials.ts'
import { parseObjectLock } from './object-lock.ts'
import { regionOf, s3Endpoint } from './s3-endpoint.ts'
import { listPage } from './s3-xml.ts'
import { s3Storage } from './s3-storage.ts'

const ids = Array.from({ length: 6 }, (_, at) => `${at}a`.repeat(32))

function storageAt(t: TestContext, url: string): Storage {
  const place = { endpoint: url.replace(/\/$/, ''), bucket: 'bucket', prefix: 'p' }
  const storage = s3Storage(place, { patience: { firstMs: 1, longestMs: 2 } })
  t.after(() => storage[Symbol.asyncDispose]())
  return storage
}

function page(keys: readonly string[], next?: string): string {
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>7</Size></Contents>`).join('')
  const token = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`
  return `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${token}${contents}</ListBucketResult>`
}

test('pages that were read are not asked for again when a later one fails', async (t) => {
  const tokens: (string | null)[] = []
  const { url } = await answering(t, (request, response, count) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams
    if (query.get('prefix') !== 'p/index/') return response.end(page([]))
    const token = query.get('continuation-token')
    tokens.push(token)
    if (count % 2 === 0) return response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
    const at = Number(token ?? 0)
    response.end(page([`p/index/${ids[at]}`], at < 5 ? String(at + 1) : undefined))
  })
  const listed = await Array.fromAsync(storageAt(t, url).list('index'))
  assert.deepEqual(listed.map(({ id }) => id).sort(), ids)
  assert.deepEqual([...new Set(tokens)], [null, '1', '2', '3', '4', '5'])
  assert.ok(tokens.length < 13, 'each failed page was asked for once more')
})

test('hostile keys are no files', async (t) => {
  const [id = ''] = ids
  const keys = [
    `p/data/${id.slice(0, 2)}/${id}`,
    `p/data/ff/${ids[1]}`,
    `p/data/x/y/${ids[2]}`,
    `q/data/${ids[3]}`,
    'p/data/../../etc/passwd',
    'p/data/&lt;script&gt;',
    '',
  ]
  const { url } = await answering(t, (request, response) =>
    response.end(page(request.url?.includes('key%2F') === true ? [] : keys)),
  )
  assert.deepEqual(await Array.fromAsync(storageAt(t, url).list('data')), [{ id, size: 7 }])
})

test('an answer that is no list, or a list without end, is an error', async (t) => {
  let count = 0
  for (const answer of [
    () => '<html>hello</html>',
    () => '',
    () => '<ListBucketResult><Contents>',
    () => page([], 'always the same'),
    () => page([], ''),
    () => page([], String((count += 1))),
  ]) {
    const { url } = await answering(t, (request, response) =>
      response.end(request.url?.includes('key%2F') === true ? page([]) : answer()),
    )
    await assert.rejects(Array.fromAsync(storageAt(t, url).list('index')), refusal('read-failed', /no list/))
  }
})

test('a bucket is named in the host for Amazon, in the path for others', () => {
  for (const [endpoint, bucket, lookup, region, origin, root] of [
    ['https://s3.amazonaws.com', 'b1', 'auto', 'us-east-1', 'https://b1.s3.amazonaws.com', '/'],
    [
      'https://s3.amazonaws.com',
      'b1',
      'auto',
      'eu-central-1',
      'https://b1.s3.eu-central-1.amazonaws.com',
      '/',
    ],
    [
      'https://s3.eu-west-1.amazonaws.com',
      'b.1',
      'auto',
      'eu-west-1',
      'https://s3.eu-west-1.amazonaws.com',
      '/b.1/',
    ],
    ['https://minio:9000', 'b1', 'auto', 'us-east-1', 'https://minio:9000', '/b1/'],
    ['https://minio:9000', 'b1', 'dns', 'us-east-1', 'https://b1.minio:9000', '/'],
    ['https://s3.amazonaws.com', 'b1', 'path', 'us-east-1', 'https://s3.amazonaws.com', '/b1/'],
  ] as const) {
    const found = s3Endpoint({ endpoint, bucket, prefix: '' }, lookup, region)
    assert.deepEqual([found.origin.origin, found.root], [origin, root])
  }
  assert.equal(regionOf('https://s3.eu-central-1.amazonaws.com'), 'eu-central-1')
  assert.equal(regionOf('https://minio:9000'), undefined)
})

test('credentials come from the environment, else from the profile of the file', (t) => {
  const file = join(temporaryFolder(t), 'credentials')
  writeFileSync(
    file,
    '[default]\naws_access_key_id = one\naws_secret_access_key=first=\n\n[backup]\naws_access_key_id=two\naws_secret_access_key = second\naws_session_token = third\n',
  )
  const seen = (env: NodeJS.ProcessEnv): unknown[] => {
    const { accessKeyId, secretAccessKey, sessionToken } = s3Credentials({
      AWS_SHARED_CREDENTIALS_FILE: file,
      ...env,
    })
    return [accessKeyId, secretAccessKey.reveal(), sessionToken?.reveal()]
  }
  assert.deepEqual(seen({}), ['one', 'first=', undefined])
  assert.deepEqual(seen({ AWS_PROFILE: 'backup' }), ['two', 'second', 'third'])
  assert.deepEqual(seen({ AWS_ACCESS_KEY_ID: 'e', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' }), [
    'e',
    's',
    't',
  ])
  assert.throws(() => seen({ AWS_PROFILE: 'nobody' }), refusal('invalid-argument'))
})

test('an object lock is spelled out', () => {
  assert.deepEqual(parseObjectLock('compliance:30d'), { mode: 'COMPLIANCE', days: 30 })
  for (const text of ['', '30d', 'governance:0d', 'governance:30', 'none:1d']) {
    assert.throws(() => parseObjectLock(text), refusal('invalid-argument'))
  }
})

test('a page that is nothing but beginnings took minutes', () => {
  for (const beginning of ['<Contents>', '<Contents><Key>', '<IsTruncated>', '</ListBucketResult> ']) {
    const page = `<ListBucketResult>${beginning.repeat(4_000_000 / beginning.length)}</ListBucketResult>`
    assert.deepEqual(listPage(page), { objects: [], next: undefined }, beginning)
  }
})
