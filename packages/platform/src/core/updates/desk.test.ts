import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { correctionTasks, stageOfDraft } from './desk.ts'
import { PlayedDesk } from './played-desk.fixture.ts'

const text = {
  de: 'Die Techniker arbeiten an der Wiederherstellung.',
  en: 'The engineers are working on the recovery.',
}
const desk = (): PlayedDesk => new PlayedDesk().declare()
const stage = (played: PlayedDesk, update: string): string | undefined => {
  const draft = played.desk.drafts.get(update)
  return draft === undefined ? undefined : stageOfDraft(played.desk, draft, new Date(played.now))
}

test('a text goes out only with one for the words and one for the law, by two people with two keys', () => {
  for (const people of [[], ['comms'], ['legal'], ['comms', 'dpo'], ['legal', 'forensics']]) {
    const played = desk().draft('a', text).approve('a', people)
    assert.equal(stage(played, 'a'), 'in review')
    assert.equal(played.try({ command: 'publish', update: 'a' })?.refused, 'not-approved', people.join())
  }
  const played = desk().publish('a', text)
  assert.deepEqual(
    played.desk.published.map((one) => [one.number, one.update, one.text]),
    [[1, 'a', text]],
  )
  assert.equal(stage(played, 'a'), undefined)
})

test('a signature of another person, on another text, or given twice counts for nothing', () => {
  const played = desk().draft('a', text)
  assert.equal(played.try(played.approval('a', 'comms', 'stranger'))?.refused, 'wrong-signature')
  assert.equal(played.try(played.approval('a', 'stranger'))?.refused, 'unknown-person')
  const old = played.approval('a', 'legal')
  played.draft('a', { de: `${text.de} Es dauert.`, en: `${text.en} It takes time.` })
  assert.equal(played.try(old)?.refused, 'wrong-content')
  played.approve('a', ['comms'])
  assert.equal(played.try(played.approval('a', 'comms'))?.refused, 'already-done')
})

test('any change voids the approvals: a comma, a time, a claim', () => {
  const changes: ((played: PlayedDesk) => unknown)[] = [
    (played) => played.draft('a', { de: `${text.de}!`, en: `${text.en}!` }),
    (played) => played.wait(0.1).draft('a', { ...text }),
  ]
  for (const change of changes) {
    const played = desk().draft('a', text).approve('a')
    assert.equal(stage(played, 'a'), 'approved')
    change(played)
    assert.equal(stage(played, 'a'), 'in review')
  }
  const said = { de: `${text.de} {claim:x}`, en: `${text.en} {claim:x}` }
  const played = desk().state('x', 'exfiltration', 'unknown').draft('a', said).approve('a')
  assert.equal(stage(played, 'a'), 'approved')
  played.state('x', 'exfiltration', 'indicated')
  assert.equal(stage(played, 'a'), 'in review')
  assert.equal(played.try({ command: 'publish', update: 'a' })?.refused, 'not-approved')
})

test('one language alone is not changed by accident', () => {
  const played = desk().draft('a', text)
  const draft = played.draftOf('a', { ...text, de: `${text.de} Es dauert an.` })
  assert.match(played.try({ command: 'draft', draft })?.message ?? '', /Only one language/)
  played.run({ command: 'draft', draft, sameMeaning: true })
})

test('a rejected text needs another wording; the same one stays rejected', () => {
  const played = desk().draft('a', text).approve('a')
  const { contentHash } = played.approval('a', 'legal') as { contentHash: string }
  played.run({ command: 'reject', update: 'a', contentHash, person: 'legal', why: 'too vague' })
  assert.equal(stage(played, 'a'), 'rejected')
  assert.equal(played.try({ command: 'publish', update: 'a' })?.refused, 'not-approved')
  played.run({ command: 'draft', draft: played.draftOf('a', text) })
  assert.equal(stage(played, 'a'), 'rejected')
  played.draft('a', { de: `${text.de} Es dauert.`, en: `${text.en} It takes time.` })
  assert.equal(stage(played, 'a'), 'in review')
})

