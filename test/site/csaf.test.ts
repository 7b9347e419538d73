import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exampleEstate } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import {
  playedContents,
  playedToTheEnd,
} from '../../packages/platform/src/phases/inform/content/contents.fixture.ts'
import { csafDocument } from '../../packages/platform/src/phases/inform/content/csaf.ts'
import { renderSite } from '../../packages/platform/src/phases/inform/index.ts'
import { publicView } from '../../packages/platform/src/phases/inform/public-view.ts'
import { csafProblems, csafTests } from './csaf-validator.ts'

type Changeable = Record<string, unknown> & { document: Record<string, unknown> }

const played = playedContents()
const view = publicView(played.desk, exampleEstate)
const [warning, later] = [view.updates.find(({ kind }) => kind === 'advisory'), view.updates.at(-1)]

const advisory = (): Changeable => {
  if (warning === undefined) throw new Error('the fixture has a warning')
  return structuredClone(csafDocument(view, warning, 'en')) as Changeable
}

test('every advisory of the sites holds against the official schema and the mandatory tests of CSAF 2.0', async () => {
  let seen = 0
  for (const { desk, now } of [played, playedToTheEnd()]) {
    for (const [path, bytes] of renderSite(desk, exampleEstate, new Date(now + 3_600_000))) {
      if (!/^(?:en\/)?advisories\/[^/]+\.json$/.test(path)) continue
      assert.deepEqual(await csafProblems(JSON.parse(Buffer.from(bytes).toString())), [], path)
      seen += 1
    }
  }
  assert.equal(seen, 4, 'two moments, two languages')
})

test('so does one that was corrected later, and one that corrects another', async () => {
  assert.ok(warning !== undefined && later !== undefined)
  for (const language of ['de', 'en'] as const) {
    const corrected: typeof warning = { ...warning, correctedBy: later.number }
    assert.deepEqual(await csafProblems(csafDocument(view, corrected, language)), [])
    const corrects = { ...warning, corrects: { number: 1 } } as typeof warning
    assert.deepEqual(await csafProblems(csafDocument(view, corrects, language)), [])
  }
})

test('and one by a provider whose name is no part of an address as it stands', async () => {
  assert.ok(warning !== undefined)
  const strange = { ...view, provider: 'Müller & Söhne "Hosting" <GmbH> \u{1F5A7} / Süd' }
  assert.deepEqual(await csafProblems(csafDocument(strange, warning, 'de')), [])
})

/** Each breaks one rule, so that we know that the check above can fail. */
const broken: readonly (readonly [name: string, finding: RegExp, change: (one: Changeable) => void])[] = [
  ['a key that the schema does not know', /csaf_2_0_strict/, (one) => (one.document['colour'] = 'red')],
  ['no publisher', /csaf_2_0_strict.*publisher/, (one) => delete one.document['publisher']],
  [
    'a date without a zone',
    /csaf_2_0_strict/,
    (one) => tracking(one, { current_release_date: '2026-03-01T10:00:00' }),
  ],
  [
    'a name for the namespace that is no URI',
    /csaf_2_0_strict/,
    (one) => (one.document['publisher'] = { category: 'vendor', name: 'x', namespace: 'a b' }),
  ],
  ['6.1.16: a version that is not the newest', /6_1_16/, (one) => tracking(one, { version: '7' })],
  ['6.1.17: a draft that says it is final', /6_1_1[67]/, (one) => tracking(one, { version: '0' })],
  ['6.1.26: a profile in disguise', /6_1_26/, (one) => (one.document['category'] = 'Csaf_Base')],
  [
    '6.1.27: a profile without what it asks for',
    /6_1_27_2 .*reference/,
    (one) => (one.document['category'] = 'csaf_security_incident_response'),
  ],
  ['6.1.12: a language that does not exist', /6_1_12/, (one) => (one.document['lang'] = 'xx')],
]

function tracking(one: Changeable, change: Record<string, unknown>): void {
  Object.assign(one.document['tracking'] as object, change)
}

for (const [name, finding, change] of broken) {
  test(`the validator finds ${name}`, async () => {
    const document = advisory()
    change(document)
    assert.match((await csafProblems(document)).join('\n'), finding)
  })
}

test('all mandatory tests were run', () => {
  // The schema and 6.1.1 to 6.1.33 without 6.1.8, which the schema holds; 6.1.27 counts eleven.
  assert.equal(csafTests.length, 43)
})
