import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { decide, isRefusal } from '../../case/index.ts'
import { type ContractNotice, type DutyEvent, dutyEvents } from '../../estate/index.ts'
import { publicPem } from '../../evidence/index.ts'
import {
  type ClockLog,
  clockName,
  emptyClockLog,
  roundOf,
  withCaseEvent,
  withClockEvent,
} from '../log/clock-log.ts'
import { signStatement, type Statement } from '../log/statement.ts'
import { duties } from '../rules/index.ts'
import type { Clock, ClockState } from './clock.ts'
import { clocksOf } from './clocks-of.ts'
import { type ClockCommand, decideClock } from './decide-clock.ts'

const declaredAt = '2026-11-24T10:00:00.000Z'
const proof = 'a'.repeat(64)
const keys = new Map<string, KeyObject>(
  ['anna', 'bernd'].map((name) => [name, generateKeyPairSync('ed25519').privateKey]),
)
const hours = (count: number): string => new Date(Date.parse(declaredAt) + count * 3_600_000).toISOString()

function declared(tenants: readonly string[] = ['t1', 't2']): ClockLog {
  const declaration = { title: 'attack', exercise: true, tenants, services: [] }
  let log = withCaseEvent(emptyClockLog('c1'), { type: 'case.declared', ...declaration }, declaredAt)
  for (const [person, key] of keys) {
    const command = { command: 'registerApprover', person, role: 'legal', publicKey: publicPem(key) } as const
    const events = decide(log.case, command)
    assert.ok(!isRefusal(events))
    for (const event of events) log = withCaseEvent(log, event, declaredAt)
  }
  return log
}

function apply(log: ClockLog, command: ClockCommand, now: string): ClockLog {
  const events = decideClock(log, command, Temporal.Instant.from(now))
  return events.reduce((next, event) => withClockEvent(next, event, now), log)
}

function clock(log: ClockLog, id: string, now: string, tenant?: string): Clock {
  const name = clockName(id, tenant)
  const found = clocksOf(log, Temporal.Instant.from(now)).find(
    (one) => clockName(one.duty.id, one.tenant) === name,
  )
  return found ?? assert.fail(name)
}

function state(log: ClockLog, id: string, now: string, tenant?: string): ClockState {
  return clock(log, id, now, tenant).state
}

/** When it is due, as text; undefined where nothing is. */
function due(one: ClockState): string | undefined {
  if (one.kind === 'met') return one.due?.due.toString()
  return 'due' in one ? one.due.toString() : undefined
}

const start = (event: DutyEvent, occurredAt: string): ClockCommand => ({
  command: 'start',
  event,
  occurredAt,
})
const meet = (duty: string, metAt: string, tenants?: readonly string[]): ClockCommand => ({
  command: 'meet',
  duty,
  metAt,
  proof,
  ...(tenants && { tenants }),
})

function sign(log: ClockLog, statement: Statement, person: string, reason = 'checked'): ClockCommand {
  const key = keys.get(person)
  assert.ok(key)
  const current = { ...statement, round: roundOf(log, statement) }
  const signed = { case: 'c1', statement: current, reason, person, role: 'legal' }
  return { command: 'sign', statement: current, reason, person, signature: signStatement(signed, key) }
}

test('the declaration starts the clocks of knowledge; what the profile leaves open runs', () => {
  const one = clock(declared(), 'gdpr-33-1', hours(1))
  assert.equal(one.state.kind, 'running')
  assert.deepEqual(one.unanswered, ['controller'])
  assert.ok(one.state.kind === 'running' && one.state.provisional)
  assert.equal(due(one.state), '2026-11-27T10:00:00Z')
  assert.equal(state(declared(), 'gdpr-34', hours(1)).kind, 'waiting')
  assert.equal(state(declared(), 'eu-omnibus', hours(1)).kind, 'notApplicable')
})

test('running, approaching, missed, met with proof, met late with a reason', () => {
  const log = declared()
  for (const [now, kind] of [
    [1, 'running'],
    [53.9, 'running'],
    [54, 'approaching'],
    [72, 'approaching'],
    [72.001, 'missed'],
  ] as const) {
    assert.equal(state(log, 'gdpr-33-1', hours(now)).kind, kind, `${now} h`)
  }
  const met = state(apply(log, meet('gdpr-33-1', hours(72)), hours(73)), 'gdpr-33-1', hours(99))
  assert.ok(met.kind === 'met' && !met.late && met.submission.proof === proof)
  const late = meet('gdpr-33-1', hours(73))
  assert.throws(() => apply(log, late, hours(74)), { code: 'input-invalid', message: /comes late/ })
  const told = apply(log, { ...late, delayReason: 'mail was down' } as ClockCommand, hours(74))
  const after = state(told, 'gdpr-33-1', hours(74))
  assert.ok(after.kind === 'met' && after.late && after.submission.note === 'mail was down')
})

