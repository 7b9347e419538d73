import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import type { EntryDraft } from '../../core/evidence/index.ts'
import { caseIds, type Database, evidenceLog, evidenceSignal, openDatabase } from './index.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-evidence-signal-'))
const databases: readonly Database[] = [await openDatabase({ home }), await openDatabase({ home })]
const [here, elsewhere] = [databases[0]!, databases[1]!]
const signal = await evidenceSignal(here)
const log = evidenceLog(elsewhere)
after(async () => {
  await signal[Symbol.asyncDispose]()
  for (const database of databases) await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const draft: EntryDraft = {
  at: '2026-03-11T06:00:00.000Z',
  actor: 'tester',
  action: 'verify',
  kind: 'test.step',
  data: {},
}
/** Far beyond what a notice takes; reached only when one is missing, and then the test fails. */
const long = { timeoutMs: 20_000 }

test('whoever waits is woken by an entry that another connection appended, and only in its case', async () => {
  using watched = signal.watch('watched')
  using other = signal.watch('other')
  const waiting = watched.changed(long)
  await log.append('watched', [draft])
  assert.equal(await waiting, true)
  await log.append('other', [draft])
  assert.equal(await other.changed(long), true)
  assert.equal(await watched.changed({ timeoutMs: 1 }), false)
})

test('an entry between two waits is not missed', async () => {
  using watched = signal.watch('between')
  using witness = signal.watch('between')
  await log.append('between', [draft])
  assert.equal(await witness.changed(long), true, 'the notice has arrived')
  assert.equal(await watched.changed({ timeoutMs: 0 }), true)
})

test('an aborted wait ends', async () => {
  using watched = signal.watch('aborted')
  const stopping = new AbortController()
  const waiting = watched.changed({ ...long, signal: stopping.signal })
  stopping.abort()
  assert.equal(await waiting, false)
  assert.equal(await watched.changed({ ...long, signal: stopping.signal }), false)
})

test('a lost connection is made again, and everybody is told to look', async () => {
  using watched = signal.watch('lost')
  const waiting = watched.changed(long)
  await elsewhere.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'anlauf listener'`,
  )
  assert.equal(await waiting, true)
  const again = watched.changed(long)
  await log.append('lost', [draft])
  assert.equal(await again, true)
})

test('case ids come in pages, each once', async () => {
  const first = await caseIds(here, { limit: 2 })
  assert.deepEqual(first, ['between', 'lost'])
  assert.deepEqual(await caseIds(here, { after: first[1]!, limit: 9 }), ['other', 'watched'])
})
