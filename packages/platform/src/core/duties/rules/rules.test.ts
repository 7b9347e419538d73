import assert from 'node:assert/strict'
import { test } from 'node:test'

import { appliesTo } from '../applies.ts'
import { dueOf, type StartOf } from '../due-of.ts'
import type { Duty, Start } from '../duty.ts'
import { duties, dutyRulesDigest } from './index.ts'

const byId = new Map(duties.map((duty) => [duty.id, duty]))
const day = '2026-11-29'

test('every row L1 to L30 is there, frozen, in two languages, as a draft', () => {
  const rows = new Set(duties.map(({ row }) => row))
  assert.deepEqual(
    [...rows],
    Array.from({ length: 30 }, (_, at) => `L${at + 1}`),
  )
  assert.equal(byId.size, duties.length, 'ids are unique')
  for (const duty of duties) {
    assert.ok(Object.isFrozen(duty) && Object.isFrozen(duty.contents), duty.id)
    assert.equal(duty.review, 'draft for counsel')
    assert.ok(duty.contents.length > 0, duty.id)
    for (const { de, en } of [duty.title, duty.owedBy, duty.trigger, duty.form, ...duty.contents]) {
      assert.ok(de !== '' && en !== '', duty.id)
    }
    for (const date of [duty.validFrom, duty.validTo]) {
      if (date !== undefined) assert.equal(Temporal.PlainDate.from(date).toString(), date, duty.id)
    }
    if (duty.regime === 'statute') assert.ok(duty.approve.length > 0, duty.id)
  }
  assert.match(dutyRulesDigest, /^[0-9a-f]{64}$/)
})

test('what a duty waits for is a duty that comes before it, without circles', () => {
  for (const duty of duties) {
    const seen = new Set<string>([duty.id])
    const follow = (one: Duty): void => {
      for (const start of startsOf(one)) {
        if (start.kind === 'event') continue
        const before = byId.get(start.duty)
        assert.ok(before, `${one.id} waits for ${start.duty}`)
        assert.ok(!seen.has(before.id), `${duty.id} waits in a circle`)
        seen.add(before.id)
        follow(before)
      }
    }
    follow(duty)
  }
})

function startsOf({ clock }: Duty): readonly Start[] {
  if (clock.kind === 'period') return clock.limits.map(({ start }) => start)
  return clock.kind === 'none' || clock.kind === 'request' ? [] : [clock.start]
}

test('what the profile does not say is unknown, what it denies does not apply, with the reason', () => {
  const dutyOf = (id: string): Duty => byId.get(id) ?? assert.fail(id)
  assert.deepEqual(appliesTo(dutyOf('gdpr-33-1'), {}, day), {
    applies: 'unknown',
    unanswered: ['controller'],
  })
  assert.equal(appliesTo(dutyOf('gdpr-33-1'), { controller: true }, day).applies, 'yes')
  const denied = appliesTo(dutyOf('bsig-32-1-1'), { nis2: 'none' }, day)
  assert.ok(denied.applies === 'no' && /important/.test(denied.because.en))
  const financial = { nis2: 'important', dora: true, telecom: false } as const
  assert.equal(appliesTo(dutyOf('bsig-32-1-1'), financial, day).applies, 'no', 'DORA takes its place')
  assert.equal(appliesTo(dutyOf('dora-19-initial'), financial, day).applies, 'yes')
  const hosted = { nis2: 'important', dora: false, telecom: true } as const
  assert.equal(appliesTo(dutyOf('bsig-32-1-2'), hosted, day).applies, 'no', 'the TKG takes its place')
  assert.equal(appliesTo(dutyOf('tkg-168-2'), hosted, day).applies, 'yes')
})

test('rules hold on their days only, and pending law never', () => {
  const duty = byId.get('bsig-32-1-1') ?? assert.fail()
  const profile = { nis2: 'essential', dora: false, telecom: false } as const
  assert.equal(appliesTo(duty, profile, '2025-12-05').applies, 'no')
  assert.equal(appliesTo(duty, profile, '2025-12-06').applies, 'yes')
  assert.equal(appliesTo({ ...duty, validTo: '2026-01-01' }, profile, '2026-01-02').applies, 'no')
  for (const pending of duties.filter((one) => one.pending)) {
    const all = { controller: true, uk: true }
    assert.equal(appliesTo(pending, all, day).applies, 'no', pending.id)
  }
})

const aware = '2026-11-24T10:00:00Z'
const initial: [string, string | undefined, string][] = [
  ['not classified yet: 24 hours after awareness', undefined, '2026-11-25T10:00:00Z'],
  ['classified at once: four hours later', '2026-11-24T11:00:00Z', '2026-11-24T15:00:00Z'],
  ['classified late on the first day: still 24 hours', '2026-11-25T08:00:00Z', '2026-11-25T10:00:00Z'],
  ['classified after 24 hours: four hours from then', '2026-11-26T08:00:00Z', '2026-11-26T12:00:00Z'],
]
for (const [name, classified, expected] of initial) {
  test(`DORA initial notification: ${name}`, () => {
    const duty = byId.get('dora-19-initial')
    assert.ok(duty?.clock.kind === 'period')
    const startOf: StartOf = (start) => {
      if (start.kind !== 'event') return undefined
      const time = { 'aware-of-incident': aware, 'classified-major': classified }[start.event as string]
      return time === undefined ? undefined : Temporal.Instant.from(time)
    }
    const due = dueOf(duty, duty.clock, startOf, {})
    assert.equal(due?.due.toString(), expected)
    assert.deepEqual(due?.readings, [], 'no noon rule for who may be an important entity')
    assert.equal(dueOf(duty, duty.clock, startOf, { nis2: 'none' })?.readings.length, 1)
  })
}
