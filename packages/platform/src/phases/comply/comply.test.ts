import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { clocksOf, duties } from '../../core/duties/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { type FactScope, factSheet, fields, tenantScope } from '../../core/facts/index.ts'
import { PlayedFacts } from '../../core/facts/played-facts.fixture.ts'
import { emptyFilings } from '../../core/filings/index.ts'
import { namedCustomer } from '../../core/updates/index.ts'
import { type Draft, draftHash, draftSubstance, itemsIn, makeDraft, missingIn, undecidedIn } from './draft.ts'
import { draftDifference } from './draft-difference.ts'
import { draftFindings } from './draft-findings.ts'
import { dutyOverview } from './duty-overview.ts'
import { markdown } from './formats/markdown.ts'
import { plainText, type Standing } from './formats/plain-text.ts'
import { printPage } from './formats/print-page.ts'
import { firstNotices, prepareDrafts } from './prepare.ts'
import { doraForm, doraItems } from './views/dora-form.ts'
import { viewOf, views, withoutView } from './views/index.ts'
import { type Condition, itemsOf } from './views/view.ts'
import { processorMs } from '../../../../../test/processor-time.ts'

const dutyOf = (id: string) => duties.find((one) => one.id === id) ?? assert.fail(id)
const standing: Standing = {
  recipient: 'authority',
  revision: 1,
  contentHash: 'c'.repeat(64),
  head: { entry: 7, hash: 'd'.repeat(64) },
}
const first = (played: PlayedFacts, id: string, language: 'de' | 'en' = 'de'): Draft =>
  prepareDrafts(played.base(), dutyOf(id), { language })[0] ?? assert.fail(id)

test('every duty has a view or says why it has none, and every view is of a duty', () => {
  for (const { id } of duties) {
    assert.equal(viewOf(id) === undefined, Object.hasOwn(withoutView, id), id)
  }
  const known = new Set(duties.map(({ id }) => id))
  for (const { id } of views) assert.ok(known.has(id), id)
})

test('every item asks for a field of the catalogue, once in a view, and conditions name fields too', () => {
  const ids = new Set(fields.map(({ id }) => id))
  for (const view of views) {
    const items = itemsOf(view)
    assert.equal(new Set(items.map(({ key }) => key)).size, items.length, view.id)
    for (const { key, field, fixed, need } of items) {
      assert.equal(field === undefined, fixed !== undefined, `${view.id} ${key}`)
      if (field !== undefined) assert.ok(ids.has(field), `${view.id} ${key}: ${field}`)
      if (need.kind !== 'if') continue
      assert.ok(need.text.de !== '' && need.text.en !== '', `${view.id} ${key}`)
      for (const name of fieldsIn(need.when)) assert.ok(ids.has(name), `${view.id} ${key}: ${name}`)
    }
    if (view.scope === 'tenant') {
      const judged = items.filter(({ field = '' }) => field.startsWith('assessment.'))
      assert.deepEqual(judged, [], `${view.id} shows a tenant a judgement of counsel`)
    }
  }
})

function fieldsIn(condition: Condition): readonly string[] {
  if ('any' in condition) return condition.any.flatMap(fieldsIn)
  return 'field' in condition ? [condition.field] : []
}

test('DORA: 76 of 76 fields, in the numbers of Annex I, with a row of the matrix for each stage', () => {
  const keys = [
    ...Array.from({ length: 15 }, (_, at) => `1.${at + 1}`),
    ...Array.from({ length: 10 }, (_, at) => `2.${at + 1}`),
    ...Array.from({ length: 35 }, (_, at) => `3.${at + 1}`),
    ...Array.from({ length: 16 }, (_, at) => `4.${at + 1}`),
  ]
  assert.equal(keys.length, 76)
  assert.deepEqual(
    doraForm.map(({ key }) => key),
    keys,
  )
  for (const stage of ['initial', 'intermediate', 'final'] as const) {
    assert.deepEqual(
      doraItems(stage).map(({ key }) => key),
      keys,
      'what is not asked yet may be given',
    )
  }
  const printed = doraForm.filter(({ named }) => named === 'T').map(({ key }) => key)
  assert.deepEqual([printed.length, printed.at(-1)], [32, '3.7'], 'what was read in a copy of Annex I')
  for (const { key, asked, when, text, basis } of doraForm) {
    assert.equal(asked.includes('if'), when !== undefined && text !== undefined, key)
    if (asked.includes('if')) assert.equal(basis, 'unverified', `${key}: the condition was not compared`)
    if (key.startsWith('3.')) assert.equal(asked[0], 'no', key)
    if (key.startsWith('4.')) assert.deepEqual(asked.slice(0, 2), ['no', 'no'], key)
    if (/^[12]\./.test(key)) assert.notEqual(asked[0], 'no', key)
    assert.notEqual(asked[2], 'no', `${key} is asked at the end at the latest`)
  }
})

