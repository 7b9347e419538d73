import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { publicPem } from '../evidence/index.ts'
import {
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  decidedGroups,
  decisionsDigest,
  evolve,
  initialCase,
  isRefusal,
  isReleased,
  missingInQueue,
  possibleOutcomes,
  type HeldContent,
  type QueuedGroup,
  type QueueOutcome,
  signDecision,
} from './index.ts'

const at = '2026-03-11T06:00:00.000Z'
const anna = generateKeyPairSync('ed25519').privateKey
/** Clara has the key of Anna: two names, one person. */
const keys = new Map<string, KeyObject>([
  ['anna', anna],
  ['bernd', generateKeyPairSync('ed25519').privateKey],
  ['clara', anna],
])
const outcomes: readonly QueueOutcome[] = ['takeNewest', 'takePrevious', 'leaveOut', 'release']

const held = (verdict: HeldContent['verdict'], cause: string): HeldContent => ({
  verdict,
  cause,
  detail: `says ${verdict}`,
  contentKey: 'c',
  sha256: 'd'.repeat(64),
  items: ['item'],
})

function group(name: string, more: Partial<QueuedGroup> = {}): QueuedGroup {
  const plain = { class: 'N2', files: 1, planned: 'newest', hasPrevious: true, needsPerson: false } as const
  return { facts: name.padEnd(64, '0'), ...plain, ...more }
}

const all: readonly QueuedGroup[] = [
  group('a2'),
  group('b3', { class: 'N3', planned: 'previous', needsPerson: true }),
  group('c5', { class: 'N5', needsPerson: true, hasPrevious: false }),
  group('d6', { class: 'N6', needsPerson: true }),
  group('e4', {
    class: 'N4',
    planned: 'nothing',
    needsPerson: true,
    held: held('unknown', 'encryptedContainer'),
  }),
  group('f4', { class: 'N4', planned: 'nothing', needsPerson: true, held: held('unknown', 'timeout') }),
  group('15', { class: 'N5', planned: 'nothing', held: held('infected', 'infected') }),
]

function apply(state: CaseState, command: Command, log: CaseEvent[] = []): CaseState {
  const result = decide(state, command)
  if (isRefusal(result)) return state
  log.push(...result)
  return result.reduce((next, event) => evolve(next, event, at), state)
}

function queued(state: CaseState, groups: readonly QueuedGroup[]): CaseState {
  const digest = String(groups.length)
  return apply(state, {
    command: 'record',
    facts: [{ type: 'unit.queued', unit: 't1', digest, windowHours: 72, part: 1, groups }],
  })
}

function declared(groups = all): CaseState {
  let state = apply(initialCase('c1'), {
    command: 'declare',
    title: 'x',
    exercise: true,
    tenants: ['t1'],
    services: [],
  })
  for (const [person, key] of keys) {
    state = apply(state, { command: 'registerApprover', person, role: 'lead', publicKey: publicPem(key) })
  }
  return queued(state, groups)
}

interface Said {
  readonly person: string
  readonly group: QueuedGroup
  readonly outcome: QueueOutcome
  readonly signWith?: string
  readonly rule?: string
}

function saying({ person, group: one, outcome, signWith = person, rule }: Said): Command {
  const said = {
    unit: 't1',
    class: one.class,
    outcome,
    facts: [one.facts],
    reason: 'because',
    ...(rule !== undefined && { rule }),
    person,
  }
  const key = keys.get(signWith) ?? anna
  return {
    command: 'decideQueue',
    ...said,
    signature: signDecision({ case: 'c1', ...said, role: 'lead' }, key),
  }
}

const words: fc.Arbitrary<Said[]> = fc.array(
  fc.record({
    person: fc.constantFrom(...keys.keys()),
    group: fc.constantFrom(...all),
    outcome: fc.constantFrom(...outcomes),
    signWith: fc.constantFrom(...keys.keys()),
  }),
  { maxLength: 30 },
)

