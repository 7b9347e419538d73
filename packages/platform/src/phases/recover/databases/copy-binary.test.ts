import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { copyRows } from './copy-binary.ts'

const rows = fc.array(fc.array(fc.option(fc.uint8Array({ maxLength: 40 })), { maxLength: 5 }), {
  maxLength: 8,
})

test('rows come back value for value, however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 50 }), async (wanted, step) => {
      const found = await Array.fromAsync(copyRows(inSteps(encode(wanted), step)))
      assert.deepEqual(
        found,
        wanted.map((row) => row.map((value) => (value === null ? null : Buffer.from(value)))),
      )
    }),
  )
})

test('a stream without its end is refused wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.nat(), async (wanted, at) => {
      const bytes = encode(wanted)
      await assert.rejects(Array.fromAsync(copyRows(inSteps(bytes.subarray(0, at % bytes.length), 7))), {
        code: 'postgres-failed',
      })
    }),
  )
})

test('a length that no value has is refused before anything is kept for it', async () => {
  const bytes = Buffer.concat([encode([]).subarray(0, -2), Buffer.from('0001fffffffe', 'hex')])
  await assert.rejects(Array.fromAsync(copyRows(inSteps(bytes, 99))), /a value of -2 bytes/)
})

function encode(all: readonly (readonly (Uint8Array | null)[])[]): Buffer {
  const values = all.flatMap((row) => [
    int16(row.length),
    ...row.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), Buffer.from(value)])),
  ])
  const head = [Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), int32(0), int32(3), Buffer.from('ext')]
  return Buffer.concat([...head, ...values, int16(-1)])
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

async function* inSteps(bytes: Buffer, step: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}
