import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import fc from 'fast-check'

import { initRepository, localStorage, type Repository, type Snapshot } from '@anlauf/repository'

import { unitCipher } from '../../packages/repository/src/crypto/index.ts'
import {
  applyPolicy,
  type GroupField,
  type KeepPolicy,
  type KeptSnapshot,
  parseDuration,
  printDuration,
} from '../../packages/repository/src/forget/index.ts'
import { groupSnapshots } from '../../packages/repository/src/forget/group.ts'
import { type BlobId, sha256 } from '../../packages/repository/src/id.ts'
import { cheapCost } from '../../packages/repository/src/small-repository.fixture.ts'
import {
  encodeSnapshot,
  fitsFilter,
  type SnapshotFilter,
} from '../../packages/repository/src/snapshot/index.ts'
import { encodeUnpacked } from '../../packages/repository/src/unpacked.ts'
import { needProgram } from '../debian.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-forget-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const place = join(folder, 'repository')

/** How many machines with a history of their own; each policy is tried on all of them at once. */
const histories = 300
const policies = 40
const seed = Number(process.env['FORGET_SEED'] ?? 20_261_124)

const second = 1_000_000_000n
const hour = 3_600n * second
const nowNs = BigInt(Date.now()) * 1_000_000n

/** An RFC 3339 time in a zone of its own, as the machines of a provider write them. */
function writtenIn(ns: bigint, zoneMinutes: number): string {
  const local = new Date(Number((ns + BigInt(zoneMinutes) * 60n * second) / 1_000_000n))
  const fraction = String(((ns % second) + second) % second)
    .padStart(9, '0')
    .replace(/0+$/, '')
  const [sign, minutes] = [zoneMinutes < 0 ? '-' : '+', Math.abs(zoneMinutes)]
  const zone = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return `${local.toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}${zoneMinutes === 0 ? 'Z' : sign + zone}`
}

/** Steps between two backups: seconds, an hour, a day give or take, weeks, months, years. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.bigInt({ min: 1n, max: 7_200n * second }) },
  { weight: 4, arbitrary: fc.bigInt({ min: 20n * hour, max: 28n * hour }) },
  { weight: 2, arbitrary: fc.bigInt({ min: 24n * hour, max: 24n * 20n * hour }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 24n * 20n * hour, max: 24n * 800n * hour }) },
  { weight: 1, arbitrary: fc.constantFrom(hour, 24n * hour, 7n * 24n * hour, 31n * 24n * hour) },
)
const history = fc.record({
  // Mostly the past; some clocks are ahead, so that a few snapshots, or all of them, lie in the future.
  newest: fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: 1_600_000_000n * second, max: nowNs - hour }) },
    { weight: 1, arbitrary: fc.bigInt({ min: nowNs + hour, max: nowNs + 24n * 400n * hour }) },
    { weight: 1, arbitrary: fc.constantFrom(...yearEnds()) },
  ),
  steps: fc.array(step, { maxLength: 40, size: 'max' }),
  zones: fc.array(fc.constantFrom(0, 60, 120, -300, 330, 765, -720, 840), { minLength: 1, maxLength: 3 }),
  paths: fc.array(fc.subarray(['/srv', '/etc', '/home/ä b'], { minLength: 1 }), {
    minLength: 1,
    maxLength: 2,
  }),
  tags: fc.array(fc.subarray(['night', 'keep', 'x y']), { minLength: 1, maxLength: 3 }),
})

/** Around midnight of New Year's Eve and 29 February, where weeks, months and years part. */
function yearEnds(): bigint[] {
  return [
    '2016-01-03',
    '2018-12-31',
    '2020-12-31',
    '2021-01-01',
    '2024-02-29',
    '2024-03-31',
    '2025-12-29',
  ].map((day) => BigInt(Date.parse(`${day}T00:00:00Z`)) * 1_000_000n + second)
}

const count = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }) },
)
const span = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('1h', '36h', '1d', '7d', '1m', '13m', '2y', '1y5m7d2h', '3m31d', '100y'),
  },
)
const spanRecord = (name: string) =>
  span.map((text) => (text === undefined ? {} : { [name]: parseDuration(text) }))
const keepPolicy: fc.Arbitrary<KeepPolicy> = fc
  .tuple(
    fc.record({ last: count, hourly: count, daily: count, weekly: count, monthly: count, yearly: count }),
    ...['within', 'withinHourly', 'withinDaily', 'withinWeekly', 'withinMonthly', 'withinYearly'].map(
      spanRecord,
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.constantFrom({ tags: [['keep']] }, { tags: [['night', 'x y'], ['']] }) },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as KeepPolicy)
const filter: fc.Arbitrary<SnapshotFilter> = fc.constantFrom<SnapshotFilter>(
  {},
  {},
  { tags: [['night']] },
  { tags: [['night', 'keep'], ['x y']] },
  { tags: [['']] },
  { paths: ['/srv'] },
  { paths: ['/srv', '/etc'] },
  { hosts: ['host1', 'host2', 'host17'] },
)
const groupBy = fc.constantFrom<GroupField[]>(
  ['host', 'paths'],
  ['host'],
  ['host', 'tags'],
  ['host', 'paths', 'tags'],
)

let snapshots: readonly Snapshot[] = []

