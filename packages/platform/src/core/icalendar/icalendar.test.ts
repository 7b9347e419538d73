import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { icalendar } from './icalendar.ts'

const due = Temporal.Instant.from('2026-11-27T10:00:00Z')
const stamp = Temporal.Instant.from('2026-11-24T10:00:00Z')
const entry = { name: 'gdpr-33-1', due, summary: 'Report', description: 'GDPR', state: 'confirmed' as const }

/** The values of a property, read back as RFC 5545 says: unfold, then unescape. */
function read(file: string, property: string): string[] {
  return file
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .filter((line) => line.startsWith(`${property}:`))
    .map((line) =>
      line.slice(property.length + 1).replace(/\\(.)/g, (_, char) => (char === 'n' ? '\n' : char)),
    )
}

test('a deadline with its alarms', () => {
  const reminders = [Temporal.Instant.from('2026-11-27T09:00:00Z')]
  const file = icalendar({ name: 'night-1', stamp }, [{ ...entry, reminders }])
  assert.match(file, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/)
  assert.match(file, /DTSTART:20261127T100000Z\r\n/)
  assert.match(file, /TRIGGER;VALUE=DATE-TIME:20261127T090000Z\r\n/)
  const again = icalendar({ name: 'night-1', stamp: due }, [{ ...entry, due: stamp, reminders }])
  assert.deepEqual(read(again, 'UID'), read(file, 'UID'), 'a moved deadline is the same one')
})

test('any text comes back, in lines of at most 75 octets', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 })
  fc.assert(
    fc.property(text, text, (summary, description) => {
      const file = icalendar({ name: 'c', stamp }, [{ ...entry, summary, description, reminders: [] }])
      for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75)
      const plain = (value: string): string => value.replace(/\r\n|\r/g, '\n').replace(/[^\P{Cc}\n]/gu, ' ')
      assert.deepEqual(read(file, 'SUMMARY'), [plain(summary)])
      assert.deepEqual(read(file, 'DESCRIPTION'), [plain(description)])
    }),
    { numRuns: 1000 },
  )
})
