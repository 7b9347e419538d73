import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { merkleRoot } from '../../../core/evidence/index.ts'
import { openTenant } from '../server/tenant.ts'
import { testClock } from '../vault.fixture.ts'
import { type JournalLine, lineText } from './line.ts'
import { ObjectTable } from './object-table.ts'
import { readJournal, type JournalProblem } from './read-journal.ts'
import { openReceipt, signReceipt } from './receipt.ts'
import { createSessions, sessionIdleMs } from './sessions.ts'
import { snapshotToleranceMs, timeVerdict } from './snapshot-time.ts'
import { vaultClock } from './vault-clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-journal-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'journals/acme.ndjson')
const open = (acceptClock = false) =>
  openTenant({ vault: folder, name: 'acme', fingerprint: 'f'.repeat(64), clock: testClock(), acceptClock })

test('lines that arrive together form one chain, in their order, and survive', async () => {
  rmSync(file, { force: true })
  const tenant = await open()
  const kept = await Promise.all(
    Array.from({ length: 600 }, (_, times) => tenant.journal.append({ verb: 'ALARM', code: 'x', times })),
  )
  assert.deepEqual(
    kept.map(({ line }) => line.times),
    Array.from({ length: 600 }, (_, times) => times),
  )
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  assert.deepEqual(tenant.journal.state(), { size: 601, root: merkleRoot(lines) })
  await tenant.journal.close()
  const again = await open()
  assert.deepEqual(again.journal.state(), { size: 601, root: merkleRoot(lines) })
  await again.journal.close()
})

test('whatever is cut off or written half at the end, the whole lines stay and the next one follows', async () => {
  const whole = readFileSync(file)
  for (const cut of [1, 5, 100, 399]) {
    writeFileSync(file, whole.subarray(0, whole.length - cut))
    const tenant = await open()
    await tenant.journal.append({ verb: 'STOP' })
    await tenant.journal.close()
    assert.deepEqual(await problemsOf(file), [])
  }
  writeFileSync(file, whole)
  appendFileSync(file, '{"at":"2026-03-01T00:0')
  const tenant = await open()
  assert.equal(tenant.tornBytes, 22)
  await tenant.journal.close()
  assert.deepEqual(readFileSync(file), whole)
})

test('any changed byte of any line breaks the chain; so does a line less, more or moved', async () => {
  const whole = readFileSync(file)
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const copy = Buffer.from(whole)
      copy[at] = (copy[at] ?? 0) ^ flip
      const rest = await problemsOfBytes(copy)
      // The last line has no successor: only a checkpoint or a receipt shows a change there.
      const isLast = at >= whole.lastIndexOf(10, whole.length - 2)
      assert.ok(rest.length > 0 || isLast, `byte ${at}`)
    }),
    { numRuns: 60 },
  )
  const lines = whole.toString().trimEnd().split('\n')
  const moved = [...lines]
  ;[moved[3], moved[4]] = [moved[4] ?? '', moved[3] ?? '']
  for (const other of [lines.toSpliced(5, 1), lines.toSpliced(5, 0, lines[4] ?? ''), moved, lines.slice(1)])
    assert.ok((await problemsOfBytes(Buffer.from(`${other.join('\n')}\n`))).length > 0)
  writeFileSync(file, whole.toString().replace('"code":"x"', '"code":"y"'))
  await assert.rejects(open(), { code: 'evidence-broken' })
})

test('what no line can say fails alone, and the chain stays whole', async () => {
  rmSync(file, { force: true })
  const tenant = await open()
  const [before, after] = [{ verb: 'START' } as const, { verb: 'STOP' } as const]
  await tenant.journal.append(before)
  const [bad, good] = await Promise.allSettled([
    tenant.journal.append({ verb: 'ALARM', detail: { not: 0.5 } }),
    tenant.journal.append(after),
  ])
  assert.deepEqual([bad.status, good.status], ['rejected', 'fulfilled'])
  await tenant.journal.close()
  assert.deepEqual(await problemsOf(file), [])
})

test('arbitrary bytes are problems, never an exception, and lines without end are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const text = Buffer.concat([Buffer.from(bytes), Buffer.from('\n')])
      assert.ok((await problemsOfBytes(text)).length > 0)
    }),
  )
  assert.ok((await problemsOfBytes(Buffer.alloc(1_000_000, 0x61))).length > 0)
})

