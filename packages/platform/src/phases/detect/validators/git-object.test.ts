import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { deflateSync, inflateSync } from 'node:zlib'

import fc from 'fast-check'

import { sniff } from './index.ts'

const object = (text: string): Buffer => deflateSync(`blob ${text.length}\0${text}`)

function packOf(content: Buffer, method: 'sha1' | 'sha256'): Buffer {
  const body = Buffer.concat([Buffer.from('PACK\0\0\0\u0002\0\0\0\u0001', 'latin1'), content])
  return Buffer.concat([body, createHash(method).update(body).digest()])
}

function isProved(bytes: Buffer): boolean {
  const validity = sniff(bytes)?.validate(bytes)
  return validity?.state === 'valid' && validity.depth === 'checksum' && validity.end === bytes.length
}

test('loose objects of git, packs and their indexes are proved by their sums', () => {
  assert.ok(isProved(object('a line of text\n'.repeat(30))))
  assert.ok(isProved(deflateSync(Buffer.alloc(5000, 7), { level: 9 })), 'any zlib stream')
  assert.ok(isProved(packOf(object('one'), 'sha1')))
  assert.ok(isProved(packOf(object('one'), 'sha256')))
})

function contentOf(bytes: Buffer): string {
  return inflateSync(bytes).toString('latin1')
}

test('a changed byte, a cut, a footer and a wrong length are noticed', () => {
  for (const whole of [object('a line of text\n'.repeat(30)), packOf(object('one'), 'sha1')]) {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ flip
        // Bits between the end of the stream and its sum say nothing; whatever they are, the content is the same.
        if (isProved(changed)) assert.equal(contentOf(changed), contentOf(whole))
        assert.ok(!isProved(whole.subarray(0, at)))
        assert.ok(!isProved(Buffer.concat([whole, Buffer.from([flip])])))
      }),
    )
  }
  assert.ok(!isProved(deflateSync('blob 99\0short')))
})
