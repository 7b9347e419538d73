import assert from 'node:assert/strict'
import { test } from 'node:test'

import { digest, nightCase, type TestCase } from '../../../core/case/approval-case.fixture.ts'
import { emptyBoard } from '../../../core/overview/index.ts'
import { approvalsView } from './approval-view.ts'

const showContent = () => Promise.resolve(undefined)
const principal = { kind: 'person', name: 'dora', roles: ['lead'] } as const

function shown(night: TestCase, page: { before?: string | undefined; limit?: number } = {}) {
  const snapshot = { ...emptyBoard('night-1'), state: night.state }
  return approvalsView(snapshot, { principal, now: night.now, open: true, limit: 100, showContent, ...page })
}

test('a unit whose approvals ran out can be asked for again', async () => {
  const { night, anna, bernd } = nightCase()
  const request = night.ask()
  for (const key of [anna, bernd]) night.run(night.word(key, request))
  assert.deepEqual((await shown(night)).ready, [])
  night.at += 9 * 3_600_000
  assert.deepEqual((await shown(night)).ready, [{ unit: 't1', contentHash: night.hashOf() }])
})

test('what whoever asks says of a content is not shown as a fact of the case', async () => {
  const { night } = nightCase()
  const content = { 'Found clean': 5, note: 'all \u202e\0' }
  night.ask({ subject: { kind: 'stage', name: 'contain' }, contentHash: digest, content, by: 'mallory' })
  const [request] = (await shown(night)).requests
  assert.deepEqual(
    request?.facts.map(({ label, value }) => `${label.en}: ${String(value)}`),
    [
      'Described by, not checked: mallory',
      'Found clean (says mallory): 5',
      'note (says mallory): all ⟨U+202E⟩⟨U+0000⟩',
    ],
  )
})

test('requests come in pages that leave none out, also when one is signed between two pages', async () => {
  const { night, anna, bernd } = nightCase()
  const ask = (name: string) => night.ask({ subject: { kind: 'content', name }, contentHash: digest })
  const asked = ['a', 'b', 'c', 'd', 'e'].map(ask).toReversed()
  const first = await shown(night, { limit: 2 })
  assert.deepEqual([first.total, first.next], [5, asked[1]])
  for (const key of [anna, bernd]) night.run(night.word(key, asked[1] ?? ''))
  const second = await shown(night, { limit: 2, before: first.next ?? '' })
  const third = await shown(night, { limit: 2, before: second.next ?? '' })
  assert.deepEqual(
    [first, second, third].flatMap(({ requests }) => requests.map(({ request }) => request)),
    asked,
  )
  assert.deepEqual([third.next, third.total], [null, 4])
})
