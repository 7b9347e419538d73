import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { updateTexts } from '../../messages/index.ts'
import { exampleEstate } from '../estate.fixture.ts'
import { PlayedDesk } from '../played-desk.fixture.ts'
import { checkTexts } from './check-draft.ts'
import { deceivingParts } from './deceiving.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

const played = new PlayedDesk().declare()

function kinds(de: string, en: string = de): readonly string[] {
  const found = checkTexts(
    { de, en },
    { case: played.desk.case, estate: exampleEstate, services: new Map(), claims: [] },
  )
  return [...new Set(found.map(({ kind }) => kind))]
}

test('texts as people should write them pass, and so do those that the platform writes itself', () => {
  for (const [de, en] of [
    ['Die Techniker arbeiten an der Wiederherstellung.', 'The engineers are working on the recovery.'],
    ['Wir messen um 06:12 Uhr (MEZ) erneut.', 'We measure again at 06:12 CET.'],
    ['Rufen Sie +49 30 23125 100 an.', 'Call +49 30 23125 100.'],
    ['Am 11. März 2026 wurden Server abgeschaltet.', 'On 11 March 2026 servers were switched off.'],
    ['Größe „XL“ – so heißt es in Łódź …', 'Size “XL” – as they say in Łódź …'],
    ['E-Mail ist noch nicht verfügbar.', 'Mail is not available yet.'],
  ] as const) {
    assert.deepEqual(kinds(de, en), [], de)
  }
  const own = (['declared', 'noNews'] as const).map((name) => [
    updateTexts.de[name](),
    updateTexts.en[name](),
  ])
  const counted = [
    [updateTexts.de.contained(3), updateTexts.en.contained(3)],
    [updateTexts.de.restoring(4, '9.640'), updateTexts.en.restoring(4, '9,640')],
    [updateTexts.de.reopened(0, 4), updateTexts.en.reopened(0, 4)],
  ]
  for (const [de = '', en = ''] of [...own, ...counted]) assert.deepEqual(kinds(de, en), [], de)
})

const refused: readonly [kind: string, text: string][] = [
  ['names-customer', 'Die Daten der Nordwind Makler GmbH liegen vor.'],
  ['names-customer', 'NORDWIND  makler'],
  ['names-customer', 'Nord\u200bwind Makler'],
  ['markup', '<script>alert(1)</script>'],
  ['markup', 'Bitte <b>jetzt</b>'],
  ['markup', 'x &lt;img&gt;'],
  ['markup', 'javascript:alert(1)'],
  ['deceiving-characters', 'Rechnung \u202egnp.exe'],
  ['deceiving-characters', 'p\u0430yment'],
  ['deceiving-characters', 'Ｍａｉｌ'],
  ['deceiving-characters', 'e\u0301\u0302\u0303'],
  ['deceiving-characters', 'zero\u200bwidth'],
  ['deceiving-characters', 'bell\u0007'],
  ['deceiving-characters', '1\u0664'],
  ['address', 'Siehe https://evil.example/login'],
  ['address', 'Siehe www.evil.example'],
  ['address', 'Schreiben Sie an hilfe@evil.example'],
  ['address', 'Rufen Sie +49 89 1234567 an'],
  ['address', 'Der Server 192.0.2.11 ist aus'],
  ['restricted', 'TLP:AMBER+STRICT Lage'],
  ['time-without-zone', 'Neues um 14:30.'],
  ['time-without-zone', 'Neues um 14 Uhr.'],
  ['time-without-zone', 'News at 2 pm.'],
  ['relative-date', 'Neues gibt es morgen.'],
  ['relative-date', 'News will follow tomorrow.'],
  ['promised-date', 'Ab Montag ist alles wieder da, Mail wird verfügbar.'],
  ['promised-date', 'Am 12. März werden die Daten freigegeben.'],
  ['promised-date', 'Services will be back within 24 hours.'],
  ['promised-date', 'We expect to be online by the end of the week.'],
  ['promised-date', 'In Kürze läuft der Betrieb wieder.'],
  ['all-clear-while-open', 'Alle Dienste laufen wieder.'],
  ['all-clear-while-open', 'Everything is back to normal.'],
  ['all-clear-while-open', 'Wir sind zurück im Normalbetrieb.'],
  ['all-clear-while-open', 'The incident has been resolved.'],
  ['figure-differs', 'Wir sind bei 95 %.'],
  ['figure-differs', 'Für 3 von 4 Kunden ist es so weit.'],
  ['figure-differs', 'Ready for 2 of 5 customers.'],
  ['too-long', 'x '.repeat(2001)],
  ['empty', '   '],
]
for (const [kind, text] of refused) {
  test(`${kind}: ${JSON.stringify(text.slice(0, 60))}`, () => {
    assert.ok(kinds(text).includes(kind), kinds(text).join())
  })
}

test('a service is called up only when it is', () => {
  assert.deepEqual(kinds('E-Mail ist wieder da.', 'Mail is back.'), ['service-not-released'])
  assert.deepEqual(kinds('E-Mail ist da.', 'Mail is available.'), ['service-not-released'])
})

test('both languages say the same numbers and use the same claims', () => {
  assert.deepEqual(kinds('Es sind 4 Server.', 'There are 5 servers.'), ['languages-differ'])
  assert.deepEqual(kinds('Es sind 1.234 Server.', 'There are 1,234 servers.'), [])
  assert.ok(kinds('{claim:a}', 'x').includes('languages-differ'))
  assert.ok(kinds('{claim:a}').includes('unknown-claim'))
})

test('nothing that passes holds a character that deceives, and plain German and English always pass', () => {
  const deceiving = /[\p{Bidi_Control}\p{Cf}\p{M}]|(?![\n\t])\p{Cc}|(?!\p{Script=Latin})\p{L}/u
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const sound = text.normalize('NFC')
      if (deceivingParts(text).length === 0) assert.doesNotMatch(sound, deceiving)
    }),
    { numRuns: 2000 },
  )
  const plain = fc.string({
    unit: fc.constantFrom(...'abcxyzABCXYZäöüÄÖÜß .,?!()–„“"’0189éèñçØ'.split('')),
    maxLength: 80,
  })
  fc.assert(fc.property(plain, (text) => assert.deepEqual(deceivingParts(text), [])))
})

test('of questions and answers only the question is free: what stands beside one is checked', () => {
  const rules = { maxLength: 4000, mayTouch: [], hasQuestions: true, mayDefang: false, neverDates: false }
  const found = (de: string, en: string): readonly string[] =>
    checkTexts(
      { de, en },
      { case: played.desk.case, estate: exampleEstate, services: new Map(), claims: [] },
      rules,
    ).map(({ kind }) => kind)
  assert.deepEqual(found('Sind Daten abgeflossen?\nWir melden uns.', 'Was data stolen?\nWe will write.'), [])
  const [de, en] = ['Es sind keine Daten abgeflossen.', 'No data was stolen.']
  const hidden = found(`Wie geht es weiter?\n${de} Noch Fragen?`, `What comes next?\n${en} More questions?`)
  assert.ok(hidden.includes('claim-not-registered'), hidden.join())
})

test('a text that is far too long is refused at once: it holds up nobody', () => {
  for (const one of ['a', '0', 'a-', 'in ', 'a.']) {
    const begin = processorMs()
    assert.deepEqual(kinds(one.repeat(50_000 / one.length)), ['too-long'])
    assert.ok(processorMs() - begin < 1000, one)
  }
})
