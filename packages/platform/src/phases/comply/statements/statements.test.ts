import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Estate } from '../../../core/estate/index.ts'
import { PlayedFacts } from '../../../core/facts/played-facts.fixture.ts'
import { type Finding, harms, verdicts } from '../../../core/statements/index.ts'
import { PlayedStatements } from '../../../core/statements/played-statements.fixture.ts'
import { exampleEstate } from '../../../core/updates/estate.fixture.ts'
import { checkStatement } from './check-statement.ts'
import {
  addresseeOf,
  composeStatement,
  contentText,
  differences,
  plainParticulars,
  plainStatement,
  type StatementContent,
  statementLetter,
  substanceOf,
} from './index.ts'
import { similarNames } from './similar-names.ts'

const terms = { revision: 1, at: '2026-03-11T12:00:00.000Z', nextBy: '2026-03-13T12:00:00.000Z' }

function composed(played: PlayedStatements, tenant: string, before?: StatementContent): StatementContent {
  const base = { desk: played.desk, facts: played.facts.base(), estate: played.facts.estate }
  return composeStatement(base, { ...terms, tenant, ...(before !== undefined && { before }) })
}

/** A hundred customers whose names are made to be mixed up. */
const bigEstate: Estate = (() => {
  const [first] = exampleEstate.tenants
  assert.ok(first)
  const stems = ['Quellgrund', 'Quellgrund Nord', 'Zwirnhof', 'Eschbrook', 'Eschbrooker']
  const tenants = Array.from({ length: 100 }, (_, at) => ({
    ...first,
    id: `kd${at}x`,
    slug: `kd${at}x`,
    name: `${stems[at % stems.length] ?? ''} ${at}er Sozietät`,
    number: `99${10_000 + at}`,
    contacts: [`p${at}`],
    subscriptions: first.subscriptions.map(({ offering }) => ({ offering, domain: `kd${at}x.example` })),
  }))
  const contacts = tenants.map((_, at) => ({
    id: `p${at}`,
    name: `Wendelgard Xaver${at}`,
    roles: ['it'],
    languages: ['de'],
    channels: [{ kind: 'letter', to: `Gasse ${at}, 12345 Ort` }],
  }))
  return { ...exampleEstate, tenants, contacts }
})()

interface Given {
  readonly tenant: string
  readonly harm: Finding['harm']
  readonly verdict: Finding['verdict']
  readonly data: string
  readonly minute: number
}

const someFinding: fc.Arbitrary<Given> = fc.record({
  tenant: fc.integer({ min: 0, max: 9 }).map((at) => `kd${at}x`),
  harm: fc.constantFrom(...harms),
  verdict: fc.constantFrom(...verdicts),
  data: fc.constantFrom('all', 'personal', 'contract'),
  minute: fc.integer({ min: 10, max: 59 }),
})

const someFindings = fc.uniqueArray(someFinding, {
  maxLength: 12,
  selector: ({ tenant, harm, verdict, data, minute }) => `${tenant} ${harm} ${verdict} ${data} ${minute}`,
})

const start = new PlayedFacts(bigEstate).declare()

/** The findings through the rules. What was written about one customer carries a mark that no other letter may have. */
function playedWith(list: readonly Given[]): PlayedStatements {
  const played = new PlayedStatements(start)
  for (const { tenant, harm, verdict, data, minute } of list) {
    const text = { de: `Grund, geheim ${tenant}`, en: `ground, secret ${tenant}` }
    const asOf = `2026-03-11T09:${minute}:00.000Z`
    const more = { tenant, harm, verdict, data, asOf, grounds: text, bytes: { atLeast: 0, atMost: 9 } }
    const { gaps: _gaps, ...bare } = played.finding({ ...more, evidence: ['aa'.repeat(32)] })
    const finding = verdict === 'undetermined' ? { ...bare, gaps: text } : bare
    played.run(played.stating(finding, 'forensics')).run(played.stating(finding, 'legal'))
  }
  return played
}

test('no letter holds a name, number, contact or word of another customer, of a hundred whose names look alike', () => {
  fc.assert(
    fc.property(someFindings, fc.integer({ min: 0, max: 9 }), (list, reader) => {
      const played = playedWith(list)
      const content = composed(played, `kd${reader}x`)
      const all = [contentText(content), plainStatement(content, 'de'), plainStatement(content, 'en')].join(
        '\n',
      )
      for (const [at, tenant] of bigEstate.tenants.entries()) {
        if (at === reader) continue
        for (const term of [tenant.id, tenant.name, tenant.number ?? '?', `Xaver${at}"`]) {
          assert.ok(!all.includes(term), `${term} in the letter of kd${reader}x`)
        }
      }
      const others = list.filter(({ tenant }) => tenant !== `kd${reader}x`)
      const alone = composed(playedWith(list.filter((one) => !others.includes(one))), `kd${reader}x`)
      assert.equal(contentText(content), contentText(alone), 'what is known of others changes nothing')
    }),
    { numRuns: 40 },
  )
})

test('a question without a verdict that rules it out is never worded as an all-clear, in no language', () => {
  fc.assert(
    fc.property(someFindings, (list) => {
      const content = composed(playedWith(list), 'kd1x')
      assert.ok(content.answers.length >= harms.length)
      for (const { key, value } of content.particulars.items) {
        if (!key.startsWith('f.')) continue
        const { verdict } = content.answers[Number(key.slice(2)) - 1] ?? assert.fail(key)
        const [de, en] = [value?.de ?? '', value?.en ?? '']
        assert.equal(/ausgeschlossen/.test(de), verdict === 'excluded', de)
        assert.equal(/excluded/.test(en), verdict === 'excluded', en)
        const isOpen = verdict === 'open' || verdict === 'undetermined'
        assert.equal(/heißt nicht, dass es nicht geschehen ist/.test(de), isOpen, de)
        assert.equal(/does not mean that it did not happen/.test(en), isOpen, en)
      }
    }),
    { numRuns: 40 },
  )
})

