import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { textDifference } from './text-difference.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

const differ = (before: string, after: string) => textDifference(Buffer.from(before), Buffer.from(after))

test('changed, removed and added lines stand beside what was there before, with a few equal lines around', () => {
  const before = Array.from({ length: 40 }, (_, at) => `line ${at}`)
  const after = [...before]
  after[20] = 'rewritten'
  after.splice(30, 1)
  const found = differ(`${before.join('\n')}\n`, `${after.join('\n')}\nnew\n`)
  assert.deepEqual(
    found?.rows.map(({ kind, skipped }) => (kind === 'gap' ? skipped : kind)),
    [
      17,
      'same',
      'same',
      'same',
      'changed',
      'same',
      'same',
      'same',
      3,
      'same',
      'same',
      'same',
      'removed',
      'same',
      'same',
      'same',
      3,
      'same',
      'same',
      'same',
      'added',
    ],
  )
  const changed = found?.rows.find(({ kind }) => kind === 'changed')
  assert.deepEqual(changed?.before, { line: 21, text: 'line 20' })
  assert.deepEqual(changed?.after, { line: 21, text: 'rewritten' })
  assert.deepEqual([found?.removed, found?.added, found?.more], [2, 2, 0])
})

test('each text can be read off its column', () => {
  const line = fc.constantFrom('a', 'b', 'c', 'd')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), (before, after) => {
      const found = differ(before.map((one) => `${one}\n`).join(''), after.map((one) => `${one}\n`).join(''))
      for (const [side, lines] of [
        ['before', before],
        ['after', after],
      ] as const) {
        const shown = found?.rows.flatMap((row) => row[side] ?? []) ?? []
        const left = found?.rows.reduce((sum, { skipped = 0 }) => sum + skipped, 0) ?? 0
        assert.equal(shown.length + left, lines.length)
        for (const { line: number, text } of shown) assert.equal(text, lines[number - 1])
      }
      for (const row of found?.rows ?? [])
        if (row.kind === 'same') assert.equal(row.before?.text, row.after?.text)
    }),
  )
})

test('what is no text has no lines to compare', () => {
  assert.equal(textDifference(Buffer.from([0, 1, 2]), Buffer.from('a')), undefined)
  assert.equal(textDifference(Buffer.from('a'), Buffer.from([0xff, 0xfe])), undefined)
  assert.equal(textDifference(Buffer.alloc(1024 * 1024 + 1, 'a'), Buffer.from('a')), undefined)
})

test('two different texts of 20,000 lines each are compared within a second, in a bounded answer', () => {
  const text = (salt: string) => Array.from({ length: 20_000 }, (_, at) => `${salt}${at}\n`).join('')
  const started = processorMs()
  const found = differ(text('a'), text('b'))
  assert.ok(processorMs() - started < 1000)
  assert.deepEqual([found?.rows.length, found?.more], [400, 19_600])
})
