import assert from 'node:assert/strict'
import { test } from 'node:test'

import { AnlaufError } from '../../../core/failure.ts'
import { errorLines } from './error-text.ts'

test('a failure that is followed by another one while leaving still says what to do', () => {
  const first = new AnlaufError('no-space', 'The disk is full.', { hint: 'Free space.', retry: 'later' })
  const second = new Error('The lock cannot be taken away.')
  const third = new Error('The database is gone.')
  const lines = errorLines(new SuppressedError(third, new SuppressedError(second, first)))
  assert.equal(lines[0], 'Error: The disk is full.')
  assert.ok(lines.includes('What to do: Free space.'))
  assert.equal(lines.at(-1), 'Code: no-space')
  for (const { message } of [second, third]) assert.ok(lines.some((line) => line.includes(message)))
})
