import assert from 'node:assert/strict'
import { test } from 'node:test'

import { requestSealed } from '../case/index.ts'
import { origin, passkey, rpId } from '../case/passkey.fixture.ts'
import type { EmergencyPlan } from '../emergency-plan/index.ts'
import { smallPlan } from '../emergency-plan/small-plan.fixture.ts'
import {
  findStanding,
  planContentHash,
  planView,
  type ResponseCommand,
  scopeOf,
  signContent,
  signedContent,
  stageContentHash,
} from './index.ts'
import { adopted, estate, keyOf, planFrom, type Played, readyPlan } from './played-response.fixture.ts'

const digest = 'a'.repeat(64)

function planWith(stages: string): EmergencyPlan {
  return planFrom(smallPlan(stages))
}

const first = planWith(`  - { id: look, title: look, do: [ { text: look } ] }
  - { id: write, title: write, needs: [look], do: [ { text: write } ] }
  - { id: each, title: each, needs: [write], forEach: tenants where affected, do: [ { text: tell } ] }`)
const second = planWith(`  - { id: look, title: "look, really", do: [ { text: look } ] }
  - { id: write, title: write, needs: [look], do: [ { text: write it down } ] }
  - { id: each, title: each, needs: [write], forEach: tenants where affected, do: [ { text: tell } ] }
  - { id: more, title: more, needs: [look], do: [ { text: more } ] }`)

function done(played: Played, ...stages: string[]): Played {
  for (const stage of stages) played.does({ command: 'completeStage', stage, person: 'ida' })
  return played
}

function revokes(played: Played, person: string): void {
  const keyId = played.state.case.approvers.get(person)?.keyId ?? ''
  played.run({ command: 'revokeKey', keyId, by: 'lea', reason: 'stolen' })
}

function signs(played: Played, person: string): ResponseCommand {
  const { state } = played
  assert.ok(state.proposed)
  const contentHash = planContentHash(state, state.proposed)
  const role = state.case.approvers.get(person)?.role ?? ''
  const content = signedContent(state, { subject: 'plan', intent: 'done', contentHash, person, role })
  const signature = signContent(content, keyOf(person))
  return { command: 'signPlan', digest: state.proposed.digest, contentHash, person, signature }
}

test('another plan needs two who did not propose it; what asks the same stays done, what does not is open again', () => {
  const played = done(adopted(first), 'look', 'write', 'each@nordwind')
  for (const person of ['lea', 'tom', 'ida']) played.registers(person, 'lead')
  assert.equal(
    played.tries({ command: 'proposePlan', plan: first, reason: 'x', person: 'lea' })?.refused,
    'already-adopted',
  )
  played.does({ command: 'proposePlan', plan: second, reason: 'more was found', person: 'lea' })
  assert.equal(played.state.plan?.digest, adopted(first).state.plan?.digest)
  assert.equal(played.tries(signs(played, 'lea'))?.refused, 'wrong-signature')
  played.does(signs(played, 'tom'))
  assert.equal(played.tries(signs(played, 'tom'))?.refused, 'already-approved')
  assert.equal(played.status('more'), undefined)
  played.does(signs(played, 'ida'))
  assert.equal(played.status('look'), 'done')
  assert.equal(played.status('write'), 'ready')
  assert.equal(played.status('more'), 'ready')
  assert.equal(played.status('each@nordwind'), 'done')
  assert.equal(played.status('each@alpenblick'), 'blocked')
  assert.deepEqual(played.state.adopted.length, 2)
})

test('a signature on a proposal that was replaced counts for nothing', () => {
  const played = adopted(first)
  for (const person of ['lea', 'tom', 'ida']) played.registers(person, 'lead')
  played.does({ command: 'proposePlan', plan: second, reason: 'one', person: 'lea' })
  const old = signs(played, 'tom')
  played.does({ command: 'proposePlan', plan: second, reason: 'two', person: 'lea' })
  assert.equal(played.tries(old)?.refused, 'wrong-content')
})

