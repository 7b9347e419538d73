import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { alarmMessage, deliveriesTo, rosterView } from '../index.ts'
import { adopted, type Played } from '../played-response.fixture.ts'
import { exampleRoster } from './example-roster.fixture.ts'

function raised(): Played {
  return adopted()
    .does({ command: 'takeRoster', roster: exampleRoster, person: 'karla' })
    .does({ command: 'raiseAlarm', reason: 'noise', roles: ['lead', 'it'], person: 'karla' })
}

/** Makes what is due and says whom it called. */
function calls(played: Played): readonly string[] {
  const before = played.entries.length
  played.does({ command: 'callDue' })
  const called = played.entries.slice(before).map(({ data }) => data as { call: number; person: string })
  for (const { call } of called) {
    played.does({
      command: 'reportCall',
      alarm: 'alarm-1',
      call,
      outcomes: [{ channel: 'mail', outcome: 'withheld' }],
    })
  }
  return called.map(({ person }) => person)
}

test('holders at once, deputies after five minutes, everybody after ten, the management after twenty', () => {
  const played = raised()
  assert.deepEqual(calls(played), ['lea', 'ida'])
  assert.deepEqual(calls(played), [])
  assert.deepEqual(calls(played.later(5 / 60)), ['tom', 'rolf'])
  assert.deepEqual(calls(played.later(4 / 60)), [])
  assert.deepEqual(calls(played.later(1 / 60)).toSorted(), ['ida', 'lea', 'rolf', 'tom'])
  assert.deepEqual(calls(played.later(11 / 60)), [])
})

test('whoever answered is called no more, nor anybody else for that role', () => {
  const played = raised()
  calls(played)
  played.does({ command: 'acknowledge', person: 'ida', recordedBy: 'karla' })
  assert.deepEqual(calls(played.later(5 / 60)), ['tom'])
  played.does({ command: 'acknowledge', person: 'tom', recordedBy: 'karla' })
  assert.deepEqual(calls(played.later(1)), [])
  assert.deepEqual(rosterView(played.state, { now: played.now })?.alarm?.openRoles, [])
})

test('a call whose program died on the way is made again, one that was reported is not', () => {
  const played = raised()
  played.does({ command: 'callDue' })
  assert.deepEqual(calls(played.later(1 / 60)), [])
  assert.deepEqual(calls(played.later(1.1 / 60)), ['lea', 'ida'])
  assert.deepEqual(calls(played), [])
})

test('a call that failed on every way is not waited for: the deputy is called at once', () => {
  const played = raised()
  played.does({ command: 'callDue' })
  const failed = { channel: 'mail', outcome: 'failed', detail: 'ECONNECTION' } as const
  const byHand = { channel: 'mobile', outcome: 'by-hand' } as const
  played.does({ command: 'reportCall', alarm: 'alarm-1', call: 1, outcomes: [failed] })
  played.does({ command: 'reportCall', alarm: 'alarm-1', call: 2, outcomes: [failed, byHand] })
  assert.deepEqual(calls(played), ['tom'])
})

test('a clock that jumps back an hour calls nobody twice and loses nobody', () => {
  const played = raised()
  calls(played)
  assert.deepEqual(calls(played.later(-1)), [])
  assert.deepEqual(calls(played.later(1 + 5 / 60)), ['tom', 'rolf'])
})

test('a role that nobody has goes to the management at once', () => {
  const played = adopted()
  const people = exampleRoster.people.filter(({ id }) => id !== 'vera' && id !== 'rolf')
  played.does({ command: 'takeRoster', roster: { ...exampleRoster, people }, person: 'karla' })
  played.does({ command: 'raiseAlarm', reason: 'noise', roles: ['forensics'], person: 'karla' })
  assert.deepEqual(calls(played), ['tom', 'lea'])
})

test('nobody who is not in the roster acknowledges, takes a role or gets one', () => {
  const played = raised()
  assert.match(
    played.tries({ command: 'acknowledge', person: 'leo', recordedBy: 'karla' })?.hint ?? '',
    /Did you mean "lea"/,
  )
  for (const person of ['leo', '']) {
    assert.ok(played.tries({ command: 'takeRole', role: 'lead', person, recordedBy: 'karla' }))
  }
  played.does({ command: 'takeRole', role: 'lead', person: 'lea', recordedBy: 'karla' })
  assert.match(
    played.tries({ command: 'takeRole', role: 'lead', person: 'tom', recordedBy: 'karla' })?.hint ?? '',
    /Hand it over/,
  )
  const handOver = {
    command: 'handOver',
    role: 'lead',
    summary: 'a'.repeat(64),
    recordedBy: 'karla',
  } as const
  assert.ok(played.tries({ ...handOver, to: 'nobody' }))
  played.does({ ...handOver, to: 'tom' })
  assert.equal(played.state.force.roles.get('lead')?.person, 'tom')
})

const channel = fc.record({
  kind: fc.constantFrom(
    'mail' as const,
    'webhook' as const,
    'mobile' as const,
    'phone' as const,
    'letter' as const,
  ),
  to: fc.string({ minLength: 3, maxLength: 30 }).map((to) => `REAL${to}`),
})

test('in an exercise no message has a real address, and every text says that it is one', () => {
  fc.assert(
    fc.property(fc.array(channel), fc.option(fc.constant('sink@exercise.example')), (channels, sink) => {
      const deliveries = deliveriesTo(
        { channels },
        { exercise: true, ...(sink !== null && { exerciseMail: sink }) },
      )
      assert.ok(!JSON.stringify(deliveries).includes('REAL'))
      assert.equal(deliveries.length, channels.length)
      assert.ok(deliveries.every((one) => !('to' in one) || one.to === sink))
    }),
  )
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.subarray(['de', 'en'] as const),
      fc.boolean(),
      (title, reason, languages, exercise) => {
        const person = { id: 'lea', languages }
        const { subject, text } = alarmMessage({ caseId: 'c', title, reason, role: 'lead', person, exercise })
        assert.equal(
          subject.includes('EXERCISE') && text.startsWith('*** ÜBUNG'),
          exercise || /EXERCISE/.test(title + reason),
        )
        assert.ok(!/[\r\n]/.test(subject))
      },
    ),
  )
})
