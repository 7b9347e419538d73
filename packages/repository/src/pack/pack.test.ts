import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { unitCipher } from '../crypto/index.ts'
import { type BlobId, packId, sha256 } from '../id.ts'
import { refusal } from '../small-repository.fixture.ts'
import type { Storage } from '../storage/index.ts'
import { compress } from '../zstd.ts'
import { decodeHeader, type HeaderBlob, maxHeaderLength, sealPackTrailer, trailerLength } from './header.ts'
import { checkBlobSize, openBlob, sealBlob } from './open-blob.ts'
import { packHeaderOf, readPackHeader } from './read-header.ts'

const cipher = unitCipher({ encrypt: randomBytes(32), macK: randomBytes(16), macR: randomBytes(16) })
const pack = packId('ef'.repeat(32))

const headerBlob: fc.Arbitrary<HeaderBlob> = fc.record({
  id: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((id) => Buffer.from(id).toString('hex') as BlobId),
  type: fc.constantFrom('data', 'tree'),
  length: fc.integer({ min: 32, max: 1_000 }),
  uncompressedLength: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 0xffff_ffff })),
})

/** A pack whose blobs are noise: only its header makes sense. */
function packOf(blobs: readonly HeaderBlob[]): Buffer {
  const length = blobs.reduce((sum, blob) => sum + blob.length, 0)
  return Buffer.concat([randomBytes(length), sealPackTrailer(cipher, blobs)])
}

/** A storage that holds one pack and counts reads. */
function storageOf(bytes: Buffer): { storage: Storage; reads: () => number } {
  let reads = 0
  const read: Storage['read'] = async (_kind, _id, range) => {
    reads += 1
    const { offset, length } = range ?? { offset: 0, length: bytes.length }
    assert.ok(offset >= 0 && offset + length <= bytes.length, 'nothing beyond the file is asked for')
    return Buffer.from(bytes.subarray(offset, offset + length))
  }
  return { storage: { read } as unknown as Storage, reads: () => reads }
}

const withHeader = (header: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([header, length])
}

test('a header gives back its blobs, with offsets summed up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(headerBlob, { minLength: 1, maxLength: 30 }), async (blobs) => {
      let offset = 0
      const expected = blobs.map((blob) => ({ ...blob, offset: (offset += blob.length) - blob.length }))
      const bytes = packOf(blobs)
      assert.equal(bytes.length, offset + trailerLength(blobs))
      assert.deepEqual(packHeaderOf(cipher, pack, bytes), expected)
      const { storage, reads } = storageOf(bytes)
      assert.deepEqual(await readPackHeader(storage, cipher, pack, bytes.length), expected)
      assert.ok(reads() <= (blobs.length <= 15 ? 1 : 2))
    }),
    { numRuns: 100 },
  )
})

test('entries have 37 bytes plain, 41 compressed, and the four types of the format', () => {
  const id = 'ab'.repeat(32)
  const entry = (kind: number, lengths: number[]): Buffer => {
    const numbers = Buffer.alloc(lengths.length * 4)
    lengths.forEach((length, at) => numbers.writeUInt32LE(length, at * 4))
    return Buffer.concat([Buffer.of(kind), numbers, Buffer.from(id, 'hex')])
  }
  const header = Buffer.concat([entry(0, [40]), entry(1, [50]), entry(2, [60, 7]), entry(3, [70, 8])])
  assert.equal(header.length, 37 * 2 + 41 * 2)
  const found = decodeHeader(header).map(({ type, offset, uncompressedLength }) => [
    type,
    offset,
    uncompressedLength,
  ])
  assert.deepEqual(found, [
    ['data', 0, 0],
    ['tree', 40, 0],
    ['data', 90, 7],
    ['tree', 150, 8],
  ])
  for (const kind of [4, 127, 255])
    assert.throws(() => decodeHeader(entry(kind, [40, 1])), refusal('damaged', /nobody knows/))
  for (const cut of [1, 36, 40])
    assert.throws(() => decodeHeader(entry(2, [60, 7]).subarray(0, cut)), refusal('damaged'))
})

test('a forged length field is refused before anything is allocated', async () => {
  const blobs = [{ id: 'ab'.repeat(32) as BlobId, type: 'data', length: 100, uncompressedLength: 0 }] as const
  const honest = packOf(blobs)
  for (const length of [0, 1, 31, 32, honest.length - 3, honest.length, maxHeaderLength + 1, 0xffff_ffff]) {
    const bytes = Buffer.from(honest)
    bytes.writeUInt32LE(length, bytes.length - 4)
    assert.throws(() => packHeaderOf(cipher, pack, bytes), refusal('damaged', /header of \d+ bytes/))
    const { storage } = storageOf(bytes)
    await assert.rejects(readPackHeader(storage, cipher, pack, bytes.length), refusal('damaged'))
  }
  // A wrong length that is possible: the MAC does not fit.
  const bytes = Buffer.from(honest)
  bytes.writeUInt32LE(60, bytes.length - 4)
  assert.throws(() => packHeaderOf(cipher, pack, bytes), refusal('damaged', /MAC/))
})