test('no view passes with a missing required answer: one after the other is taken away and noticed', () => {
  const sheet = fullSheet()
  for (const view of views) {
    const make = (facts: typeof sheet.facts): Draft =>
      makeDraft({
        duty: dutyOf(view.id),
        view,
        sheet: { ...sheet, facts },
        language: 'en',
        exercise: false,
        zone: 'Europe/Berlin',
        isLate: true,
      })
    assert.deepEqual(missingIn(make(sheet.facts)), [], view.id)
    for (const { key, field, need } of itemsOf(view)) {
      if (field === undefined || need.kind !== 'always') continue
      const less = new Map(sheet.facts)
      less.delete(field)
      assert.ok(
        missingIn(make(less)).some((item) => item.key === key),
        `${view.id} ${key} ${field}`,
      )
    }
  }
})

/** An answer to everything. */
function fullSheet() {
  const played = new PlayedFacts().declare()
  const sheet = factSheet(played.base(), 'own')
  const facts = new Map(
    fields.map(({ id, kind, options }) => {
      const option = Object.keys(options ?? {})[0] ?? ''
      const value = {
        text: { de: 'Text', en: 'text' },
        line: 'line',
        count: 1,
        time: '2026-03-11T06:00:00.000Z',
        minutes: 1,
        percent: 100,
        money: 1,
        yesNo: true,
        choice: option,
        choices: [option],
        list: ['item'],
      }[kind]
      const fact = { field: id, value, source: 'x', confidence: 'high', asOf: '', estimate: false } as const
      return [id, { ...fact, evidence: [] }]
    }),
  )
  return { ...sheet, facts }
}

test('what nobody can tell from the sheet is to decide, not missing; what the sheet tells is required or not', () => {
  const played = new PlayedFacts().declare()
  const initial = (): Draft => first(played, 'dora-19-initial')
  const needs = (key: string): string | undefined => itemsIn(initial()).find((item) => item.key === key)?.need
  assert.equal(needs('2.6'), 'open', 'criteria are not known yet')
  assert.ok(undecidedIn(initial()).some(({ key }) => key === '2.6'))
  played.say('dora.criteria', ['clients'], { scope: 'own' })
  assert.equal(needs('2.6'), 'optional')
  played.say('dora.criteria', ['clients', 'spread'], { scope: 'own', asOf: '2026-03-11T11:00:00.000Z' })
  assert.equal(needs('2.6'), 'required')
  assert.ok(missingIn(initial()).some(({ key }) => key === '2.6'))
  assert.equal(needs('3.35'), 'optional', 'asked later, may be given')
})

test('the reason of a delay is asked for once it is late', () => {
  const played = new PlayedFacts().declare()
  const asked = (): string | undefined =>
    itemsIn(first(played, 'gdpr-33-1')).find(({ key }) => key === '2.4')?.need
  assert.equal(asked(), 'optional')
  played.now += 80 * 3_600_000
  assert.equal(asked(), 'required')
})

test('the root cause or the kind of threat: one of both, none of both is missing', () => {
  const played = new PlayedFacts().declare()
  const missing = (): readonly string[] =>
    missingIn(first(played, 'bsig-32-1-4')).map(({ field }) => field ?? '')
  assert.ok(missing().includes('incident.threat') && missing().includes('cause.description'))
  played.say('incident.threat', { de: 'Ransomware' })
  assert.ok(!missing().includes('incident.threat') && !missing().includes('cause.description'))
})

test('a draft says what it is, where it comes from, what is missing and what is estimated', () => {
  const played = new PlayedFacts().declare()
  played.say('persons.count', 1200, { scope: 'own', estimate: true })
  const draft = first(played, 'gdpr-33-1')
  const text = plainText(draft, standing)
  assert.match(text, /^ÜBUNG \/ EXERCISE\nENTWURF FÜR DIE RECHTSBERATUNG, nicht freigegeben\n/)
  assert.match(text, /Getrennt halten: bdsg42-43/)
  assert.match(text, /\[3\.4\] Zahl der betroffenen Personen \(geschätzt\)\n {4}1\.200\n/)
  assert.match(text, /\[5\.2\] Ergriffene Maßnahmen\n {4}<FEHLT, Pflichtangabe>\n/)
  assert.match(
    text,
    /Fassung 1, Faktenblatt 1, Log bis Eintrag 7, Regelstand [0-9a-f]{16}, Formular [0-9a-f]{16}/,
  )
  assert.match(text, /Das Programm verschickt nichts/)
  const approved = plainText(draft, { ...standing, approvedBy: ['anna', 'bernd'] })
  assert.match(approved, /Freigegeben von anna, bernd/)
  assert.doesNotMatch(approved, /ENTWURF/)
})

