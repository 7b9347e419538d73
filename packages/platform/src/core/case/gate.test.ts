import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { publicPem } from '../evidence/index.ts'
import {
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  draftOf,
  eventOf,
  evolve,
  type FactCommand,
  initialCase,
  isRefusal,
  missingForRelease,
  signApproval,
  stageOf,
  unitContentHash,
} from './index.ts'

const at = '2026-03-11T06:00:00.000Z'
const keys = new Map<string, KeyObject>(
  ['anna', 'bernd', 'clara'].map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)
const [digestA, digestB] = ['a'.repeat(64), 'b'.repeat(64)]

/** Applies a command; a refusal changes nothing. */
function apply(state: CaseState, command: Command, log: CaseEvent[] = []): CaseState {
  const result = decide(state, command)
  if (isRefusal(result)) return state
  log.push(...result)
  return result.reduce((next, event) => evolve(next, event, at), state)
}

function facts(
  unit: string,
  manifestDigest: string,
  overrides: { unscanned?: number; rules?: string } = {},
): FactCommand[] {
  return [
    {
      type: 'unit.restorePointsChosen',
      unit,
      planDigest: digestA,
      files: 5,
      bytes: 50,
      leftOut: 0,
      reasons: {},
    },
    { type: 'unit.restored', unit, manifestDigest, files: 5, bytes: 50 },
    { type: 'unit.verified', unit, manifestDigest, files: 5, bytes: 50 },
    {
      type: 'unit.scanned',
      unit,
      manifestDigest,
      engine: 'e',
      engineVersion: '1',
      ruleSetDigest: overrides.rules ?? digestB,
      clean: 5,
      quarantined: 0,
      caseReview: 0,
      unscanned: overrides.unscanned ?? 0,
    },
  ]
}

function declared(): CaseState {
  let state = apply(initialCase('c1'), {
    command: 'declare',
    title: 'x',
    exercise: true,
    tenants: ['t1', 't2'],
    services: [],
  })
  state = apply(state, {
    command: 'record',
    facts: [{ type: 'isolation.proven', systems: ['s'], probes: 3, proof: 'p' }],
  })
  for (const [person, key] of keys) {
    state = apply(state, { command: 'registerApprover', person, role: 'lead', publicKey: publicPem(key) })
  }
  return state
}

function approval(state: CaseState, unit: string, person: string, signWith = person): Command {
  const contentHash = unitContentHash(
    state.id,
    state.units.get(unit) ?? { unit, approvals: [], quarantined: 0, caseReview: 0 },
  )
  const key = keys.get(signWith)
  assert.ok(key)
  const said = { unit, contentHash, person, expiresAt: '2026-03-12T06:00:00.000Z' }
  const signature = signApproval({ case: state.id, ...said, role: 'lead' }, key)
  return { command: 'approve', ...said, signature }
}

const release: Command = {
  command: 'release',
  unit: 't1',
  manifestDigest: digestA,
  ruleSetDigest: digestB,
  files: 5,
  bytes: 50,
}

test('the whole way: facts, two people, released', () => {
  let state = apply(declared(), { command: 'record', facts: facts('t1', digestA) })
  for (const person of ['anna', 'bernd']) state = apply(state, approval(state, 't1', person))
  state = apply(state, release)
  const unit = state.units.get('t1')
  assert.ok(unit)
  assert.equal(stageOf(unit), 'released')
})

test('the gate names everything that is missing at once', () => {
  const state = declared()
  const result = decide(state, release)
  assert.ok(isRefusal(result))
  assert.equal(result.refused, 'gate-closed')
  for (const word of ['restore', 'verification', 'scan', 'approval'])
    assert.match(result.hint, new RegExp(word))
})

const spoilers: [string, (state: CaseState) => CaseState][] = [
  [
    'one person twice',
    (state) => apply(apply(state, approval(state, 't1', 'anna')), approval(state, 't1', 'anna')),
  ],
  ['one approval', (state) => apply(state, approval(state, 't1', 'anna'))],
  [
    'a forged signature',
    (state) => apply(apply(state, approval(state, 't1', 'anna')), approval(state, 't1', 'bernd', 'anna')),
  ],
  [
    'a later scan',
    (state) => {
      let next = state
      for (const person of ['anna', 'bernd']) next = apply(next, approval(next, 't1', person))
      return apply(next, { command: 'record', facts: facts('t1', digestA).slice(3) })
    },
  ],
  [
    'an approval of another unit',
    (state) => {
      const other = apply(state, { command: 'record', facts: facts('t2', digestA) })
      const command = { ...approval(other, 't2', 'bernd'), unit: 't1' } as Command
      return apply(apply(other, approval(other, 't1', 'anna')), command)
    },
  ],
]

