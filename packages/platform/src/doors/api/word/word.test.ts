import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { parseEstate } from '../../../core/estate/index.ts'
import { readFileSync } from 'node:fs'
import type { JobDesk } from '../jobs/job-desk.ts'
import { openApi } from '../api.fixture.ts'
import type { ApprovalsShape } from '../index.ts'
import type { WordShape } from './word-view.ts'

const file = new URL('../../../../../../examples/estate.yaml', import.meta.url)
const parsed = parseEstate(readFileSync(file, 'utf8'), 'estate.yaml')
assert.ok('estate' in parsed)
const clock = Date.parse('2026-03-11T11:55:00Z')
const desk = { estate: () => parsed.estate } as unknown as JobDesk
const api = await openApi({ desk, now: () => new Date(clock) })
after(() => api[Symbol.asyncDispose]())

const head = 'as-of: 2026-03-11T12:50:00+01:00\nnext-by: 2026-03-11T17:00:00+01:00\n'
const good = `${head}[de]\nDie Techniker arbeiten an der Wiederherstellung.\n[en]\nThe engineers are working on the recovery.\n`
const bad = `${head}[de]\nAlles läuft wieder.\n[en]\nEverything is back.\n`

test('a text is checked, put into review, shown to the letter to whoever signs it, and goes out on signatures only', async () => {
  await api.declare('told')
  const checked = (await (await send('word/check', { text: bad })).json()) as { findings: { kind: string }[] }
  assert.ok(checked.findings.some(({ kind }) => kind === 'all-clear-while-open'))
  const refused = await send('word/drafts/noon', { text: bad })
  assert.equal(refused.status, 409)
  const { context } = (await refused.json()) as { context: { findings: unknown[] } }
  assert.ok(context.findings.length > 0)

  assert.equal((await send('word/drafts/noon', { text: good })).status, 200)
  const [draft] = (await word()).drafts
  assert.equal(draft?.stage, 'in review')
  assert.equal(draft?.request, null)
  assert.equal((await send('word/drafts/noon/publication', {})).status, 409, 'nobody signed')

  const asked = await send('word/drafts/noon/approval', { reason: 'noon' })
  assert.equal(asked.status, 200)
  const { request } = (await asked.json()) as { request: string }
  assert.equal((await word()).drafts[0]?.request, request)
  const [shown] = (await approvals()).requests
  assert.equal(shown?.contentHash, draft?.contentHash)
  assert.deepEqual(shown?.roles, ['comms', 'legal'])
  assert.equal(
    shown?.facts.find(({ id }) => id === 'textDe')?.value,
    'Die Techniker arbeiten an der Wiederherstellung.',
  )

  const changed = good.replace('arbeiten', 'arbeiten weiter').replace('are working', 'go on working')
  assert.equal((await send('word/drafts/noon', { text: changed })).status, 200)
  assert.deepEqual((await approvals()).requests[0]?.facts, [], 'nobody is shown one text and signs another')
  assert.equal((await word()).drafts[0]?.request, null)
})

test('nobody is asked to sign a text that the case does not hold', async () => {
  const ask = {
    kind: 'update',
    name: 'midnight',
    contentHash: 'ab'.repeat(32),
    roles: ['comms'],
    quorum: 1,
    reason: 'x',
  }
  const refused = await send('approvals', { ...ask, facts: { text: 'Nothing of note.' } })
  assert.equal(refused.status, 400)
  assert.match(await refused.text(), /that reads so now/)
  const [draft] = (await word()).drafts
  const held = await send('approvals', { ...ask, name: 'noon', contentHash: draft?.contentHash })
  assert.equal(held.status, 200, await held.text())
})

test('templates of every kind can be read; what is none is refused', async () => {
  const answer = await api.get('/api/word-templates/holding')
  assert.match(((await answer.json()) as { text: string }).text, /\[unavailable de\]/)
  assert.equal((await api.get('/api/word-templates/joke')).status, 400)
  const unread = await send('word/check', { text: 'no section' })
  assert.equal(unread.status, 400)
})

async function word(): Promise<WordShape> {
  return (await (await api.get('/api/cases/told/word')).json()) as WordShape
}

async function approvals(): Promise<ApprovalsShape> {
  return (await (await api.get('/api/cases/told/approvals')).json()) as ApprovalsShape
}

const send = (path: string, body: object): Promise<Response> => api.post(`/api/cases/told/${path}`, body)
