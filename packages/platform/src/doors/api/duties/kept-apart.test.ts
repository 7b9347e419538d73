import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { renderDocument } from '../../../adapters/documents/index.ts'
import { openClocks } from '../../../core/duties/index.ts'
import { parseEstate } from '../../../core/estate/index.ts'
import { tokenHash } from '../access/account-token.ts'
import { by, openApi } from '../api.fixture.ts'

/** What stands apart is there for legal, dpo, management and who leads; for everybody else there is no sign of it. */
const estateText = readFileSync(new URL('../../../../../../examples/estate.yaml', import.meta.url), 'utf8')
const api = await openApi({
  now: () => new Date('2026-03-11T08:00:00Z'),
  deskSources: {
    estate: () => Promise.resolve(parseEstate(estateText, 'estate.yaml')),
    print: renderDocument,
  },
})
after(() => api[Symbol.asyncDispose]())
await api.declare('night-1')

async function session(role: string): Promise<Record<string, string>> {
  const token = randomBytes(32).toString('base64url')
  const name = `holder-${role}`
  await api.database.query('insert into anlauf.person (name, roles, created_at) values ($1, $2, now())', [
    name,
    [role],
  ])
  await api.database.query(
    `insert into anlauf.passkey (credential_id, person, public_key, counter, transports, created_at)
     values ($1, $1, '\\x00', 0, '{}', now())`,
    [name],
  )
  await api.database.query(
    `insert into anlauf.session (token_hash, person, credential_id, created_at, seen_at, expires_at)
     values ($1, $2, $2, now(), now(), now() + interval '1 hour')`,
    [tokenHash(token), name],
  )
  return {
    Cookie: `__Host-anlauf=${token}`,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'application/json',
  }
}

const dpo = await session('dpo')
const comms = await session('comms')
const finance = await session('finance')
const base = `${api.url}/api/cases/night-1`

async function read<Answer>(path: string, headers: Record<string, string>, status = 200): Promise<Answer> {
  const answer = await fetch(`${base}${path}`, { headers })
  const text = await answer.text()
  assert.equal(answer.status, status, text)
  return JSON.parse(text) as Answer
}

async function post<Answer>(path: string, headers: Record<string, string>, body: unknown, status = 200) {
  const answer = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  assert.equal(answer.status, status, text)
  return JSON.parse(text) as Answer
}

interface Row {
  readonly duty: string
  readonly stage: string
  readonly missing: readonly string[]
  readonly readable: boolean
}

test('a list looks the same to others whether a notice was drafted and asked for or not', async () => {
  const seen = async (): Promise<unknown> => ({
    duties: (await read<{ duties: Row[] }>('/duties', comms)).duties.filter(
      ({ duty }) => duty === 'gdpr-33-1',
    ),
    missing: await read('/duties/missing', comms),
    approvals: (await read<{ requests: unknown; total: number }>('/approvals?status=all', comms)).total,
  })
  const before = await seen()
  await post('/duties/gdpr-33-1/draft', dpo, {})
  await post('/duties/gdpr-33-1/approval', dpo, { reason: 'first report' }, 409)
  const { request } = await post<{ request: string }>('/duties/gdpr-33-1/approval', dpo, {
    reason: 'first report',
    incomplete: 'the 72 hours end tonight',
  })
  assert.deepEqual(await seen(), before)
  const [row] = (await read<{ duties: Row[] }>('/duties', comms)).duties.filter(
    ({ duty }) => duty === 'gdpr-33-1',
  )
  assert.deepEqual([row?.stage, row?.missing, row?.readable], ['kept-apart', [], false])
  await read('/duties/gdpr-33-1/draft', comms, 403)
  await read(`/approvals/${request}`, comms, 404)
  await post(`/approvals/${request}/withdrawal`, comms, { reason: 'x' }, 404)

  const { requests } = await read<{
    requests: { request: string; facts: { id: string; value: string | number }[] }[]
  }>('/approvals', dpo)
  const facts = new Map(
    requests.find((one) => one.request === request)?.facts.map(({ id, value }) => [id, value]),
  )
  assert.match(String(facts.get('textDe')), /Meldung[\s\S]*<FEHLT, Pflichtangabe>/, 'to the letter')
  assert.equal(facts.get('incomplete'), 'the 72 hours end tonight')
  assert.equal(facts.get('revision'), 1)
})