test('earlier knowledge makes the time shorter; later knowledge moves nothing until two people sign', () => {
  const log = declared()
  const earlier = apply(log, start('aware-as-controller', hours(-5)), hours(1))
  assert.equal(due(state(earlier, 'gdpr-33-1', hours(1))), '2026-11-27T05:00:00Z')
  let later = apply(log, start('aware-as-controller', hours(5)), hours(6))
  assert.equal(due(state(later, 'gdpr-33-1', hours(6))), '2026-11-27T10:00:00Z')
  assert.throws(() => apply(later, start('aware-as-controller', hours(6)), hours(7)), /recorded already/)

  const redate: Statement = { kind: 'redate', event: 'aware-as-controller', occurredAt: hours(5), round: 0 }
  later = apply(later, sign(later, redate, 'anna'), hours(7))
  assert.equal(due(state(later, 'gdpr-33-1', hours(7))), '2026-11-27T10:00:00Z', 'one signature is none')
  assert.throws(() => apply(later, sign(later, redate, 'anna'), hours(7)), /signed this already/)
  const otherReason = apply(later, sign(later, redate, 'bernd', 'another reason'), hours(7))
  assert.equal(due(state(otherReason, 'gdpr-33-1', hours(7))), '2026-11-27T10:00:00Z')
  later = apply(later, sign(later, redate, 'bernd'), hours(8))
  const moved = state(later, 'gdpr-33-1', hours(8))
  assert.equal(due(moved), '2026-11-27T15:00:00Z')
  assert.ok('formerDue' in moved && moved.formerDue?.toString() === '2026-11-27T10:00:00Z')
})

test('signatures of a strange key, of another case or of an earlier round count for nothing', () => {
  const log = apply(declared(), start('aware-as-controller', hours(5)), hours(6))
  const redate: Statement = { kind: 'redate', event: 'aware-as-controller', occurredAt: hours(5), round: 0 }
  const anna = sign(log, redate, 'anna')
  assert.ok(anna.command === 'sign')
  const forged = { ...anna, person: 'bernd' }
  assert.throws(() => apply(log, forged, hours(7)), /not that of bernd/)
  const event = { type: 'clock.signed', statement: anna.statement, role: 'legal', note: 'checked' } as const
  const past = [
    {
      ...event,
      person: 'bernd',
      keyId: log.case.approvers.get('bernd')?.keyId ?? '',
      signature: anna.signature,
    },
    { ...event, person: 'emil', keyId: proof, signature: anna.signature },
  ]
  for (const entry of past) assert.equal(withClockEvent(log, entry, hours(7)).proposals.size, 0)

  const notOwed: Statement = { kind: 'notApplicable', duty: 'gdpr-33-1', round: 0 }
  let settled = apply(log, sign(log, notOwed, 'anna'), hours(7))
  const old = sign(settled, notOwed, 'bernd')
  settled = apply(settled, old, hours(7))
  assert.equal(state(settled, 'gdpr-33-1', hours(8)).kind, 'notApplicable')
  const again = apply(settled, { command: 'reopen', duty: 'gdpr-33-1', reason: 'a list was found' }, hours(9))
  assert.equal(state(again, 'gdpr-33-1', hours(9)).kind, 'running')
  assert.throws(() => apply(again, old, hours(9)), /went on since/)
})

test('a signature by a key that was revoked since ends no clock together with another one', () => {
  const notOwed: Statement = { kind: 'notApplicable', duty: 'gdpr-33-1', round: 0 }
  const signed = apply(declared(), sign(declared(), notOwed, 'anna'), hours(7))
  const keyId = signed.case.approvers.get('anna')?.keyId ?? ''
  const revocation = { keyId, person: 'anna', by: 'bernd', reason: 'stolen' }
  let log = withCaseEvent(signed, { type: 'key.revoked', ...revocation }, hours(8))
  log = apply(log, sign(log, notOwed, 'bernd'), hours(9))
  assert.equal(state(log, 'gdpr-33-1', hours(9)).kind, 'running')
})

