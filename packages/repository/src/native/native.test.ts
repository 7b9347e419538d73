import assert from 'node:assert/strict'
import * as crypto from 'node:crypto'
import { createCipheriv, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import fc from 'fast-check'

import { nativeCtr, nativePoly1305, nativeZstd } from './index.ts'

const { createMac } = crypto as unknown as {
  createMac: (name: string, key: Uint8Array) => { update(bytes: Uint8Array): { final(): Buffer } }
}

test('the pinned Node offers all of them', () => {
  assert.ok(nativeZstd !== undefined && nativeCtr !== undefined && nativePoly1305 !== undefined)
})

test('the same bytes as node:crypto and node:zlib', () => {
  const bytes = fc.uint8Array({ maxLength: 5_000 })
  const sized = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  fc.assert(
    fc.property(bytes, sized(32), sized(16), (plain, key, iv) => {
      const output = Buffer.alloc(plain.length)
      nativeCtr?.(key, iv, plain, output)
      assert.deepEqual(output, createCipheriv('aes-256-ctr', key, iv).update(plain))
      assert.deepEqual(nativePoly1305?.(key, plain), createMac('poly1305', key).update(plain).final())
      const target = Buffer.alloc(plain.length + 200)
      const length = nativeZstd?.compress(plain, target, 3) ?? 0
      assert.deepEqual(new Uint8Array(zstdDecompressSync(target.subarray(0, length))), plain)
      const back = Buffer.alloc(plain.length)
      assert.equal(nativeZstd?.decompress(zstdCompressSync(plain), back), plain.length)
      assert.deepEqual(new Uint8Array(back), plain)
    }),
  )
})

test('nothing is written behind a target that is too small', () => {
  const plain = randomBytes(10_000)
  const frame = zstdCompressSync(plain)
  const memory = Buffer.alloc(20_000, 7)
  assert.equal(nativeZstd?.decompress(frame, memory.subarray(0, 9_999)), 'too-large')
  assert.equal(nativeZstd?.compress(plain, memory.subarray(0, 100), 3), undefined)
  assert.ok(memory.subarray(10_000).every((byte) => byte === 7))
  assert.throws(
    () => nativeCtr?.(Buffer.alloc(32), Buffer.alloc(16), plain, memory.subarray(0, 9_999)),
    RangeError,
  )
  assert.throws(() => nativeCtr?.(Buffer.alloc(31), Buffer.alloc(16), plain, memory), RangeError)
  assert.throws(() => nativePoly1305?.(Buffer.alloc(16), plain), RangeError)
})

test('any bytes are a frame, too large or damaged, and the context goes on working', () => {
  const good = zstdCompressSync(Buffer.from('good'))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(255), (noise, at, byte) => {
      const target = Buffer.alloc(64)
      nativeZstd?.decompress(noise, target)
      const bent = Buffer.from(zstdCompressSync(Buffer.alloc(500, byte)))
      bent[at % bent.length] = byte
      nativeZstd?.decompress(bent, target)
      assert.equal(nativeZstd?.decompress(good, target), 4)
    }),
  )
})
