import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { chooses, type Element, parseSelection, type Selection } from './selection.ts'

function selection(text: string): Selection {
  const parsed = parseSelection(text)
  assert.ok(!('message' in parsed), 'message' in parsed ? parsed.message : '')
  return parsed
}

const chosen = (text: string, element: Element): boolean => chooses(selection(text), element)

test('flags, comparisons, lists, brackets', () => {
  const tenant = { affected: true, released: false, wave: 'pilot', language: ['de', 'en'] }
  assert.ok(chosen('tenants', tenant))
  assert.ok(chosen('tenants where affected and not released', tenant))
  assert.ok(chosen('tenants where wave = "pilot" and language has de', tenant))
  assert.ok(!chosen('tenants where released or wave != pilot', tenant))
  assert.ok(chosen('tenants where not (released or wave = "first")', tenant))
  assert.ok(chosen('services where tier <= 1', { tier: 1 }))
  assert.ok(!chosen('services where tier < 1', { tier: 1 }))
})

test('"and" binds closer than "or"', () => {
  const text = 'tenants where released and affected or personalData'
  assert.ok(chosen(text, { released: false, affected: false, personalData: true }))
  assert.ok(
    !chosen('tenants where released and (affected or personalData)', { released: false, personalData: true }),
  )
})

test('what is not known is chosen by no condition, not even by "not"', () => {
  for (const where of [
    'released',
    'not released',
    'not (released and affected)',
    'wave = "x"',
    'wave != "x"',
  ]) {
    assert.ok(!chosen(`tenants where ${where}`, { affected: true }), where)
  }
})

test('mistakes are answered with what is known', () => {
  for (const text of [
    'people',
    'tenants if affected',
    'tenants where',
    'tenants where affected and',
    'tenants where (affected',
    'tenants where affected)',
    'tenants where wave',
    'tenants where wave < "x"',
    'services where tier = high',
    'tenants where constructor',
    'toString',
    `tenants where ${'('.repeat(50)}affected`,
    `tenants where ${'not '.repeat(50)}affected`,
  ]) {
    const parsed = parseSelection(text)
    assert.ok('message' in parsed && parsed.hint !== '', text)
  }
})

test('any text ends in a selection or a problem; a tidied one says the same', () => {
  const word = fc.constantFrom(
    'tenants',
    'where',
    'and',
    'or',
    'not',
    '(',
    ')',
    'affected',
    'released',
    'wave',
    '=',
    '"a b"',
    'language',
    'has',
    'x',
  )
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 14 }),
      fc.boolean(),
      fc.boolean(),
      (words, affected, released) => {
        const parsed = parseSelection(words.join(' '))
        if ('message' in parsed) return
        const again = selection(parsed.text)
        const element = { affected, released, wave: 'a b', language: ['x'] }
        assert.equal(again.text, parsed.text)
        assert.equal(chooses(again, element), chooses(parsed, element))
      },
    ),
    { numRuns: 2000 },
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseSelection(text)))
})
