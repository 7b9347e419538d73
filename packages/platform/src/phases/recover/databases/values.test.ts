import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { contentsOf, type DatabaseValue } from './values.ts'

const value = fc.record({
  where: fc.constantFrom('public.a.b', 'public.c.d', 'large objects'),
  isBinary: fc.boolean(),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.nat(9000).map((length) => new Uint8Array(length).fill(length % 251)),
  ),
})

test('every value is in exactly one content, whole; files are alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(value, { maxLength: 60 }), async (values) => {
      const seen: DatabaseValue[] = []
      const alone: DatabaseValue[] = []
      for await (const { where, bytes, values: pool } of contentsOf(each(values))) {
        if (pool.length === 0) alone.push({ where, isBinary: false, bytes })
        let at = 0
        for (const one of pool) {
          assert.deepEqual(bytes.subarray(at, at + one.bytes.length), Buffer.from(one.bytes))
          at += one.bytes.length + 1
          seen.push(one)
        }
        if (pool.length > 0) assert.equal(at, bytes.length)
      }
      const isAlone = ({ isBinary, bytes }: DatabaseValue): boolean => bytes.length >= (isBinary ? 48 : 4096)
      assert.deepEqual(
        alone.map(({ where, bytes }) => ({ where, bytes })),
        values.filter(isAlone).map(({ where, bytes }) => ({ where, bytes })),
      )
      assert.deepEqual(
        seen,
        values.filter((one) => !isAlone(one) && one.bytes.length > 0),
      )
    }),
  )
})

test('a pool has an end', async () => {
  const many = Array.from({ length: 3000 }, () => ({
    where: 'a',
    isBinary: false,
    bytes: Buffer.alloc(1000),
  }))
  const contents = await Array.fromAsync(contentsOf(each(many)))
  assert.equal(contents.length, 3)
})

async function* each(values: readonly DatabaseValue[]): AsyncGenerator<DatabaseValue> {
  yield* values
}
