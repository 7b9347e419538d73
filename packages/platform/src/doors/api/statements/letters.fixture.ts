import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before } from 'node:test'

import { keepStatements } from '../../../adapters/database/index.ts'
import { openCase } from '../../../core/case/index.ts'
import type { Passkey } from '../../../core/case/passkey.fixture.ts'
import { openFacts } from '../../../core/facts/index.ts'
import { openStatements } from '../../../core/statements/index.ts'
import { exampleEstate as estate } from '../../../core/updates/estate.fixture.ts'
import {
  composeStatement,
  contentHash,
  contentText,
  promisesEnd,
  substanceOf,
  wordingOf,
} from '../../../phases/comply/statements/index.ts'
import { tokenHash } from '../access/account-token.ts'
import { keptPasskey } from '../access/kept-passkey.fixture.ts'
import { openApi } from '../api.fixture.ts'
import type { JobDesk } from '../jobs/job-desk.ts'

export const hour = 3_600_000
/** The clock of the server, moved by the tests. */
export const time = { now: Date.parse('2026-03-11T12:00:00Z') }
const desk = { estate: () => estate } as unknown as JobDesk
export const api = await openApi({ desk, now: () => new Date(time.now) })
after(() => api[Symbol.asyncDispose]())

export const tenants = estate.tenants.map(({ id }) => id)
export const [nordwind = '', second = ''] = tenants
const people = new Map<string, { readonly key: Passkey; readonly cookie: string }>()

before(async () => {
  for (const [person, role] of [
    ['dora', 'dpo'],
    ['finn', 'forensics'],
    ['lea', 'lead'],
    ['ingo', 'it'],
  ] as const) {
    const key = await keptPasskey(api.database, { person, roles: [role], genesis: 'account' })
    const token = randomBytes(32).toString('base64url')
    await api.database.query(
      `insert into anlauf.session (token_hash, person, credential_id, created_at, seen_at, expires_at)
       values ($1, $2, $3, $4, $4, $5)`,
      [tokenHash(token), person, key.credentialId, new Date(time.now), new Date(time.now + 11 * hour)],
    )
    people.set(person, { key, cookie: `__Host-anlauf=${token}` })
  }
})

interface Asked {
  readonly request: string
  readonly scope: { readonly tenants: readonly string[] }
  readonly facts: readonly { readonly id: string; readonly value: unknown }[]
}

/** What these routes answer, all in one: each test asks for what its own route says. */
export interface Answer {
  readonly request: string
  readonly letters: number
  readonly waiting: number
  readonly matching: number
  readonly unread: number
  readonly token: string
  readonly stage: string
  readonly since: { readonly de: string; readonly en: string }
  readonly title: string
  readonly detail?: string
  readonly head: string
  readonly signedAt: string
  readonly statement: string
  readonly counts: Readonly<Record<'in review' | 'approved', number>>
  readonly standing: { readonly stage: string; readonly isOutdated: boolean; readonly isPromiseOver: boolean }
  readonly text: { readonly de: string; readonly en: string }
  readonly requests: readonly Asked[]
  readonly toRead: readonly { readonly tenant: string; readonly contentHash: string }[]
}

export async function call(
  person: string,
  path: string,
  body?: object,
  key: string = randomBytes(8).toString('hex'),
): Promise<{ status: number; json: Answer }> {
  const answer = await fetch(`${api.url}/api/cases/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Cookie: people.get(person)?.cookie ?? '',
      'Sec-Fetch-Site': 'same-origin',
      'Idempotency-Key': key,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, json: (await answer.json()) as Answer }
}

export const by = () => ({ actor: 'tester', at: new Date(time.now).toISOString() })

export async function declare(caseId: string, exercise = false, promisedHours = 48): Promise<void> {
  const session = await openCase(api.log, caseId)
  await session.execute(
    { command: 'declare', title: 'x', exercise, tenants, services: ['mail', 'share'] },
    by(),
  )
  await draft(caseId, promisedHours)
}

/** What "anlauf statement draft" does, in short. */
async function draft(caseId: string, renew = 48): Promise<void> {
  const statements = await openStatements(api.log, caseId, () => estate)
  const facts = await openFacts(api.log, caseId, estate)
  const base = { desk: statements.desk, facts: facts.base(new Date(time.now), estate), estate }
  const drafts = tenants.map((tenant) => {
    const revision = (statements.desk.statements.get(tenant)?.at(-1)?.revision ?? 0) + 1
    const content = composeStatement(base, {
      tenant,
      revision,
      at: new Date(time.now).toISOString(),
      nextBy: new Date(time.now + renew * hour).toISOString(),
    })
    return { tenant, revision, content, contentHash: contentHash(content) }
  })
  await keepStatements(
    api.database,
    caseId,
    drafts.map(({ content, contentHash: hash, ...one }) => ({ ...one, hash, content: contentText(content) })),
  )
  await statements.execute(
    {
      command: 'draft',
      drafts: drafts.map(({ content, ...one }) => ({
        ...one,
        substance: substanceOf(content),
        wording: wordingOf(content, estate),
        promisesEnd: promisesEnd(content),
      })),
    },
    by(),
  )
}

/** Asks for the options, signs with the key of the person, hands it in. */
export async function sign(person: string, caseId: string, request: string, role: string) {
  const word = { verdict: 'approve', role, reason: '' }
  const path = `${caseId}/approvals/${request}`
  const asked = await call(person, `${path}/options`, word)
  if (asked.status !== 200) return asked
  const { signedAt, statement, head } = asked.json
  const key = people.get(person)?.key
  assert.ok(key)
  const origin = new URL(api.url).origin
  const seal = key.sign({ head, statement: Buffer.from(statement), origin }, { origin })
  const url = (text: string | undefined): string => Buffer.from(text ?? '', 'base64').toString('base64url')
  return call(person, `${path}/signatures`, {
    ...word,
    signedAt,
    credential: {
      id: key.credentialId,
      response: {
        authenticatorData: url(seal.passkey?.authenticatorData),
        clientDataJSON: url(seal.passkey?.clientDataJSON),
        signature: url(seal.signature),
      },
    },
  })
}
