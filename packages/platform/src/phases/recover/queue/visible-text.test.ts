import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { visibleText } from './visible-text.ts'

test('what turns the writing direction or is not to be seen stands there by its number', () => {
  assert.equal(visibleText('invoice\u202efdp.exe'), 'invoice⟨U+202E⟩fdp.exe')
  assert.equal(visibleText('a\u200bb\u00adc\u0000d\u001b[2Je'), 'a⟨U+200B⟩b⟨U+00AD⟩c⟨U+0000⟩d⟨U+001B⟩[2Je')
  assert.equal(visibleText('\tGrüße, 株式会社 🙂'), '⇥Grüße, 株式会社 🙂')
  assert.equal(visibleText('x\udc80'), 'x⟨U+DC80⟩')
})

test('no string gets anything unseen through, and none is longer than its bound', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const shown = visibleText(text)
      assert.doesNotMatch(shown, /[\p{C}\p{Zl}\p{Zp}]/u)
      assert.ok(shown.length <= 240 * 10 + 20)
    }),
  )
})

test('a line of a megabyte is cut and says how much is missing', () => {
  assert.match(visibleText('a'.repeat(1_000_000)), /^a{240} … \+999760$/)
})
