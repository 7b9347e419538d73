import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openPress, renderDocument } from './index.ts'

test('threads print the same bytes as one does, in the order of the orders', async () => {
  const at = new Date('2026-02-12T10:00:00Z')
  const orders = Array.from({ length: 70 }, (_, number) => ({
    document: {
      title: `Letter ${number}`,
      language: 'de' as const,
      parts: [
        { language: 'de' as const, blocks: [{ kind: 'text' as const, text: 'Größe '.repeat(number) }] },
      ],
    },
    at,
  }))
  await using press = openPress({ threads: 3 })
  const [printed, again] = [await press.print(orders), await press.print(orders.slice(0, 1))]
  assert.equal(printed.length, 70)
  for (const [number, { document }] of orders.entries()) {
    assert.ok(Buffer.from(printed[number] ?? []).equals(renderDocument(document, at)), String(number))
  }
  assert.equal(again.length, 1)
  assert.deepEqual(await press.print([]), [])
})

test('what cannot be printed is an error of the call, and the press goes on', async () => {
  await using press = openPress({ threads: 2 })
  const at = new Date('2026-02-12T10:00:00Z')
  const link = 'x'.repeat(5000)
  const bad = {
    title: 'x',
    language: 'en' as const,
    parts: [{ language: 'en' as const, blocks: [{ kind: 'code' as const, link, caption: 'too long' }] }],
  }
  await assert.rejects(press.print([{ document: bad, at }]), /more than a QR code holds/)
  const good = { ...bad, parts: [] }
  assert.equal((await press.print([{ document: good, at }])).length, 1)
})