test('each tenant’s own clock starts at the proven receipt of our notice', () => {
  const log = apply(declared(), meet('gdpr-33-2', hours(10), ['t1']), hours(11))
  assert.equal(due(state(log, 'gdpr-33-1@tenant', hours(11), 't1')), '2026-11-27T20:00:00Z')
  assert.equal(state(log, 'gdpr-33-1@tenant', hours(11), 't2').kind, 'waiting')
  assert.throws(() => apply(log, meet('gdpr-33-2', hours(10)), hours(11)), /clock for every tenant/)
  assert.throws(() => apply(log, meet('gdpr-33-2', hours(10), ['t3']), hours(11)), { code: 'not-found' })
})

test('a final report waits for the report before it and shows its last possible moment', () => {
  const log = declared()
  const waiting = state(log, 'bsig-32-1-4', hours(1))
  assert.ok(waiting.kind === 'waiting')
  assert.equal(waiting.latestDue?.toString(), '2026-12-27T10:00:00Z')
  const reported = apply(log, meet('bsig-32-1-2', hours(48)), hours(49))
  assert.equal(due(state(reported, 'bsig-32-1-4', hours(49))), '2026-12-26T10:00:00Z')
  const chain = apply(log, meet('dora-19-initial', hours(2)), hours(3))
  const first = apply(chain, meet('dora-19-intermediate', hours(20)), hours(21))
  const second = apply(first, meet('dora-19-intermediate', hours(50)), hours(51))
  assert.equal(due(state(first, 'dora-19-final', hours(51))), '2026-12-25T06:00:00Z')
  assert.equal(due(state(second, 'dora-19-final', hours(51))), '2026-12-26T12:00:00Z', 'from the latest')
})

test('a profile says what does not apply; a later one can only add', () => {
  const none = { controller: true, nis2: 'none', dora: false } as const
  const log = apply(declared(), { command: 'profile', profile: none, contracts: [] }, hours(1))
  assert.equal(state(log, 'bsig-32-1-1', hours(2)).kind, 'notApplicable')
  assert.equal(state(log, 'gdpr-33-1', hours(2)).kind, 'running')
  const wider = { ...none, controller: false, nis2: 'important', telecom: false } as const
  const both = apply(log, { command: 'profile', profile: wider, contracts: [] }, hours(3))
  assert.equal(state(both, 'bsig-32-1-1', hours(4)).kind, 'running')
  assert.equal(state(both, 'gdpr-33-1', hours(4)).kind, 'running')
  assert.deepEqual(
    decideClock(both, { command: 'profile', profile: wider, contracts: [] }, Temporal.Instant.from(hours(5))),
    [],
  )
})

test('contracts have clocks of their own, for the tenants they name, and the shorter promise holds', () => {
  const promise = (within: number, tenants?: readonly string[]) =>
    ({
      command: 'profile',
      profile: {},
      contracts: [
        {
          id: 'avv',
          title: { de: 'AVV', en: 'DPA' },
          after: 'aware-as-processor',
          within,
          ...(tenants && { tenants }),
        },
      ],
    }) as const
  let log = apply(declared(), promise(24, ['t1']), hours(1))
  log = apply(log, promise(48), hours(2))
  const [own, other] = clocksOf(log, Temporal.Instant.from(hours(2))).filter(
    ({ duty }) => duty.id === 'contract-avv',
  )
  assert.equal(other?.tenant, 't2', 'promised to all by the later one')
  assert.ok(own?.state.kind === 'running' && own.state.dueBy === 'contract')
  assert.equal(due(own.state), '2026-11-25T10:00:00Z')
  assert.equal(
    state(apply(log, meet('contract-avv', hours(3), ['t1']), hours(4)), 'contract-avv', hours(5), 't1').kind,
    'met',
  )
})

test('a changed contract takes no promise away: not from a tenant, not from the fact it counted from', () => {
  const avv = { id: 'avv', title: { de: 'AVV', en: 'DPA' }, after: 'aware-as-processor', within: 48 } as const
  const profile = (...contracts: ContractNotice[]): ClockCommand => ({
    command: 'profile',
    profile: {},
    contracts,
  })
  const promised = (log: ClockLog): string[] =>
    clocksOf(log, Temporal.Instant.from(hours(3))).flatMap(({ duty, tenant, state: one }) =>
      duty.id.startsWith('contract-') ? [`${duty.id} ${tenant} ${due(one) ?? one.kind}`] : [],
    )
  const all = apply(declared(), profile(avv), hours(1))
  const [t1, t2] = ['contract-avv t1', 'contract-avv t2']
  assert.deepEqual(promised(all), [`${t1} 2026-11-26T10:00:00Z`, `${t2} 2026-11-26T10:00:00Z`])
  const shorter = apply(all, profile({ ...avv, within: 24, tenants: ['t1'] }), hours(2))
  assert.deepEqual(promised(shorter), [`${t1} 2026-11-25T10:00:00Z`, `${t2} 2026-11-25T10:00:00Z`])
  const later = apply(all, profile({ ...avv, within: 24, after: 'threat-assessed' }), hours(2))
  assert.deepEqual(promised(later).slice(0, 2), promised(all))
  assert.deepEqual(promised(later).slice(2), [
    'contract-avv-threat-assessed t1 waiting',
    'contract-avv-threat-assessed t2 waiting',
  ])
})

