import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { tokenHash } from './access/account-token.ts'
import { type Permission, permissionsOf } from './access/permissions.ts'
import type { Role } from './access/roles.ts'
import { roles } from './access/roles.ts'
import { by, openApi } from './api.fixture.ts'

/**
 * Every role on every address. What a role may is written down in `permissions.test.ts`; here is written which address
 * asks for which permission, and a new address that is missing here fails the last test.
 */
/** Whoever tries that many addresses waits in between: the limits of an address are another test's. */
let waitedMs = 0
const api = await openApi({ now: () => new Date(Date.now() + waitedMs) })
after(() => api[Symbol.asyncDispose]())

const digest = 'a'.repeat(64)
const request = 'A'.repeat(22)
const wanted = { role: 'lead', verdict: 'approve' }
const assertion = {
  id: 'AAAA',
  response: { authenticatorData: 'AAAA', clientDataJSON: 'AAAA', signature: 'AAAA' },
}
/** People sign in the own name only. */
const signature = { person: 'holder-ROLE', signature: 'AAAA' }

type Row = readonly [method: 'GET' | 'POST', path: string, needs: Permission, body?: unknown]

/** Of a case that nobody declared: who may asks in vain, who may not is told so first. */
const rows: readonly Row[] = [
  ['GET', '/api/me', 'read'],
  ['GET', '/api/people', 'invite'],
  ['POST', '/api/invitations', 'invite', { person: 'somebody', roles: ['scribe'] }],
  ['POST', '/api/people/{person}/block', 'block', {}],
  ['GET', '/api/recovery-codes', 'read'],
  ['POST', '/api/proof/options', 'read', {}],
  ['GET', '/api/recoveries', 'confirmRecovery'],
  ['POST', '/api/recoveries/confirm', 'confirmRecovery', { person: 'somebody', number: '00000000' }],
  ['GET', '/api/cases', 'read'],
  ['POST', '/api/cases', 'declare', { case: 'new', title: 'x', exercise: true }],
  ['GET', '/api/cases/{case}', 'read'],
  [
    'POST',
    '/api/cases/{case}/isolation',
    'recordIsolation',
    { systems: ['s'], probes: [{ path: 'x', reached: false }] },
  ],
  ['GET', '/api/workplace', 'read'],
  ['GET', '/api/cases/{case}/jobs', 'read'],
  ['POST', '/api/cases/{case}/jobs', 'recoverRun', { kind: 'run' }],
  ['POST', '/api/cases/{case}/jobs', 'release', { kind: 'release', unit: 'x' }],
  ['POST', '/api/cases/{case}/jobs', 'handBack', { kind: 'handBack', unit: 'x' }],
  ['GET', '/api/cases/{case}/jobs/{job}', 'read'],
  ['POST', '/api/cases/{case}/jobs/{job}/cancel', 'cancel', {}],
  ['GET', '/api/cases/{case}/duties', 'read'],
  ['GET', '/api/cases/{case}/duties/missing', 'read'],
  // Whose document it is decides further: doors/api/duties tries it.
  ['GET', '/api/cases/{case}/duties/{duty}/draft', 'read'],
  ['GET', '/api/cases/{case}/duties/{duty}/draft.pdf', 'read'],
  ['POST', '/api/cases/{case}/duties/{duty}/draft', 'recordClock', {}],
  ['POST', '/api/cases/{case}/duties/{duty}/approval', 'requestApproval', { reason: 'x' }],
  ['POST', '/api/cases/{case}/duties/{duty}/submission', 'recordClock', { at: by.at, receipt: digest }],
  ['GET', '/api/cases/{case}/registers/{register}', 'readPrivileged'],
  ['GET', '/api/cases/{case}/facts', 'read'],
  ['GET', '/api/cases/{case}/facts/{field}', 'read'],
  [
    'POST',
    '/api/cases/{case}/facts',
    'stateFact',
    { field: 'incident.malicious', value: 'yes', source: 'x', asOf: by.at },
  ],
  ['POST', '/api/cases/{case}/facts/{fact}/withdrawal', 'stateFact', { reason: 'x' }],
  ['GET', '/api/cases/{case}/claims', 'read'],
  [
    'POST',
    '/api/cases/{case}/claims',
    'stateClaim',
    { claim: 'x', class: 'loss', state: 'unknown', asOf: by.at, reason: 'x' },
  ],
  [
    'POST',
    '/api/cases/{case}/claims/check',
    'stateClaim',
    { claim: 'x', class: 'loss', state: 'unknown', asOf: by.at },
  ],
  ['POST', '/api/cases/{case}/claims/{claim}/withdrawal', 'stateClaim', { reason: 'x' }],
  ['POST', '/api/cases/{case}/complaint', 'exportEvidence', {}],
  ['GET', '/api/cases/{case}/first-hour', 'read'],
  ['GET', '/api/cases/{case}/matrix', 'read'],
  ['GET', '/api/cases/{case}/timeline', 'read'],
  ['GET', '/api/cases/{case}/restart-plan', 'read'],
  ['GET', '/api/cases/{case}/throughput', 'read'],
  ['GET', '/api/cases/{case}/evidence', 'read'],
  ['GET', '/api/cases/{case}/events', 'read'],
  ['POST', '/api/cases/{case}/evidence/verify', 'verifyEvidence', {}],
  ['GET', '/api/cases/{case}/evidence.ndjson', 'exportEvidence'],
  ['GET', '/api/cases/{case}/exports/{attempt}/bundle.tar', 'exportEvidence'],
  ['GET', '/api/cases/{case}/clocks', 'read'],
  ['GET', '/api/cases/{case}/subscriptions', 'read'],
  ['POST', '/api/cases/{case}/subscriptions/{subscription}/release', 'publishWord', { reason: 'x' }],
  ['POST', '/api/cases/{case}/webhooks/{webhook}/pause', 'publishWord', { reason: 'x' }],
  ['POST', '/api/cases/{case}/webhooks/{webhook}/release', 'publishWord', { reason: 'x' }],
  ['GET', '/api/cases/{case}/notices', 'read'],
  ['GET', '/api/cases/{case}/notices/{notice}/deliveries', 'read'],
  ['GET', '/api/cases/{case}/calls', 'callTenants'],
  [
    'POST',
    '/api/cases/{case}/calls',
    'callTenants',
    { notice: 'x', recipient: 'x/y', outcome: 'voicemail', calledAt: by.at },
  ],
  ['GET', '/api/cases/{case}/queue', 'read'],
  ['GET', '/api/cases/{case}/queue/{facts}', 'read'],
  ['GET', '/api/cases/{case}/queue/{facts}/versions', 'read'],
  ['GET', '/api/estate', 'read'],
  ['GET', '/api/estate/tenants', 'read'],
  ['GET', '/api/cases/{case}/score', 'read'],
  [
    'POST',
    '/api/cases/{case}/commands/registerApprover',
    'registerApprover',
    { person: 'x', role: 'lead', publicKey: 'x' },
  ],
  [
    'POST',
    '/api/cases/{case}/commands/approve',
    'approve',
    { unit: 'x', contentHash: digest, expiresAt: by.at, ...signature },
  ],
  [
    'POST',
    '/api/cases/{case}/commands/decideQueue',
    'decideQueue',
    { unit: 'x', class: 'N1', outcome: 'leaveOut', facts: [digest], reason: 'x', ...signature },
  ],
  ['POST', '/api/cases/{case}/commands/close', 'close', {}],
  ['GET', '/api/cases/{case}/approvals', 'read'],
  [
    'POST',
    '/api/cases/{case}/approvals',
    'requestApproval',
    { kind: 'unit', unit: 'x', contentHash: digest, reason: 'x' },
  ],
  ['GET', '/api/cases/{case}/approvals/{request}', 'read'],
  ['POST', '/api/cases/{case}/approvals/{request}/options', 'signRequest', wanted],
  [
    'POST',
    '/api/cases/{case}/approvals/{request}/signatures',
    'signRequest',
    { ...wanted, signedAt: by.at, credential: assertion },
  ],
  ['POST', '/api/cases/{case}/approvals/{request}/withdrawal', 'withdrawApproval', { reason: 'x' }],
  ['GET', '/api/cases/{case}/statements', 'readStatements'],
  ['GET', '/api/cases/{case}/statements/{tenant}', 'readStatements'],
  ['GET', '/api/cases/{case}/statements/{tenant}/letter.pdf', 'readStatements'],
  ['POST', '/api/cases/{case}/statements/{tenant}/posted', 'postStatements', { postedAt: by.at }],
  [
    'POST',
    '/api/cases/{case}/statements/{tenant}/delivered',
    'postStatements',
    { deliveredAt: by.at, proof: digest },
  ],
  ['POST', '/api/cases/{case}/statements/drafts', 'draftStatements', { nextBy: '2099-01-01T00:00:00Z' }],
  ['GET', '/api/cases/{case}/statements/{tenant}/findings', 'readStatements'],
  ['POST', '/api/cases/{case}/findings', 'stateFindings', { tenants: 'affected', service: 'mail', harm: 'access', verdict: 'undetermined', asOf: by.at }], // prettier-ignore
  ['POST', '/api/cases/{case}/statements/approval', 'requestApproval', { reason: 'x' }],
  ['GET', '/api/cases/{case}/approvals/{request}/letters', 'readStatements'],
  ['GET', '/api/cases/{case}/approvals/{request}/letters/{tenant}', 'readStatements'],
  ['POST', '/api/cases/{case}/approvals/{request}/letters/{tenant}/seen', 'signLetters', {}],
  ['GET', '/api/approver-keys', 'read'],
  ['POST', '/api/approver-keys/{key}/vouchers/options', 'vouch', {}],
  ['POST', '/api/approver-keys/{key}/vouchers', 'vouch', { credential: assertion }],
  // The own key is everybody's to revoke; `test/api/approvals.test.ts` tries it with real ones.
  ['POST', '/api/approver-keys/{key}/revocation', 'revokeKey', { reason: 'x' }],
  ['POST', '/api/cases/{case}/keys/{key}/revocation', 'revokeKey', { reason: 'x' }],
  ['GET', '/api/cases/{case}/plan', 'read'],
  ['GET', '/api/cases/{case}/roster', 'read'],
  ['GET', '/api/cases/{case}/closing', 'read'],
  ['GET', '/api/cases/{case}/word', 'read'],
  ['GET', '/api/word-templates/{kind}', 'read'],
  ['POST', '/api/cases/{case}/word/check', 'writeWord', { text: '[de]\nx\n[en]\nx\n' }],
  ['POST', '/api/cases/{case}/word/drafts/{update}', 'writeWord', { text: '[de]\nx\n[en]\nx\n' }],
  ['POST', '/api/cases/{case}/word/drafts/{update}/approval', 'requestApproval', { reason: 'x' }],
  ['POST', '/api/cases/{case}/word/drafts/{update}/publication', 'publishWord', {}],
  ['POST', '/api/cases/{case}/review', 'close', { until: by.at }],
  ['POST', '/api/cases/{case}/plan', 'adoptPlan', {}],
  ['POST', '/api/cases/{case}/roster', 'takeRoster', {}],
  ['POST', '/api/cases/{case}/alarm', 'raiseAlarm', { reason: 'x' }],
  ['POST', '/api/cases/{case}/alarm/answers', 'carryOut', { person: 'x' }],
  ['POST', '/api/cases/{case}/alarm/end', 'raiseAlarm', { reason: 'x' }],
  ['POST', '/api/cases/{case}/roles/{role}', 'carryOut', { person: 'x' }],
  ['POST', '/api/cases/{case}/clocks/{duty}/met', 'recordClock', { metAt: by.at, proof: digest }],
  ['POST', '/api/cases/{case}/stages/{stage}/start', 'carryOut', {}],
  ['POST', '/api/cases/{case}/stages/{stage}/fill', 'carryOut', { values: {}, evidence: [] }],
  ['POST', '/api/cases/{case}/stages/{stage}/complete', 'carryOut', {}],
  ['POST', '/api/cases/{case}/stages/{stage}/skip', 'carryOut', { reason: 'x' }],
  ['POST', '/api/cases/{case}/stages/{stage}/fail', 'carryOut', { reason: 'x' }],
  ['POST', '/api/cases/{case}/stages/{stage}/reopen', 'carryOut', { reason: 'x' }],
  ['GET', '/api/inquiries', 'readInquiries'],
  ['GET', '/api/inquiry-clusters', 'readInquiries'],
  ['GET', '/api/inquiries/{reference}', 'readInquiries'],
  [
    'POST',
    '/api/inquiries',
    'answerInquiries',
    {
      name: 'x',
      phone: '030 12345',
      service: 'other',
      topic: 'status',
      message: 'x',
      language: 'de',
      consent: true,
    },
  ],
  ['POST', '/api/inquiries/{reference}/case', 'answerInquiries', { case: 'night-1' }],
  ['POST', '/api/inquiries/{reference}/class', 'answerInquiries', { class: 'press' }],
  ['POST', '/api/inquiries/{reference}/identity', 'answerInquiries', { how: 'portal' }],
  ['POST', '/api/inquiries/{reference}/solved', 'answerInquiries', { solved: true }],
  ['POST', '/api/inquiries/{reference}/extension', 'answerInquiries', { answer: 'x', because: 'number' }],
  ['POST', '/api/inquiries/{reference}/answer', 'answerInquiries', { answer: 'x' }],
  ['GET', '/api/inquiry-answers', 'readInquiries'],
  ['POST', '/api/inquiry-answers', 'answerInquiries', { id: 'x', title: 'x', de: 'x', en: 'x' }],
  ['POST', '/api/inquiry-answers/{answer}/approval', 'approveAnswers', { hash: digest }],
  ['POST', '/api/cases/{case}/tenants/{tenant}/tokens', 'letTenantIn', {}],
  ['POST', '/api/cases/{case}/tenants/{tenant}/tokens/end', 'letTenantIn', {}],
]

