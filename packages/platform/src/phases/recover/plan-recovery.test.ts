import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import type { Snapshot } from '@anlauf/repository'
import fc from 'fast-check'

import type { FileVerdict, HistoryReport, JudgedFile } from '../detect/index.ts'
import { planRecovery, type PlanItem, summarisePlan, type UnitPlan } from './index.ts'
import { type Ground, ground, memory, planAll, reportOf, said, snapshot, write } from './recovery.fixture.ts'

function judged(
  path: string,
  verdicts: readonly (readonly [Snapshot | undefined, FileVerdict])[],
  newestClean: Snapshot | undefined,
  role: JudgedFile['role'] = 'victim',
): JudgedFile {
  const versions = verdicts.map(([at, verdict]) => ({
    snapshot: at?.id ?? '',
    verdict,
    reasons: [`says ${verdict}`],
    score: 0,
  }))
  return { host: 'files1', path, tenant: 'files1', role, versions, newestClean: newestClean?.id ?? null }
}

function onset(after: Snapshot | undefined, before: Snapshot | undefined): HistoryReport['onset'] {
  const [from, to] = [after?.time ?? '', before?.time ?? '']
  return { after: after?.id ?? null, before: before?.id ?? null, from, to }
}

async function three(
  ground: Ground,
  nights: readonly Readonly<Record<string, string | undefined>>[],
): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = []
  for (const night of nights) {
    write(ground, night)
    snapshots.push(await snapshot(ground))
  }
  return snapshots
}

test('each file comes from its newest clean version, with the reason and what was passed over', async (t) => {
  const place = await ground(t, memory)
  const nights = await three(place, [
    { same: '1', edited: '1', locked: '1', odd: '1', born: undefined },
    { edited: '2', locked: '2', odd: '2' },
    { edited: '3', locked: 'x', odd: 'y', 'note.txt': 'pay', 'locked.new': 'z' },
  ])
  const [first, second, third] = nights
  const files = [
    judged('/edited', [[second, 'clean'], [third, 'clean']], third),
    judged('/locked', [[second, 'clean'], [third, 'convicted']], second),
    judged('/odd', [[second, 'unknown'], [third, 'suspicious']], first),
    judged('/note.txt', [[third, 'convicted']], undefined, 'note'),
    judged('/locked.new', [[third, 'convicted']], undefined),
  ] // prettier-ignore
  const plan = await planRecovery(place.repository, await reportOf(place, { files }))
  assert.deepEqual(said(plan, nights), [
    '/edited: 2 newestClean',
    '/locked.new: - noCleanVersion',
    '/locked: 1 olderBecauseEncrypted',
    '/note.txt: - excludedByRule',
    '/odd: 0 olderBecauseUnknown',
    '/same: 2 unchangedSinceTrusted',
  ])
  const odd = plan.units[0]?.items.find(({ path }) => path === '/odd')
  assert.deepEqual(odd?.rejected, [
    { snapshot: second?.id, reason: 'says unknown' },
    { snapshot: third?.id, reason: 'says suspicious' },
  ])
  assert.equal(plan.units[0]?.leftOut.find(({ path }) => path === '/note.txt')?.why, 'says convicted')
})

test('what the attack took away comes back; what was deleted before it, or only moved, does not', async (t) => {
  const place = await ground(t, memory)
  const nights = await three(place, [
    { 'old/early': '1', 'd/wiped': 'w', 'd/edited': '1', 'd/moved': 'm', 'd/renamed-locked': 'r', keep: 'k' },
    { 'old/early': undefined, 'd/edited': '2' },
    { 'd/born': 'b', 'd/edited': '3' },
    { d: undefined, 'e/moved': 'm', 'd/renamed-locked.x': 'zzz', keep: 'k' },
  ])
  const [, second, third, fourth] = nights
  const files = [
    judged('/d/edited', [[second, 'clean'], [third, 'clean']], third),
    judged('/d/born', [[third, 'clean']], third),
    judged('/d/renamed-locked', [[fourth, 'convicted']], third),
    judged('/d/renamed-locked.x', [[fourth, 'convicted']], undefined, 'successor'),
  ] // prettier-ignore
  const report = await reportOf(place, { files, onset: onset(second, third) })
  assert.deepEqual(said(await planRecovery(place.repository, report), nights), [
    '/d/born: 2 restoredDeletedInWindow',
    '/d/edited: 2 restoredDeletedInWindow',
    '/d/renamed-locked.x: - excludedByRule',
    '/d/renamed-locked: 2 restoredDeletedInWindow',
    '/d/wiped: 2 restoredDeletedInWindow',
    '/e/moved: 3 unchangedSinceTrusted',
    '/keep: 3 unchangedSinceTrusted',
  ])
  const quiet = await planRecovery(place.repository, await reportOf(place, { files: files.slice(0, 2) }))
  assert.deepEqual(
    said(quiet, nights).filter((line) => line.includes('Deleted')),
    [],
    'without an attack a deletion is a deletion',
  )
})