test('the same facts have one substance, and another one is told as a difference', () => {
  fc.assert(
    fc.property(someFindings, someFindings, (one, other) => {
      const [before, now] = [composed(playedWith(one), 'kd1x'), composed(playedWith(other), 'kd1x')]
      const isSame = substanceOf(before) === substanceOf(now)
      for (const language of ['de', 'en'] as const) {
        assert.equal(differences(before, now, language).length === 0, isSame)
      }
      assert.deepEqual(composed(playedWith(other), 'kd1x', before).changes, {
        de: differences(before, now, 'de'),
        en: differences(before, now, 'en'),
      })
    }),
    { numRuns: 40 },
  )
})

test('a statement that comes back from the database differs in nothing', () => {
  const content = composed(new PlayedStatements(new PlayedFacts().declare()), 'nordwind')
  const stored = JSON.parse(contentText(content)) as StatementContent
  for (const language of ['de', 'en'] as const) assert.deepEqual(differences(stored, content, language), [])
})

test('no judgement of counsel reaches a customer, not even one about that customer', () => {
  const facts = new PlayedFacts().declare()
  facts.say('assessment.risk', 'high', { scope: 'tenant:nordwind' }, 'legal')
  facts.say(
    'assessment.risk-reason',
    { de: 'Geheimgutachten', en: 'secret opinion' },
    { scope: 'tenant:nordwind' },
  )
  facts.say('cost.description', { de: 'Kostengrund', en: 'cost reason' })
  const content = composed(new PlayedStatements(facts), 'nordwind')
  const all = `${contentText(content)}${plainParticulars(content.particulars, 'de')}`
  for (const secret of ['assessment', 'Geheimgutachten', 'secret opinion', 'Kostengrund', 'hohes Risiko']) {
    assert.ok(!all.includes(secret), secret)
  }
})

test('a nearly right name of another customer is shown to people, a wholly right one is an error', () => {
  const near = (text: string): readonly string[] =>
    similarNames([text], bigEstate, 'kd2x').map(({ word, like }) => `${word} ~ ${like}`)
  assert.deepEqual(near('Server von Eschbrok'), ['eschbrok ~ eschbrook'])
  assert.deepEqual(near('Quelgrund und Qeullgrund'), ['quelgrund ~ quellgrund', 'qeullgrund ~ quellgrund'])
  assert.deepEqual(near('Zwirnhoff'), [], 'the own name, nearly')
  const facts = new PlayedFacts().declare()
  facts.say('measures.taken', { de: 'Getrennt.', en: 'Cut off.' })
  const content = composed(new PlayedStatements(facts), 'nordwind')
  const spoilt = {
    ...content,
    facts: content.facts.map((told) => ({
      ...told,
      value: { de: 'Alpenblick  Versicherungsmakler', en: 'x' },
    })),
  }
  const errors = (one: StatementContent): readonly string[] =>
    checkStatement(one, exampleEstate, new Date(terms.at))
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message)
  assert.deepEqual(errors(content), [])
  assert.match(errors(spoilt).join(), /Alpenblick Versicherungsmakler/)
  assert.match(errors({ ...content, nextBy: '2026-03-11T11:00:00.000Z' }).join(), /is over/)
})

test('in an exercise no letter has an address, whatever the estate says, and every page says that it is one', () => {
  const mark = 'ÜBUNG / EXERCISE'
  for (const { id } of bigEstate.tenants) {
    const real = addresseeOf(bigEstate, id, { exercise: false, mark })
    assert.equal(real.isPostable, true)
    const { address, isPostable } = addresseeOf(bigEstate, id, { exercise: true, mark })
    assert.equal(isPostable, false)
    assert.doesNotMatch(address.join(), /Gasse|12345|Wendelgard/)
  }
  const content = composed(new PlayedStatements(start), 'kd1x')
  const letter = statementLetter(content, bigEstate, {
    address: ['x'],
    language: 'de',
    contentHash: 'aa'.repeat(32),
    isApproved: false,
    files: 'x-r1',
    isRegistered: false,
    mark,
  })
  assert.equal(letter.banner, mark)
  assert.equal(letter.watermark, 'ENTWURF')
})

test('a letter without a named data protection officer says how to reach us, never through the people of a customer', () => {
  const content = composed(new PlayedStatements(start), 'kd1x')
  const headOf = (estate: Estate) =>
    statementLetter(content, estate, {
      address: ['x'],
      language: 'de',
      contentHash: 'aa'.repeat(32),
      isApproved: true,
      files: 'x-r1',
      isRegistered: false,
    }).letter?.reference.map(([name, value]) => `${name}: ${value}`) ?? []
  const desk = {
    id: 'desk',
    name: 'Servicestelle',
    roles: ['public'],
    languages: ['de'],
    channels: [{ kind: 'phone' as const, to: '+49 30 23125 100' }],
  }
  const open = bigEstate.contacts.map((one) => ({ ...one, roles: ['public'] }))
  assert.equal(headOf({ ...bigEstate, contacts: [...open, desk] }).at(-1), 'Servicestelle: +49 30 23125 100')
  assert.doesNotMatch(headOf({ ...bigEstate, contacts: open }).join(), /Wendelgard|public|p\d+/)
})
