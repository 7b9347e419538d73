import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { openStorage, parseExtendedOptions, parseLocation } from '@anlauf/repository'

import { file, storageConformance } from '../../packages/repository/src/storage/conformance.fixture.ts'
import { s3Options } from '../../packages/repository/src/storage/s3/s3-options.ts'
import { s3ObjectLock } from '../../packages/repository/src/storage/s3/s3-retention.ts'
import { keyOf, openS3Client } from '../../packages/repository/src/storage/s3/s3-storage.ts'
import { bothWaysThrough } from './over-network.ts'
import { peersFolder, type S3Peer, startMoto, startRcloneS3 } from './s3-peers.ts'

const peers = peersFolder()
const skip =
  peers === undefined &&
  'optional: node test/storage/install-s3-peers.ts FOLDER, then set ANLAUF_S3_PEERS=FOLDER'
const folder = mkdtempSync(join(tmpdir(), 'anlauf-s3-peers-'))
const noOptions = parseExtendedOptions([])
let rclone: S3Peer
let moto: S3Peer
before(async () => {
  if (peers === undefined) return
  rclone = await startRcloneS3(peers, folder, ['bucket'])
  moto = await startMoto(peers)
  for (const [bucket, lock] of [
    ['bucket', {}],
    ['locked', { 'x-amz-bucket-object-lock-enabled': 'true' }],
  ] as const) {
    const made = await fetch(`${moto.endpoint}/${bucket}`, { method: 'PUT', headers: lock })
    assert.equal(made.status, 200, await made.text())
  }
})
after(async () => {
  await rclone?.program.stop()
  await moto?.program.stop()
  rmSync(folder, { recursive: true, force: true })
})

let places = 0
const newPlace = (peer: S3Peer, bucket: string): string => {
  places += 1
  return `s3:${peer.endpoint}/${bucket}/place-${places}`
}

for (const [name, peer, bucket, atomicWriteOnce] of [
  ['rclone serve s3', () => rclone, 'bucket', false],
  ['moto', () => moto, 'bucket', false],
  ['moto, bucket with object lock', () => moto, 'locked', false],
] as const) {
  storageConformance(
    name,
    async () => {
      const location = parseLocation(newPlace(peer(), bucket))
      const { env } = peer()
      return {
        storage: openStorage(location, { env }),
        withSignal: (signal) => openStorage(location, { env, signal }),
      }
    },
    { atomicWriteOnce, canRemove: true },
    skip,
  )
}

bothWaysThrough('rclone serve s3', async () => ({ location: newPlace(rclone, 'bucket'), env: rclone.env }), {
  skip,
})

test('moto: a bucket with object lock holds, one without is told apart', { skip }, async () => {
  for (const [bucket, held] of [
    ['locked', true],
    ['bucket', false],
  ] as const) {
    const place = parseLocation(newPlace(moto, bucket))
    assert.ok(place.scheme === 's3')
    await using lock = s3ObjectLock(place, s3Options(moto.env, noOptions))
    assert.equal((await lock.probe('COMPLIANCE')).held, held)
    if (!held) continue
    const { id, bytes } = file(10)
    const extended = parseExtendedOptions(['s3.object-lock=governance:2d'])
    await openStorage(place, { env: moto.env, extended }).write('data', id, bytes)
    // moto knows no GetObjectRetention and sends the file itself: that must not pass for "not locked".
    await assert.rejects(lock.retention('data', id), { code: 'read-failed' })
    const client = openS3Client(place, { ...s3Options(moto.env, noOptions), contact: { reached: true } })
    const key = keyOf(place, `data/${id.slice(0, 2)}/${id}`)
    const head = (name: string) =>
      client.call({ method: 'HEAD', key }, async (answer) => answer.header(`x-amz-object-lock-${name}`))
    assert.equal(await head('mode'), 'GOVERNANCE')
    const until = new Date(Date.now() + 5 * 86_400_000)
    await lock.extend('data', id, { mode: 'GOVERNANCE', until })
    const seen = new Date((await head('retain-until-date')) ?? '').getTime()
    assert.ok(Math.abs(seen - until.getTime()) < 2_000)
  }
})