test('a tenant’s own onset decides what was deleted before it; another tenant goes by the case', async (t) => {
  const place = await ground(t, memory)
  const nights = await three(place, [
    { 'a/one': '1', 'b/one': '1', 'a/stay': '', 'b/stay': '' },
    { 'a/one': undefined, 'b/one': undefined },
    { 'a/stay': 'x' },
  ])
  const [first, second, third] = nights
  const tenantOf = (_host: string, path: string): { tenant: string } => ({ tenant: path.slice(1, 2) })
  const tenants = [{ tenant: 'a', onset: onset(second, third), filesHit: 3, scores: { sum: 0, stock: 0 } }]
  const report = await reportOf(place, { onset: onset(first, second), tenants })
  const plan = await planRecovery(place.repository, report, { place: tenantOf })
  assert.deepEqual(said(plan, nights), [
    '/a/stay: 2 unchangedSinceTrusted',
    '/b/one: 0 restoredDeletedInWindow',
    '/b/stay: 2 unchangedSinceTrusted',
  ])
  assert.deepEqual(
    plan.units.map(({ unit, items }) => [unit, items.length]),
    [
      ['a', 1],
      ['b', 2],
    ],
  )
})

test('links are planned as links; what was a file or link is never taken from a directory', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'd/target': 't', was: 'file' })
  symlinkSync('target', join(place.machine, 'd/link'))
  const nights = [await snapshot(place)]
  write(place, { was: undefined })
  mkdirSync(join(place.machine, 'was'))
  write(place, { 'was/inside': 'i' })
  nights.push(await snapshot(place))
  write(place, { was: undefined })
  write(place, { was: 'locked' })
  nights.push(await snapshot(place))
  const [first, second, third] = nights
  const at = async (newestClean: Snapshot | undefined): Promise<string[]> => {
    const files = [judged('/was', [[third, 'convicted']], newestClean)]
    return said(await planRecovery(place.repository, await reportOf(place, { files })), nights)
  }
  assert.ok((await at(first)).includes('/was: 0 olderBecauseEncrypted'))
  assert.ok((await at(second)).includes('/was: - noCleanVersion'), 'a directory is no version of a file')
  const link = (await planAll(place)).units[0]?.items.find(({ path }) => path === '/d/link')
  assert.deepEqual([link?.type, link?.linkTarget], ['symlink', 'target'])
})

test('two series that hold the same path plan it once: the newest version that no series calls bad', async (t) => {
  const place = await ground(t, memory)
  const nights: Snapshot[] = []
  const night = async (files: Record<string, string>, paths: string[]): Promise<Snapshot> => {
    write(place, files)
    const made = await snapshot(place, { paths })
    nights.push(made)
    return made
  }
  await night({ 's/a': '1', 's/b': '1', 's/c': '1' }, ['s'])
  const edited = await night({ 's/a': '2', 's/c': 'x' }, ['s'])
  await night({ 't/z': 'z' }, ['s', 't'])
  const last = await night({ 's/a': '3', 's/b': '2' }, ['s', 't'])
  const files = [
    judged('/s/a', [[edited, 'clean']], edited),
    judged('/s/c', [[edited, 'convicted']], nights[0]),
    judged('/s/a', [[last, 'convicted']], nights[2]),
  ]
  const plan = await planRecovery(place.repository, await reportOf(place, { files }))
  assert.deepEqual(said(plan, nights), [
    '/s/a: 2 olderBecauseEncrypted',
    '/s/b: 3 unchangedSinceTrusted',
    // The younger series met it encrypted and believed it; the older one knows better.
    '/s/c: 0 olderBecauseEncrypted',
    '/t/z: 3 unchangedSinceTrusted',
  ])
})