test('times: knowledge from the past, a promise ahead, at most a week, and nothing goes out when they ran out', () => {
  const played = desk()
  const at = (hours: number): string => new Date(played.now + hours * 3_600_000).toISOString()
  for (const more of [
    { asOf: at(1) },
    { nextBy: at(-1) },
    { nextBy: at(169) },
    { asOf: 'soon' },
    { nextBy: '' },
    { kind: 'no-news' as const },
  ]) {
    assert.equal(
      played.try({ command: 'draft', draft: played.draftOf('a', text, more) })?.refused,
      'bad-form',
    )
  }
  played.draft('a', text).approve('a').wait(5)
  assert.equal(stage(played, 'a'), 'expired')
  assert.match(played.try({ command: 'publish', update: 'a' })?.message ?? '', /out of date/)
  played.publish('b', text)
  const older = played.draftOf('c', text, { asOf: at(-9) })
  assert.match(played.try({ command: 'draft', draft: older })?.message ?? '', /before that of update 1/)
})

test('nothing published is edited: a correction quotes what was wrong, once, and says why', () => {
  const played = desk().publish('a', text)
  assert.match(
    played.try({ command: 'draft', draft: played.draftOf('a', text) })?.message ?? '',
    /nothing published/,
  )
  const better = { de: 'Die Techniker sind da.', en: 'The engineers are here.' }
  const why = { de: 'Der Satz war falsch.', en: 'The sentence was wrong.' }
  for (const corrects of [
    { number: 2, was: text, why },
    { number: 1, was: better, why },
    { number: 1, was: { de: '', en: '' }, why },
    { number: 1, was: text, why: { de: '', en: 'x' } },
  ]) {
    const draft = played.draftOf('b', better, { corrects })
    assert.equal(played.try({ command: 'draft', draft })?.refused, 'bad-form')
  }
  const corrects = { number: 1, was: text, why }
  played.publish('b', better, { corrects })
  assert.deepEqual(played.desk.published[1]?.corrects, corrects)
  assert.deepEqual(played.desk.published[0]?.text, text)
  const again = played.draftOf('c', better, { corrects })
  assert.match(played.try({ command: 'draft', draft: again })?.hint ?? '', /Correct update 2/)
})

test('the truthful "nothing new" goes out again and again, but not when something is new', () => {
  const none = { de: 'Es gibt nichts Neues.', en: 'There is nothing new.' }
  const waiting = {
    command: 'draft',
    draft: { update: 'none', kind: 'no-news', text: none, everyHours: 4 },
  } as const
  const played = desk().run(waiting).approve('none')
  const publish = { command: 'publish', update: 'none' } as const
  assert.match(played.try(publish)?.message ?? '', /nothing was published yet/)
  played.publish('a', text).wait(4).run(publish).wait(40).run(publish)
  const [, second, third] = played.desk.published
  assert.equal(second?.nextBy, '2026-03-11T16:00:00.000Z')
  assert.equal(third?.asOf, third?.at)
  assert.equal(third?.kind, 'no-news')
  played.wait(1).state('x', 'exfiltration', 'indicated')
  assert.match(played.try(publish)?.message ?? '', /"x" was stated after update 3/)
})

test('"nothing new" does not go out after isolation was proved or a customer was released', () => {
  const none = { de: 'Es gibt nichts Neues.', en: 'There is nothing new.' }
  const played = desk().run({
    command: 'draft',
    draft: { update: 'none', kind: 'no-news', text: none, everyHours: 4 },
  })
  const publish = { command: 'publish', update: 'none' } as const
  played.approve('none').publish('a', text).wait(1)
  played.runCase({
    command: 'record',
    facts: [{ type: 'isolation.proven', systems: ['mbox1'], probes: 1, proof: 'p' }],
  })
  assert.match(played.try(publish)?.message ?? '', /isolation was proved after update 1/)
  played.wait(1).publish('b', text).wait(1)
  const [unit] = played.desk.case.units.values()
  assert.ok(unit)
  const at = new Date(played.now).toISOString()
  const digests = { contentHash: 'c', manifestDigest: 'm', ruleSetDigest: 'r' }
  const released = { type: 'unit.released' as const, unit: unit.unit, ...digests, files: 1, bytes: 1, at }
  const units = new Map([...played.desk.case.units, [unit.unit, { ...unit, released }]])
  played.desk = { ...played.desk, case: { ...played.desk.case, units } }
  assert.match(played.try(publish)?.message ?? '', /1 of \d+ customers were released after update 2/)
})

