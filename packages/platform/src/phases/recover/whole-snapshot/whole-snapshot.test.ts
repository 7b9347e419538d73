import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Snapshot } from '@anlauf/repository'
import fc from 'fast-check'

import type { FileVerdict, HistoryReport, JudgedFile } from '../../detect/index.ts'
import { parsePlan, planRecovery, type RecoveryPlan, wholeAlternative } from '../index.ts'
import { type Ground, ground, memory, reportOf, snapshot, write } from '../recovery.fixture.ts'

type Verdicts = readonly (readonly [Snapshot | undefined, FileVerdict])[]

function judged(path: string, verdicts: Verdicts, role: JudgedFile['role'] = 'victim'): JudgedFile {
  const versions = verdicts.map(([at, verdict]) => ({
    snapshot: at?.id ?? '',
    verdict,
    reasons: [`says ${verdict}`],
    score: 0,
  }))
  const newestClean = versions.findLast(({ verdict }) => verdict === 'clean')?.snapshot ?? null
  return { host: 'files1', path, tenant: 'files1', role, versions, newestClean }
}

async function nightsOf(
  place: Ground,
  contents: readonly Readonly<Record<string, string | undefined>>[],
): Promise<Snapshot[]> {
  const nights: Snapshot[] = []
  for (const night of contents) {
    write(place, night)
    nights.push(await snapshot(place))
  }
  return nights
}

const wholePlan = (place: Ground, report: HistoryReport): Promise<RecoveryPlan> =>
  planRecovery(place.repository, report, { wholeSnapshot: true })

/** Every item as `path: snapshot reason`, every file left out as `path: - reason`; snapshots by their number. */
function said(plan: RecoveryPlan, nights: readonly Snapshot[]): string[] {
  return plan.units
    .flatMap(({ items, leftOut }) => [
      ...items.map((item) => `${item.path}: ${nights.findIndex(({ id }) => id === item.snapshot)} ${item.reason}`),
      ...leftOut.map(({ path, reason }) => `${path}: - ${reason}`),
    ])
    .sort() // prettier-ignore
}

test('all of the newest backup in which nothing is encrypted; what is younger is named, and what it costs', async (t) => {
  const place = await ground(t, memory)
  const nights = await nightsOf(place, [
    { same: '1', edited: '1', locked: '1', gone: '1' },
    { edited: '2', locked: '2', gone: undefined },
    { edited: '3', locked: 'x', born: 'n', 'note.txt': 'pay' },
  ])
  const [, second, third] = nights
  const files = [
    judged('/edited', [[second, 'clean'], [third, 'clean']]),
    judged('/locked', [[second, 'clean'], [third, 'convicted']]),
    judged('/born', [[third, 'clean']]),
    judged('/note.txt', [[third, 'convicted']], 'note'),
  ] // prettier-ignore
  const report = await reportOf(place, { files })
  const plan = await wholePlan(place, report)
  assert.deepEqual(said(plan, nights), [
    '/born: - wholeSnapshot',
    '/edited: 1 wholeSnapshot',
    '/locked: 1 wholeSnapshot',
    '/note.txt: - excludedByRule',
    '/same: 1 unchangedSinceTrusted',
  ])
  const locked = plan.units[0]?.items.find(({ path }) => path === '/locked')
  assert.deepEqual(locked?.rejected, [{ snapshot: third?.id, reason: 'says convicted' }])
  const curated = await planRecovery(place.repository, report)
  const { newest, older, lost, series } = await wholeAlternative(place.repository, report, curated)
  assert.deepEqual([newest, older, lost], [third?.time, 1, 2])
  assert.deepEqual(
    series.map((one) => [one.snapshot, one.rejected]),
    [[second?.id, [{ snapshot: third?.id, reason: '/locked: says convicted' }]]],
  )
  assert.deepEqual(parsePlan(JSON.stringify(plan)), plan)
})

