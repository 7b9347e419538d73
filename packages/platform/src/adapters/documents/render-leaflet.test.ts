import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Leaflet } from '../../phases/release/index.ts'
import { renderLeaflet } from './index.ts'
import { printable } from './printable.ts'

const at = new Date('2026-03-11T06:00:00Z')

function leafletWith(text: string): Leaflet {
  const sections = Array.from({ length: 5 }, () => ({ heading: text, lines: [text, text], commands: [text] }))
  const column = (language: 'de' | 'en') => ({ language, heading: text, sections })
  return { title: text, subtitle: text, banner: text, columns: [column('de'), column('en')], footer: [text] }
}

const pages = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0

test('whatever people are called, it is one page, and the same bytes each time', async () => {
  const hostile = [
    '',
    'Müller & Söhne',
    'שלום עולם',
    '\u202eevil\u0007\0',
    'W'.repeat(20_000),
    'a b '.repeat(5000),
    '\ud800',
    '🎉'.repeat(300),
    '(\\)%PDF endobj',
  ]
  for (const text of hostile) {
    const [one, other] = [
      await renderLeaflet(leafletWith(text), { at }),
      await renderLeaflet(leafletWith(text), { at }),
    ]
    assert.equal(pages(one), 1, text.slice(0, 20))
    assert.ok(Buffer.from(one).equals(other))
  }
})

test('what the fonts of PDF lack is shown by its number, everything else as it is', () => {
  assert.equal(printable('Grüße „A“ – €'), 'Grüße „A“ – €')
  assert.equal(printable('u\u0308'), 'ü', 'letter and mark are joined')
  assert.equal(printable('ש\u202e'), '\\u{5e9}\\u{202e}')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(printable(text), /[^\x20-\x7e\xa0-\xac\xae-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/)
    }),
  )
})