test('whatever a report claims, no item is a version that the report does not call clean', async (t) => {
  const { place, snapshots } = await manyVersions(t)
  const times = new Map(snapshots.map(({ id }, at) => [id as string, at]))
  const verdict = fc.constantFrom<FileVerdict>('clean', 'convicted', 'suspicious', 'unknown')
  const file = fc.record({
    path: fc.constantFrom(...paths),
    role: fc.constantFrom<JudgedFile['role']>('victim', 'successor', 'note'),
    versions: fc.uniqueArray(fc.tuple(fc.nat(snapshots.length - 1), verdict), {
      minLength: 1,
      maxLength: 4,
      selector: ([at]) => at,
    }),
    newestClean: fc.option(fc.nat(snapshots.length - 1)),
  })
  const reports = fc.record({
    files: fc.uniqueArray(file, { selector: ({ path }) => path }),
    onset: fc.option(fc.nat(snapshots.length - 2)),
  })
  let items = 0
  await fc.assert(
    fc.asyncProperty(reports, async (drawn) => {
      const files = drawn.files.map(({ path, role, versions, newestClean }) =>
        judged(
          path,
          versions.toSorted(([a], [b]) => a - b).map(([at, said]) => [snapshots[at], said]),
          newestClean === null ? undefined : snapshots[newestClean],
          role,
        ),
      )
      const start = drawn.onset === null ? null : onset(snapshots[drawn.onset], snapshots[drawn.onset + 1])
      const report = await reportOf(place, { files, onset: start })
      const plan = await planRecovery(place.repository, report)
      const planned = plan.units.flatMap((unit) => unit.items)
      items += planned.length
      for (const item of planned) {
        const last = files
          .find(({ path }) => path === item.path)
          ?.versions.findLast(
            (version) => (times.get(version.snapshot) ?? 0) <= (times.get(item.snapshot) ?? 0),
          )
        assert.ok(last === undefined || last.verdict === 'clean', `${item.path} ${item.reason}`)
      }
      const all = plan.units.flatMap((unit) => [...unit.items, ...unit.leftOut]).map(({ path }) => path)
      assert.equal(new Set(all).size, all.length, 'nothing twice')
    }),
    { numRuns: 80 },
  )
  assert.ok(items > 150, 'the property is not empty')
})

const paths = ['/a', '/b', '/d/c', '/d/e', '/gone', '/d/away']

async function manyVersions(t: TestContext): Promise<{ place: Ground; snapshots: Snapshot[] }> {
  const place = await ground(t, memory)
  const night = (number: number): Record<string, string | undefined> => ({
    ...Object.fromEntries(paths.map((path) => [path.slice(1), `${path} ${number}`])),
    ...(number >= 3 ? { gone: undefined, 'd/away': undefined } : {}),
  })
  return { place, snapshots: await three(place, [0, 1, 2, 3, 4].map(night)) }
}

test('the digest of a unit covers every field of every line, and the unit', async (t) => {
  const place = await ground(t, memory)
  write(place, { a: '1', b: '2' })
  symlinkSync('a', join(place.machine, 'link'))
  await snapshot(place)
  const [unit] = (await planAll(place)).units
  assert.ok(unit)
  const withOut: UnitPlan = {
    ...unit,
    leftOut: [{ host: 'files1', path: '/x', reason: 'excludedByRule', why: 'w' }],
  }
  const digest = summarisePlan(withOut).digest
  const seen = new Set([digest, summarisePlan(unit).digest, summarisePlan({ ...withOut, unit: 'u' }).digest])
  let changes = seen.size
  const differs = (changed: UnitPlan): void => {
    seen.add(summarisePlan(changed).digest)
    changes += 1
    assert.equal(seen.size, changes)
  }
  withOut.items.forEach((item, at) => {
    for (const field of Object.keys(item) as (keyof PlanItem)[]) {
      const value = item[field]
      const other = typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}x` : ['x']
      differs({ ...withOut, items: withOut.items.with(at, { ...item, [field]: other }) })
    }
    differs({ ...withOut, items: withOut.items.toSpliced(at, 1) })
  })
  for (const field of ['host', 'path', 'reason', 'why'] as const) {
    differs({ ...withOut, leftOut: withOut.leftOut.map((one) => ({ ...one, [field]: 'other' as never })) })
  }
  assert.equal(
    summarisePlan(JSON.parse(JSON.stringify(withOut)) as UnitPlan).digest,
    digest,
    'a file keeps it',
  )
})