test('the log keeps its places for everybody, and its words about what stands apart for counsel', async () => {
  interface Entry {
    readonly seq: number
    readonly kind: string
    readonly object?: string
    readonly data: Record<string, unknown>
  }
  for (const path of ['/evidence?limit=500', '/timeline?limit=200']) {
    const seen = await read<{ entries: Entry[] }>(path, comms)
    const all = await read<{ entries: Entry[] }>(path, dpo)
    assert.deepEqual(
      seen.entries.map(({ seq, kind }) => `${seq} ${kind}`),
      all.entries.map(({ seq, kind }) => `${seq} ${kind}`),
    )
    assert.doesNotMatch(JSON.stringify(seen), /gdpr-33-1|72 hours end tonight/, path)
    assert.match(JSON.stringify(all), /gdpr-33-1/, path)
    const drafted = seen.entries.find(({ kind }) => kind === 'filing.drafted')
    assert.deepEqual(drafted?.data, { withheld: true })
  }
})

test('who signs a document of another kind may read it: finance that of the insurer, and no other', async () => {
  assert.match((await read<{ text: string }>('/duties/vvg-30/draft', finance)).text, /ENTWURF/)
  await read('/duties/bsig-32-1-1/draft', finance, 403)
})

test('registers with judgements are kept apart too; one without is for who records clocks', async () => {
  for (const [register, headers, status] of [
    ['breaches', dpo, 200],
    ['breaches', comms, 403],
    ['rationales', comms, 403],
    ['submissions', comms, 200],
    ['submissions', finance, 403],
  ] as const) {
    const answer = await fetch(`${base}/registers/${register}`, { headers })
    await answer.text()
    assert.equal(answer.status, status, register)
  }
})

test('the PDF is one for the archive, says that it is a draft, and its hash is known as kept apart', async () => {
  const answer = await fetch(`${base}/duties/gdpr-33-1/draft.pdf`, { headers: dpo })
  assert.equal(answer.headers.get('content-type'), 'application/pdf')
  const bytes = Buffer.from(await answer.arrayBuffer())
  assert.match(bytes.toString('latin1'), /^%PDF-1\.7[\s\S]*pdfaid/)
  const tags = await Array.fromAsync(api.log.read('night-1', 1))
  assert.ok(tags.some(({ kind, data }) => kind === 'document.tagged' && data['tag'] === 'bdsg42-43'))
  await fetch(`${base}/duties/gdpr-33-1/draft.pdf`, { headers: comms }).then((refused) =>
    assert.equal(refused.status, 403),
  )
})

test('a document of a duty that does not apply is not kept, and what nobody approved is not handed in silently', async () => {
  const headers = { ...dpo, 'Idempotency-Key': 'duties-0123456789' }
  const handedIn = { at: '2026-03-11T07:00:00Z', receipt: 'a'.repeat(64) }
  await post('/duties/bsig-32-1-1/submission', headers, handedIn, 409)
  const { content } = await post<{ content: string | null }>(
    '/duties/gdpr-33-1/submission',
    { ...headers, 'Idempotency-Key': 'duties-9876543210' },
    { ...handedIn, unapproved: true, reference: 'LDA-1' },
  )
  assert.match(content ?? '', /^[0-9a-f]{64}$/)
  const draft = await read<{ sinceSubmission: { reference: string; items: unknown[] } | null }>(
    '/duties/gdpr-33-1/draft',
    dpo,
  )
  assert.equal(draft.sinceSubmission?.reference, 'LDA-1')
  await post('/duties/uk-csr-bill/draft', dpo, {}, 404)
  const clocks = await openClocks(api.log, 'night-1')
  await clocks.execute({ command: 'profile', profile: { listed: false }, contracts: [] }, by)
  await post('/duties/mar-17/draft', dpo, {}, 409)
  const { applies } = await read<{ applies: string }>('/duties/mar-17/draft', dpo)
  assert.equal(applies, 'no', 'it can be read, and says so')
})