test('a receipt opens with the key that signed it, whole, and with nothing else', () => {
  const [mine, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
  const line: JournalLine = { verb: 'POST', seq: 1, at: '2026-03-01T00:00:00.000Z', prev: '0'.repeat(64) }
  const receipt = signReceipt(lineText(line), mine.privateKey)
  assert.deepEqual(openReceipt(receipt, mine.publicKey)?.line, line)
  assert.equal(openReceipt(receipt, other.publicKey), undefined)
  for (const at of [0, 10, receipt.indexOf('.') - 2, receipt.indexOf('.') + 5])
    assert.equal(
      openReceipt(`${receipt.slice(0, at)}A${receipt.slice(at + 1)}`, mine.publicKey)?.text ===
        lineText(line) && receipt[at] !== 'A',
      false,
    )
  assert.equal(openReceipt('', mine.publicKey), undefined)
  assert.equal(openReceipt(`${receipt}.x`, mine.publicKey), undefined)
})

test('the time of a vault never runs backwards and is never ahead of what both clocks allow', () => {
  const jump = fc.record({ wall: fc.integer({ min: -1e10, max: 1e10 }), passes: fc.nat(1e7) })
  fc.assert(
    fc.property(fc.array(jump, { maxLength: 40 }), (jumps) => {
      const clock = testClock()
      const lastAt = clock.wall
      const time = vaultClock(clock, { lastAt })
      let [before, passed] = [lastAt, 0]
      for (const { wall, passes } of jumps) {
        clock.pass(passes)
        clock.wall += wall
        passed += passes
        const { at } = time.now()
        assert.ok(at >= before)
        assert.ok(at <= lastAt + passed + 15 * 60 * 1000)
        before = at
      }
    }),
  )
})

test('a clock that is put right after the start is believed once', () => {
  const clock = testClock(1_000_000)
  const time = vaultClock(clock, { lastAt: Date.parse('2026-03-01T00:00:00Z') })
  assert.equal(time.now().isTrusted, false)
  clock.wall = Date.parse('2026-03-01T02:00:00Z')
  assert.deepEqual(time.now(), { at: clock.wall, wall: clock.wall, isTrusted: true })
  clock.wall += 24 * 60 * 60 * 1000
  assert.equal(time.now().isTrusted, false)
})

test('a session begins with the first request after a snapshot; unlocking begins none', () => {
  const sessions = createSessions()
  let seq = 0
  const apply = (at: string, verb: JournalLine['verb'], type?: 'snapshots' | 'locks' | 'data') =>
    sessions.apply({ verb, client: 'c', status: 200, seq: (seq += 1), at, prev: '', ...(type && { type }) })
  apply('2026-03-01T01:00:00Z', 'OPEN')
  apply('2026-03-01T01:00:01Z', 'POST', 'locks')
  assert.equal(apply('2026-03-01T05:00:00Z', 'POST', 'snapshots'), Date.parse('2026-03-01T01:00:00Z'))
  apply('2026-03-01T05:00:01Z', 'DELETE', 'locks')
  assert.equal(sessions.of('c'), undefined)
  assert.equal(apply('2026-03-02T01:00:00Z', 'POST', 'snapshots'), Date.parse('2026-03-02T01:00:00Z'))
  assert.ok(sessionIdleMs > snapshotToleranceMs)
})

test('a snapshot time fits between session and arrival, a quarter of an hour around', () => {
  const [sessionStart, receivedAt, minute] = [1e12, 1e12 + 4 * 3_600_000, 60_000]
  const verdict = (time: number) => timeVerdict({ time, sessionStart, receivedAt })
  assert.equal(verdict(sessionStart - 14 * minute), 'fits')
  assert.equal(verdict(sessionStart - 16 * minute), 'backDated')
  assert.equal(verdict(receivedAt + 14 * minute), 'fits')
  assert.equal(verdict(receivedAt + 16 * minute), 'futureDated')
})

test('the table of objects agrees with a map, ids that share beginnings included', () => {
  const table = new ObjectTable()
  const map = new Map<string, number>()
  const shared = randomBytes(28).toString('hex')
  const kinds = ['keys', 'data', 'index', 'snapshots'] as const
  for (let at = 0; at < 20_000; at += 1) {
    const kind = kinds[at % 4] ?? 'data'
    const id =
      at % 3 === 0
        ? shared + at.toString(16).padStart(8, '0')
        : createHash('sha256')
            .update(String(at % 9_000))
            .digest('hex')
    const size = at * 7
    table.set(kind, id, { size, at, seq: at, writer: at % 5, state: at % 2 === 0 ? 'present' : 'deleted' })
    map.set(`${kind} ${id}`, size)
  }
  assert.equal(table.count, map.size)
  for (const [key, size] of map) {
    const [kind = '', id = ''] = key.split(' ')
    assert.equal(table.get(kind as 'data', id)?.size, size)
  }
  assert.equal(table.get('data', 'f'.repeat(64)), undefined)
  assert.equal([...table.all()].length, map.size)
})

async function problemsOf(path: string): Promise<JournalProblem[]> {
  return problemsOfBytes(readFileSync(path))
}

async function problemsOfBytes(bytes: Buffer): Promise<JournalProblem[]> {
  const problems: JournalProblem[] = []
  const source = async function* (): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 70_001) yield bytes.subarray(at, at + 70_001)
  }
  for await (const { line } of readJournal(source(), (problem) => problems.push(problem))) void line
  return problems
}
