import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openDatabase } from './open-database.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-evidence-table-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const nothing = '0'.repeat(64)

test('takes entries that continue their chain, also two in one statement', async () => {
  const first = rowOf({ case: 'a', seq: 1, prev: nothing })
  const second = rowOf({ case: 'a', seq: 2, prev: first.hash, note: 'Überweisung \u0000 "\\' })
  await insert(first, second)
  await insert(rowOf({ case: 'b', seq: 1, prev: nothing }))
  await insert(rowOf({ case: 'a', seq: 3, prev: second.hash }))
})

test('refuses what does not continue the chain', async () => {
  const head = await headOf('a')
  const refused = { code: 'database-failed' }
  await assert.rejects(insert(rowOf({ case: 'a', seq: 5, prev: head.hash })), refused, 'a gap')
  await assert.rejects(insert(rowOf({ case: 'a', seq: 4, prev: nothing })), refused, 'another predecessor')
  await assert.rejects(insert(rowOf({ case: 'a', seq: 3, prev: head.hash })), refused, 'a number twice')
  const next = rowOf({ case: 'a', seq: 4, prev: head.hash })
  await assert.rejects(insert({ ...next, hash: nothing }), refused, 'a hash of something else')
  await assert.rejects(insert({ ...next, caseId: 'b' }), refused, 'an entry of another case')
  await assert.rejects(
    insert({ ...rowOf({ case: 'a', seq: 9, prev: head.hash }), seq: 4 }),
    refused,
    'a column that differs from the entry',
  )
  await assert.rejects(insert(rowOf({ case: 'new', seq: 2, prev: nothing })), refused, 'a late beginning')
  await assert.rejects(insert(rowOf({ case: 'new', seq: 1, prev: head.hash })), refused, 'a false beginning')
  assert.deepEqual(await headOf('a'), head)
})

test('refuses to change or remove evidence, even with triggers switched off', async () => {
  const attempts = [
    `update anlauf.evidence set recorded_at = now()`,
    `update anlauf.evidence set entry = entry where false`,
    `delete from anlauf.evidence where case_id = 'a' and seq = 3`,
    `truncate anlauf.evidence`,
    `insert into anlauf.evidence select * from anlauf.evidence
       on conflict (case_id, seq) do update set recorded_at = now()`,
  ]
  for (const attempt of attempts) {
    await assert.rejects(database.query(attempt), { message: /append-only|does not follow/ }, attempt)
    await assert.rejects(
      database.transaction(async (session) => {
        await session.query('set local session_replication_role = replica')
        await session.query(attempt)
      }),
      { message: /append-only|does not follow/ },
      attempt,
    )
  }
  assert.deepEqual(await database.query('select count(*)::int as rows from anlauf.evidence'), [{ rows: 4 }])
})

interface Row {
  readonly caseId: string
  readonly seq: number
  readonly entry: string
  readonly hash: string
  readonly previous: string
}

function rowOf({ note = '', ...entry }: { case: string; seq: number; prev: string; note?: string }): Row {
  const text = JSON.stringify({
    case: entry.case,
    data: { note },
    prev: entry.prev,
    seq: entry.seq,
    tool: 'test',
  })
  const hash = createHash('sha256').update(text).digest('hex')
  return { caseId: entry.case, seq: entry.seq, entry: text, hash, previous: entry.prev }
}

async function insert(...rows: readonly Row[]): Promise<void> {
  await database.query(
    `insert into anlauf.evidence (case_id, seq, entry, hash, previous)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[])`,
    [
      rows.map(({ caseId }) => caseId),
      rows.map(({ seq }) => seq),
      rows.map(({ entry }) => entry),
      rows.map(({ hash }) => hash),
      rows.map(({ previous }) => previous),
    ],
  )
}

async function headOf(caseId: string): Promise<{ hash: string }> {
  const [head] = await database.query<{ hash: string }>(
    'select seq, hash from anlauf.evidence where case_id = $1 order by seq desc limit 1',
    [caseId],
  )
  assert.ok(head)
  return head
}
