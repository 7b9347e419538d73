import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import { statementTexts } from '../../../adapters/database/index.ts'
import { openCase } from '../../../core/case/index.ts'
import { openStatements } from '../../../core/statements/index.ts'
import { exampleEstate as estate } from '../../../core/updates/estate.fixture.ts'
import { api, by, call, declare, hour, nordwind, second, sign, tenants, time } from './letters.fixture.ts'

test('all letters are asked for under one hash, read, signed by two, posted and delivered', async () => {
  await declare('real')
  const before = (await call('lea', 'real/statements')).json
  assert.deepEqual([before.counts['in review'], before.waiting], [tenants.length, tenants.length])
  const asked = await call('lea', 'real/statements/approval', { reason: 'first letters' })
  assert.equal(asked.status, 200, JSON.stringify(asked.json))
  assert.equal(asked.json.letters, tenants.length)
  const { request } = asked.json
  assert.equal((await call('lea', 'real/statements')).json.waiting, 0)
  const [shown] = (await call('dora', 'real/approvals')).json.requests
  assert.equal(shown?.facts.find(({ id }) => id === 'letters')?.value, tenants.length)

  assert.equal((await sign('dora', 'real', request, 'dpo')).status, 409, 'nothing was read yet')
  for (const person of ['dora', 'finn']) {
    const { toRead } = (await call(person, `real/approvals/${request}/letters`)).json
    assert.ok(toRead.length > 0)
    for (const { tenant } of toRead) {
      const early = await call(person, `real/approvals/${request}/letters/${tenant}/seen`, {})
      assert.equal(
        early.status,
        409,
        'whoever never got the text has not read it, whatever their program says',
      )
      const letter = await call(person, `real/approvals/${request}/letters/${tenant}`)
      assert.match(letter.json.text.de, /72 Stunden/)
      assert.match(letter.json.text.en, /72 hours/)
      const seen = await call(person, `real/approvals/${request}/letters/${tenant}/seen`, {})
      assert.equal(seen.status, 200)
    }
    assert.equal((await call(person, `real/approvals/${request}/letters`)).json.unread, 0)
  }
  assert.equal((await call('lea', `real/approvals/${request}/letters/${nordwind}/seen`, {})).status, 403)
  const signed = await sign('dora', 'real', request, 'dpo')
  assert.equal(signed.status, 200, JSON.stringify(signed.json))
  assert.equal((await call('lea', 'real/statements')).json.counts.approved, 0)
  assert.equal((await sign('finn', 'real', request, 'forensics')).status, 200)
  assert.equal((await call('lea', 'real/statements')).json.counts.approved, tenants.length)

  const early = await call('lea', `real/statements/${nordwind}/delivered`, { deliveredAt: by().at, proof: 'ab'.repeat(32) }) // prettier-ignore
  assert.equal(early.status, 400, 'not posted yet')
  const posted = { postedAt: by().at, how: 'registered', number: 'RR1' }
  assert.equal((await call('lea', `real/statements/${nordwind}/posted`, posted)).json.stage, 'posted')
  assert.equal((await call('lea', `real/statements/${nordwind}/posted`, posted)).status, 200, 'once more')
  time.now += hour / 6
  const delivered = { deliveredAt: by().at, proof: 'ab'.repeat(32) }
  const row = await call('lea', `real/statements/${nordwind}/delivered`, delivered)
  assert.equal(row.json.stage, 'delivered', JSON.stringify(row.json))
  assert.equal((await call('lea', `real/statements/${nordwind}/delivered`, delivered)).status, 200)
  const kinds: string[] = []
  for await (const { kind } of api.log.read('real', 1)) kinds.push(kind)
  assert.equal(kinds.filter((kind) => kind === 'statement.posted').length, 1)
  assert.equal(kinds.filter((kind) => kind === 'statement.delivered').length, 1)
})

test('what was known differently since is not posted without a reason, and the reason is recorded', async () => {
  const session = await openCase(api.log, 'real')
  await session.execute(
    {
      command: 'record',
      facts: [
        { type: 'unit.restorePointsChosen', unit: second, planDigest: 'a'.repeat(64), files: 5, bytes: 50, leftOut: 3, reasons: {} },
      ],
    },
    by(),
  ) // prettier-ignore
  const { standing, since } = (await call('lea', `real/statements/${second}`)).json
  assert.equal(standing.isOutdated, true)
  assert.ok(since.de.length > 0)
  const refused = await call('lea', `real/statements/${second}/posted`, { postedAt: by().at })
  assert.equal(refused.status, 409)
  assert.match(refused.json.detail ?? refused.json.title, /something else than is known/)
  const sent = { postedAt: by().at, outdatedAnyway: 'the figures follow on Friday' }
  assert.equal((await call('lea', `real/statements/${second}/posted`, sent)).status, 200)
  const reasons: unknown[] = []
  for await (const { kind, data } of api.log.read('real', 1)) {
    if (kind === 'statement.outdatedAnyway') reasons.push(data?.['reason'])
  }
  assert.deepEqual(reasons, ['the figures follow on Friday'])
})