const credential = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: 'AAAA' }, clientExtensionResults: {} } // prettier-ignore

/** Everybody's own, and more than a session: without a passkey's answer nobody, whatever the role. */
const provenRows: readonly Row[] = [
  ['POST', '/api/recovery-codes', 'read', { credential }],
  ['POST', '/api/me/passkeys', 'read', { credential }],
]

/** Open to whoever is not signed in, or for tenants only, or the end of a session. */
const elsewhere = [
  'GET /health',
  'POST /api/sign-in/options',
  'POST /api/sign-in',
  'POST /api/registration/options',
  'POST /api/registration',
  'POST /api/recovery',
  'POST /api/recovery/collect',
  'POST /api/sign-out',
  'GET /api/tenant',
  'GET /api/tenant/letter.pdf',
]

const sessions = new Map<Role | 'none', string>()

before(async () => {
  for (const role of [...roles, 'none'] as const) {
    const token = randomBytes(32).toString('base64url')
    const name = `holder-${role}`
    const { database } = api
    await database.query('insert into anlauf.person (name, roles, created_at) values ($1, $2, now())', [
      name,
      [role],
    ])
    await database.query(
      `insert into anlauf.passkey (credential_id, person, public_key, counter, transports, created_at)
       values ($1, $1, '\\x00', 0, '{}', now())`,
      [name],
    )
    await database.query(
      `insert into anlauf.session (token_hash, person, credential_id, created_at, seen_at, expires_at)
       values ($1, $2, $2, now(), now(), now() + interval '1 hour')`,
      [tokenHash(token), name],
    )
    sessions.set(role, token)
  }
})

