import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { openStorage, parseExtendedOptions, parseLocation, RepositoryError } from '@anlauf/repository'

import { file, storageConformance } from '../../packages/repository/src/storage/conformance.fixture.ts'
import { s3Options } from '../../packages/repository/src/storage/s3/s3-options.ts'
import { s3ObjectLock } from '../../packages/repository/src/storage/s3/s3-retention.ts'
import { secret } from '../../packages/repository/src/storage/secret.ts'
import { needProgram } from '../debian.ts'
import { type BackgroundProgram, startProgram } from './background-program.ts'
import { bothWaysThrough } from './over-network.ts'
import { accessKey, secretKey } from './s3-double/check-signature.ts'

/** The double runs in a process of its own: stock restic blocks ours. Its lists have pages of seven keys. */
let double: BackgroundProgram
before(async () => {
  const program = fileURLToPath(new URL('s3-double/serve.ts', import.meta.url))
  double = await startProgram(process.execPath, [program, '7'], { ready: /S3 double at (http:\S+)/ })
})
after(() => double.stop())

const env = {
  ...process.env,
  AWS_ACCESS_KEY_ID: accessKey,
  AWS_SECRET_ACCESS_KEY: secretKey,
  AWS_DEFAULT_REGION: '',
}
let places = 0
const newPlace = (bucket: string): string => {
  places += 1
  return `s3:${double.said[1]}/${bucket}/place ${places}`
}

function open(
  location: string,
  more: { options?: string[]; env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
) {
  return openStorage(parseLocation(location), {
    env: more.env ?? env,
    extended: parseExtendedOptions(more.options ?? []),
    signal: more.signal,
    patience: { attempts: 2, attemptsBeforeContact: 1, firstMs: 10 },
  })
}

for (const [bucket, atomicWriteOnce] of [
  ['plain', true],
  ['locked', true],
  ['ignoring', false],
  ['refusing', false],
  ['faraway', true],
] as const) {
  storageConformance(
    `S3 double, bucket ${bucket}`,
    async () => {
      const location = newPlace(bucket)
      const plain = open(location)
      return {
        storage: plain,
        withSignal: (signal) => open(location, { signal }),
        plant: async (path, bytes) => plant(location, path, bytes),
      }
    },
    { atomicWriteOnce, canRemove: true },
  )
}

bothWaysThrough(
  's3',
  async () => ({
    location: newPlace('plain'),
    env: { ...env, AWS_DEFAULT_REGION: 'us-east-1' },
    async crash() {
      double.child.kill('SIGUSR2')
      return {
        async comeBack() {
          double.child.kill('SIGCONT')
        },
      }
    },
  }),
  {
    skip: needProgram('restic', 'restic'),
  },
)

/** A foreign key, written through the back end's own client by a name it would never choose. */
async function plant(location: string, path: string, bytes: Uint8Array): Promise<void> {
  const { openS3Client, keyOf } = await import('../../packages/repository/src/storage/s3/s3-storage.ts')
  const place = s3Place(location)
  const client = openS3Client(place, {
    ...s3Options(env, parseExtendedOptions([])),
    contact: { reached: true },
  })
  const call = { method: 'PUT', key: keyOf(place, path), body: [bytes] } as const
  await client.call(call, async ({ status }) => assert.equal(status, 200))
}

function s3Place(location: string) {
  const place = parseLocation(location)
  assert.ok(place.scheme === 's3')
  return place
}

test('files of a bucket with object lock cannot be deleted, locks of the repository can', async () => {
  const location = newPlace('locked')
  const storage = open(location, { options: ['s3.object-lock=compliance:3d'] })
  await using lock = s3ObjectLock(s3Place(location), s3Options(env, parseExtendedOptions([])))
  for (const kind of ['data', 'index', 'snapshots', 'keys', 'locks'] as const) {
    const { id, bytes } = file(100)
    await storage.write(kind, id, bytes)
    const retention = await lock.retention(kind, id)
    if (kind === 'locks') {
      assert.equal(retention, undefined)
      continue
    }
    assert.equal(retention?.mode, 'COMPLIANCE')
    const days = (retention.until.getTime() - Date.now()) / 86_400_000
    assert.ok(days > 2.9 && days < 3.1, `${days} days`)
    await lock.extend(kind, id, { mode: 'COMPLIANCE', until: new Date(Date.now() + 9 * 86_400_000) })
    const shorter = { mode: 'COMPLIANCE', until: new Date(Date.now() + 86_400_000) } as const
    await assert.rejects(lock.extend(kind, id, shorter), { code: 'access-denied' })
  }
  await assert.rejects(lock.retention('data', file(1).id), { code: 'missing-object' })
})

test('a probe tells a bucket whose locks hold from one that only says so', async () => {
  for (const [bucket, expected] of [
    ['locked', { held: true }],
    ['plain', { held: false, why: 'the bucket takes no locked objects (InvalidRequest)' }],
  ] as const) {
    await using lock = s3ObjectLock(s3Place(newPlace(bucket)), s3Options(env, parseExtendedOptions([])))
    assert.deepEqual(await lock.probe('GOVERNANCE'), expected)
  }
})

test('buckets in the flat layout of old are read and removed', async () => {
  const location = newPlace('plain')
  const [pack, key, snapshot] = [file(500), file(300), file(200)]
  await plant(location, `data/${pack.id}`, pack.bytes)
  await plant(location, `key/${key.id}`, key.bytes)
  await plant(location, `snapshot/${snapshot.id}`, snapshot.bytes)
  const storage = open(location)
  for (const [kind, { id, bytes }] of [
    ['data', pack],
    ['keys', key],
    ['snapshots', snapshot],
  ] as const) {
    assert.deepEqual(await Array.fromAsync(storage.list(kind)), [{ id, size: bytes.length }])
    assert.deepEqual(await storage.read(kind, id), bytes)
    assert.deepEqual(await storage.stat(kind, id), { size: bytes.length })
    await storage.remove(kind, id)
    assert.equal(await storage.stat(kind, id), undefined)
  }
})

test('refusals are told in words, without what was signed', async () => {
  const { id } = file(1)
  const nowhere = newPlace('no-such-bucket')
  for (const [location, more, code, message] of [
    [newPlace('plain'), { AWS_SECRET_ACCESS_KEY: 'wrong' }, 'access-denied', /SignatureDoesNotMatch/],
    [newPlace('plain'), { AWS_ACCESS_KEY_ID: 'stranger' }, 'access-denied', /InvalidAccessKeyId/],
    [nowhere, {}, 'read-failed', /no such bucket/],
  ] as const) {
    await assert.rejects(
      Array.fromAsync(open(location, { env: { ...env, ...more } }).list('index')),
      (error) => {
        assert.ok(error instanceof RepositoryError)
        assert.equal(error.code, code, error.message)
        assert.match(error.message, message)
        return !/hidden|wrong/.test(error.message + JSON.stringify(error.context))
      },
    )
  }
  await assert.rejects(open(nowhere).write('data', id, file(1).bytes), {
    code: 'write-failed',
    message: /no such bucket/,
  })
  const anonymous = open(newPlace('plain'), { options: ['s3.unsafe-anonymous-auth=true'], env: {} })
  await assert.rejects(anonymous.read('data', id), { code: 'access-denied' })
  assert.throws(() => open(newPlace('plain'), { env: { HOME: '/nowhere' } }), { code: 'invalid-argument' })
  assert.throws(() => open(newPlace('plain'), { options: ['s3.object-lock=forever'] }), {
    code: 'invalid-argument',
  })
  assert.equal(secret('x').reveal(), 'x')
})
