import assert from 'node:assert/strict'
import { test } from 'node:test'

import { digest, nightCase, replayed, TestCase } from './approval-case.fixture.ts'
import { contentHash } from './index.ts'
import { passkey } from './passkey.fixture.ts'

const minutes = (count: number): number => count * 60_000

function askOverride(
  night: TestCase,
  more: { skips?: string[]; alone?: true; hours?: number; facts?: string } = {},
) {
  const { skips = ['isolation'], alone, hours = 2, facts = night.hashOf() } = more
  const until = new Date(night.at + hours * 3_600_000).toISOString()
  const content = { facts, skips, until, ...(alone && { alone }) }
  return night.ask({
    subject: { kind: 'override', name: 't1' },
    content,
    contentHash: contentHash(content),
    quorum: alone === true ? 1 : 2,
    reason: 'hospital is waiting',
  })
}

function withoutIsolation() {
  const people = [passkey('anna'), passkey('bernd')] as const
  const night = new TestCase().declare().scan()
  for (const key of people) night.register(key, ['lead'], [], 'x')
  return { night, anna: people[0], bernd: people[1] }
}

test('two people hold a gate open by hand, for these facts and for hours; it is marked for ever', () => {
  const { night, anna, bernd } = withoutIsolation()
  const release = night.ask()
  for (const key of [anna, bernd]) night.run(night.word(key, release))
  assert.equal(night.release(), 'gate-closed', 'not isolated')
  const request = askOverride(night)
  night.run(night.word(anna, request))
  assert.equal(night.release(), 'gate-closed', 'one alone')
  night.run(night.word(bernd, request))
  assert.deepEqual(night.state.units.get('t1')?.override?.people, ['anna', 'bernd'])
  assert.equal(night.release(), undefined)
  assert.equal(night.state.units.get('t1')?.released?.override, request)
  assert.deepEqual(replayed(night), night.state)
})

test('by hand, nothing is skipped that a scanner says, nor files that are not the recorded ones', () => {
  const { night } = nightCase()
  for (const skips of [['scanned'], ['infected'], ['verified', 'isolation'], []]) {
    assert.equal(askOverride(night, { skips }), 'bad-request', skips.join())
  }
  assert.equal(askOverride(night, { hours: 5 }), 'bad-request')
  assert.equal(askOverride(night, { facts: digest }), 'wrong-content')
  const dirty = nightCase().night
  dirty.run({
    command: 'record',
    facts: [
      {
        type: 'unit.scanned',
        unit: 't1',
        manifestDigest: digest,
        engine: 'e',
        engineVersion: '1',
        ruleSetDigest: digest,
        clean: 4,
        quarantined: 0,
        caseReview: 1,
        unscanned: 1,
      },
    ],
  })
  const { anna, bernd } = withoutIsolation()
  for (const key of [anna, bernd]) dirty.register(key, ['lead'], [], 'x')
  const request = askOverride(dirty, { skips: ['isolation', 'rules', 'secondPerson'] })
  for (const key of [anna, bernd]) dirty.run(dirty.word(key, request))
  assert.equal(dirty.release(), 'gate-closed', 'a file without a verdict stays in')
})

test('one person alone counts after fifteen minutes in which everybody could see it', () => {
  const { night, anna } = nightCase()
  night.run(night.word(anna, night.ask()))
  const request = askOverride(night, { skips: ['secondPerson'], alone: true })
  assert.equal(night.run(night.word(anna, request)), 'request-over')
  night.at += minutes(15)
  assert.equal(night.run(night.word(anna, request)), undefined)
  assert.equal(night.state.units.get('t1')?.override?.alone, true)
  assert.equal(night.release(), undefined)
  assert.deepEqual(replayed(night), night.state)
})

test('an override ends by itself, with a new fact, when it is called off, or when its signer’s key is revoked', () => {
  const ends: [string, (night: TestCase, request: string) => void][] = [
    ['by itself', (night) => void (night.at += minutes(121))],
    ['a new fact', (night) => night.scan('t1', 'c'.repeat(64))],
    [
      'called off',
      (night, request) =>
        void night.run({ command: 'withdrawApproval', request, person: 'anna', whole: true, reason: 'x' }),
    ],
    [
      'revoked',
      (night) => {
        const [first = ''] = night.state.credentials.keys()
        night.run({ command: 'revokeKey', keyId: first, by: 'x', reason: 'x' })
        assert.equal(night.state.units.get('t1')?.approvals.length, 2)
      },
    ],
  ]
  for (const [what, end] of ends) {
    const { night, anna, bernd } = withoutIsolation()
    const clara = passkey('clara')
    night.register(clara, ['lead'], [], 'x')
    const release = night.ask()
    for (const key of [anna, bernd, clara]) night.run(night.word(key, release))
    const request = askOverride(night)
    for (const key of [anna, bernd]) night.run(night.word(key, request))
    end(night, request)
    assert.equal(night.release(), 'gate-closed', what)
  }
})

test('whoever writes the log opens no gate by hand either', () => {
  const { night, anna } = withoutIsolation()
  const request = askOverride(night)
  night.run(night.word(anna, request))
  const content = night.state.requests.get(request)?.content as { until: string }
  night.write([
    {
      type: 'override.recorded',
      unit: 't1',
      request,
      facts: night.hashOf(),
      skips: ['isolation'],
      people: ['anna', 'bernd'],
      reason: 'x',
      until: content.until,
    },
  ])
  assert.equal(night.state.units.get('t1')?.override, undefined)
})
