import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { type EntryDraft, verifyEntries } from '../../core/evidence/index.ts'
import { groupedAppends } from './grouped-appends.ts'
import { type Database, evidenceLines, evidenceLog, openDatabase, type Session } from './index.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-grouped-'))
await chmod(home, 0o711)
const database = await openDatabase({ home })
const log = evidenceLog(database)
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

test('fifty that append at once keep their own order, and each bad append fails alone', async () => {
  const results = await Promise.all(
    Array.from({ length: 50 }, async (_, writer) => {
      const refused: unknown[] = []
      for (let step = 0; step < 6; step += 1) {
        const isBad = step === 3 && writer % 10 === 0
        // One that is too big, one that uses the chain's names: neither may take its neighbours with it.
        const data = isBad ? (writer === 0 ? { text: 'x'.repeat(1024 * 1024) } : { inner: { seq: 1 } }) : {}
        const appended = log.append('shared', [draft(step, { actor: `w${writer}`, data })])
        await appended.catch((error: unknown) => refused.push(error))
      }
      return refused
    }),
  )
  assert.equal(results.flat().length, 5)
  for (const error of results.flat()) assert.equal((error as { code?: string }).code, 'input-invalid')
  const entries = await Array.fromAsync(log.read('shared'))
  assert.equal(entries.length, 295)
  for (let writer = 0; writer < 50; writer += 1) {
    const steps = entries.filter(({ actor }) => actor === `w${writer}`).map(({ size }) => size)
    assert.deepEqual(steps, writer % 10 === 0 ? [0, 1, 2, 4, 5] : [0, 1, 2, 3, 4, 5])
  }
  assert.deepEqual(await problemsOf(database, 'shared'), [])
})

test('of twenty that decided on the same state one is heard', async () => {
  await log.append('race', [draft(0)])
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, writer) => log.appendAfter('race', 1, [draft(writer)])),
  )
  assert.equal(results.filter((entries) => entries !== undefined).length, 1)
  assert.equal((await Array.fromAsync(log.read('race'))).length, 2)
})

test('a clock that jumps back an hour changes the times in entries, not their order', async () => {
  for (const at of ['06:00', '05:00', '05:30', '06:01']) {
    await log.append('clock', [{ ...draft(1), at: `2026-03-11T${at}:00.000Z` }])
  }
  const entries = await Array.fromAsync(log.read('clock'))
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    [1, 2, 3, 4],
  )
  assert.deepEqual(await problemsOf(database, 'clock'), [])
})

test('the server is killed again and again while eight append: nothing is lost, nothing is there twice', async () => {
  const confirmed: string[] = []
  const over = new AbortController()
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let step = 0; !over.signal.aborted; step += 1) {
      const name = `${writer}-${step}`
      await log.append('killed', [draft(step, { object: name })])
      confirmed.push(name)
    }
  })
  for (let kills = 0; kills < 4; kills += 1) {
    await sleep(250)
    const pid = Number(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 'SIGKILL')
    const before = confirmed.length
    while (confirmed.length < before + 20) await sleep(20)
  }
  over.abort()
  await Promise.all(writers)
  const stored = (await Array.fromAsync(log.read('killed'))).map(({ object }) => object)
  assert.equal(stored.length, confirmed.length)
  assert.deepEqual(new Set(stored), new Set(confirmed))
  assert.ok(confirmed.length > 80)
  assert.deepEqual(await problemsOf(database, 'killed'), [])
})

test('a commit whose answer was lost is recognised, and one that never was is made again', async () => {
  for (const isCommitted of [true, false]) {
    let isLost = false
    const append = groupedAppends({
      async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
        const lose = (): Error | undefined => {
          if (isLost) return undefined
          isLost = true
          return Object.assign(new Error('Connection terminated unexpectedly'), { code: '08006' })
        }
        if (isCommitted) {
          const result = await database.transaction(work)
          const error = lose()
          if (error === undefined) return result
          throw error
        }
        return database.transaction(async (session) => {
          const result = await work(session)
          const error = lose()
          if (error === undefined) return result
          throw error
        })
      },
    })
    const caseId = `answer lost ${isCommitted}`
    const [one, two] = await Promise.all([
      append(caseId, { drafts: [draft(1)] }),
      append(caseId, { drafts: [draft(1)] }),
    ])
    assert.deepEqual([one?.[0]?.seq, two?.[0]?.seq], [1, 2])
    assert.equal((await Array.fromAsync(log.read(caseId))).length, 2)
  }
})

test('a server that stays away fails every append with a way on, and the next ones find it again', async () => {
  const away = {
    transaction: () =>
      Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })),
  }
  const append = groupedAppends(away, { patienceMs: 300 })
  const results = await Promise.allSettled([1, 2, 3].map((size) => append('c', { drafts: [draft(size)] })))
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  assert.equal((await log.append('after all', [draft(1)])).length, 1)
})

test('a full disk refuses appends in words and keeps all that was confirmed', async (t) => {
  const place = join(home, 'small')
  mkdirSync(place, { mode: 0o711 })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=120m,mode=0711', 'tmpfs', place])
  if (mounted.status !== 0) return t.skip('a small disk cannot be mounted here')
  try {
    const other = await openDatabase({ home: join(place, 'home') })
    try {
      const small = evidenceLog(other)
      await small.append('full', [draft(0)])
      spawnSync('dd', ['if=/dev/zero', `of=${join(place, 'filler')}`, 'bs=64k'])
      let confirmed = 1
      const refusal = await (async () => {
        for (let size = 1; size < 3000; size += 1) {
          const data = { text: 'x'.repeat(200_000) }
          const error = await small.append('full', [draft(size, { data })]).then(
            () => undefined,
            (thrown: unknown) => thrown as { code: string; hint: string; message: string },
          )
          if (error !== undefined) return error
          confirmed += 1
        }
        return undefined
      })()
      assert.ok(refusal)
      assert.equal(refusal.code, 'no-space', refusal.message)
      assert.match(refusal.hint, /Free space/)
      await rm(join(place, 'filler'))
      await small.append('full', [draft(9999)])
      const entries = await Array.fromAsync(small.read('full'))
      assert.equal(entries.length, confirmed + 1)
      assert.deepEqual(await problemsOf(other, 'full'), [])
    } finally {
      await other[Symbol.asyncDispose]()
    }
  } finally {
    execFileSync('umount', [place])
  }
})

function draft(size: number, more: Partial<EntryDraft> = {}): EntryDraft {
  const at = '2026-03-11T06:00:00.000Z'
  return { at, actor: 'engine', action: 'derive', kind: 'unit.scanned', size, data: {}, ...more }
}

async function problemsOf(of: Database, caseId: string): Promise<readonly unknown[]> {
  return (await verifyEntries(evidenceLines(of, caseId))).problems
}
