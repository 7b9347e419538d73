import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exampleEstate, moments } from './case.fixture.ts'
import { renderSite } from './index.ts'

test('where people ask: a form and a subscription only with an address for them; that answers take longer only then', () => {
  const played = moments.partlyReleased()
  const edition = {
    sequence: 1,
    validUntil: new Date(played.now + 3_600_000).toISOString(),
    signedBy: 'a'.repeat(64),
    root: undefined,
    url: undefined,
  }
  const page = (more: { readonly outside: string | undefined; readonly isBusy?: boolean }, path: string) =>
    Buffer.from(
      renderSite(played.desk, exampleEstate, new Date(played.now), { ...edition, ...more }).get(path) ?? [],
    ).toString()
  const outside = 'https://ask.example.net/'
  for (const path of ['index.html', 'en/index.html', 'dienste/mail.html']) {
    const alone = page({ outside: undefined, isBusy: true }, path)
    assert.doesNotMatch(alone, /subscribe|kontakt\.html|contact\.html/, 'no dead link')
    const open = page({ outside }, path)
    assert.match(open, /https:\/\/ask\.example\.net\/subscribe\?lang=(de|en)/)
    assert.doesNotMatch(open, /länger als sonst|later than usual/)
    assert.match(page({ outside, isBusy: true }, path), /länger als sonst|later than usual/)
  }
  assert.match(page({ outside, isBusy: true }, 'kontakt.html'), /länger als sonst/)
})