test('a plan that the log holds and nobody can read is followed by nobody, and is named', () => {
  const played = adopted(first)
  const broken = { plan: 'x', version: '2', digest, part: 1, parts: 1, text: 'stages: [' }
  played.append([{ type: 'plan.adopted', ...broken }])
  assert.equal(played.state.unreadable?.digest, digest)
  assert.equal(played.state.plan?.plan.front.plan, 'small')
  // A text that is not the one which its digest names is none either.
  const other = played.entries.find(({ kind }) => kind === 'plan.adopted')?.data as { text: string }
  played.append([{ type: 'plan.adopted', ...broken, text: other.text }])
  assert.match(played.state.unreadable?.why ?? '', /digest/)
})

test('a system that joins opens isolation for itself alone, and what rests on all of them', () => {
  const plan = planWith(`  - { id: cut, title: cut, forEach: systems where affected, do: [ { text: cut } ] }
  - { id: room, title: room, needs: [cut], do: [ { text: build } ] }
  - { id: tell, title: tell, needs: [room], forEach: tenants where affected, do: [ { text: tell } ] }`)
  const played = done(adopted(plan, { systems: ['files1'] }), 'cut@files1', 'room', 'tell@nordwind')
  played.does({
    command: 'extendScope',
    elements: scopeOf(estate, ['files1', 'web1']),
    reason: 'found later',
    person: 'lea',
  })
  assert.equal(played.status('cut@files1'), 'done')
  assert.equal(played.status('cut@web1'), 'ready')
  assert.equal(played.status('room'), 'blocked')
  const room = planView(played.state, { now: played.now })?.stages.find(({ id }) => id === 'room')
  assert.deepEqual(room?.instances[0]?.againFor, ['web1'])
  done(played, 'cut@web1', 'room')
  assert.equal(played.status('room'), 'done')
  assert.equal(
    played.tries({
      command: 'extendScope',
      elements: scopeOf(estate, ['files1', 'web1']),
      reason: 'x',
      person: 'lea',
    })?.refused,
    'out-of-order',
  )
  const without = { ...estate, tenants: estate.tenants.slice(1) }
  assert.match(
    played.tries({
      command: 'extendScope',
      elements: scopeOf(without, ['files1']),
      reason: 'x',
      person: 'lea',
    })?.message ?? '',
    /forgets nobody/,
  )
})

const signed = planWith(
  `  - { id: both, title: both, do: [ { task: { text: say, assign: it, form: [ what ] } }, { approve: { subject: both, roles: [lead, it], expires: 1h } } ] }`,
)
const fill = (what: string, person = 'karla') =>
  ({ command: 'fillStage', stage: 'both', person, values: { what }, evidence: [] }) as const

test('signatures are for what was filled in: another entry, an hour too many, or the own entry void them', () => {
  const played = adopted(signed).registers('lea', 'lead').registers('ida', 'it').registers('eva', 'dpo')
  played.does(fill('one'))
  const lea = played.signature('both', 'lea')
  assert.equal(played.tries(played.signature('both', 'eva'))?.refused, 'wrong-signature')
  played.does(lea)
  played.does(fill('two'))
  assert.equal(played.tries(lea)?.refused, 'wrong-content')
  played.does(played.signature('both', 'lea'))
  played.later(1.01)
  played.does(played.signature('both', 'ida'))
  const missing = played.tries({ command: 'completeStage', stage: 'both', person: 'karla' })?.missing
  assert.deepEqual(
    missing?.map((one) => (one.kind === 'signature' ? one.have : one.kind)),
    [['ida']],
  )
  played.does(played.signature('both', 'lea'))
  played.does({ command: 'completeStage', stage: 'both', person: 'karla' })
  // Done is done: it does not run out afterwards.
  played.later(100)
  assert.equal(played.status('both'), 'done')
  const own = adopted(signed).registers('lea', 'lead').does(fill('one', 'lea'))
  assert.match(own.tries(own.signature('both', 'lea'))?.message ?? '', /made the entries/)
})

