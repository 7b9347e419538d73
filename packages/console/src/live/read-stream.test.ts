import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readStream } from './read-stream.ts'

async function read(text: string, size: number): Promise<{ events: string[]; lives: number }> {
  const bytes = new TextEncoder().encode(text)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let lives = 0
  const events: string[] = []
  for await (const { id, event, data } of readStream(pieces(), () => (lives += 1))) {
    events.push(`${id} ${event} ${data}`)
  }
  return { events, lives }
}

test('events are the same however the network cuts them, also inside a letter', async () => {
  const text =
    ': lives\n\nid: 7\nevent: unit.released\ndata: {"unit":"Müller"}\n\nid: 8\ndata:a\ndata: b\n\n: x\n\n'
  for (const size of [1, 2, 3, 7, 1000]) {
    assert.deepEqual((await read(text, size)).events, ['7 unit.released {"unit":"Müller"}', '8 message a\nb'])
  }
})

test('an event that was cut off in the middle is none', async () => {
  assert.deepEqual((await read('id: 7\ndata: whole\n\nid: 8\ndata: half', 5)).events, ['7 message whole'])
})

test('a comment is no event, but a sign of life', async () => {
  assert.deepEqual(await read(': lives\n\n', 100), { events: [], lives: 1 })
})