test('what can happen again starts its clock again; an authority’s day is obeyed', () => {
  const request = { ...start('authority-request', hours(1)), dueBy: hours(7) } as ClockCommand
  let log = apply(declared(), request, hours(2))
  const asked = state(log, 'bsig-32-1-3', hours(2))
  assert.ok(asked.kind === 'running' && asked.dueBy === 'authority')
  assert.equal(due(asked), '2026-11-24T17:00:00Z')
  log = apply(log, meet('bsig-32-1-3', hours(3)), hours(4))
  assert.equal(state(log, 'bsig-32-1-3', hours(4)).kind, 'met')
  log = apply(log, start('authority-request', hours(9)), hours(10))
  assert.equal(due(state(log, 'bsig-32-1-3', hours(10))), '2026-11-25T19:00:00Z')
})

test('what has not happened, is unknown or has no time is refused', () => {
  const log = declared()
  const refusals: [ClockCommand, RegExp][] = [
    [start('high-risk', hours(9)), /has not come yet/],
    [meet('gdpr-33-1', hours(9)), /has not come yet/],
    [meet('gdpr-331', hours(1)), /no duty "gdpr-331"/],
    [meet('gdpr-33-5', hours(1)), /without a time/],
    [meet('gdpr-33-1', hours(1), ['t1']), /one clock for the case/],
    [{ command: 'reopen', duty: 'gdpr-33-1', reason: 'x' }, /is open/],
    [sign(log, { kind: 'notApplicable', duty: 'eu-omnibus', round: 0 }, 'anna'), /does not apply already/],
    [
      sign(log, { kind: 'redate', event: 'high-risk', occurredAt: hours(1), round: 0 }, 'anna'),
      /not recorded yet/,
    ],
  ]
  for (const [command, message] of refusals) assert.throws(() => apply(log, command, hours(2)), { message })
  assert.throws(() =>
    decideClock(emptyClockLog('c1'), start('high-risk', hours(1)), Temporal.Instant.from(hours(2))),
  )
})

test('a fact on a day before a law ends no duty that the declaration started', () => {
  const before = '2026-09-10T10:00:00.000Z'
  const at = '2026-09-11T10:00:00.000Z'
  const declaration = { title: 'attack', exercise: true, tenants: [], services: [] }
  const log = withCaseEvent(emptyClockLog('c1'), { type: 'case.declared', ...declaration }, at)
  const earlier = apply(log, start('aware-of-incident', before), at)
  const one = state(earlier, 'cra-14-incident-early', at)
  assert.equal(due(one), '2026-09-11T10:00:00Z')
})

test('no facts of one person alone move a running due later, except a submission it counts from', () => {
  const events = dutyEvents.filter((event) => event !== 'classified-major')
  const step = fc.oneof(
    fc.record({ event: fc.constantFrom(...events), hour: fc.integer({ min: -48, max: 90 }) }),
    fc.record({
      profile: fc.constantFrom({}, { controller: false }, { nis2: 'none' as const, land: 'BE' as const }),
    }),
  )
  const now = Temporal.Instant.from(hours(100))
  const dues = (log: ClockLog) => clocksOf(log, now).map((one) => due(one.state))
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 8 }), (steps) => {
      let log = apply(declared([]), { command: 'profile', profile: {}, contracts: [] }, hours(0))
      let before = dues(log)
      for (const one of steps) {
        const command =
          'event' in one
            ? start(one.event, hours(one.hour))
            : ({ command: 'profile', contracts: [], ...one } as const)
        log = tried(log, command)
        const after = dues(log)
        for (const [at, was] of before.entries()) {
          const is = after[at]
          assert.ok(was === undefined || (is !== undefined && is <= was), `${duties[at]?.id}: ${was}, ${is}`)
        }
        before = after
      }
    }),
    { numRuns: 300 },
  )
})

function tried(log: ClockLog, command: ClockCommand): ClockLog {
  try {
    return apply(log, command, hours(100))
  } catch {
    return log
  }
}