test('what was typed is text in every format', () => {
  const played = new PlayedFacts().declare()
  played.say('incident.description', { de: '<script>alert(1)</script> *fett* [x](y)\nzweite Zeile' })
  const draft = first(played, 'bsig-32-1-2')
  const page = printPage(draft, standing)
  assert.doesNotMatch(page, /<script>/)
  assert.match(page, /&lt;script&gt;/)
  assert.match(page, /<html lang="de">/)
  assert.match(markdown(draft, standing), /\\<script\\>.*\\\*fett\\\* \\\[x\\\]/)
})

test('a letter is for one group of persons, in the questions a person has', () => {
  const played = new PlayedFacts().declare()
  played.say('persons.groups', ['customers', 'employees'], { scope: 'own' })
  const letters = prepareDrafts(played.base(), dutyOf('gdpr-34'), { language: 'de' })
  assert.deepEqual(
    letters.map(({ group }) => group),
    ['customers', 'employees'],
  )
  const [, letter] = letters
  assert.ok(letter)
  const text = plainText(letter, standing)
  assert.match(text, /Guten Tag,\n {2}Sie erhalten dieses Schreiben, weil Daten über Sie als Beschäftigte/)
  assert.match(text, /Was können Sie jetzt tun\?/)
  played.say('persons.advice', { de: 'Es besteht kein Grund zur Sorge.' }, { scope: 'own' })
  const [again] = prepareDrafts(played.base(), dutyOf('gdpr-34'), { language: 'de' })
  assert.ok(again)
  const problems = draftFindings(again, played.estate, new Date(played.now)).map(({ problem }) => problem)
  assert.ok(problems.includes('minimising'))
})

test('a warning has no live link in it, and an old form is a finding', () => {
  const played = new PlayedFacts().declare()
  played.say('measures.warning', { de: 'Öffnen Sie nicht https://evil.example/x' })
  const draft = first(played, 'bsig-35-2')
  const found = draftFindings(draft, played.estate, new Date('2026-11-30')).map(({ problem }) => problem)
  assert.deepEqual(found, ['live-link'])
  const later = draftFindings(draft, played.estate, new Date('2027-06-30')).map(({ problem }) => problem)
  assert.deepEqual(later, ['view-outdated', 'live-link'])
})

test('a later report says what is new, and finds its file', () => {
  const played = new PlayedFacts().declare()
  played.say('incident.description', { de: 'Erster Stand.' })
  const before = first(played, 'gdpr-33-1')
  played.say('incident.description', { de: 'Zweiter Stand.' }, { asOf: '2026-03-11T11:00:00.000Z' })
  played.say('persons.count', 3, { scope: 'own' })
  const [draft] = prepareDrafts(played.base(), dutyOf('gdpr-33-4'), { language: 'de', since: before })
  assert.ok(draft)
  assert.deepEqual(
    itemsIn(draft).map(({ field }) => field),
    ['party.name', 'incident.reference', 'incident.description', 'persons.count'],
  )
  assert.deepEqual(missingIn(draft), [])
  const full = first(played, 'gdpr-33-1')
  assert.deepEqual(
    draftDifference(before, full).map(({ kind, key }) => `${kind} ${key}`),
    ['changed 3.1', 'added 3.4'],
  )
})

test('a tenant’s document knows its own figures and nobody else', () => {
  const played = new PlayedFacts().declare()
  played.say('persons.count', 7, { scope: 'tenant:nordwind' })
  played.say('persons.count', 9, { scope: 'tenant:lindenhof' })
  const drafts = prepareDrafts(played.base(), dutyOf('gdpr-33-2'), { language: 'de' })
  assert.deepEqual(
    drafts.map(({ tenant }) => tenant),
    ['nordwind', 'alpenblick', 'hafenkontor', 'lindenhof'],
  )
  const count = (draft: Draft | undefined): string | undefined =>
    draft && itemsIn(draft).find(({ field }) => field === 'persons.count')?.value
  assert.deepEqual([count(drafts[0]), count(drafts[1]), count(drafts[3])], ['7', undefined, '9'])
  assert.equal(factSheet(played.base(), tenantScope('nordwind')).facts.has('impact.tenants'), false)
})