test('one person alone leaves nothing out that several sign, and what is left out proves nothing', () => {
  const played = adopted(signed).registers('lea', 'lead').registers('ida', 'it')
  const skip = { command: 'skipStage', stage: 'both', reason: 'not needed', person: 'karla' } as const
  assert.equal(played.tries(skip)?.refused, 'gate-closed')
  played.does(played.signature('both', 'lea', 'done')).does(played.signature('both', 'ida', 'done'))
  assert.equal(played.tries(skip)?.refused, 'gate-closed', 'they signed that it is done')
  played.does(played.signature('both', 'lea', 'skip')).does(played.signature('both', 'ida', 'skip'))
  played.does(skip)
  assert.equal(played.status('both'), 'skipped')
  played.does({ command: 'reopenStage', stage: 'both', reason: 'needed', person: 'karla' })
  assert.equal(played.status('both'), 'ready')
  assert.equal(played.tries(skip)?.refused, 'gate-closed', 'the old signatures were for the old round')
})

test('passkeys sign a stage through a request for exactly its content', () => {
  const played = adopted(signed)
  const keys = [passkey('lea'), passkey('ida', 'EdDSA')] as const
  const roles = { lea: 'lead', ida: 'it' } as const
  for (const { person, publicKey, keyId, credentialId } of keys) {
    const fact = { person, roles: [roles[person as 'lea']], publicKey, keyId, credentialId, rpId }
    played.run({ command: 'registerCredential', ...fact, vouchers: [], genesis: 'invited by the account' })
  }
  played.does(fill('one'))
  const found = findStanding(played.state, 'both', played.now)
  assert.ok(!('refused' in found))
  const request = 'request-000000000001'
  played.run({
    command: 'requestApproval',
    request,
    subject: { kind: 'stage', name: 'both' },
    contentHash: stageContentHash(played.state, found.instance, found.round, 'done'),
    scope: { tenants: [], services: [] },
    quorum: 2,
    roles: ['lead', 'it'],
    authors: ['karla'],
    reason: 'as the plan asks',
    by: 'karla',
    expiresAt: new Date(Date.parse(played.now) + 3_600_000).toISOString(),
    origin,
  })
  for (const key of keys) {
    assert.notEqual(played.status('both'), 'done')
    const asked = played.state.case.requests.get(request)
    assert.ok(asked)
    const said = {
      request,
      verdict: 'approve' as const,
      person: key.person,
      role: roles[key.person as 'lea'],
      reason: '',
      signedAt: played.now,
    }
    played.run({ command: 'signRequest', ...said, seal: key.sign(requestSealed('c1', asked, said)) })
  }
  played.does({ command: 'completeStage', stage: 'both', person: 'karla' })
  assert.equal(played.status('both'), 'done')
  played.does({ command: 'reopenStage', stage: 'both', reason: 'again', person: 'karla' })
  assert.notEqual(played.status('both'), 'done')
})

test('two cases know nothing of each other', () => {
  const [one, other] = [adopted(readyPlan), adopted(readyPlan)]
  one.run({
    command: 'record',
    facts: [{ type: 'isolation.proven', systems: ['mx1'], probes: 1, proof: digest }],
  })
  assert.equal(other.state.isolated.size, 0)
})

test('a plan is not changed by a signature whose key was revoked since', () => {
  const played = adopted(first)
  for (const person of ['lea', 'tom', 'ida', 'karla']) played.registers(person, 'lead')
  played.does({ command: 'proposePlan', plan: second, reason: 'more was found', person: 'lea' })
  played.does(signs(played, 'tom'))
  revokes(played, 'tom')
  assert.deepEqual(planView(played.state, { now: played.now })?.proposed?.signedBy, [])
  played.does(signs(played, 'ida'))
  assert.equal(played.status('more'), undefined)
  played.does(signs(played, 'karla'))
  assert.equal(played.status('more'), 'blocked')
})
