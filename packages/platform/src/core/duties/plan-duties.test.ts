import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dutyFindings } from './plan-duties.ts'

test('a plan’s duties exist, are in force, and are not allowed more time than the law does', () => {
  const rules = (duty: string, strictHours?: number): string[] =>
    dutyFindings([{ stage: 's', duty, ...(strictHours !== undefined && { strictHours }) }], '2026-11-29').map(
      ({ rule, hint }) => `${rule}: ${hint}`,
    )
  assert.deepEqual(rules('gdpr-33-1', 72), [])
  assert.deepEqual(rules('gdpr-33-1', 96), ['later-than-law: Write strict: 72h or less.'])
  assert.deepEqual(rules('gdpr-33-1@tenant'), [])
  assert.deepEqual(rules('gdpr-331', 72), ['unknown-duty: Did you mean "gdpr-33-1"?'])
  assert.match(rules('no-such-law-at-all')[0] ?? '', /^unknown-duty: See them all/)
})

test('a duty that is not law on the day is said to be so', () => {
  const [finding] = dutyFindings([{ stage: 's', duty: 'gdpr-33-1' }], '2018-01-01')
  assert.equal(finding?.rule, 'duty-not-in-force')
  assert.match(finding.message, /applies from 2018-05-25 on only/)
})