test('a tenant sees the own letter once two people signed it, and nobody else’s', async () => {
  const token = async (tenant: string): Promise<string> => {
    const made = await call('lea', `real/tenants/${tenant}/tokens`, {})
    return made.json.token
  }
  const own = { Authorization: `Bearer ${await token(nordwind)}` }
  const window = (await (await api.get('/api/tenant', own)).json()) as { letter?: { stage: string } }
  assert.equal(window.letter?.stage, 'delivered')
  const pdf = await api.get('/api/tenant/letter.pdf', own)
  assert.equal(pdf.headers.get('content-type'), 'application/pdf')
  const bytes = Buffer.from(await pdf.arrayBuffer())
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
  const other = { Authorization: `Bearer ${await token(second)}` }
  const foreign = Buffer.from(await (await api.get('/api/tenant/letter.pdf', other)).arrayBuffer())
  assert.notEqual(sha(bytes), sha(foreign))
  assert.equal((await api.get('/api/tenant/letter.pdf')).status, 401, 'a token of the account opens it not')

  const statements = await openStatements(api.log, 'real', () => estate)
  const hash = statements.desk.statements.get(second)?.at(-1)?.contentHash ?? ''
  await assert.rejects(
    statementTexts(api.database, 'real', [{ tenant: nordwind, hash }]),
    /not kept any more/,
    'the database itself shows nothing of another tenant, even by its hash',
  )
})

test('a draft is not in the window; in an exercise nothing is posted', async () => {
  await declare('drill', true)
  const made = await call('lea', `drill/tenants/${nordwind}/tokens`, {})
  const own = { Authorization: `Bearer ${made.json.token}` }
  const window = (await (await api.get('/api/tenant', own)).json()) as { letter?: unknown }
  assert.equal(window.letter, undefined)
  assert.equal((await api.get('/api/tenant/letter.pdf', own)).status, 404)
  const posted = await call('lea', `drill/statements/${nordwind}/posted`, { postedAt: by().at })
  assert.equal(posted.status, 409)
  assert.match(JSON.stringify(posted.json), /In an exercise no letter is posted/)
})

test('a single letter is asked for to the letter, and void when it is drafted anew', async () => {
  await declare('one')
  const asked = await call('lea', 'one/statements/approval', { tenants: [nordwind], reason: 'urgent' })
  const [shown] = (await call('dora', 'one/approvals')).json.requests
  const fact = (id: string): unknown => shown?.facts.find((one) => one.id === id)?.value
  assert.match(String(fact('textDe')), /72 Stunden/)
  assert.match(String(fact('textEn')), /72 hours/)
  assert.deepEqual(shown?.scope.tenants, [nordwind])
  assert.equal((await sign('dora', 'one', asked.json.request, 'dpo')).status, 200)
  assert.equal((await sign('finn', 'one', asked.json.request, 'forensics')).status, 200)
  assert.equal((await call('lea', `one/statements/${nordwind}`)).json.standing.stage, 'approved')
  assert.equal((await call('lea', 'one/statements?stage=approved')).json.matching, 1)
  const again = await call('lea', 'one/statements/approval', { tenants: [nordwind], reason: 'x' })
  assert.equal(again.status, 409, 'it waits no more')
  const unknown = await call('lea', 'one/statements/nobody')
  assert.equal(unknown.status, 404)
})

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

test('a letter is not signed any more when the time that it promises is over', async () => {
  await declare('promised', false, 0.4)
  const asked = await call('lea', 'promised/statements/approval', {
    tenants: [nordwind],
    reason: 'x',
    hours: 24,
  })
  assert.equal(asked.status, 200, JSON.stringify(asked.json))
  const { request } = asked.json
  assert.equal((await sign('dora', 'promised', request, 'dpo')).status, 200)
  time.now += hour / 2
  const late = await sign('finn', 'promised', request, 'forensics')
  assert.equal(late.status, 400)
  const { json } = await call('lea', `promised/statements/${nordwind}`)
  assert.equal(json.standing.stage, 'in review')
  assert.equal(json.standing.isPromiseOver, true)
})

test('a letter that was approved and promises what is over is not printed; what was posted in time is', async () => {
  await declare('printed', false, 0.4)
  const asked = await call('lea', 'printed/statements/approval', { tenants: [nordwind, second], reason: 'x' })
  for (const [person, role] of [
    ['dora', 'dpo'],
    ['finn', 'forensics'],
  ] as const) {
    for (const tenant of [nordwind, second]) {
      const path = `printed/approvals/${asked.json.request}/letters/${tenant}`
      await call(person, path)
      await call(person, `${path}/seen`, {})
    }
    assert.equal((await sign(person, 'printed', asked.json.request, role)).status, 200)
  }
  const print = (tenant: string) =>
    call('lea', `printed/statements/${tenant}/letter.pdf`).catch(() => ({ status: 200 }))
  assert.equal((await print(nordwind)).status, 200)
  const posted = { postedAt: by().at }
  assert.equal((await call('lea', `printed/statements/${second}/posted`, posted)).status, 200)
  time.now += hour / 2
  assert.equal((await print(nordwind)).status, 409)
  assert.equal((await print(second)).status, 200, 'for the files')
  const late = await call('lea', `printed/statements/${nordwind}/posted`, { postedAt: by().at })
  assert.equal(late.status, 409)
  assert.match(late.json.detail ?? late.json.title, /promised a time that was over/)
})
