import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import type { Decided, QueueOutcome } from '../../../core/case/index.ts'
import { detectHistory } from '../../detect/index.ts'
import type { RecoveryPlan } from '../plan.ts'
import { planRecovery } from '../plan-recovery.ts'
import { parsePlan } from '../parse-plan.ts'
import { type Ground, ground, memory, said, snapshot, write } from '../recovery.fixture.ts'
import { buildQueue, type CaseQueue } from './build-queue.ts'
import { planWithDecisions } from './plan-with-decisions.ts'
import { queueFacts } from './queue-fact.ts'
import { riskWindow, type RiskWindow } from './risk-window.ts'

const prose = 'Sehr geehrte Damen und Herren, anbei unser Angebot für das kommende Jahr.\n'.repeat(60)

interface Situation {
  readonly place: Ground
  readonly queue: CaseQueue
  readonly window: RiskWindow | undefined
}

async function situation(place: Ground): Promise<Situation> {
  const report = await detectHistory(place.repository)
  const plan = await planRecovery(place.repository, report)
  const newest = (await place.repository.listSnapshots()).at(-1)
  const window = riskWindow(report, { declaredOnset: newest?.time })
  return { place, queue: await buildQueue(place.repository, report, { plan, window }), window }
}

/** Complete decisions about the groups of these paths, as the case would hold them. */
function deciding(
  { queue }: Situation,
  wishes: Readonly<Record<string, QueueOutcome>>,
  askedByTenant = false,
): ReadonlyMap<string, readonly Decided[]> {
  return new Map(
    queue.units.map((unit) => {
      const facts = queueFacts(unit, { windowHours: 72, known: undefined, hasLooked: false })
      const groups = facts.flatMap((fact) => fact.groups)
      const decided = Object.entries(wishes).flatMap(([path, outcome]): Decided[] => {
        const found = unit.groups.find(({ items }) => items.some((item) => item.path === path))
        const group = groups.find(({ facts }) => facts === found?.facts)
        assert.ok(group !== undefined, path)
        return [{ group, outcome, askedByTenant, reason: 'looked at it' }]
      })
      return [unit.unit, decided]
    }),
  )
}

async function second(
  { place, window }: Situation,
  decided: ReadonlyMap<string, readonly Decided[]>,
): Promise<RecoveryPlan> {
  const report = await detectHistory(place.repository)
  return planWithDecisions(place.repository, report, { plan: {}, decided, window })
}

test('each outcome becomes the version, the reason and the trace in the plan', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'keep.txt': prose, 'tool.txt': prose, 'diary.txt': prose })
  await snapshot(place)
  write(place, {
    'diary.txt': `${prose}Ein Nachtrag.\n`,
    'new.sh': '#!/bin/sh\n',
    'other.sh': '#!/bin/sh\n# another\n',
    'data.bin': randomBytes(4000),
  })
  chmodSync(join(place.machine, 'tool.txt'), 0o755)
  const last = await snapshot(place)
  const now = await situation(place)
  const plan = await second(
    now,
    deciding(now, {
      '/diary.txt': 'takePrevious',
      '/new.sh': 'leaveOut',
      '/other.sh': 'takeNewest',
      '/data.bin': 'takeNewest',
      '/tool.txt': 'takePrevious',
    }),
  )
  const snapshots = await place.repository.listSnapshots()
  assert.deepEqual(said(plan, snapshots), [
    '/data.bin: 1 reviewedByPerson',
    '/diary.txt: 0 reviewedByPerson',
    '/keep.txt: 1 unchangedSinceTrusted',
    '/new.sh: - reviewedByPerson',
    '/other.sh: 1 reviewedByPerson',
    '/tool.txt: 0 reviewedByPerson',
  ])
  const [unit] = plan.units
  assert.match(unit?.decisions ?? '', /^[0-9a-f]{64}$/)
  assert.deepEqual(
    unit?.leftOut.map(({ why }) => why),
    ['looked at it'],
  )
  const diary = unit?.items.find(({ path }) => path === '/diary.txt')
  assert.deepEqual(
    diary?.rejected.map(({ snapshot: id }) => id),
    [last.id],
  )
  assert.ok(diary?.decision !== undefined)
  const tool = unit?.items.find(({ path }) => path === '/tool.txt')
  assert.equal((tool?.mode ?? 0) & 0o111, 0, 'without the right that it gained')
  assert.deepEqual(parsePlan(JSON.stringify(plan)), plan, 'a plan file holds all of it')
  const asked = await second(now, deciding(now, { '/data.bin': 'takeNewest' }, true))
  assert.ok(said(asked, snapshots).includes('/data.bin: 1 tenantDecision'))
  assert.notEqual(asked.units[0]?.decisions, plan.units[0]?.decisions)
})

