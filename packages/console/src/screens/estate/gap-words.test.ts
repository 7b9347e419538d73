import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { germanGaps } from './gap-words.ts'

test('every rule of the estate has its German words, and none that there is not', () => {
  const lint = readFileSync(
    new URL('../../../../platform/src/core/estate/lint-finding.ts', import.meta.url),
    'utf8',
  )
  const union = lint.slice(lint.indexOf('readonly rule:'), lint.indexOf('readonly object:'))
  const rules = [...union.matchAll(/'([a-z-]+)'/g)].map(([, rule]) => rule)
  assert.ok(rules.length >= 11)
  assert.deepEqual(new Set(Object.keys(germanGaps)), new Set(rules))
})
