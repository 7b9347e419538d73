import assert from 'node:assert/strict'
import { test } from 'node:test'

import { AnlaufError } from '../failure.ts'
import { exampleEstate } from '../updates/estate.fixture.ts'
import { factId, type StatedFact } from './fact.ts'
import { factDraft, factEventOf } from './fact-event.ts'
import { withFact } from './fact-log.ts'
import { fieldNamed, fields } from './fields/index.ts'
import { parseValue } from './parse-value.ts'
import { PlayedFacts } from './played-facts.fixture.ts'
import { shownValue } from './shown-value.ts'
import { valueProblem } from './value-problem.ts'

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof AnlaufError)
    assert.notEqual(error.hint, '')
    return error.message
  }
  return 'nothing was refused'
}

test('every field has an id of its own, both languages, and options where it is a choice', () => {
  assert.equal(new Set(fields.map(({ id }) => id)).size, fields.length)
  assert.ok(fields.length > 120, String(fields.length))
  for (const { id, title, kind, options } of fields) {
    assert.match(id, /^[a-z]+\.[a-z-]+(?:_[a-z]+)?$/, id)
    assert.ok(title.de !== '' && title.en !== '', id)
    assert.doesNotMatch(title.en, /[äöüß]/i, id)
    assert.equal(kind === 'choice' || kind === 'choices', options !== undefined, id)
  }
  assert.match(
    refusal(() => fieldNamed('persons.cuont')),
    /no field "persons.cuont"/,
  )
})

test('the latest knowledge holds; what took its place and what was taken back holds no more', () => {
  const played = new PlayedFacts().declare()
  played.say('incident.malicious', true)
  assert.equal(played.sheet().facts.get('incident.malicious')?.value, true)
  played.say('incident.severity', { de: 'hoch' }, { asOf: '2026-03-11T11:00:00.000Z' })
  played.say('incident.severity', { de: 'mittel' }, { asOf: '2026-03-11T09:00:00.000Z' })
  assert.deepEqual(
    played.sheet().facts.get('incident.severity')?.value,
    { de: 'hoch' },
    'an older word came later',
  )
  const [wrong] = [...played.log.stated.values()].filter(({ value }) =>
    JSON.stringify(value).includes('hoch'),
  )
  assert.ok(wrong)
  const earlier = { asOf: '2026-03-11T08:30:00.000Z', supersedes: wrong.id }
  played.say('incident.severity', { de: 'gering' }, earlier)
  assert.deepEqual(
    played.sheet().facts.get('incident.severity')?.value,
    { de: 'mittel' },
    're-dated before it',
  )
  const { version } = played.sheet()
  const [left] = [...played.log.stated.values()].filter(({ value }) =>
    JSON.stringify(value).includes('mittel'),
  )
  played.withdraw(left?.id ?? '')
  assert.deepEqual(played.sheet().facts.get('incident.severity')?.value, { de: 'gering' })
  assert.equal(played.sheet().version, version + 1)
})

test('what the engine or the estate knows is never typed', () => {
  const played = new PlayedFacts().declare()
  for (const field of [
    'impact.tenants',
    'incident.downtime',
    'claim.exfiltration',
    'contact.dpo',
    'party.name',
  ]) {
    assert.match(
      refusal(() => played.stating(played.fact(field, 1))),
      /is known by the (?:engine|estate) and not typed/,
      field,
    )
  }
})

test('what is asked of each holder is not stated for all, and what is one for all not for our house', () => {
  const played = new PlayedFacts().declare()
  assert.match(
    refusal(() => played.stating(played.fact('persons.count', 5))),
    /asked of each controller/,
  )
  assert.match(
    refusal(() => played.stating(played.fact('incident.malicious', true, { scope: 'own' }))),
    /the same for everybody/,
  )
  assert.match(
    refusal(() => played.stating(played.fact('persons.count', 5, { scope: 'tenant:nobody' }))),
    /no tenant "nobody"/,
  )
})

test('people with other tasks, strangers and forged signatures state nothing', () => {
  const played = new PlayedFacts().declare()
  const own = { scope: 'own' } as const
  const judged = played.fact('assessment.risk', 'high', own)
  assert.match(
    refusal(() => played.stating(judged, 'forensics')),
    /may not state assessment.risk/,
  )
  assert.match(
    refusal(() => played.stating(judged, 'guest')),
    /may not state/,
  )
  assert.match(
    refusal(() => played.stating(judged, 'legal', 'dpo')),
    /not that of legal/,
  )
  assert.equal(played.stating(judged, 'dpo').length, 1)
  const [event] = played.stating(played.fact('incident.malicious', true))
  assert.ok(event?.type === 'fact.stated')
  const forged = { ...event, fact: { ...event.fact, value: false } }
  assert.equal(withFact(played.log, forged, '').stated.size, 0, 'a changed value is not what was signed')
})

