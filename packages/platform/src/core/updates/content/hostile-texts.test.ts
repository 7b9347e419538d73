import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { contentKinds } from '../../messages/index.ts'
import { exampleEstate } from '../estate.fixture.ts'
import { PlayedDesk } from '../played-desk.fixture.ts'
import { reviewDraft } from '../decide-draft.ts'
import { filledForRecipient } from './recipient.ts'
import { filledTemplate } from './filled-template.fixture.ts'
import { skeletonOf } from './skeleton.ts'

/** A customer's name as somebody might get it past a list of words, and other things that no reader must meet. */
const hostile = [
  'Nordwind Makler',
  'NORDWIND  MAKLER GMBH',
  'Nord\u00adwind',
  'Nord\u200bwind',
  'Nord-wind',
  'Nord wind Makler',
  'N o r d w i n d',
  'N.o.r.d.w.i.n.d',
  'Nordwinds',
  'N\u043erdwind',
  'Ｎｏｒｄｗｉｎｄ',
  'Nord&shy;wind',
  'Nord&#119;ind',
  '<b>Nord</b>wind',
  'nordwind.example',
  'it@elsewhere.example',
  'Anna Nord',
  '+49 30 23125 001',
  '10423',
  '\u202edniwdroN',
  'https://falsch.example/x',
  '192.0.2.13',
  'TLP:AMBER',
  '<script>alert(1)</script>',
  'um 14:30',
  'heute',
  '75 %',
  'Es sind keine Daten abgeflossen.',
  'No data was lost.',
  '{fact:nosuch}',
  '{to:secret}',
  '{claim:nosuch}',
  '{',
  'bell\u0007',
]

const base = new PlayedDesk()
  .declare()
  .state('outflow', 'exfiltration', 'no_indication')
  .publish('before', { de: 'Wir arbeiten.', en: 'We work.' })
  .wait(0.5)
const kinds = contentKinds.filter((kind) => kind !== 'released')

for (const kind of kinds) {
  test(`${kind}: whatever hostile text stands in whatever slot, in whatever language, is found`, () => {
    const draft = filledTemplate(kind, base.now)
    for (const text of hostile) {
      for (const language of ['de', 'en'] as const) {
        const places = draft.parts?.length ?? 1
        for (let place = 0; place < places; place += 1) {
          // A mark may stand where readers may have it, and so may a password's word where passwords are the matter.
          const restricted = text.startsWith('TLP') && (kind === 'credentials' || kind === 'call-script')
          if (restricted) continue
          const put = (words: { de: string; en: string }): { de: string; en: string } => ({
            ...words,
            [language]: `${words[language]} ${text}`,
          })
          const changed =
            draft.parts === undefined
              ? { ...draft, text: put(draft.text) }
              : {
                  ...draft,
                  parts: draft.parts.map((one, at) => (at === place ? { ...one, text: put(one.text) } : one)),
                }
          const { findings } = reviewDraft(base.desk, changed, {
            estate: exampleEstate,
            now: new Date(base.now),
          })
          assert.ok(findings.length > 0, `"${text}" in ${draft.parts?.[place]?.part ?? 'text'} ${language}`)
        }
      }
    }
  })
}

test('a name between any letters that nobody sees, at any place, is found', () => {
  const unseen = ['\u00ad', '\u200b', '\u200c', '\u2060', '\ufeff', '-', ' ', '.', '\n']
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(7), fc.constantFrom(...unseen)), { minLength: 1, maxLength: 3 }),
      (cuts) => {
        const places = [...cuts].toSorted(([a], [b]) => b - a)
        const name = places.reduce((text, [at, by]) => text.slice(0, at) + by + text.slice(at), 'Nordwind')
        const text = `Die Daten von ${name} liegen vor.`
        const draft = { ...base.draftOf('x', { de: text, en: text }) }
        const { findings } = reviewDraft(base.desk, draft, { estate: exampleEstate, now: new Date(base.now) })
        assert.ok(findings.length > 0, JSON.stringify(name))
      },
    ),
    { numRuns: 500 },
  )
})

test('what is filled in for one recipient ends no line, opens no slot, and is no secret', () => {
  const { parts = [] } = filledTemplate('credentials', base.now)
  const text = parts.find(({ part }) => part === 'account')?.text ?? { de: '', en: '' }
  assert.equal(
    filledForRecipient('credentials', text, { account: 'm.muster@nordwind.example' }).en,
    'Your account: m.muster@nordwind.example',
  )
  for (const account of ['', ' ', 'a\nBcc: x', 'x\u202e', '{to:channel}', 'Sommer2026!xY', 'tr0ub4dor&3']) {
    assert.throws(
      () => filledForRecipient('credentials', text, { account }),
      /line of text|looks like a secret/,
    )
  }
  assert.throws(
    () => filledForRecipient('news', { de: '{to:account}', en: '' }, { account: 'x' }),
    /no line of text/,
  )
})

test('texts that are too long in a language are found for each kind', () => {
  for (const kind of kinds) {
    const { maxLength } = skeletonOf(kind)
    const draft = filledTemplate(kind, base.now, 'Wort '.repeat(maxLength / 5 + 1))
    const { findings } = reviewDraft(base.desk, draft, { estate: exampleEstate, now: new Date(base.now) })
    if (findings.length === 0)
      assert.ok(['holding', 'credentials', 'call-script', 'auto-reply'].includes(kind), kind)
  }
})