test('the same facts make the same draft, whenever it is made', () => {
  const played = new PlayedFacts().declare()
  const hash = draftHash(first(played, 'gdpr-33-1'))
  played.now += 3_600_000
  assert.equal(draftHash(first(played, 'gdpr-33-1')), hash)
  played.say('persons.count', 3, { scope: 'own' })
  assert.notEqual(draftHash(first(played, 'gdpr-33-1')), hash)
})

test('a duration that grows makes another document by the hour, not by the minute', () => {
  const played = new PlayedFacts().declare()
  const made = (): Draft => first(played, 'tkg-168-2')
  const [hash, substance] = [draftHash(made()), draftSubstance(made())]
  played.now += 60_000
  assert.notEqual(draftHash(made()), hash, 'what is signed is what stands there')
  assert.equal(draftSubstance(made()), substance)
  played.now += 3_600_000
  assert.notEqual(draftSubstance(made()), substance)
})

test('a law that changes in the case: rules of the day of the event hold, the new one is shown', () => {
  const omnibus = dutyOf('eu-omnibus')
  assert.equal(viewOf(omnibus.id), undefined)
  const played = new PlayedFacts().declare()
  const rows = dutyOverview(played.base(), emptyFilings('case-1'), 'de')
  const row = (id: string) => rows.find(({ duty }) => duty === id) ?? assert.fail(id)
  assert.equal(row('eu-omnibus').applies, 'no')
  assert.match(row('eu-omnibus').why.de, /noch kein geltendes Recht/)
  assert.notEqual(row('gdpr-33-1').applies, 'no')
  assert.match(row('cra-14-incident-early').why.de, /gilt erst ab 2026-09-11/, 'declared in March')
  played.now = Date.parse('2026-09-12T08:00:00Z')
  played.runClock({ command: 'start', event: 'vulnerability-known', occurredAt: '2026-09-11T08:00:00.000Z' })
  const later = dutyOverview(played.base(), emptyFilings('case-1'), 'de')
  const cra = later.find(({ duty }) => duty === 'cra-14-vulnerability-early')
  assert.equal(cra?.applies, 'unknown', 'a fact of a day on which it held brings it in')
  assert.notEqual(later.find(({ duty }) => duty === 'gdpr-33-1')?.applies, 'no', 'and takes nothing away')
})

test('no text of any view names a foreign customer, whatever is stated for whom', () => {
  const texts = fc.record({
    field: fc.constantFrom(
      'incident.description',
      'measures.taken',
      'measures.for-recipients',
      'persons.data',
    ),
    scope: fc.constantFrom('all', 'own', 'tenant:nordwind', 'tenant:lindenhof', 'tenant:alpenblick'),
    name: fc.constantFrom('', 'Nordwind', 'Lindenhof Beratung', 'alpenblick.example', 'Hafenkontor'),
    minute: fc.nat(400),
  })
  const start = new PlayedFacts().declare()
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 8 }), (list) => {
      const played = new PlayedFacts()
      played.log = start.log
      played.clocks = start.clocks
      for (const { field, scope, name, minute } of list) {
        const asOf = new Date(Date.parse('2026-03-11T04:00:00Z') + minute * 60_000).toISOString()
        try {
          played.say(field, { de: `Text ${name}`, en: `Text ${name}` }, { scope: scope as FactScope, asOf })
        } catch (error) {
          assert.ok(error instanceof AnlaufError)
        }
      }
      const clocks = clocksOf(played.clocks, Temporal.Instant.from('2026-03-11T12:00:00Z'))
      for (const view of views) {
        const made = prepareDrafts(played.base(), dutyOf(view.id), { language: 'de', clocks })
        for (const draft of made) {
          const values = itemsIn(draft).flatMap(({ value }) => value ?? [])
          const named = namedCustomer(values, played.estate, { reader: draft.tenant })
          assert.equal(named, undefined, `${view.id} ${draft.tenant ?? ''}`)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('first notices for 5,000 tenants are made in seconds', () => {
  const tenants = Array.from({ length: 5_000 }, (_, at) => `t${at}`)
  const played = new PlayedFacts().declare(tenants)
  const began = processorMs()
  const base = played.base()
  const clocks = clocksOf(base.known.clocks, Temporal.Instant.fromEpochMilliseconds(played.now))
  const made = firstNotices(clocks).flatMap((duty) => prepareDrafts(base, duty, { language: 'de', clocks }))
  assert.ok(made.length > 5_000, String(made.length))
  assert.equal(new Set(made.map(draftHash)).size, made.length)
  const seconds = (processorMs() - began) / 1000
  assert.ok(seconds < 60, `${seconds} s`)
})