test('a fact whose key was revoked stays and says so', () => {
  const played = new PlayedFacts().declare().say('incident.malicious', true)
  const keyId = played.state.approvers.get('legal')?.keyId ?? ''
  played.believeCase({ type: 'key.revoked', keyId, person: 'legal', by: 'dpo', reason: 'stolen' })
  assert.equal(played.sheet().facts.get('incident.malicious')?.isKeyRevoked, true)
  assert.match(
    refusal(() => played.stating(played.fact('incident.ongoing', true))),
    /not registered/,
  )
})

const bad: readonly (readonly [string, StatedFact['value'], RegExp])[] = [
  ['persons.count', -1, /whole number/],
  ['persons.count', 1.5, /whole number/],
  ['persons.count', 'many', /whole number/],
  ['impact.users-share', 10_001, /percentage/],
  ['incident.resolved-at', '2026-02-30T00:00:00.000Z', /time with zone/],
  ['incident.malicious', 'yes', /neither/],
  ['assessment.risk', 'huge', /"huge" is none of unlikely, risk, high/],
  ['persons.groups', ['customers', 'customers'], /twice/],
  ['persons.groups', [], /nothing was chosen/],
  ['incident.description', { de: '' }, /empty/],
  ['incident.description', { fr: 'x' } as never, /no text/],
  ['incident.description', { de: 'x'.repeat(4_001) }, /longer than 4000/],
  ['incident.description', { de: 'Frau Muster, muster@example.org' }, /mail address/],
  ['incident.description', { de: 'Rückruf unter +49 30 23125 100' }, /telephone number/],
  ['incident.description', { de: 'abc\u202edef' }, /cannot be seen/],
  ['incident.indicators', ['evil@example.org'], /mail address/],
  ['incident.indicators', ['a'.repeat(201)], /longer than 200/],
  ['incident.indicators', Array.from({ length: 501 }, (_, at) => `i${at}`), /more than 500/],
  ['dora.lei', 'two\nlines', /cannot be seen/],
]
test('a bad value is refused with what is wrong with it', () => {
  for (const [field, value, problem] of bad)
    assert.match(valueProblem(fieldNamed(field), value) ?? 'fine', problem)
  const hashes = [
    'd41d8cd98f00b204e9800998ecf8427e',
    'evil[.]example',
    '203.0.113.7',
    'user[at]example[.]org',
  ]
  assert.equal(valueProblem(fieldNamed('incident.indicators'), hashes), undefined)
  const text = { de: 'Am 11.03.2026 um 03:00 Uhr wurden 4 Systeme verschlüsselt; Frist 0049 Stunden.' }
  assert.equal(valueProblem(fieldNamed('incident.description'), text), undefined)
})

test('a customer is named only in facts of its own', () => {
  const played = new PlayedFacts().declare()
  const text = { de: 'Betroffen war auch Nordwind.' }
  assert.match(
    refusal(() => played.stating(played.fact('incident.description', text))),
    /tells who one/,
  )
  const forOther = played.fact('incident.description', text, { scope: 'tenant:lindenhof' })
  assert.match(
    refusal(() => played.stating(forOther)),
    /tells who one/,
  )
  const forItself = played.fact('incident.description', text, { scope: 'tenant:nordwind' })
  assert.equal(played.stating(forItself).length, 1)
})

test('two answers of one time need a word on which one holds', () => {
  const played = new PlayedFacts().declare().say('incident.ongoing', true)
  const other = played.fact('incident.ongoing', false)
  assert.match(
    refusal(() => played.stating(other)),
    /the same "as of"/,
  )
  const [first] = [...played.log.stated.keys()]
  assert.match(
    refusal(() => played.stating({ ...other, supersedes: 'f'.repeat(12) })),
    /no fact "f/,
  )
  played.believe(...played.stating({ ...other, supersedes: first ?? '' }))
  assert.equal(played.sheet().facts.get('incident.ongoing')?.value, false)
  assert.match(
    refusal(() => played.stating({ ...other, supersedes: first ?? '' })),
    /stated already/,
  )
})

test('a tenant reads its own part: no counts of others, no judgements, no money', () => {
  const played = new PlayedFacts().declare()
  played.say('assessment.risk', 'high', { scope: 'own' })
  played.say('cost.damage', 100_000)
  played.say('party.policy', 'P-1')
  played.say('incident.malicious', true)
  played.say('persons.count', 40, { scope: 'own' })
  played.say('persons.count', 7, { scope: 'tenant:nordwind' })
  played.say('persons.count', 9, { scope: 'tenant:lindenhof' })
  const { facts } = played.sheet('tenant:nordwind')
  assert.equal(facts.get('persons.count')?.value, 7)
  assert.equal(facts.get('incident.malicious')?.value, true)
  for (const field of [
    'assessment.risk',
    'cost.damage',
    'party.policy',
    'impact.tenants',
    'incident.title',
  ]) {
    assert.equal(facts.has(field), false, field)
  }
  assert.equal(played.sheet('own').facts.get('persons.count')?.value, 40)
  assert.equal(played.sheet('all').facts.has('persons.count'), false)
  assert.equal(played.sheet('own').facts.get('impact.tenants')?.value, 4)
  assert.equal(played.sheet('own').facts.get('impact.tenant-share')?.value, 10_000)
})