test('a new backup that changes a fact makes the decision one about nothing', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'keep.txt': prose })
  await snapshot(place)
  write(place, { 'data.bin': randomBytes(4000), 'more.bin': randomBytes(4000) })
  await snapshot(place)
  const now = await situation(place)
  const decided = deciding(now, { '/data.bin': 'takeNewest' })
  write(place, { 'data.bin': randomBytes(4000) })
  await snapshot(place)
  await assert.rejects(second(now, decided), {
    code: 'queue-outdated',
    context: { unit: 'files1', count: 1 },
  })
})

test('files that move together follow a decision about one of them together', async (t) => {
  const place = await ground(t, memory)
  const folder = { 'pg/PG_VERSION': '17\n', 'pg/global/pg_control': randomBytes(8192) }
  write(place, { ...folder, 'pg/base/1/100': randomBytes(8192), 'keep.txt': prose })
  await snapshot(place)
  write(place, { 'pg/base/1/100': randomBytes(8192), 'pg/base/1/101': randomBytes(8192) })
  await snapshot(place)
  const now = await situation(place)
  const snapshots = await place.repository.listSnapshots()
  const report = await detectHistory(place.repository)
  const before = said(await planRecovery(place.repository, report), snapshots)
  assert.ok(
    before.some((line) => /^\/pg\/.*(groupHeldBack|0 olderBecause)/.test(line)),
    before.join('\n'),
  )
  const wishes = Object.fromEntries(
    now.queue.units.flatMap(({ groups }) =>
      groups.flatMap(({ items }) => items.map(({ path }) => [path, 'takeNewest' as const])),
    ),
  )
  const after = said(await second(now, deciding(now, wishes)), snapshots)
  assert.ok(after.includes('/pg/base/1/100: 1 reviewedByPerson'), after.join('\n'))
  assert.ok(after.every((line) => !line.includes('groupHeldBack')))
})

for (const [outcome, from] of [
  ['takePrevious', '0 reviewedByPerson'],
  ['leaveOut', '- reviewedByPerson'],
  ['takeNewest', '1 reviewedByPerson'],
] as const) {
  test(`a program that was changed and then encrypted, or taken away: ${outcome} is followed`, async (t) => {
    const place = await ground(t, memory)
    const script = '#!/bin/sh\necho "a day of work"\n'.repeat(80)
    write(place, { 'run.sh': script, 'gone.sh': script, 'vanished.sh': script, 'a.txt': prose })
    await snapshot(place)
    for (const name of ['run.sh', 'gone.sh', 'vanished.sh']) write(place, { [name]: `${script}# ${name}\n` })
    await snapshot(place)
    for (const name of ['run.sh', 'a.txt', 'gone.sh.locked']) write(place, { [name]: randomBytes(4000) })
    for (const name of ['gone.sh', 'vanished.sh']) rmSync(join(place.machine, name))
    await snapshot(place)
    const now = await situation(place)
    const listed = now.queue.units.flatMap(({ groups }) => groups).filter((group) => group.class === 'N5')
    const paths = listed.flatMap(({ items }) => items.map(({ path }) => path))
    assert.ok(paths.includes('/run.sh') && paths.includes('/gone.sh'), paths.join())
    const wishes = Object.fromEntries(paths.map((path) => [path, outcome]))
    const plan = await second(now, deciding(now, wishes))
    const lines = said(plan, await place.repository.listSnapshots())
    for (const path of paths) assert.ok(lines.includes(`${path}: ${from}`), lines.join('\n'))
  })
}
