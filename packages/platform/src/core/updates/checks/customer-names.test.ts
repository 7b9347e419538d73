import assert from 'node:assert/strict'
import { test } from 'node:test'

import { updateTexts } from '../../messages/index.ts'
import { exampleEstate } from '../estate.fixture.ts'
import { namedCustomer } from './customer-names.ts'

const [first] = exampleEstate.tenants
assert.ok(first)
const tenant = (name: string, rest: Partial<typeof first> = {}) => ({
  ...first,
  id: 't',
  slug: 't-1',
  name,
  ...rest,
})
const with_ = (...tenants: readonly ReturnType<typeof tenant>[]) => ({ ...exampleEstate, tenants })

const found: readonly [string, string][] = [
  ['full name', 'Betroffen ist Nordwind Makler GmbH.'],
  ['other case', 'betroffen ist NORDWIND MAKLER'],
  ['without legal form', 'Nordwind Makler ist zurück'],
  ['genitive', 'Die Daten des Lindenhofs sind zurück'],
  ['slug', 'alpenblick is back'],
  ['domain', 'Mail an hafenkontor.example geht wieder'],
  ['mail address', 'Schreiben Sie an it@elsewhere.example'],
  ['customer number', 'Kunde 10423 ist zurück'],
  ['phone', 'Rufen Sie +49 30 23125 001 an'],
  ['contact', 'Fragen Sie Clara Hafen'],
  ['line break inside', 'Nordwind\nMakler'],
  ['invisible characters inside', 'Nord\u200bwind Ma\u00adkler'],
  ['full-width letters', 'Ｎｏｒｄｗｉｎｄ Makler'],
]
for (const [name, text] of found) {
  test(`a customer is found: ${name}`, () => {
    assert.notEqual(namedCustomer([text], exampleEstate), undefined)
  })
}

test('umlauts and ß in either spelling are the same name', () => {
  const estate = with_(tenant('Größe & Söhne GmbH & Co. KG'))
  assert.ok(namedCustomer(['GROESSE & SOEHNE'], estate))
  assert.ok(namedCustomer(['Größe und Söhne, Größe & Söhne'], estate))
  assert.equal(namedCustomer(['die Größe der Datei'], estate), undefined)
})

test('a name inside a longer word, or spread over two texts’ worth of other words, is no name', () => {
  for (const text of ['Nordwinde wehen', 'Lindenhofstraße', '110423 Dateien', '10.423 Dateien', '']) {
    assert.equal(namedCustomer([text], exampleEstate), undefined, text)
  }
})

test('customers who are called like a word of ours do not stop the site', () => {
  const slugs = ['mail', 'daten', 'main', 'dienste', 'stand', 'update', 'angriff', 'beispiel', 'style']
  const estate = with_(...slugs.map((slug) => tenant(`${slug} GmbH`, { slug })))
  const texts = [updateTexts.de, updateTexts.en].flatMap((one) => [
    one.declared(),
    one.contained(3),
    one.restoring(4, '9'),
    one.reopened(2, 4),
    one.noNews(),
  ])
  assert.equal(namedCustomer(texts, estate), undefined)
  assert.ok(namedCustomer(['Angriff GmbH'], estate), 'the full name still counts')
})

test('short names count in their own spelling only', () => {
  const estate = with_(tenant('AXO'))
  assert.equal(namedCustomer(['AXO ist zurück'], estate), 'AXO')
  assert.equal(namedCustomer(['axo, eine Achse'], estate), undefined)
})