test('the engine says what follows from the log: times, spans, services', () => {
  const played = new PlayedFacts().declare()
  const { facts } = played.sheet()
  assert.equal(facts.get('incident.declared-at')?.value, PlayedFacts.declaredAt)
  assert.deepEqual(
    [facts.get('incident.known-at')?.value, facts.get('incident.known-at')?.estimate],
    [PlayedFacts.declaredAt, true],
    'started by the declaration only',
  )
  assert.equal(facts.get('incident.began-at')?.estimate, true, 'the onset is a window')
  assert.deepEqual(facts.get('incident.services')?.value, {
    de: 'E-Mail, Dateiablage',
    en: 'Mail, File share',
  })
  assert.equal(facts.get('incident.downtime')?.value, 360)
  assert.equal(facts.get('incident.minutes')?.value, 15 * 60)
  const hash = played.sheet().hash
  played.now += 60_000
  assert.equal(played.sheet().hash, hash, 'a minute more is no other sheet')
  played.runClock({ command: 'start', event: 'aware-of-incident', occurredAt: '2026-03-11T04:00:00.000Z' })
  assert.notEqual(played.sheet().hash, hash)
  assert.equal(played.sheet().facts.get('incident.known-at')?.estimate, false)
})

test('events survive their way through an entry', () => {
  const played = new PlayedFacts().declare()
  const [event] = played.stating(played.fact('incident.malicious', true))
  assert.ok(event)
  const draft = factDraft(event, { at: PlayedFacts.declaredAt, actor: 'x' })
  const entry = { tool: 'x', toolVersion: '1', ...draft, seq: 1, case: 'case-1', prev: '0'.repeat(64) }
  assert.deepEqual(factEventOf(entry), event)
  assert.equal(factEventOf({ ...entry, kind: 'other' }), undefined)
  assert.match(
    refusal(() => factEventOf({ ...entry, action: 'verify' })),
    /says fact.stated but acts as/,
  )
})

test('typed answers are read as people write them', () => {
  const read = (field: string, typed: string): unknown => parseValue(fieldNamed(field), typed, 'de')
  assert.equal(read('persons.count', '1.200'), 1200)
  assert.equal(read('impact.users-share', '12,5 %'), 1250)
  assert.equal(read('impact.users-share', '0.05'), 5)
  assert.equal(read('incident.malicious', 'Ja'), true)
  assert.equal(read('incident.resolved-at', '2026-03-12T04:00:00+01:00'), '2026-03-12T03:00:00.000Z')
  assert.deepEqual(read('persons.groups', 'employees, customers'), ['customers', 'employees'])
  assert.deepEqual(read('incident.indicators', 'a\nb, c\n'), ['a', 'b, c'])
  for (const [field, typed] of [
    ['persons.count', 'about 5'],
    ['persons.count', '1.2'],
    ['incident.resolved-at', '2026-03-12 04:00'],
    ['incident.malicious', 'maybe'],
    ['impact.users-share', '101'],
  ] as const) {
    assert.match(
      refusal(() => read(field, typed)),
      /is no answer to/,
      `${field} ${typed}`,
    )
  }
})

test('answers are shown in the language and zone of the reader', () => {
  const show = (field: string, value: never, language: 'de' | 'en' = 'de'): string =>
    shownValue(fieldNamed(field), value, language).text
  assert.equal(
    show('incident.resolved-at', '2026-03-29T01:30:00.000Z' as never),
    'So 2026-03-29 03:30 +02:00 (Europe/Berlin)',
  )
  assert.equal(show('persons.count', 12_345 as never), '12.345')
  assert.equal(show('impact.users-share', 1250 as never), '12,5 %')
  assert.equal(show('impact.users-share', 1205 as never, 'en'), '12.05 %')
  assert.equal(show('incident.downtime', 1565 as never), '1 Tag 2 h 5 min')
  assert.equal(show('assessment.risk', 'high' as never, 'en'), 'a high risk')
  const foreign = shownValue(fieldNamed('incident.description'), { en: 'only English' }, 'de')
  assert.deepEqual(foreign, { text: 'only English', isForeign: true })
})

test('ids name contents: the same fact of two cases is two facts', () => {
  const played = new PlayedFacts().declare().say('incident.malicious', true)
  const [fact] = [...played.log.stated.values()]
  assert.equal(fact?.id, factId(fact?.hash ?? ''))
  assert.equal(exampleEstate.tenants.length, 4)
})