test('a publication that somebody wrote into the log is shown to nobody', () => {
  const played = desk().draft('a', text).approve('a', ['comms'])
  const { contentHash } = played.approval('a', 'legal') as { contentHash: string }
  const { asOf = '', nextBy = '' } = played.draftOf('a', text)
  played.believe({ type: 'update.published', update: 'a', asOf, nextBy, text, contentHash })
  played.believe({ type: 'update.published', update: 'b', asOf, nextBy, text })
  assert.equal(played.desk.published.length, 0)
  assert.equal(played.desk.unproven, 2)
  played.approve('a', ['legal'])
  played.believe({
    type: 'update.published',
    update: 'a',
    asOf,
    nextBy,
    text: { ...text, de: 'Anders.' },
    contentHash,
  })
  assert.equal(played.desk.published.length, 0, 'another text than was signed')
  played.believe({ type: 'update.published', update: 'a', asOf, nextBy, text, contentHash })
  assert.equal(played.desk.published.length, 1)
})

test('what was rejected stays rejected, whatever is rejected after it', () => {
  const played = desk().draft('a', text).approve('a')
  const first = played.draftOf('a', text)
  const reject = (): string => {
    const { contentHash } = played.approval('a', 'legal') as { contentHash: string }
    played.run({ command: 'reject', update: 'a', contentHash, person: 'legal', why: 'not true' })
    return contentHash
  }
  reject()
  played.draft('a', { de: `${text.de} Es dauert.`, en: `${text.en} It takes time.` })
  reject()
  played.run({ command: 'draft', draft: first })
  assert.equal(stage(played, 'a'), 'rejected')
  played.believe({ type: 'update.rejected', update: 'a', contentHash: 'x', person: 'nobody', why: '' })
  assert.equal(stage(played, 'a'), 'rejected')
  assert.equal(played.try({ command: 'publish', update: 'a' })?.refused, 'not-approved')
})

test('a text goes out once, however often its entries are written again', () => {
  const played = desk().publish('a', text)
  const written = played.events.filter(({ type }) => type.startsWith('update.'))
  played.believe(...written)
  assert.equal(played.desk.published.length, 1)
  assert.equal(played.desk.unproven, 1)
})

test('"no news" in the log counts only with the times that were approved, and while nothing is new', () => {
  const none = { de: 'Es gibt nichts Neues.', en: 'There is nothing new.' }
  const draft = { update: 'none', kind: 'no-news', text: none, everyHours: 4 } as const
  const played = desk().run({ command: 'draft', draft }).approve('none').publish('a', text)
  const { contentHash } = played.approval('none', 'legal') as { contentHash: string }
  const publish = (hours: number): void => {
    const asOf = new Date(played.now).toISOString()
    const nextBy = new Date(played.now + hours * 3_600_000).toISOString()
    played.believe({ type: 'update.published', update: 'none', asOf, nextBy, text: none, contentHash })
  }
  publish(400)
  assert.equal(played.desk.published.length, 1)
  publish(4)
  assert.equal(played.desk.published.length, 2)
  played.wait(1).state('x', 'exfiltration', 'indicated')
  publish(4)
  assert.equal(played.desk.published.length, 2)
})

