import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { readProbeResults } from './probe-results.ts'

const probe = fc.record({ target: fc.string(), reached: fc.boolean() })

test('a list and lines of objects say the same: every probe counts, every reached place is named', () => {
  fc.assert(
    fc.property(fc.array(probe, { minLength: 1 }), (probes) => {
      const reached = probes.filter((one) => one.reached).map(({ target }) => target)
      const expected = { probes: probes.length, reached }
      assert.deepEqual(readProbeResults(JSON.stringify(probes, undefined, 2)), expected)
      assert.deepEqual(readProbeResults(probes.map((one) => JSON.stringify(one)).join('\n')), expected)
    }),
  )
})

test('a probe without a name is still counted and told', () => {
  assert.deepEqual(readProbeResults('[{"reached":true}]'), { probes: 1, reached: ['probe 1'] })
})

test('whatever is not wholly probe results is not guessed at', () => {
  const texts = [
    '',
    '[]',
    '{}',
    '[{"reached":"no"}]',
    '[{"reached":false},{}]',
    '{"reached":false}\nnmap done',
    'null',
  ]
  for (const text of texts) assert.equal(readProbeResults(text), undefined, text)
})
