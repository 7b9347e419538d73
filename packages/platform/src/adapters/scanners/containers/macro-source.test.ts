import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { defaultLimits, openBudget } from './limits.ts'
import { macroSourceAt, unpackMacroSource } from './macro-source.ts'
import { itemOf, sha256, takenApart } from './made.fixture.ts'
import { madeOle2 } from './ole2.fixture.ts'
import { openScratch } from './scratch.ts'
import { containerSplitter } from './splitter.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-macro-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function unpacked(stream: Buffer, start = 0): string {
  using collector = openScratch(folder).collect(openBudget(defaultLimits, 0))
  unpackMacroSource(stream, start, collector)
  const { source } = collector.finish()
  return source.read(0, source.size).toString('latin1')
}

test('the examples of the specification (MS-OVBA 3.2)', () => {
  const plain = '0119b000616263646566676800696a6b6c6d6e6f70007172737475762e'
  assert.equal(unpacked(Buffer.from(plain, 'hex')), 'abcdefghijklmnopqrstuv.')
  const normal =
    '012fb000236161616263646582660070616768696a013808616b6c00306d6e6f700671027004107273747576107778797a003c'
  assert.equal(
    unpacked(Buffer.from(normal, 'hex')),
    '#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa',
  )
  assert.equal(unpacked(Buffer.from('0103b002614500', 'hex')), 'a'.repeat(73))
})

/** Packs letters as they are, in chunks. */
function packed(text: string): Buffer {
  const parts = [Buffer.from([1])]
  for (let at = 0; at < text.length; at += 3500) {
    const part = Buffer.from(text.slice(at, at + 3500), 'latin1')
    const letters: Buffer[] = []
    for (let place = 0; place < part.length; place += 8)
      letters.push(Buffer.from([0]), part.subarray(place, place + 8))
    const body = Buffer.concat(letters)
    const header = Buffer.alloc(2)
    header.writeUInt16LE(0xb000 | (body.length - 1))
    parts.push(header, body)
  }
  return Buffer.concat(parts)
}

const source = `Attribute VB_Name = "Module1"\r\n${'Sub AutoOpen()\r\n  Shell "very-bad"\r\nEnd Sub\r\n'.repeat(200)}`

test('macros of a document are members as they were written, behind whatever stands before them', async () => {
  const stream = Buffer.concat([Buffer.alloc(700, 'x'), packed(source)])
  assert.equal(macroSourceAt(stream), 700)
  assert.equal(macroSourceAt(Buffer.from(source)), undefined, 'plain source is no packed one')
  const splitter = containerSplitter({ scratch: folder, threads: 1 })
  try {
    const document = madeOle2([{ name: 'Module1', bytes: stream }])
    const { members, problems } = await takenApart(splitter, itemOf(document))
    assert.deepEqual([members, problems], [[sha256(stream), sha256(source)], []])
  } finally {
    await splitter.close()
  }
})

test('damaged source ends, and does not throw', () => {
  const whole = packed(source)
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (at, noise) => {
      const bytes = Buffer.from(whole)
      bytes.set(noise.subarray(0, bytes.length - at), at)
      assert.ok(unpacked(bytes).length <= bytes.length * 4096)
    }),
  )
})
