import assert from 'node:assert/strict'
import { test } from 'node:test'

import { languageOf } from './language.ts'

test('what is typed counts, then what the shell says, then English', () => {
  const german = { ANLAUF_LANGUAGE: 'de' }
  assert.equal(languageOf(['case', 'show'], {}), 'en')
  assert.equal(languageOf(['case', 'show'], german), 'de')
  assert.equal(languageOf(['case', 'show'], { ANLAUF_LANGUAGE: 'de_AT.UTF-8' }), 'de')
  assert.equal(languageOf(['case', 'show'], { ANLAUF_LANGUAGE: 'deutlich' }), 'en')
  assert.equal(languageOf(['clocks', 'list', '--language', 'en'], german), 'en')
  assert.equal(languageOf(['clocks', 'list', '--language=de'], {}), 'de')
  assert.equal(languageOf(['--language', 'en', '--language', 'de'], {}), 'de')
})

test('a language that is none leaves the shell its say, so that the complaint is read', () => {
  assert.equal(languageOf(['clocks', 'list', '--language', 'fr'], { ANLAUF_LANGUAGE: 'de' }), 'de')
  assert.equal(languageOf(['clocks', 'list', '--language'], {}), 'en')
})
