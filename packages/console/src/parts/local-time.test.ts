import assert from 'node:assert/strict'
import { test } from 'node:test'

import { localTime } from './local-time.ts'

test('a time is read as year, month, day, whatever the browser speaks', () => {
  assert.equal(localTime('2026-03-08 02:05')?.getTime(), new Date(2026, 2, 8, 2, 5).getTime())
  assert.equal(localTime(' 2026-03-08T02:05 ')?.getTime(), new Date(2026, 2, 8, 2, 5).getTime())
})

test('what is no time stays none instead of becoming another one', () => {
  for (const text of [
    '',
    '03/08/2026 02:05',
    '08.03.2026 02:05',
    '2026-04-31 10:00',
    '2026-03-08 25:00',
    '2026-03-08',
  ])
    assert.equal(localTime(text), undefined, text)
})