for (const [name, spoil] of spoilers) {
  test(`closed: ${name}`, () => {
    const state = spoil(apply(declared(), { command: 'record', facts: facts('t1', digestA) }))
    assert.ok(isRefusal(decide(state, release)))
  })
}

test('two names with one key are one person', () => {
  const key = keys.get('anna')
  assert.ok(key)
  let state = apply(declared(), {
    command: 'registerApprover',
    person: 'bernd',
    role: 'lead',
    publicKey: publicPem(key),
  })
  state = apply(state, { command: 'record', facts: facts('t1', digestA) })
  state = apply(state, approval(state, 't1', 'anna'))
  state = apply(state, approval(state, 't1', 'bernd', 'anna'))
  assert.ok(isRefusal(decide(state, release)))
})

test('other rules, other files, an unscanned file or no isolation keep the gate closed', () => {
  const approve = (state: CaseState): CaseState =>
    ['anna', 'bernd'].reduce((next, person) => apply(next, approval(next, 't1', person)), state)
  const with_ = (list: FactCommand[]): CaseState =>
    approve(apply(declared(), { command: 'record', facts: list }))
  assert.ok(isRefusal(decide(with_(facts('t1', digestA, { rules: digestA })), release)))
  assert.ok(isRefusal(decide(with_(facts('t1', digestB)), release)))
  assert.ok(isRefusal(decide(with_(facts('t1', digestA, { unscanned: 1 })), release)))
  const { isolation: _isolation, ...open } = with_(facts('t1', digestA))
  assert.ok(isRefusal(decide(open, release)))
})

test('no sequence of commands releases a unit without every condition, seen by an independent count', () => {
  let released = 0
  const often = <Value>(usual: Value, rare: Value): fc.Arbitrary<Value> =>
    fc.nat(5).map((draw) => (draw === 0 ? rare : usual))
  const person = fc.constantFrom('anna', 'bernd')
  const step = fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('fact' as const),
        pick: fc.nat(3),
        digest: often(digestA, digestB),
        unscanned: often(0, 1),
        rules: often(digestB, digestA),
      }),
    },
    { weight: 4, arbitrary: person.map((name) => ({ do: 'approve' as const, person: name, as: name })) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('approve' as const), person, as: person }) },
    { weight: 2, arbitrary: fc.constant({ do: 'release' as const }) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const log: CaseEvent[] = []
      let state = apply(declared(), { command: 'record', facts: facts('t1', digestA) }, log)
      for (const one of steps) {
        if (one.do === 'fact') {
          const fact = facts('t1', one.digest, one)[one.pick]
          if (fact !== undefined) state = apply(state, { command: 'record', facts: [fact] }, log)
        } else if (one.do === 'approve') state = apply(state, approval(state, 't1', one.person, one.as), log)
        else state = apply(state, release, log)
      }
      for (const [place, event] of log.entries()) {
        if (event.type !== 'unit.released') continue
        released += 1
        assertJustified(log.slice(0, place))
      }
    }),
    { numRuns: 300 },
  )
  assert.ok(released > 5, 'some sequences do release')
})

test('an approval written into the log past the rules opens nothing and stands in nobody’s way', () => {
  const log: CaseEvent[] = []
  let state = apply(declared(), { command: 'record', facts: facts('t1', digestA) })
  state = apply(state, approval(state, 't1', 'anna'), log)
  const [genuine] = log
  assert.ok(genuine?.type === 'unit.approved')
  const bernd = state.approvers.get('bernd')
  assert.ok(bernd)
  const old = apply(declared(), { command: 'record', facts: facts('t1', digestB) })
  const forged: [string, CaseState, CaseEvent][] = [
    ['another person’s name', state, { ...genuine, person: 'bernd', keyId: bernd.keyId }],
    ['a key of nobody', state, { ...genuine, person: 'emil', keyId: digestB }],
    ['a made-up signature', state, { ...genuine, person: 'bernd', keyId: bernd.keyId, signature: 'AAAA' }],
    ['facts of another state', old, genuine],
    ['the approval of another unit', state, { ...genuine, unit: 't2' }],
  ]
  for (const [what, before, event] of forged) {
    const after = evolve(before, event, at)
    assert.deepEqual(after.units, before.units, what)
    assert.ok(isRefusal(decide(after, release)), what)
  }
  const tried = evolve(state, forged[0]?.[2] ?? genuine, at)
  assert.ok(!isRefusal(decide(tried, approval(tried, 't1', 'bernd'))), 'the true one still can')
})

