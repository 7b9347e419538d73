import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { type CaseSession, decidedGroups, decisionsDigest, isReleased } from '../../core/case/index.ts'
import { approve, by, declaredCase, decideGroup, memoryLog, recordRun } from '../recover/case.fixture.ts'
import {
  buildQueue,
  heldFiles,
  itemId,
  type Permit,
  queueFacts,
  type RecoveryPlan,
} from '../recover/index.ts'
import {
  type Ground,
  ground,
  memory,
  placedPaths,
  planAll,
  recover,
  reportOf,
  snapshot,
  wordScanner,
  write,
} from '../recover/recovery.fixture.ts'
import { releaseUnit } from './index.ts'

/** A unit of two files of which the engine calls one suspicious; it was run once, and the case holds its queue. */
async function heldCase(
  t: Parameters<typeof ground>[0],
): Promise<{ place: Ground; plan: RecoveryPlan; session: CaseSession }> {
  const place = await ground(t, memory)
  write(place, { 'good.txt': 'good', 'odd.txt': 'very-odd' })
  await snapshot(place)
  const plan = await planAll(place)
  const session = await declaredCase(memoryLog(), ['files1'])
  const scanner = wordScanner()
  await recordRun(session, plan, await recover(place, { plan, scanner }), { ...place, scanner })
  const held = heldFiles(place.repository, plan, place.cleanRoom)
  const queue = await buildQueue(place.repository, await reportOf(place), { plan, window: undefined, held })
  const facts = queue.units.flatMap((unit) =>
    queueFacts(unit, { windowHours: 72, known: undefined, hasLooked: true }),
  )
  await session.execute({ command: 'record', facts }, by)
  return { place, plan, session }
}

function groupOf({ state }: CaseSession) {
  const [group] = state.queues.get('files1')?.groups.values() ?? []
  assert.ok(group?.held !== undefined)
  return group
}

/** The plan with the decision in it, as the second pass makes it. */
function secondPlan({ state }: CaseSession, plan: RecoveryPlan, decision: string): RecoveryPlan {
  const decisions = decisionsDigest(decidedGroups(state.queues.get('files1')))
  return {
    ...plan,
    units: plan.units.map((unit) => ({
      ...unit,
      items: unit.items.map((item) => (item.path === '/odd.txt' ? { ...item, decision } : item)),
      ...(decisions !== undefined && { decisions }),
    })),
  }
}

async function runAndRelease(
  session: CaseSession,
  place: Ground,
  plan: RecoveryPlan,
  isPermitted: Permit,
): Promise<string> {
  const scanner = wordScanner()
  const outcome = await recover(place, { plan, scanner, isPermitted })
  await recordRun(session, plan, outcome, { ...place, scanner })
  await approve(session, 'files1')
  const target = join(place.folder, 'released')
  await releaseUnit({
    session,
    unit: 'files1',
    cleanRoom: place.cleanRoom,
    manifestFile: outcome.units[0]?.manifestFile ?? '',
    ruleSetDigest: scanner.describe().ruleSetDigest,
    target,
    by,
  })
  return target
}

test('two people release what an engine only suspects; the manifest says so', async (t) => {
  const { place, plan, session } = await heldCase(t)
  const group = groupOf(session)
  await decideGroup(session, 'files1', group, { outcome: 'release' })
  const isPermitted: Permit = (unit, decision, { host, path, sha256 = '', cause, detail }) =>
    isReleased(session.state.queues.get(unit), decision, {
      item: itemId({ host, path }),
      sha256,
      says: { cause, detail },
    })
  const target = await runAndRelease(session, place, secondPlan(session, plan, group.facts), isPermitted)
  assert.deepEqual(placedPaths(target, 'files1'), ['/good.txt', '/odd.txt'])
  const manifest = readFileSync(join(place.cleanRoom, 'files1', 'manifest.ndjson'), 'utf8')
  assert.match(manifest, /odd\.txt".*"verdict":"reviewed"/)
  assert.equal(session.state.units.get('files1')?.scanned?.reviewed, 1)
})

test('a run that let something through without two people, however it came to it, is not released', async (t) => {
  const yes: Permit = () => true
  for (const names of [[], ['anna']]) {
    const { place, plan, session } = await heldCase(t)
    const group = groupOf(session)
    await decideGroup(session, 'files1', group, { outcome: 'release', names })
    await assert.rejects(
      runAndRelease(session, place, secondPlan(session, plan, group.facts), yes),
      (error) => {
        assert.match(JSON.stringify(error), /two signatures for every file that no engine calls clean/)
        return true
      },
    )
    assert.ok(!existsSync(join(place.folder, 'released')))
  }
})

test('a decision about one content opens nothing for another one in its place', async (t) => {
  const { place, plan, session } = await heldCase(t)
  const group = groupOf(session)
  await decideGroup(session, 'files1', group, { outcome: 'release' })
  write(place, { 'odd.txt': 'very-odd, and another' })
  await snapshot(place)
  const newer = secondPlan(session, await planAll(place), group.facts)
  assert.notDeepEqual(newer, plan)
  await assert.rejects(
    runAndRelease(session, place, newer, () => true),
    { code: 'gate-closed', message: /have no verdict/ },
  )
})
