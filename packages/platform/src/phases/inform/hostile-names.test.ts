import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { exampleEstate, moments } from './case.fixture.ts'
import { renderSite } from './index.ts'

/** What turns the order of a line around, hides in it, or ends a line of a calendar or a header. */
const tricks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  ']]><x>',
  '&#60;b&#62;',
  '\u202Ekcab\u202C',
  '\u2066a\u2069',
  '\u200F\u061C',
  'a\u200Bb\uFEFF',
  'x\r\nATTACH:https://evil.example/',
  'x\nBEGIN:VEVENT',
  '\u2028\u2029',
  '{{7*7}} {claim:x}',
  'javascript:alert(1)',
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...tricks), fc.string({ maxLength: 6 })), { minLength: 1, maxLength: 3 })
  .map((parts) => `N${parts.join(' ')}`.slice(0, 90))

const played = moments.partlyReleased()
const base = {
  sequence: 1,
  validUntil: new Date(played.now + 3_600_000).toISOString(),
  signedBy: 'a'.repeat(64),
  root: undefined,
  url: 'https://status.example.org/',
  outside: 'https://ask.example.net/',
}

test('names of provider, services and contacts from a hostile estate file: no markup, no turned line, no line of its own, in any file', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (provider, service, contact) => {
      const estate = {
        ...exampleEstate,
        provider: { ...exampleEstate.provider, name: provider },
        services: exampleEstate.services.map((one) => ({ ...one, name: { de: service, en: service } })),
        contacts: exampleEstate.contacts.map((one) =>
          !one.roles.includes('public')
            ? one
            : {
                ...one,
                name: contact,
                channels: one.channels.map(({ kind }) => ({ kind, to: contact })),
              },
        ),
      }
      const files = renderSite(played.desk, estate, new Date(played.now), base)
      for (const [path, bytes] of files) {
        const text = Buffer.from(bytes).toString('utf8')
        if (/\.(?:html|xml)$/.test(path)) {
          assert.doesNotMatch(text, /<script|<img src=x|<x>|<b>/i, path)
          assert.doesNotMatch(text, /href="\s*javascript:/i, path)
        }
        if (path.endsWith('.json')) JSON.parse(text)
        if (path.endsWith('.ics')) assert.doesNotMatch(text, /^ATTACH:https:\/\/evil/m, path)
        // In JSON such a character may stand escaped; none may stand raw in what people read.
        assert.doesNotMatch(text, /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/, path)
      }
    }),
    { numRuns: 15 },
  )
})
