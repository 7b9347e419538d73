import assert from 'node:assert/strict'
import { test } from 'node:test'

import { adopted, estate, readyPlan, recovered } from './played-response.fixture.ts'
import { nextSteps, planView, scopeOf } from './index.ts'

const digest = 'a'.repeat(64)
const fill = (stage: string, values: Record<string, string>, evidence: string[] = []) =>
  ({ command: 'completeStage', stage, person: 'ida', filling: { values, evidence } }) as const

test('an adopted plan begins with what needs nothing, and says what the rest waits for', () => {
  const played = adopted()
  const view = planView(played.state, { now: played.now })
  assert.ok(view !== undefined)
  assert.equal(view.stages.length, readyPlan.stages.length)
  assert.equal(view.plan.digest, played.state.plan?.digest)
  assert.equal(view.exercise, true)
  assert.equal(played.status('confirm'), 'ready')
  assert.equal(played.status('declare'), 'done')
  assert.equal(played.status('preserve@mx1'), 'blocked')
  const { steps, blocked } = nextSteps(played.state, { now: played.now })
  assert.deepEqual(
    steps.map(({ stage }) => stage),
    ['confirm', 'roster', 'hold-backups', 'isolate', 'cut-partners'],
  )
  assert.deepEqual(blocked.find(({ stage }) => stage === 'onset')?.missing, [
    { kind: 'needs', stage: 'hold-backups', open: ['hold-backups'], count: 1 },
  ])
})

test('a stage before its needs is refused with what comes first, and nothing is written', () => {
  const played = adopted()
  const before = played.entries.length
  for (const stage of ['preserve@mx1', 'close', 'restore-tenants@nordwind']) {
    const refusal = played.tries({ command: 'startStage', stage, person: 'ida' })
    assert.equal(refusal?.refused, 'gate-closed', stage)
    assert.ok((refusal?.missing.length ?? 0) > 0)
  }
  assert.equal(played.entries.length, before)
})

test('a form wants its fields, evidence where the plan asks for it, and no others', () => {
  const played = adopted()
  const values = { 'what-was-seen': 'noise', systems: 'files1', 'first-seen-at': '2026-03-11T05:00:00Z' }
  assert.equal(played.tries(fill('confirm', { ...values, whatever: 'x' }))?.refused, 'wrong-value')
  assert.equal(played.tries(fill('confirm', { ...values, 'what-was-seen': 'a\nb' }))?.refused, 'wrong-value')
  assert.deepEqual(
    played.tries(fill('confirm', values))?.missing.map(({ kind }) => kind),
    ['evidence'],
  )
  played.does(fill('confirm', values, [digest]))
  assert.equal(played.status('confirm'), 'done')
  assert.match(played.tries(fill('confirm', values, [digest]))?.message ?? '', /done already/)
})

test('proof of isolation completes the stage of each system that it names', () => {
  const played = adopted()
  played.run({
    command: 'record',
    facts: [{ type: 'isolation.proven', systems: ['mx1', 'files1'], probes: 4, proof: digest }],
  })
  // Two people have to decide it by the plan; the proof alone is a fact, the stage is not done without them.
  assert.equal(played.status('isolate@mx1'), 'ready')
  const missing = played.tries({ command: 'completeStage', stage: 'isolate@mx1', person: 'ida' })?.missing
  assert.deepEqual(
    missing?.map(({ kind }) => kind),
    ['signature'],
  )
  played.registers('lea', 'lead').registers('ida', 'it').registers('tom', 'management')
  assert.equal(played.tries(played.signature('isolate@mx1', 'tom'))?.refused, 'wrong-signature')
  played.does(played.signature('isolate@mx1', 'lea'))
  assert.equal(played.tries(played.signature('isolate@mx1', 'lea'))?.refused, 'already-approved')
  played.does(played.signature('isolate@mx1', 'ida'))
  // Proof and signatures are there: nobody has to tick it.
  assert.equal(played.status('isolate@mx1'), 'done')
  assert.equal(played.status('isolate@mbox1'), 'ready')
})

test('facts of the engine complete restore and scan of a tenant, and nobody has to tick them', () => {
  const played = adopted()
  assert.equal(played.status('restore-tenants@nordwind'), 'blocked')
  played.run({
    command: 'record',
    facts: [{ type: 'isolation.proven', systems: ['mx1'], probes: 4, proof: digest }],
  })
  played.run(recovered('nordwind'))
  const standing = planView(played.state, { now: played.now })
    ?.stages.find(({ id }) => id === 'restore-tenants')
    ?.instances.find(({ element }) => element === 'nordwind')
  assert.equal(standing?.status, 'done')
  assert.equal(standing?.byFacts, true)
  assert.equal(standing?.isAhead, true)
  assert.equal(played.status('restore-tenants@alpenblick'), 'blocked')
})

test('a tenant that joins opens again what is for all, and nothing of another tenant', () => {
  const { tenants } = estate
  const three = { ...estate, tenants: tenants.slice(0, 3) }
  const played = adopted(readyPlan, { of: three })
  played.run({
    command: 'record',
    facts: [{ type: 'isolation.proven', systems: ['mx1'], probes: 4, proof: digest }],
  })
  for (const { id } of three.tenants) played.run(recovered(id))
  played.does({ command: 'extendScope', elements: scopeOf(estate, ['mx1']), reason: 'found', person: 'lea' })
  assert.equal(played.status(`restore-tenants@${tenants[0]?.id}`), 'done')
  assert.equal(played.status(`restore-tenants@${tenants[3]?.id}`), 'blocked')
  assert.ok(played.state.case.units.has(tenants[3]?.id ?? ''))
})

test('a revoked key signs nothing that stands on signatures alone', () => {
  const played = adopted()
  played.registers('lea', 'lead').registers('ida', 'it')
  played.does(played.signature('isolate@mx1', 'lea'))
  played.does(played.signature('isolate@mx1', 'ida'))
  played.run({
    command: 'record',
    facts: [{ type: 'isolation.proven', systems: ['mx1'], probes: 1, proof: digest }],
  })
  assert.equal(played.status('isolate@mx1'), 'done')
  const keyId = played.state.case.approvers.get('ida')?.keyId ?? ''
  played.append([{ type: 'key.revoked', keyId, person: 'ida', by: 'lea', reason: 'lost' }])
  assert.equal(played.status('isolate@mx1'), 'ready')
})

test('a signature has to hold when the proof comes, not for ever after; a proof that comes too late wants a new one', () => {
  const proof = (systems: string[]) =>
    ({
      command: 'record',
      facts: [{ type: 'isolation.proven', systems, probes: 1, proof: digest }],
    }) as const
  const played = adopted().registers('lea', 'lead').registers('ida', 'it')
  for (const system of ['mx1', 'mbox1']) {
    for (const person of ['lea', 'ida']) played.does(played.signature(`isolate@${system}`, person))
  }
  played
    .later(0.5)
    .run(proof(['mx1']))
    .later(2)
  assert.equal(played.status('isolate@mx1'), 'done')
  played.run(proof(['mbox1']))
  assert.equal(played.status('isolate@mbox1'), 'ready')
  for (const person of ['lea', 'ida']) played.does(played.signature('isolate@mbox1', person))
  played.later(50)
  assert.equal(played.status('isolate@mbox1'), 'done')
})
