import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { type Entry, type EntryDraft, entryLine, verifyEntries } from '../../core/evidence/index.ts'
import { type Database, evidenceLog, openDatabase } from './index.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-evidence-log-'))
const databases: readonly Database[] = [await openDatabase({ home }), await openDatabase({ home })]
const log = evidenceLog(databases[0]!)
after(async () => {
  for (const database of databases) await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

test('appends and reads back exactly what it sealed, from any place, over several pages', async () => {
  const entries = [...(await log.append('pages', drafts(700))), ...(await log.append('pages', drafts(800)))]
  assert.deepEqual(await readAll('pages'), entries)
  assert.deepEqual(await readAll('pages', 1490), entries.slice(1489))
  assert.deepEqual(await readAll('pages', 1501), [])
  assert.deepEqual(await readAll('another case'), [])
  assert.deepEqual(await log.append('another case', []), [])
  assert.deepEqual(await problemsOf('pages'), [])
})

test('odd but legal texts survive unchanged', async () => {
  const data = { path: 'a\u0000b\u2028 "\\" ümläut 😀', n: Number.MAX_SAFE_INTEGER, list: [null, true, {}] }
  const appended = await log.append('odd "case" \\ ü', [{ ...draft(1), data }])
  assert.deepEqual(await readAll('odd "case" \\ ü'), appended)
})

test('four writers on several connections keep one chain, each writer in its own order', async () => {
  const writers = [0, 1, 2, 3].map(async (writer) => {
    const own = evidenceLog(databases[writer % 2]!)
    for (let step = 0; step < 25; step += 1) {
      await own.append('shared', [draft(step, `writer-${writer}`), draft(step, `writer-${writer}`)])
    }
  })
  await Promise.all(writers)
  const entries = await readAll('shared')
  assert.equal(entries.length, 200)
  assert.deepEqual(await problemsOf('shared'), [])
  for (const writer of [0, 1, 2, 3]) {
    const steps = entries.filter(({ actor }) => actor === `writer-${writer}`).map(({ size }) => size)
    assert.deepEqual(
      steps,
      Array.from({ length: 50 }, (_, index) => Math.floor(index / 2)),
    )
  }
})

test('appendAfter stores only directly behind the entry it names', async () => {
  assert.equal(await log.appendAfter('after', 1, [draft(1)]), undefined, 'nothing is there yet')
  const [first] = (await log.appendAfter('after', 0, [draft(1)])) ?? []
  assert.equal(first?.seq, 1)
  assert.equal(await log.appendAfter('after', 0, [draft(2)]), undefined, 'somebody was faster')
  assert.equal((await log.appendAfter('after', 1, [draft(2), draft(3)]))?.length, 2)
  assert.deepEqual(await log.appendAfter('after', 3, []), [])
  assert.equal((await readAll('after')).length, 3)
  assert.deepEqual(await problemsOf('after'), [])
})

test('an append with one bad draft leaves nothing', async () => {
  const bad = { ...draft(2), data: { inner: { prev: 'x' } } }
  await assert.rejects(log.append('atomic', [draft(1), bad]), { code: 'input-invalid' })
  assert.deepEqual(await readAll('atomic'), [])
})

test('what append confirmed survives kill -9 of the writing process and of the server', async () => {
  const other = await mkdtemp(join(tmpdir(), 'anlauf-evidence-kill-'))
  const program = `
    import { evidenceLog, openDatabase } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    const log = evidenceLog(await openDatabase({ home: ${JSON.stringify(other)} }))
    for (;;) {
      const [entry] = await log.append('killed', [${JSON.stringify(draft(1))}])
      process.stdout.write(entry.seq + '\\n')
    }
  `
  const writer = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let confirmed = ''
  for await (const text of writer.stdout) {
    confirmed += String(text)
    if (confirmed.split('\n').length > 60 && !writer.killed) {
      const server = Number((await readFile(join(other, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
      process.kill(server, 'SIGKILL')
      writer.kill('SIGKILL')
    }
  }
  const last = Number(confirmed.trim().split('\n').at(-1))
  assert.ok(last >= 60)
  {
    await using database = await openDatabase({ home: other })
    const entries = await readAll('killed', 1, database)
    assert.ok(entries.length >= last, `${last} were confirmed, ${entries.length} are left`)
    assert.deepEqual((await verifyEntries(entries.map(entryLine))).problems, [])
    const [next] = await evidenceLog(database).append('killed', [draft(2)])
    assert.equal(next?.seq, entries.length + 1)
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
  await rm(other, { recursive: true })
})

function drafts(count: number): readonly EntryDraft[] {
  return Array.from({ length: count }, (_, index) => draft(index))
}

function draft(size: number, actor = 'engine'): EntryDraft {
  return { at: '2026-03-11T06:00:00.000Z', actor, action: 'derive', kind: 'unit.scanned', size, data: {} }
}

async function readAll(caseId: string, fromSeq?: number, database = databases[0]!): Promise<Entry[]> {
  return Array.fromAsync(evidenceLog(database).read(caseId, fromSeq))
}

async function problemsOf(caseId: string): Promise<readonly unknown[]> {
  return (await verifyEntries((await readAll(caseId)).map(entryLine))).problems
}