function places(path: string, caseId: string): string {
  const parts: Readonly<Record<string, string>> = {
    case: caseId,
    person: 'nobody',
    job: 'none:run:all:1',
    facts: digest,
    request,
    key: digest,
    tenant: 'nordwind',
    stage: 'x',
    attempt: '1',
    role: 'lead',
    duty: 'gdpr-33-1',
    update: 'noon',
    kind: 'holding',
    register: 'breaches',
    field: 'incident.malicious',
    fact: 'a'.repeat(12),
    reference: '7K3M-9QXZ-T',
    subscription: 'a'.repeat(32),
    webhook: 'we_1',
    answer: 'nobody-wrote-it',
    claim: 'outflow',
  }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '')
}

async function statusOf(
  [method, path, , body]: Row,
  headers: Record<string, string>,
  role = '',
  caseId = 'none',
) {
  const answer = await fetch(`${api.url}${places(path, caseId)}`, {
    method,
    headers: {
      ...headers,
      'Sec-Fetch-Site': 'same-origin',
      'If-Match': '1',
      'Idempotency-Key': randomBytes(8).toString('hex'),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body).replace('ROLE', role) }),
  })
  await answer.body?.cancel()
  return answer.status
}

for (const row of rows) {
  const [method, path, needs, body] = row
  const what = typeof body === 'object' && body !== null && 'kind' in body ? ` ${String(body.kind)}` : ''
  test(`${method} ${path}${what} asks for ${needs}`, async () => {
    for (const [role, token] of sessions) {
      const own = role === 'none' ? [] : [role]
      const isAble = permissionsOf({ kind: 'person', roles: own }).includes(needs)
      const status = await statusOf(row, { Cookie: `__Host-anlauf=${token}` }, role)
      if (isAble) assert.ok(![401, 403].includes(status), `${role} may: ${status}`)
      else assert.equal(status, 403, `${role} may not`)
      if (isAble && method === 'POST') assert.notEqual(status, 400, `${role}: the body is one that is taken`)
    }
    assert.equal(await statusOf(row, {}), 401, 'nobody')
  })
}