test('a backup that holds what the attack brought is not whole, one from which it was cleared away is', async (t) => {
  const place = await ground(t, memory)
  const nights = await nightsOf(place, [{ a: '1' }, { 'note.txt': 'pay' }, { 'note.txt': undefined, b: '2' }])
  const note = judged('/note.txt', [[nights[1], 'convicted']], 'note')
  const files = [note, judged('/b', [[nights[2], 'clean']])]
  assert.deepEqual(said(await wholePlan(place, await reportOf(place, { files })), nights), [
    '/a: 2 unchangedSinceTrusted',
    '/b: 2 newestClean',
  ])
  // It lies in the newest one still.
  write(place, { 'note.txt': 'pay' })
  nights.push(await snapshot(place))
  assert.deepEqual(said(await wholePlan(place, await reportOf(place, { files })), nights), [
    '/a: 2 unchangedSinceTrusted',
    '/b: 2 newestClean',
    '/note.txt: - excludedByRule',
  ])
  write(place, { 'note.txt': undefined })
  nights.push(await snapshot(place))
  // The file itself is a victim: away, and never clean again.
  const victim = judged('/note.txt', [[nights[1], 'convicted']])
  const report = await reportOf(place, { files: [victim, judged('/b', [[nights[2], 'clean']])] })
  assert.deepEqual(said(await wholePlan(place, report), nights), [
    '/a: 0 unchangedSinceTrusted',
    '/b: - wholeSnapshot',
  ])
})

test('no whole backup: all is left out and says why; a second series is not drawn in', async (t) => {
  const place = await ground(t, memory)
  write(place, { a: 'x', b: '1', 'd/c': '1' })
  const only = await snapshot(place)
  await snapshot(place, { paths: ['d'] })
  const report = await reportOf(place, { files: [judged('/a', [[only, 'convicted']])] })
  const plan = await wholePlan(place, report)
  const [unit] = plan.units
  assert.deepEqual(unit?.leftOut.map(({ path, reason }) => `${path} ${reason}`).sort(), [
    '/a noCleanVersion',
    '/b noCleanVersion',
  ])
  assert.deepEqual(unit?.items.map(({ path }) => path), ['/d/c']) // prettier-ignore
  assert.match(unit?.leftOut[0]?.why ?? '', /No backup is clean as a whole.*\/a: says convicted/)
})

test('whatever the verdicts: one moment, nothing in it under suspicion, the newest such; the cost is what differs', async (t) => {
  const place = await ground(t, memory)
  const names = ['a', 'b', 'c']
  const at = (night: number) => Object.fromEntries(names.map((name) => [name, `${name}${night}`]))
  const nights = await nightsOf(place, [at(0), at(1), at(2), at(3)])
  const verdict = fc.constantFrom<FileVerdict>('clean', 'clean', 'clean', 'clean', 'convicted', 'unknown', 'suspicious') // prettier-ignore
  const history = fc.tuple(verdict, verdict, verdict)
  await fc.assert(
    fc.asyncProperty(fc.tuple(history, history, history), async (histories) => {
      const files = histories.map((history, one) =>
        judged(`/${names[one]}`, [
          [nights[0], 'clean'],
          ...history.map((verdict, night) => [nights[night + 1], verdict] as const),
        ]),
      )
      const report = await reportOf(place, { files })
      const plan = await wholePlan(place, report)
      const items = plan.units.flatMap((unit) => unit.items)
      const sound = [3, 2, 1, 0].find((night) => night === 0 || histories.every((one) => one[night - 1] === 'clean'))
      assert.deepEqual([...new Set(items.map((item) => item.snapshot))], [nights[sound ?? 0]?.id])
      assert.equal(items.length, names.length)
      assert.ok(items.every(({ reason }) => reason === (sound === 3 ? 'newestClean' : 'wholeSnapshot')))
      const curated = await planRecovery(place.repository, report)
      const { lost } = await wholeAlternative(place.repository, report, curated)
      const held = new Map(items.map((item) => [item.path, item.contentKey]))
      const differing = curated.units.flatMap((unit) => unit.items).filter((one) => held.get(one.path) !== one.contentKey)
      assert.equal(lost, differing.length)
    }),
    { numRuns: 60 },
  ) // prettier-ignore
})
