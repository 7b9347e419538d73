import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'

import { noticeProofs } from '../../../adapters/mail-out/index.ts'
import { openCase } from '../../../core/case/index.ts'
import { noticeHash } from '../../../core/notices/index.ts'
import { noticeEstate, PlayedNotices, aNotice } from '../../../core/notices/played-notices.fixture.ts'
import { openApi } from '../api.fixture.ts'
import type { CallBoardShape, DeliveryPageShape, NoticeBoardShape } from './notice-shapes.ts'

const api = await openApi({ deskSources: { estate: () => Promise.resolve({ estate: noticeEstate }) } })
after(() => api[Symbol.asyncDispose]())

// What a case holds after its notice went out, as the command line writes it.
const played = await PlayedNotices.declared()
await played.run({ command: 'draft', notice: aNotice() })
await played.approve('l1')
await played.run({ command: 'send', notice: 'l1' })
for (const { at, actor, action, kind, data, object } of played.log.entries) {
  await api.log.append('case-1', [{ at, actor, action, kind, data, ...(object !== undefined && { object }) }])
}
await noticeProofs(api.database, randomBytes(32)).make(
  [
    'nordwind/c-nordwind',
    'hafenkontor/c-hafenkontor',
    'lindenhof/c-lindenhof',
    'alpenblick/c-alpenblick',
  ].map((recipient) => ({ case: 'case-1', notice: 'l1', recipient })),
)

const read = async <Answer>(path: string): Promise<Answer> => {
  const answer = await api.get(`/api/cases/case-1${path}`)
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as Answer
}
const record = (body: object, key = randomBytes(16).toString('hex')) =>
  fetch(`${api.url}/api/cases/case-1/calls`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${api.token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  })

test('the board, the deliveries without an address, the calls with number, script and code', async () => {
  const { notices } = await read<NoticeBoardShape>('/notices')
  assert.deepEqual(
    notices.map(({ notice, stage, recipients, proved, underway, calls }) => [
      notice,
      stage,
      recipients,
      proved,
      underway,
      calls,
    ]),
    [['l1', 'sent', 4, 0, 1, 3]],
  )
  const page = await read<DeliveryPageShape>('/notices/l1/deliveries?standing=underway')
  assert.deepEqual([page.matching, page.rows[0]?.recipient], [1, 'alpenblick/c-alpenblick'])
  assert.doesNotMatch(JSON.stringify(await read('/notices/l1/deliveries')), /@|\+49|Nord GmbH/)
  assert.equal((await api.get('/api/cases/case-1/notices/other/deliveries')).status, 404)
  const board = await read<CallBoardShape>('/calls?limit=2')
  assert.deepEqual([board.matching, board.calls.length, board.hasNumbers], [3, 2, true])
  const [first] = board.calls
  assert.equal(first?.phones.length, 1)
  assert.ok(first.script.some((line) => line.includes(first.code ?? '–')))
})

test('a call with the right code proves receipt once, however often it is sent; a wrong one proves nothing', async () => {
  const { calls } = await read<CallBoardShape>('/calls')
  const [one, two] = calls
  assert.ok(one && two)
  const body = {
    notice: 'l1',
    recipient: one.recipient,
    outcome: 'reached',
    calledAt: new Date().toISOString(),
  }
  assert.equal((await record(body)).status, 400)
  assert.equal((await record({ ...body, code: two.code })).status, 400)
  assert.equal((await record({ ...body, recipient: 'no/body', code: one.code })).status, 400)
  assert.equal((await record({ ...body, outcome: 'sung' })).status, 400)
  const key = randomBytes(16).toString('hex')
  const answers = await Promise.all([1, 2, 3].map(() => record({ ...body, code: one.code }, key)))
  for (const answer of answers)
    assert.deepEqual(await answer.json(), { recipient: one.recipient, proved: true })
  await record({ notice: 'l1', recipient: two.recipient, outcome: 'wrong', calledAt: body.calledAt })
  const after = await read<CallBoardShape>('/calls')
  assert.equal(after.matching, 2)
  assert.equal(after.calls.at(-1)?.call.tries[0]?.outcome, 'wrong')
  const kinds: string[] = []
  for await (const { kind } of api.log.read('case-1')) kinds.push(kind)
  assert.equal(kinds.filter((kind) => kind === 'notice.received').length, 1)
  assert.equal(kinds.filter((kind) => kind === 'clock.met').length, 1)
})

test('who signs a notice sees every word of it, and nothing once it was drafted anew', async () => {
  const session = await openCase(api.log, 'case-1')
  const ask = (request: string, contentHash: string) =>
    session.execute(
      {
        command: 'requestApproval',
        request,
        subject: { kind: 'content', name: 'l1' },
        content: { what: 'a small matter' },
        contentHash,
        scope: { tenants: [], services: [] },
        quorum: 2,
        roles: ['dpo', 'forensics'],
        authors: [],
        reason: 'to the customers',
        by: 'mallory',
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        origin: 'https://anlauf.example',
      },
      { actor: 'test', at: new Date().toISOString() },
    )
  await ask('request-000000000001', noticeHash('case-1', aNotice()))
  await ask('request-000000000002', 'f'.repeat(64))
  const { requests } = await read<{
    requests: { request: string; facts: { id: string; value: unknown }[] }[]
  }>('/approvals')
  const shown = (request: string) => requests.find((one) => one.request === request)?.facts ?? []
  const [german] = shown('request-000000000001').filter(({ id }) => id === 'textDe')
  const { subject, text, tenants } = aNotice()
  for (const words of [subject.de, text.de.split('\n')[0] ?? ''])
    assert.ok(String(german?.value).includes(words), words)
  const readers = shown('request-000000000001').find(({ id }) => id === 'readers')
  assert.deepEqual(String(readers?.value).split('\n'), tenants)
  assert.ok(shown('request-000000000001').every(({ id }) => !id.startsWith('said.')))
  assert.deepEqual(shown('request-000000000002'), [])
})
