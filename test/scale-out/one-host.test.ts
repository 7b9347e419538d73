import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { resultIn } from '../../packages/platform/src/phases/recover/shards/shards.fixture.ts'
import { approveUnit, openGround, password, vaultPassword } from './ground.ts'

interface Distributed {
  readonly run: string
  readonly units: readonly { unit: string; manifestDigest: string; verified: boolean; inCase: string }[]
}

test('two workers on one machine, the database gone for a moment: what a single run gives, known to the case and released', async () => {
  await using ground = await openGround('127.0.0.1')
  const alone = await ground.anlauf(...ground.single).ended
  assert.equal(alone.exitCode, 0, alone.stderr)
  const workers = [ground.worker(), ground.worker()]
  const giving = ground.anlauf(...ground.distribute)
  while (!workers.every((one) => one.said().includes('part 0'))) await sleep(20)
  await ground.postgres.crash(2_000)
  const given = await giving.ended
  assert.equal(given.exitCode, 0, `${given.stderr}\n${workers.map((one) => one.said()).join('\n')}`)
  const { run, units } = JSON.parse(given.stdout) as Distributed
  assert.deepEqual(
    units.map(({ unit, verified, inCase }) => [unit, verified, inCase]),
    [['anna', true, 'recorded'], ['bert', true, 'recorded'], ['cleo', true, 'recorded']],
  )
  assert.deepEqual(resultIn(join(ground.shared, 'clean-room')), resultIn(join(ground.folder, 'single')))

  await approveUnit(ground.postgres.url, 'anna')
  const target = join(ground.folder, 'target')
  const released = await ground.anlauf(
    'recover', 'release', '--case', 'case-1', '--unit', 'anna',
    '--clean-room', join(ground.shared, 'clean-room'), '--target', target,
  ).ended
  assert.equal(released.exitCode, 0, released.stderr)
  const again = JSON.parse((await ground.anlauf(...ground.distribute).ended).stdout) as Distributed
  // A released unit is left alone; the run is the same one, and nothing is done twice.
  assert.deepEqual([again.run, ...again.units.map(({ inCase }) => inCase)], [run, 'unchanged', 'unchanged'])
  const [known, ...others] = await ground.work.list()
  assert.deepEqual(others, [])
  assert.deepEqual([known?.run, known?.waiting, known?.running, known?.failed], [run, 0, 0, 0])
  const all = await ground.inDatabase()
  assert.ok(all.includes('unit.givenOut') && all.includes(run), 'that it was given out is evidence')
  for (const secret of [password, vaultPassword]) assert.ok(!all.includes(secret), 'no secret in the database')
  for (const one of workers) one.signal('SIGTERM')
  const codes = await Promise.all(workers.map((one) => one.ended))
  assert.deepEqual(codes, [0, 0], workers.map((one) => one.said()).join('\n'))
}) // prettier-ignore