test('a session alone, of whatever role, makes neither recovery codes nor a further passkey', async () => {
  for (const row of provenRows) {
    for (const [role, token] of sessions) {
      assert.equal(await statusOf(row, { Cookie: `__Host-anlauf=${token}` }, role), 403, `${role} ${row[1]}`)
    }
    assert.equal(
      await statusOf(row, { Authorization: `Bearer ${api.token}` }),
      403,
      'the account has no passkey',
    )
    assert.equal(await statusOf(row, {}), 401, 'nobody')
  }
})

test('a tenant’s token opens none of them, be it the own or another tenant’s', async () => {
  await api.declare('mine')
  const headers = { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' }
  for (const tenant of ['nordwind', 'alpenblick']) {
    const made = await fetch(`${api.url}/api/cases/mine/tenants/${tenant}/tokens`, {
      method: 'POST',
      headers,
      body: '{}',
    })
    const { token } = (await made.json()) as { token: string }
    for (const row of [...rows, ...provenRows]) {
      waitedMs += 60_000
      assert.equal(await statusOf(row, { Authorization: `Bearer ${token}` }), 401, row[1])
      // Of the case that lets the tenant in, too.
      assert.equal(await statusOf(row, { Authorization: `Bearer ${token}` }, '', 'mine'), 401, row[1])
    }
    const shown = await fetch(`${api.url}/api/tenant`, { headers: { Authorization: `Bearer ${token}` } })
    assert.equal(((await shown.json()) as { tenant: string }).tenant, tenant)
  }
})

test('every address is in the table', () => {
  const { paths } = JSON.parse(
    readFileSync(new URL('../../../../../docs/openapi.json', import.meta.url), 'utf8'),
  ) as { paths: Record<string, Record<string, unknown>> }
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const known = new Set([
    ...elsewhere,
    ...[...rows, ...provenRows].map(([method, path]) => `${method} ${path}`),
  ])
  assert.deepEqual(
    all.filter((address) => !known.has(address)),
    [],
  )
  const there = new Set(all)
  assert.deepEqual(
    [...known].filter((address) => !there.has(address)),
    [],
    'and none that there is not any more',
  )
})
