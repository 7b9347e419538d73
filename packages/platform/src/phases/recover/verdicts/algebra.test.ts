import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { type ScanVerdict, type UnknownCause, type Verdict, worstVerdict } from '../scanner.ts'
import { liftUnknown, mergeVerdicts } from './algebra.ts'

const engine = { engine: 'e', version: '1', ruleSetDigest: 'd' }
const words: readonly ScanVerdict[] = ['clean', 'unknown', 'suspicious', 'infected']
const causes: readonly UnknownCause[] = [
  'timeout',
  'crash',
  'limitExceeded',
  'encryptedContainer',
  'notScanned',
]

/** Anything that engines say, also what contradicts itself. */
const anyVerdict: fc.Arbitrary<Verdict> = fc
  .record({
    verdict: fc.constantFrom(...words),
    cause: fc.option(fc.constantFrom(...causes), { nil: undefined }),
    matches: fc.array(fc.stringMatching(/^[a-c]{1,2}$/), { maxLength: 4 }),
  })
  .map(({ cause, ...rest }) => ({ ...rest, ...(cause === undefined ? {} : { cause }), ...engine }))

const merge = (...parts: readonly Verdict[]): Verdict => mergeVerdicts(parts, engine)
const badness = (verdict: Verdict): number => words.indexOf(verdict.verdict)
const isPlainlyClean = ({ verdict, cause, matches }: Verdict): boolean =>
  verdict === 'clean' && cause === undefined && matches.length === 0

test('merging is commutative, associative and idempotent', () => {
  fc.assert(
    fc.property(anyVerdict, anyVerdict, anyVerdict, (a, b, c) => {
      assert.deepEqual(merge(a, b), merge(b, a))
      assert.deepEqual(merge(merge(a, b), c), merge(a, merge(b, c)))
      assert.deepEqual(merge(merge(a, b), c), merge(a, b, c))
      assert.deepEqual(merge(merge(a), merge(a)), merge(a))
    }),
  )
})

test('one more part never makes it better, and only clean parts, at least one, make clean', () => {
  fc.assert(
    fc.property(fc.array(anyVerdict), anyVerdict, (parts, more) => {
      const whole = merge(...parts)
      if (parts.length > 0) assert.ok(badness(merge(...parts, more)) >= badness(whole))
      assert.equal(whole.verdict === 'clean', parts.length > 0 && parts.every(isPlainlyClean))
      if (whole.verdict === 'unknown') assert.ok(whole.cause, 'says why')
      assert.ok(badness(whole) >= Math.max(-1, ...parts.map(badness)))
    }),
  )
  assert.equal(merge().verdict, 'unknown')
  assert.equal(worstVerdict([]), 'unknown')
})

test('a million names of rules are not kept; which ones are does not depend on the order', () => {
  const many = Array.from({ length: 500 }, (_, at): Verdict => ({
    verdict: 'infected',
    matches: [`rule ${at}`],
    ...engine,
  }))
  assert.equal(merge(...many).matches.length, 100)
  assert.deepEqual(merge(...many).matches, merge(...many.toReversed()).matches)
})

test('a list lifts `unknown` and never an objection', () => {
  fc.assert(
    fc.property(anyVerdict, fc.boolean(), (part, isVouched) => {
      const [before, lifted] = [merge(part), liftUnknown(merge(part), isVouched)]
      if (lifted.verdict === 'clean') assert.ok(isPlainlyClean(lifted))
      if (!isVouched || badness(before) > 1 || before.matches.length > 0) assert.deepEqual(lifted, before)
      else assert.equal(lifted.verdict, 'clean')
    }),
  )
})
