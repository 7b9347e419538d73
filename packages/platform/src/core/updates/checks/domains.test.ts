import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exampleEstate } from '../estate.fixture.ts'
import { addressesIn } from './addresses.ts'
import { deceivingParts } from './deceiving.ts'
import { domainHint, liveDomains } from './domains.ts'

const own = new Set(['beispiel-hosting.example', 'status.beispiel-hosting.example'])

test('a bare domain is a link in every text, whatever its letters', () => {
  for (const [text, domain] of [
    ['Melden Sie sich auf hilfe-portal.example an.', 'hilfe-portal.example'],
    ['Gehen Sie zu HILFE.EXAMPLE/login, dann weiter.', 'HILFE.EXAMPLE/login,'],
    ['siehe bücher.example', 'bücher.example'],
    ['siehe xn--bcher-kva.xn--p1ai', 'xn--bcher-kva.xn--p1ai'],
    ['(rechnung.zip)', 'rechnung.zip'],
    ['„anmelden.example“', 'anmelden.example'],
    ['beispiel-hosting.example.evil.example', 'beispiel-hosting.example.evil.example'],
    ['beispiel-hosting.example/abc', 'beispiel-hosting.example/abc'],
    ['beíspiel-hosting.example', 'beíspiel-hosting.example'],
  ] as const) {
    assert.deepEqual(liveDomains(text, own), [domain], text)
    const found = addressesIn(text, exampleEstate)
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['address'],
      text,
    )
  }
})

test('dots and letters of other widths lead as far as plain ones', () => {
  for (const [text, seen] of [
    ['siehe evil。example', 'evil.example'],
    ['siehe ＥＶＩＬ．ＥＸＡＭＰＬＥ', 'EVIL.EXAMPLE'],
    ['siehe evil｡example', 'evil.example'],
    ['ruf ０１７１ １２３４５６７', '0171 1234567'],
  ] as const)
    assert.deepEqual(
      addressesIn(text, exampleEstate).map(({ found }) => found),
      [seen],
      text,
    )
})

test('abbreviations, files, figures, own domains and what is made unusable are no links', () => {
  for (const text of [
    'z.B. d.h. u.a. i.d.R. e.V. 9 a.m. und 10 p.m.',
    'Muster GmbH & Co.KG, Art.33 Abs.1',
    'Version 1.2.3 vom 11.03.2026, 9.640 Dateien, 4.5 TB',
    'Die Datei rechnung.one oder scan.iso.',
    'Schreiben Sie uns: beispiel-hosting.example.',
    'www[.]evil[.]example und evil[.]example',
    'Ende des Satzes. Neuer Satz… und so weiter.',
    'Wir arbeiten daran.\nMorgen mehr.',
  ]) {
    assert.deepEqual(liveDomains(text, own), [], text)
  }
})

test('what looks like our domain is called by that name; a stranger is not', () => {
  for (const domain of [
    'beispie1-hosting.example',
    'beispíel-hosting.example',
    'beispiel-hostlng.example',
    'beispielhosting.example',
    'beispiel-hosting.com',
    'beispiel-hosting-hilfe.example',
    'login.beispiel-hosting.evil.example',
    'besipiel-hosting.example',
    'beispiel-h0sting.example/login',
    'beispiel-hostin.example',
  ]) {
    assert.match(domainHint(domain, own), /looks like beispiel-hosting\.example/, domain)
  }
  for (const domain of ['anders.example', 'bund.de', 'hosting.example']) {
    assert.doesNotMatch(domainHint(domain, own), /looks like/, domain)
  }
  // Letters of other alphabets are found as such, and named.
  assert.equal(deceivingParts('b\u0435ispiel-hosting.example').length, 1)
})

test('a long text of dots and letters costs little', () => {
  const began = process.cpuUsage()
  for (const part of ['a.', 'a-', 'ä.b-', '1.', 'x.'.repeat(9), '..', 'a@b.']) {
    liveDomains(part.repeat(50_000 / part.length), own)
  }
  assert.ok(process.cpuUsage(began).user < 1_500_000)
})