/** Looks at the raw events only: the last facts in order, and approvals after the last of them. */
function assertJustified(before: readonly CaseEvent[]): void {
  const lastOf = (type: CaseEvent['type']): number => before.findLastIndex((event) => event.type === type)
  const order = (['unit.restorePointsChosen', 'unit.restored', 'unit.verified', 'unit.scanned'] as const).map(
    lastOf,
  )
  assert.ok(
    order.every((place, at) => place >= 0 && (at === 0 || place > (order[at - 1] ?? 0))),
    `order ${order.join()}`,
  )
  const scanned = before[order[3] ?? 0]
  assert.ok(
    scanned?.type === 'unit.scanned' &&
      scanned.unscanned === 0 &&
      scanned.ruleSetDigest === digestB &&
      scanned.manifestDigest === digestA,
  )
  const people = new Set(
    before
      .slice((order[3] ?? 0) + 1)
      .flatMap((event) => (event.type === 'unit.approved' ? [event.person] : [])),
  )
  assert.ok(people.size >= 2)
}

test('a release written into the log past the gate releases nothing, so nothing can be handed back', () => {
  const state = apply(declared(), { command: 'record', facts: facts('t1', digestA) })
  const unit = state.units.get('t1')
  assert.ok(unit !== undefined && release.command === 'release')
  const { command: _command, ...fact } = release
  const contentHash = unitContentHash(state.id, unit)
  const forged = { type: 'unit.released', ...fact, contentHash } as const
  const { bytes, files, manifestDigest } = fact
  const handBack: Command = {
    command: 'handBack',
    unit: 't1',
    manifestDigest,
    form: 'files',
    files,
    bytes,
    receiptDigest: digestB,
  }
  for (const people of [[], ['anna']]) {
    const approved = people.reduce((next, person) => apply(next, approval(next, 't1', person)), state)
    const after = evolve(approved, forged, at)
    assert.equal(after.units.get('t1')?.released, undefined)
    assert.ok(isRefusal(decide(after, handBack)))
  }
})

test('events survive the way through evidence entries; keys must be Ed25519', () => {
  for (const event of facts('t1', digestA)) {
    const draft = draftOf(event, { at, actor: 'engine' })
    const entry = { ...draft, seq: 1, case: 'c1', tool: 'anlauf', toolVersion: '0', prev: '' }
    assert.deepEqual(eventOf(entry), event)
    assert.throws(() => eventOf({ ...entry, action: 'access' }), { code: 'evidence-broken' })
  }
  const rsa = createPublicKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
  const result = decide(declared(), {
    command: 'registerApprover',
    person: 'x',
    role: 'r',
    publicKey: publicPem(rsa),
  })
  assert.ok(isRefusal(result) && result.refused === 'invalid-key')
  assert.ok(
    missingForRelease(
      declared(),
      { unit: 't1', approvals: [], quarantined: 0, caseReview: 0 },
      { manifestDigest: digestA, ruleSetDigest: digestB, files: 0 },
    ).length > 5,
  )
})

test('a database that was cut out for a unit is released with it, exactly as it was recorded, or nothing is', () => {
  const piece = (digest: string): FactCommand => ({
    type: 'unit.databaseAdded',
    unit: 't1',
    piece: 'postgres/main/shop',
    digest,
    files: 3,
    bytes: 30,
    tables: 2,
    rows: 7,
    changes: 1,
    changesDigest: digestA,
  })
  const [chosen, restored, ...rest] = facts('t1', digestA)
  assert.ok(chosen?.type === 'unit.restorePointsChosen' && restored?.type === 'unit.restored')
  const after = (...digests: string[]): CaseState => {
    const facts = [piece(digestA), chosen, { ...restored, databases: digests }, ...rest]
    let state = apply(declared(), { command: 'record', facts })
    for (const person of ['anna', 'bernd']) state = apply(state, approval(state, 't1', person))
    return state
  }
  const isReleased = (state: CaseState): boolean => !isRefusal(decide(state, release))
  assert.ok(isReleased(after(digestA)), 'another plan and restore keep it')
  assert.ok(!isReleased(after()), 'left out')
  assert.ok(!isReleased(after(digestB)), 'another one')
  assert.ok(!isReleased(after(digestA, digestB)), 'one that nobody recorded')
  const replaced = apply(after(digestA), { command: 'record', facts: [piece(digestB)] })
  assert.ok(!isReleased(replaced), 'the restore holds the old one')
  const hash = (state: CaseState): string => {
    const unit = state.units.get('t1')
    assert.ok(unit)
    return unitContentHash(state.id, unit)
  }
  assert.notEqual(hash(after(digestA)), hash(after()), 'two people sign which databases it has')
})

test('a private key is never registered, because the evidence would keep and export it', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const secret = privateKey.export({ type: 'pkcs8', format: 'pem' })
  for (const publicKey of [secret, `${publicPem(privateKey)}${secret}`, `${publicPem(privateKey)}more`]) {
    const result = decide(declared(), { command: 'registerApprover', person: 'x', role: 'r', publicKey })
    assert.ok(isRefusal(result) && result.refused === 'invalid-key')
  }
})