test('a file too short for a pack is damaged', async () => {
  for (const size of [0, 3, 4, 35]) {
    const bytes = Buffer.alloc(size, 1)
    assert.throws(() => packHeaderOf(cipher, pack, bytes), refusal('damaged', /too short/))
    await assert.rejects(readPackHeader(storageOf(bytes).storage, cipher, pack, size), refusal('damaged'))
  }
})

test('blobs that do not fill the pack are damaged: a byte may hide in the gap', () => {
  const blobs = [{ id: 'ab'.repeat(32) as BlobId, type: 'data', length: 100, uncompressedLength: 0 }] as const
  assert.throws(
    () => packHeaderOf(cipher, pack, Buffer.concat([Buffer.of(7), packOf(blobs)])),
    refusal('damaged', /fill/),
  )
  assert.throws(() => packHeaderOf(cipher, pack, packOf(blobs).subarray(1)), refusal('damaged', /fill/))
  const noEntry = withHeader(cipher.seal(Buffer.alloc(0)))
  assert.throws(() => packHeaderOf(cipher, pack, noEntry), refusal('damaged'))
})

test('a blob opens only as what it is', () => {
  const plain = Buffer.from('the same words, '.repeat(50))
  const { sealed, uncompressedLength } = sealBlob(cipher, plain)
  const id = sha256(plain) as BlobId
  const blob = { id, type: 'data', length: sealed.length, uncompressedLength } as const
  assert.deepEqual(openBlob(cipher, blob, sealed), plain)
  const other = sha256(Buffer.from('other')) as BlobId
  assert.throws(() => openBlob(cipher, { ...blob, id: other }, sealed), refusal('damaged', /its id/))
  for (const lie of [1, uncompressedLength - 1])
    assert.throws(
      () => openBlob(cipher, { ...blob, uncompressedLength: lie }, sealed),
      refusal('limit-exceeded'),
    )
  for (const lie of [uncompressedLength + 1, 100_000])
    assert.throws(() => openBlob(cipher, { ...blob, uncompressedLength: lie }, sealed), refusal('damaged'))
  assert.throws(() => openBlob(cipher, { ...blob, uncompressedLength: 0 }, sealed), refusal('damaged'))
})

test('a length that so short a frame cannot hold was allocated before it was refused', (t) => {
  const { sealed, uncompressedLength } = sealBlob(cipher, Buffer.from('the same words, '.repeat(50)))
  const id = 'ab'.repeat(32) as BlobId
  const blob = { id, type: 'tree', length: sealed.length, uncompressedLength: 500 * 1024 * 1024 } as const
  assert.ok(uncompressedLength > 0)
  const { mock } = t.mock.method(Buffer, 'allocUnsafe')
  assert.throws(() => openBlob(cipher, blob, sealed), refusal('limit-exceeded', /cannot hold/))
  assert.ok(mock.calls.every(({ arguments: [size] }) => size < 10_000))
})

test('a bomb behind a modest length is stopped', () => {
  const sealed = cipher.seal(compress(Buffer.alloc(200 * 1024 * 1024)))
  const blob = { id: 'ab'.repeat(32) as BlobId, type: 'data', length: sealed.length } as const
  assert.throws(
    () => openBlob(cipher, { ...blob, uncompressedLength: 1_000 }, sealed),
    refusal('limit-exceeded'),
  )
})

test('sizes that no honest blob has are refused unread; an empty blob is stored plain', () => {
  const blob = { id: 'ab'.repeat(32) as BlobId, type: 'data', length: 100, uncompressedLength: 0 } as const
  const mega = 1024 * 1024
  checkBlobSize({ ...blob, length: 32 })
  checkBlobSize({ ...blob, length: 128 * mega + 32 })
  for (const wrong of [
    { length: 0 },
    { length: 31 },
    { length: 31, uncompressedLength: 5 },
    { length: 128 * mega + 33 },
    { uncompressedLength: 128 * mega + 1 },
    { uncompressedLength: 0xffff_ffff },
    { length: 0xffff_ffff, uncompressedLength: 1 },
    { type: 'tree' as const, uncompressedLength: 512 * mega + 1 },
  ])
    assert.throws(() => checkBlobSize({ ...blob, ...wrong }), refusal('limit-exceeded'))
  assert.equal(sealBlob(cipher, Buffer.alloc(0)).uncompressedLength, 0)
})