test('no single person and no single key lets anything through, and nothing infected or unscanned ever goes out', () => {
  fc.assert(
    fc.property(words, (said) => {
      const log: CaseEvent[] = []
      const state = said.reduce((next, one) => apply(next, saying(one), log), declared())
      for (const { group: one, outcome } of decidedGroups(state.queues.get('t1'))) {
        assert.ok(possibleOutcomes(one).includes(outcome))
        if (outcome !== 'release' && !(outcome === 'takeNewest' && one.class >= 'N3')) continue
        const voices = log.flatMap((event) =>
          event.type === 'unit.decided' && event.facts.includes(one.facts) && event.outcome === outcome
            ? [event]
            : [],
        )
        assert.ok(new Set(voices.map(({ person }) => person)).size >= 2)
        assert.ok(new Set(voices.map(({ keyId }) => keyId)).size >= 2)
        assert.notEqual(one.held?.verdict, 'infected')
        assert.notEqual(one.held?.cause, 'timeout')
      }
    }),
    { numRuns: 200 },
  )
})

test('facts that changed void what was decided on them; facts that stayed keep it', () => {
  fc.assert(
    fc.property(words, fc.subarray([...all]), (said, kept) => {
      const before = said.reduce((next, one) => apply(next, saying(one)), declared())
      const changed = all
        .filter((one) => !kept.includes(one))
        .map((one) => ({ ...one, facts: `9${one.facts.slice(1)}` }))
      const after = queued(before, [...kept, ...changed])
      const digests = (state: CaseState): string[] =>
        decidedGroups(state.queues.get('t1')).map(({ group: one, outcome }) => `${one.facts} ${outcome}`)
      const stayed = new Set(kept.map(({ facts }) => facts))
      assert.deepEqual(
        digests(after).sort(),
        digests(before)
          .filter((one) => stayed.has(one.slice(0, 64)))
          .sort(),
      )
    }),
    { numRuns: 100 },
  )
})

test('what somebody writes into the log in the name of another counts for nothing', () => {
  const state = declared()
  const [plain] = all
  assert.ok(plain !== undefined)
  const forged = saying({ person: 'bernd', group: plain, outcome: 'leaveOut', signWith: 'anna' })
  assert.ok(forged.command === 'decideQueue')
  const { command: _command, ...event } = forged
  const keyId = state.approvers.get('bernd')?.keyId ?? ''
  const after = evolve(state, { type: 'unit.decided', ...event, role: 'lead', keyId }, at)
  assert.deepEqual(after, state)
  // Signed about another class than the group is of.
  const other = saying({
    person: 'bernd',
    group: { ...all[2], class: 'N2' } as QueuedGroup,
    outcome: 'takeNewest',
  })
  assert.ok(other.command === 'decideQueue')
  const { command: _other, ...claimed } = other
  const claimedState = evolve(state, { type: 'unit.decided', ...claimed, role: 'lead', keyId }, at)
  assert.deepEqual(decidedGroups(claimedState.queues.get('t1')), [])
})

test('an old signature does not undo what the same person said later', () => {
  const one = all[4]
  assert.ok(one?.held !== undefined)
  const release = saying({ person: 'anna', group: one, outcome: 'release' })
  const log: CaseEvent[] = []
  const first = apply(declared(), release, log)
  const changed = apply(first, saying({ person: 'anna', group: one, outcome: 'leaveOut' }))
  const again = decide(changed, release)
  assert.ok(isRefusal(again) && again.refused === 'already-approved')
  const replayed = log.reduce((next, event) => evolve(next, event, at), changed)
  const both = apply(replayed, saying({ person: 'bernd', group: one, outcome: 'release' }))
  assert.deepEqual(decidedGroups(both.queues.get('t1')), [])
})

test('signatures hold for the content that was shown, whatever a later queue puts under the same digest', () => {
  const one = all[4]
  assert.ok(one?.held !== undefined)
  const state = ['anna', 'bernd'].reduce(
    (next, person) => apply(next, saying({ person, group: one, outcome: 'release' })),
    declared(),
  )
  const file = { item: 'item', sha256: 'd'.repeat(64) }
  assert.ok(isReleased(state.queues.get('t1'), one.facts, file))
  assert.ok(isReleased(queued(state, [one]).queues.get('t1'), one.facts, file))
  const other = { item: 'other', sha256: 'e'.repeat(64) }
  const swapped = { ...one, held: { ...one.held, sha256: other.sha256, items: [other.item] } }
  const after = queued(state, [swapped]).queues.get('t1')
  assert.ok(!isReleased(after, one.facts, other))
  assert.deepEqual(decidedGroups(after), [])
})