before(async () => {
  if (skip !== false) return
  const repository = await initRepository(localStorage(place), { password, kdf: cheapCost })
  mkdirSync(join(place, 'snapshots'), { recursive: true })
  for (const [number, drawn] of fc.sample(history, { numRuns: histories, seed }).entries()) {
    let at = drawn.newest
    for (const [nth, back] of [0n, ...drawn.steps].entries()) {
      at -= back
      write(repository, {
        time: writtenIn(at, drawn.zones[nth % drawn.zones.length] ?? 0),
        hostname: `host${number}`,
        paths: drawn.paths[nth % drawn.paths.length] ?? [],
        tags: drawn.tags[nth % drawn.tags.length] ?? [],
      })
    }
  }
  snapshots = await repository.listSnapshots()
})

test(
  'for every policy the same snapshots are kept, and for the same reasons, as by stock restic',
  { skip },
  async () => {
    assert.ok(snapshots.length > 3_000)
    await fc.assert(
      fc.asyncProperty(keepPolicy, filter, groupBy, async (policy, by, group) => {
        const flags = flagsOf(policy)
        if (flags.length === 0) return
        const theirs = stockForget([...flags, ...filterFlags(by), '--group-by', group.join(',')])
        const selected = snapshots.filter((snapshot) => fitsFilter(snapshot, by))
        const ours = groupSnapshots(selected, group).map(({ snapshots: members }) =>
          applyPolicy(members, policy, nowNs),
        )
        assert.equal(ours.length, theirs.length, 'groups')
        assertSame(
          ours.flatMap(({ keep, remove }) => [
            ...keep.map(({ snapshot, reasons, counters }) => verdict(snapshot.id, reasons, counters)),
            ...remove.map(({ id }) => verdict(id, [], {})),
          ]),
          theirs.flatMap(({ keep, reasons, remove }) => [
            ...(reasons ?? []).map(({ matches, counters }, at) =>
              verdict(keep?.[at]?.id ?? '', matches, counters),
            ),
            ...(remove ?? []).map(({ id }) => verdict(id, [], {})),
          ]),
        )
      }),
      { numRuns: policies, seed, endOnFailure: true },
    )
  },
)

const rules = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const

/**
 * One line a snapshot. Later versions of restic let the oldest snapshot fill what is left of a count or a span,
 * and so do we; Debian's 0.14 does not know that rule, so its effect is taken out of the comparison.
 */
function verdict(id: string, reasons: readonly string[], counters: KeptSnapshot['counters']): string {
  const common = reasons.filter((reason) => !reason.startsWith('oldest '))
  if (common.length === 0) return `${id} removed`
  const counts = { ...counters }
  for (const name of rules)
    if (reasons.includes(`oldest ${name} snapshot`)) counts[name] = (counts[name] ?? 0) + 1
  const left = rules.map((name) => counts[name] ?? 0).join(' ')
  return `${id} ${common.join('; ')}, left: ${left}`
}

interface StockGroup {
  readonly keep: readonly { id: string }[] | null
  readonly remove: readonly { id: string }[] | null
  /** In the order of `keep`. */
  readonly reasons: readonly { matches: string[]; counters: KeptSnapshot['counters'] }[] | null
}

function stockForget(flags: readonly string[]): readonly StockGroup[] {
  const run = spawnSync('restic', ['--no-cache', '-r', place, 'forget', '--dry-run', '--json', ...flags], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', RESTIC_PASSWORD: password },
    maxBuffer: 256 * 1024 * 1024,
  })
  assert.equal(run.status, 0, run.stderr)
  return (JSON.parse(run.stdout) as readonly StockGroup[] | null) ?? []
}

function flagsOf(policy: KeepPolicy): string[] {
  const { tags = [], ...rest } = policy
  const flags = tags.flatMap((list) => ['--keep-tag', list.join(',')])
  for (const [name, value] of Object.entries(rest)) {
    const flag = `--keep-${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`
    if (typeof value !== 'number') flags.push(flag, printDuration(value))
    else if (value > 0) flags.push(flag, String(value))
  }
  return flags
}

function filterFlags({ hosts = [], tags = [], paths = [] }: SnapshotFilter): string[] {
  return [
    ...hosts.flatMap((host) => ['--host', host]),
    ...tags.flatMap((list) => ['--tag', list.join(',')]),
    ...paths.flatMap((path) => ['--path', path]),
  ]
}

function lines(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort()
}

/** Thousands of lines: only the first that differ are shown, with what the snapshot is. */
function assertSame(ours: readonly string[], theirs: readonly string[]): void {
  const only = (these: readonly string[], those: readonly string[]): string[] => {
    const known = new Set(those)
    return these
      .filter((line) => !known.has(line))
      .slice(0, 5)
      .map((line) => {
        const found = snapshots.find(({ id }) => line.includes(id))
        return `${line} ${found?.time} ${found?.hostname}`
      })
  }
  assert.deepEqual({ ours: only(ours, theirs), theirs: only(theirs, ours) }, { ours: [], theirs: [] })
}

/** Past the storage and its fsync: thousands of files. */
function write(repository: Repository, fields: Omit<Snapshot, 'id' | 'tree'>): void {
  const json = encodeSnapshot({ ...fields, tree: 'ab'.repeat(32) as BlobId })
  const stored = unitCipher(repository.masterKey).seal(encodeUnpacked(json))
  writeFileSync(join(place, 'snapshots', sha256(stored)), stored)
}

test('restic reads these histories as we do', { skip }, () => {
  const theirs = JSON.parse(restic(place, 'snapshots', '--json')) as { id: string }[]
  assert.deepEqual(lines(theirs.map(({ id }) => id)), lines(snapshots.map(({ id }) => id)))
})
