import assert from 'node:assert/strict'
import { test } from 'node:test'

import { requestKeys } from './request-keys.ts'

test('the same body again has the same key; another one, or one after an answer, a new key', () => {
  let made = 0
  const keys = requestKeys(() => `key-${(made += 1)}`)
  assert.equal(keys.of({ a: 1 }), 'key-1')
  assert.equal(keys.of({ a: 1 }), 'key-1', 'the answer was lost')
  assert.equal(keys.of({ a: 2 }), 'key-2', 'corrected meanwhile')
  assert.equal(keys.of({ a: 2 }), 'key-2')
  keys.forget()
  assert.equal(keys.of({ a: 2 }), 'key-3', 'a second person says the same')
})