test('the gate stays shut for what nobody looked at, half signatures, contradictions and plans that do not follow', () => {
  const state = declared()
  const missing = (of: CaseState, decisions?: string, reviewed?: readonly string[]): string[] => {
    const queue = of.queues.get('t1')
    const chosen = {
      type: 'unit.restorePointsChosen',
      unit: 't1',
      planDigest: 'p',
      files: 1,
      bytes: 1,
      leftOut: 0,
      reasons: {},
    } as const
    const scanned = {
      type: 'unit.scanned',
      unit: 't1',
      manifestDigest: 'm',
      engine: 'e',
      engineVersion: '1',
      ruleSetDigest: 'r',
      clean: 0,
      quarantined: 0,
      caseReview: 0,
      unscanned: 0,
    } as const
    return missingInQueue(queue, {
      chosen: { ...chosen, ...(decisions !== undefined && { decisions }) },
      scanned: { ...scanned, ...(reviewed !== undefined && { decisions: reviewed }) },
    })
  }
  assert.deepEqual(missing(initialCase('x')), [])
  assert.deepEqual(missing(state), ['a decision on 2 programs, scripts or rules from the risk window'])
  const [, , script, role, box] = all
  assert.ok(script !== undefined && role !== undefined && box !== undefined)
  let next = apply(state, saying({ person: 'anna', group: script, outcome: 'leaveOut' }))
  next = apply(next, saying({ person: 'anna', group: role, outcome: 'takeNewest' }))
  assert.deepEqual(missing(next), [
    'a second signature on 1 decisions of the case queue',
    'a plan that follows all decisions of the case queue, and its run',
  ])
  const contested = apply(next, saying({ person: 'bernd', group: role, outcome: 'leaveOut' }))
  assert.match(missing(contested).join(), /agreement on 1 groups/)
  next = apply(next, saying({ person: 'bernd', group: role, outcome: 'takeNewest' }))
  const digest = decisionsDigest(decidedGroups(next.queues.get('t1')))
  assert.deepEqual(missing(next, digest), [])
  assert.deepEqual(missing(next, digest, [box.facts]), [
    'two signatures for every file that no engine calls clean',
  ])
  for (const person of ['anna', 'bernd'])
    next = apply(next, saying({ person, group: box, outcome: 'release' }))
  assert.deepEqual(missing(next, decisionsDigest(decidedGroups(next.queues.get('t1'))), [box.facts]), [])
})

test('a release holds for exactly one content at its place, as long as the engine says the same', () => {
  const box = all[4]
  assert.ok(box?.held !== undefined)
  let state = declared()
  const file = { item: 'item', sha256: box.held.sha256 ?? '' }
  const says = { cause: box.held.cause, detail: box.held.detail }
  state = apply(state, saying({ person: 'anna', group: box, outcome: 'release' }))
  assert.equal(isReleased(state.queues.get('t1'), box.facts, file), false)
  state = apply(state, saying({ person: 'clara', group: box, outcome: 'release' }))
  assert.equal(isReleased(state.queues.get('t1'), box.facts, file), false, 'two names with one key')
  state = apply(state, saying({ person: 'bernd', group: box, outcome: 'release' }))
  const queue = state.queues.get('t1')
  assert.equal(isReleased(queue, box.facts, { ...file, says }), true)
  for (const other of [
    { ...file, item: 'elsewhere' },
    { ...file, sha256: 'e'.repeat(64) },
    { ...file, says: { ...says, detail: 'says suspicious: eve' } },
  ]) {
    assert.equal(isReleased(queue, box.facts, other), false)
  }
  assert.equal(isReleased(queue, all[3]?.facts ?? '', file), false)
})

test('programs and what was held back are decided one by one, never by a rule', () => {
  const state = declared()
  for (const one of all) {
    const [outcome = 'leaveOut'] = possibleOutcomes(one)
    const result = decide(state, saying({ person: 'anna', group: one, outcome, rule: '{}' }))
    assert.equal(isRefusal(result), one.class >= 'N5' || one.held !== undefined, one.class)
  }
})