test('an old statement of a claim or service, signed or not, does not take back a newer one', () => {
  const played = desk().state('x', 'exfiltration', 'excluded')
  const before = played.statement('x', 'exfiltration', 'excluded')
  const old = played.events.filter(({ type }) => type === 'claim.stated')
  played.state('x', 'exfiltration', 'confirmed')
  for (const person of ['forensics', 'dpo']) {
    assert.match(played.try(played.stating(before, person))?.message ?? '', /signed exactly this before/)
  }
  played.believe(...old)
  assert.equal(played.desk.claims.get('x')?.inForce?.state, 'confirmed')
  played.state('x', 'exfiltration', 'excluded', { asOf: '2026-03-11T07:30:00.000Z' })
  assert.equal(played.desk.claims.get('x')?.inForce?.state, 'excluded')

  const fine = played.sayingOf(played.aboutService('compare', 'not_affected'), 'service-owner')
  played.run(fine).run(played.sayingOf(played.aboutService('compare', 'major_outage'), 'comms'))
  assert.match(played.try(fine)?.message ?? '', /signed exactly this before/)
  played.believe(...played.events.filter(({ type }) => type === 'service.stated').slice(0, 1))
  assert.equal(played.desk.services.get('compare')?.state, 'major_outage')
})

test('a claim that takes back what was said opens a correction of every update that said it, until it is made', () => {
  const said = { de: `${text.de} {claim:x}`, en: `${text.en} {claim:x}` }
  const played = desk().state('x', 'exfiltration', 'no_indication').publish('a', said).publish('b', text)
  assert.deepEqual(correctionTasks(played.desk), [])
  played.state('x', 'exfiltration', 'confirmed')
  assert.deepEqual(
    correctionTasks(played.desk).map(({ number, claim, said: before, now }) => [
      number,
      claim,
      before.state,
      now?.state,
    ]),
    [[1, 'x', 'no_indication', 'confirmed']],
  )
  const [first] = played.desk.published
  assert.ok(first)
  const corrects = { number: 1, was: first.text, why: { de: 'Wir wissen mehr.', en: 'We know more.' } }
  played.publish('c', said, { corrects })
  assert.deepEqual(correctionTasks(played.desk), [])
  assert.match(played.desk.published[2]?.text.en ?? '', /Data was copied out of our systems\./)
})

const name = fc.constantFrom('a', 'b')
const person = fc.constantFrom('comms', 'legal', 'dpo', 'comms', 'legal')
const state = fc.constantFrom('unknown' as const, 'indicated' as const, 'confirmed' as const)
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('draft' as const), name, n: fc.nat(2) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('approve' as const), name, person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('state' as const), state }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), name }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(0.5, 5) }),
  },
)

test('whatever the order of steps: published is only what comms and legal signed after its last change, seen in raw events', () => {
  let published = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
      const played = desk().state('x', 'exfiltration', 'unknown')
      for (const one of steps) {
        if (one.do === 'wait') played.wait(one.hours)
        else if (one.do === 'publish') played.try({ command: 'publish', update: one.name })
        else if (one.do === 'approve') played.try(played.approval(one.name, one.person))
        else if (one.do === 'state')
          played.try(played.stating(played.statement('x', 'exfiltration', one.state), 'forensics'))
        else {
          const words = { de: `Stand ${one.n}: {claim:x}`, en: `State ${one.n}: {claim:x}` }
          played.try({ command: 'draft', draft: played.draftOf(one.name, words) })
        }
      }
      played.events.forEach((event, place) => {
        if (event.type !== 'update.published') return
        published += 1
        const before = played.events.slice(0, place)
        const signers = before.filter(
          (one) =>
            one.type === 'update.approved' &&
            one.update === event.update &&
            one.contentHash === event.contentHash,
        )
        const roles = signers.map((one) => (one.type === 'update.approved' ? one.role : ''))
        assert.ok(roles.includes('comms') && roles.includes('legal'))
        const claim = before.findLast((one) => one.type === 'claim.stated')
        assert.ok(claim?.type === 'claim.stated' && event.text.en.includes(claim.statement.wording.en))
      })
      assert.equal(
        played.desk.published.length,
        played.events.filter(({ type }) => type === 'update.published').length,
      )
      assert.equal(played.desk.unproven, 0)
    }),
    { numRuns: 150 },
  )
  assert.ok(published > 20, `only ${published} publications were seen`)
})
