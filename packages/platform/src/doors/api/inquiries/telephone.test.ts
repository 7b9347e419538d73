import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { evidenceLines } from '../../../adapters/database/index.ts'
import { openApi } from '../api.fixture.ts'
import type { InquiryShape } from './inquiry-shapes.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())

const said = {
  name: 'Anna Nord',
  phone: '+49 30 23125 001',
  service: 'other',
  topic: 'status',
  message: 'When will it be back?',
  language: 'en',
  consent: true,
}

const take = (key: string | undefined, body: object = said): Promise<Response> =>
  fetch(`${api.url}/api/inquiries`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${api.token}`,
      'Content-Type': 'application/json',
      ...(key !== undefined && { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(body),
  })

const stored = async (): Promise<number> =>
  Number((await api.database.query<{ n: string }>('select count(*) n from anlauf.inquiry'))[0]?.n)

test('what was said on the telephone is taken in once, however often it is sent, at once or later', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => take('call-4711-first')))
  const shapes = (await Promise.all(answers.map((one) => one.json()))) as InquiryShape[]
  assert.deepEqual(
    answers.map(({ status }) => status),
    answers.map(() => 200),
  )
  assert.equal(new Set(shapes.map(({ reference }) => reference)).size, 1)
  const again = (await (await take('call-4711-first')).json()) as InquiryShape
  assert.deepEqual(again, shapes[0])
  assert.equal(await stored(), 1)
  const entries: string[] = []
  for await (const line of evidenceLines(api.database, 'anlauf.inquiries'))
    entries.push((JSON.parse(line) as { kind: string }).kind)
  assert.deepEqual(entries, ['inquiry.received'], 'and one entry')
})

test('the same words under another key are another call; the same key for other words is refused and stores nothing', async () => {
  assert.equal((await take('call-4712-again')).status, 200)
  assert.equal(await stored(), 2)
  const other = await take('call-4711-first', { ...said, message: 'Something else.' })
  assert.equal(other.status, 400)
  assert.match(await other.text(), /Idempotency-Key was used for another request/)
  assert.equal(await stored(), 2)
})

test('without a key, or with one too short, nothing is taken in', async () => {
  assert.equal((await take(undefined)).status, 400)
  assert.equal((await take('short')).status, 400)
  assert.equal(await stored(), 2)
})

test('what is kept to answer a repetition holds no name and no number', async () => {
  const kept = await api.database.query<{ answer: string }>('select answer from anlauf.answered_request')
  assert.equal(kept.length, 2)
  for (const { answer } of kept) assert.match(answer, /^\{"reference":"[\w-]+"\}$/)
})
