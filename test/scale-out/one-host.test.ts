import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'

import { resultIn } from '../../packages/platform/src/phases/recover/shards/shards.fixture.ts'
import { openGround, password, vaultPassword } from './ground.ts'

interface Distributed {
  readonly run: string
  readonly units: readonly { unit: string; manifestDigest: string; verified: boolean; inCase: string }[]
}

test('two workers on one machine give what a single run gives, and the case knows it', async () => {
  await using ground = await openGround('127.0.0.1')
  const alone = await ground.anlauf(...ground.single).ended
  assert.equal(alone.exitCode, 0, alone.stderr)
  const workers = [ground.worker(), ground.worker()]
  const given = await ground.anlauf(...ground.distribute).ended
  assert.equal(given.exitCode, 0, `${given.stderr}\n${workers.map((one) => one.said()).join('\n')}`)
  const { run, units } = JSON.parse(given.stdout) as Distributed
  assert.deepEqual(
    units.map(({ unit, verified, inCase }) => [unit, verified, inCase]),
    [['anna', true, 'recorded'], ['bert', true, 'recorded'], ['cleo', true, 'recorded']],
  )
  assert.deepEqual(resultIn(join(ground.shared, 'clean-room')), resultIn(join(ground.folder, 'single')))
  const [first, second] = workers.map((one) => one.said())
  assert.ok(first?.includes('part 0') === true && second?.includes('part 0') === true, 'both worked')

  const again = JSON.parse((await ground.anlauf(...ground.distribute).ended).stdout) as Distributed
  assert.deepEqual(again.units.map(({ inCase }) => inCase), ['unchanged', 'unchanged', 'unchanged'])
  const [known] = await ground.work.list()
  assert.deepEqual([known?.run, known?.waiting, known?.running, known?.failed], [run, 0, 0, 0])
  const all = await ground.inDatabase()
  assert.ok(all.includes('unit.givenOut') && all.includes(run), 'that it was given out is evidence')
  for (const secret of [password, vaultPassword]) assert.ok(!all.includes(secret), 'no secret in the database')
  for (const one of workers) one.signal('SIGTERM')
  assert.deepEqual(await Promise.all(workers.map((one) => one.ended)), [0, 0])
}) // prettier-ignore
