import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { after, test } from 'node:test'

import { approvalEnd, openCase, signApproval } from '../../../core/case/index.ts'
import { type Entry, entryLine, publicPem, verifyEntries } from '../../../core/evidence/index.ts'
import { openResponse } from '../../../core/response/index.ts'
import type { Role } from '../access/roles.ts'
import { openApi } from '../api.fixture.ts'
import { caseReader } from '../cases/case-reader.ts'
import type { Problem } from '../http/problem.ts'
import { execute } from './execute.ts'

let clock = Date.parse('2026-03-11T06:00:00Z')
const api = await openApi({ now: () => new Date(clock) })
after(() => api[Symbol.asyncDispose]())

const key = generateKeyPairSync('ed25519').privateKey
const anna = { person: 'anna', role: 'it', publicKey: publicPem(key) }

function send(
  path: string,
  body: unknown,
  {
    ifMatch,
    idempotencyKey = randomUUID(),
    headers = {},
  }: {
    ifMatch?: number
    idempotencyKey?: string
    headers?: Record<string, string>
  } = {},
): Promise<Response> {
  return fetch(`${api.url}/api/cases/${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${api.token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': idempotencyKey,
      ...(ifMatch !== undefined && { 'If-Match': `"${ifMatch}"` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

async function problem(answer: Promise<Response>, status: number): Promise<Zod<typeof Problem>> {
  const {
    status: found,
    headers,
    ...rest
  } = await answer.then(async (got) => ({
    status: got.status,
    headers: got.headers,
    body: (await got.json()) as Zod<typeof Problem>,
  }))
  assert.equal(found, status, JSON.stringify(rest.body))
  assert.equal(headers.get('Content-Type'), 'application/problem+json')
  return rest.body
}
type Zod<Schema extends { _zod: { output: unknown } }> = Schema['_zod']['output']

/** A case that hit nobody. */
async function declareSmall(caseId: string): Promise<void> {
  const session = await openCase(api.log, caseId)
  const declare = { command: 'declare', title: 'x', exercise: true, tenants: [], services: [] } as const
  await session.execute(declare, { actor: 'anna', at: new Date(clock).toISOString() })
}

/** What a case needs to end, besides nothing being open. */
async function review(caseId: string): Promise<void> {
  const session = await openResponse(api.log, caseId)
  const at = new Date(clock).toISOString()
  await session.execute({ command: 'beginReview', person: 'anna', until: at }, { actor: 'anna', at })
}

const entries = (caseId: string): Promise<Entry[]> => Array.fromAsync(api.log.read(caseId))

test('a command is decided on the case that its author saw, and is evidence afterwards', async () => {
  await api.declare('night-1')
  const done = await send('night-1/commands/registerApprover', anna, { ifMatch: 1 })
  assert.equal(done.status, 200)
  const answer = (await done.json()) as { seq: number; appended: { kind: string }[] }
  assert.deepEqual([answer.seq, answer.appended.map(({ kind }) => kind)], [2, ['approver.registered']])
  const log = await entries('night-1')
  assert.equal(log[1]?.actor, 'account tester')
  assert.deepEqual((await verifyEntries(log.map(entryLine))).problems, [])
})

test('who decided on an older state learns what happened since, and nothing is recorded', async () => {
  const stale = await problem(send('night-1/commands/close', {}, { ifMatch: 1 }), 409)
  assert.equal(stale.code, 'case-moved-on')
  assert.deepEqual(stale.context, {
    head: 2,
    since: [
      { seq: 2, kind: 'approver.registered', at: new Date(clock).toISOString(), actor: 'account tester' },
    ],
  })
  assert.equal(
    (await problem(send('night-1/commands/close', {}, { ifMatch: 99 }), 409)).code,
    'case-moved-on',
  )
  assert.equal((await entries('night-1')).length, 2)
})

test('a repeated request happens once and gets the same answer; another one under its key is refused', async () => {
  await api.declare('repeated')
  const idempotencyKey = randomUUID()
  const first = await send('repeated/commands/registerApprover', anna, { ifMatch: 1, idempotencyKey })
  const again = await send('repeated/commands/registerApprover', anna, { ifMatch: 1, idempotencyKey })
  assert.equal(first.headers.get('Idempotency-Replayed'), null)
  assert.equal(again.headers.get('Idempotency-Replayed'), 'true')
  assert.deepEqual(await again.json(), await first.json())
  const other = { ...anna, person: 'eve' }
  const refused = send('repeated/commands/registerApprover', other, { ifMatch: 1, idempotencyKey })
  assert.match((await problem(refused, 400)).detail, /used for another request/)
  assert.equal((await entries('repeated')).length, 2)
  clock += 24 * 3_600_000
  const nextDay = send('repeated/commands/registerApprover', anna, { ifMatch: 1, idempotencyKey })
  assert.equal((await problem(nextDay, 409)).code, 'case-moved-on', 'the key is forgotten, the case is not')
})

test('the same request on many connections at once happens once', async () => {
  await api.declare('at-once')
  const idempotencyKey = randomUUID()
  const sent = Array.from({ length: 12 }, () =>
    send('at-once/commands/registerApprover', anna, { ifMatch: 1, idempotencyKey }),
  )
  const answers = await Promise.all(sent)
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  assert.equal(new Set(await Promise.all(answers.map((answer) => answer.text()))).size, 1)
  assert.equal((await entries('at-once')).length, 2)
})

test('of many different requests on the same state one happens', async () => {
  await api.declare('race')
  const sent = Array.from({ length: 12 }, (_, index) =>
    send('race/commands/registerApprover', { ...anna, person: `person-${index}` }, { ifMatch: 1 }),
  )
  const statuses = (await Promise.all(sent)).map(({ status }) => status).sort((a, b) => a - b)
  assert.deepEqual(statuses, [200, ...Array.from({ length: 11 }, () => 409)])
  assert.equal((await entries('race')).length, 2)
})

test('the rules of the case refuse as on the command line, and name what is missing', async () => {
  const contentHash = 'a'.repeat(64)
  const said = { unit: 'nordwind', contentHash, person: 'anna', expiresAt: approvalEnd(new Date()) }
  const body = { ...said, signature: signApproval({ case: 'night-1', ...said, role: 'it' }, key) }
  const early = await problem(send('night-1/commands/approve', body, { ifMatch: 2 }), 400)
  assert.deepEqual([early.code, early.missing], ['input-invalid', ['scan']])
  assert.equal((await entries('night-1')).length, 2)
})

test('what a command has to measure is not taken from the network, whoever asks', async () => {
  for (const [name, program] of [
    ['record', '"kind": "run"'],
    ['release', '"kind": "release"'],
    ['handBack', '"kind": "handBack"'],
    ['declare', 'POST /api/cases,'],
  ] as const) {
    const answer = await problem(send(`night-1/commands/${name}`, { facts: [] }, { ifMatch: 2 }), 404)
    assert.ok(answer.hint.includes(program), answer.hint)
  }
  await problem(send('night-1/commands/constructor', {}, { ifMatch: 2 }), 404)
  await problem(send('none/commands/close', {}, { ifMatch: 0 }), 404)
  assert.equal((await entries('night-1')).length, 2)
})

test('people act by their role, and sign in their own name only', async () => {
  await declareSmall('people')
  const { database, log } = api
  const parts = { database, log, readCase: caseReader(log), now: () => new Date(clock) }
  const asked = { caseId: 'people', ifMatch: 1, key: randomUUID() }
  const person = (...roles: Role[]) => ({
    kind: 'person' as const,
    name: 'anna',
    roles,
    keyId: 'b'.repeat(64),
  })
  const signed = {
    unit: 'nordwind',
    contentHash: 'a'.repeat(64),
    person: 'bernd',
    expiresAt: '',
    signature: 'AAAA',
  }
  const approve = { command: 'approve', ...signed } as const
  const register = { command: 'registerApprover', ...anna } as const
  await assert.rejects(execute(parts, { ...asked, command: approve, principal: person('it') }), {
    code: 'not-permitted',
    message: /for bernd/,
  })
  for (const principal of [person('it'), person('administrator'), person(), undefined]) {
    await assert.rejects(execute(parts, { ...asked, command: register, principal }), {
      code: 'not-permitted',
    })
  }
  await assert.rejects(execute(parts, { ...asked, command: register, principal: person('lead') }), {
    code: 'gate-closed',
    message: /vouches/,
  })
  await review('people')
  const close = { command: { command: 'close' }, principal: person('lead'), ifMatch: 2 } as const
  await execute(parts, { ...asked, ...close })
  const last = (await entries('people')).at(-1)
  assert.deepEqual([last?.actor, last?.actorKey], ['anna', 'b'.repeat(64)])
})

test('malformed, oversized and mistyped requests are refused before anything is decided', async () => {
  const path = 'night-1/commands/close'
  await problem(send(path, '{"a":', { ifMatch: 2 }), 400)
  await problem(send(path, '[]', { ifMatch: 2 }), 400)
  await problem(send(path, { reason: 'unknown field' }, { ifMatch: 2 }), 400)
  await problem(send(path, {}), 400)
  await problem(send(path, {}, { ifMatch: 2, idempotencyKey: 'short' }), 400)
  await problem(send(path, {}, { ifMatch: 2, headers: { 'Content-Type': 'text/plain' } }), 415)
  await problem(send(path, JSON.stringify({ x: 'x'.repeat(2_000_000) }), { ifMatch: 2 }), 413)
  assert.equal((await entries('night-1')).at(-1)?.kind, 'approver.registered')
})

test('a closed case takes nothing more', async () => {
  await declareSmall('closing')
  await review('closing')
  assert.equal((await send('closing/commands/close', {}, { ifMatch: 2 })).status, 200)
  const late = await problem(send('closing/commands/registerApprover', anna, { ifMatch: 3 }), 400)
  assert.match(late.detail, /closed/)
})

test('a case without a plan ends by the same conditions as on the command line: all released, and looked back at', async () => {
  await declareSmall('no-plan')
  const unreviewed = await problem(send('no-plan/commands/close', {}, { ifMatch: 1 }), 409)
  assert.match(unreviewed.hint, /anlauf case review/)
  await api.declare('unreleased')
  await review('unreleased')
  const unreleased = await problem(send('unreleased/commands/close', {}, { ifMatch: 2 }), 409)
  assert.match(unreleased.hint, /released \(nordwind, alpenblick\)/)
  assert.equal((await entries('unreleased')).length, 2)
})

test('jobs and calls that go on beside a person are no reason to decide anew; a fact among them is', async () => {
  const session = await api.declare('busy')
  const at = new Date(clock).toISOString()
  const quiet = (kind: string) => ({ at, actor: 'engine', action: 'derive' as const, kind, data: {} })
  await api.log.append('busy', [quiet('work.asked'), quiet('work.rescued'), quiet('work.finished')])
  const done = await send('busy/commands/registerApprover', anna, { ifMatch: 1 })
  assert.equal(done.status, 200, await done.clone().text())
  const answer = (await done.json()) as { seq: number; appended: { seq: number }[] }
  assert.deepEqual([answer.seq, answer.appended[0]?.seq], [5, 5])
  await api.log.append('busy', [quiet('work.asked')])
  await session.execute(
    {
      command: 'record',
      facts: [{ type: 'isolation.proven', systems: ['s'], probes: 1, proof: 'a'.repeat(64) }],
    },
    { actor: 'engine', at },
  )
  await api.log.append('busy', [quiet('work.finished')])
  const bernd = { ...anna, person: 'bernd' }
  const stale = await problem(send('busy/commands/registerApprover', bernd, { ifMatch: 5 }), 409)
  assert.equal(stale.code, 'case-moved-on')
  await problem(send('busy/commands/registerApprover', bernd, { ifMatch: 99 }), 409)
})
