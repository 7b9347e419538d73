import assert from 'node:assert/strict'
import { test } from 'node:test'

import { contentHash, unitContentHash } from '../../case/index.ts'
import { alarmMessage, rosterView } from '../index.ts'
import { adopted, estate, type Played, recovered } from '../played-response.fixture.ts'
import { exampleRoster } from './example-roster.fixture.ts'

const [tenant = ''] = estate.tenants.map(({ id }) => id)

function withRoster(): Played {
  return adopted()
    .run(recovered(tenant))
    .does({ command: 'takeRoster', roster: exampleRoster, person: 'karla' })
}

function asks(played: Played, { by, alone }: { by: string; alone: boolean }): string {
  const unit = played.state.case.units.get(tenant)
  assert.ok(unit)
  const until = new Date(Date.parse(played.now) + 2 * 3_600_000).toISOString()
  const facts = unitContentHash(played.state.case.id, unit)
  const content = { facts, skips: ['secondPerson'], until, ...(alone && { alone: true }) }
  const request = `request-${String(played.entries.length).padStart(12, '0')}`
  played.run({
    command: 'requestApproval',
    request,
    subject: { kind: 'override', name: tenant },
    content,
    contentHash: contentHash(content),
    scope: { tenants: [tenant], services: [] },
    quorum: alone ? 1 : 2,
    roles: [],
    authors: [],
    reason: `${tenant} is a hospital`,
    by,
    expiresAt: until,
    origin: 'https://anlauf.example',
  })
  return request
}

function called(played: Played): readonly string[] {
  const before = played.entries.length
  played.does({ command: 'alarmOverrides' }).does({ command: 'callDue' })
  const calls = played.entries.slice(before).filter(({ kind }) => kind === 'alarm.called')
  return calls.map(({ data }) => JSON.stringify(data['person']).slice(1, -1))
}

test('one person who asks alone: everybody else is called, once for each request, whoever looks how often', () => {
  const played = withRoster()
  const request = asks(played, { by: 'lea', alone: true })
  const people = called(played)
  assert.ok(people.length > 5 && !people.includes('lea'), people.join())
  assert.ok(people.includes('tom'), 'the deputy of a lead who asks alone is called at once')
  const raised = played.entries.filter(({ kind }) => kind === 'alarm.raised')
  assert.deepEqual(
    raised.map(({ data }) => [data['request'], data['person']]),
    [[request, 'lea']],
  )
  assert.ok(!JSON.stringify(raised[0]?.data).includes(tenant), 'no customer stands in an alarm')
  const before = played.entries.length
  played.does({ command: 'alarmOverrides' })
  assert.equal(played.entries.length, before)
})

test('an override by two, and one that was withdrawn or is over, calls nobody', () => {
  const played = withRoster()
  asks(played, { by: 'lea', alone: false })
  const withdrawn = asks(played, { by: 'lea', alone: true })
  played.run({
    command: 'withdrawApproval',
    request: withdrawn,
    person: 'lea',
    whole: true,
    reason: 'found one',
  })
  asks(played, { by: 'ida', alone: true })
  played.later(3)
  const before = played.entries.length
  played.does({ command: 'alarmOverrides' })
  assert.equal(played.entries.length, before)
})

test('an alarm that runs stands in no way of it, and is itself not in the way of one for everybody', () => {
  const played = withRoster().does({
    command: 'raiseAlarm',
    reason: 'noise',
    roles: ['lead'],
    person: 'karla',
  })
  played.does({ command: 'callDue' }).does({ command: 'acknowledge', person: 'lea', recordedBy: 'karla' })
  asks(played, { by: 'lea', alone: true })
  assert.ok(called(played).length > 5)
  played.does({ command: 'acknowledge', person: 'tom', recordedBy: 'karla' })
  assert.match(
    played.tries({ command: 'acknowledge', person: 'lea', recordedBy: 'karla' })?.message ?? '',
    /is about lea/,
  )
  assert.ok(!rosterView(played.state, { now: played.now })?.alarm?.openRoles.includes('lead'))
  played.does({ command: 'endAlarm', reason: 'all know', person: 'karla' })
  assert.ok(played.tries({ command: 'callDue' }), 'nobody is called any more')
  asks(played.later(0.1), { by: 'tom', alone: true })
  played.does({ command: 'alarmOverrides' })
  played.does({ command: 'raiseAlarm', reason: 'again', roles: ['it'], person: 'karla' })
})

test('without a roster it is said, not forgotten: the alarm comes once there is one', () => {
  const played = adopted().run(recovered(tenant))
  asks(played, { by: 'lea', alone: true })
  assert.match(played.tries({ command: 'alarmOverrides' })?.hint ?? '', /case roster/)
  played.does({ command: 'takeRoster', roster: exampleRoster, person: 'karla' })
  assert.ok(called(played).length > 5)
})

test('the message says in both languages what to do', () => {
  const person = { id: 'tom', languages: ['de', 'en'] as const }
  const { text } = alarmMessage({
    caseId: 'c',
    title: 't',
    reason: 'x',
    role: 'it',
    person,
    exercise: false,
    isOverride: true,
  })
  assert.match(text, /allein öffnen/)
  assert.match(text, /open a gate alone/)
})
