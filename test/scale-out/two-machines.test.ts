import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { JobState } from '../../packages/platform/src/adapters/work/index.ts'
import { resultIn, sealedIn } from '../../packages/platform/src/phases/recover/shards/shards.fixture.ts'
import { drillEstate } from './drill-estate.ts'
import { type Ground, openGround, type Running } from './ground.ts'
import { cannotHaveMachines, machines } from './machines.ts'

const skip = cannotHaveMachines()

test('the drill’s estate on two machines, one worker killed, one frozen, the vault away for a while: the result of a single run', { skip }, async () => {
  using net = machines(2)
  await using ground = await openGround(net.host, drillEstate)
  const alone = await ground.anlauf(...ground.single).ended
  assert.equal(alone.exitCode, 0, alone.stderr)
  const out = await ground.anlauf(...ground.distribute, '--detach').ended
  assert.equal(out.exitCode, 0, out.stderr)
  const { run } = JSON.parse(out.stdout) as { run: string }

  const [here, there] = net.on
  const killed = ground.worker(here)
  const frozen = ground.worker(there)
  const dead = await freezeAtWork(ground, run, killed)
  killed.signal('SIGKILL')
  await killed.ended
  const cold = await freezeAtWork(ground, run, frozen)
  const heir = ground.worker(here)
  await said(heir, 'works on')
  await ground.vault.stop()
  await said(heir, 'Trying again in')
  await ground.vault.start()
  for (const { id } of [dead, cold]) await said(heir, `${id} taken over`)
  frozen.signal('SIGCONT')
  await said(frozen, `${cold.id} is not ours any more`)

  const followed = await ground.anlauf(...ground.distribute).ended
  assert.equal(followed.exitCode, 0, `${followed.stderr}\n${heir.said()}\n${frozen.said()}`)
  assert.deepEqual(resultIn(join(ground.shared, 'clean-room')), resultIn(join(ground.folder, 'single')))
  assert.deepEqual(sealedIn(join(ground.shared, 'quarantine')), sealedIn(join(ground.folder, 'sealed')))
  const { units } = JSON.parse(followed.stdout) as { units: { verified: boolean; caseReview: unknown[]; inCase: string }[] }
  assert.deepEqual(
    units.map(({ verified, caseReview, inCase }) => [verified, caseReview, inCase]),
    units.map(() => [true, [], 'recorded']),
  )
  const progress = await ground.work.progress(run)
  assert.deepEqual([progress.waiting, progress.running, progress.failed.length, progress.cancelled], [0, 0, 0, 0])
  assertNothingLeft(ground, run)
}) // prettier-ignore

/** Freezes a worker in the middle of a part, and says of which; a moment between two parts does not count. */
async function freezeAtWork({ work, shared }: Ground, run: string, worker: Running): Promise<JobState> {
  for (;;) {
    const { jobs } = await work.progress(run)
    const job = jobs.find(({ worker: name }) => name?.includes(`-${worker.pid}-`) === true)
    if (job !== undefined && isBegun(shared, job.id)) {
      worker.signal('SIGSTOP')
      await sleep(50)
      if (isBegun(shared, job.id)) return job
      worker.signal('SIGCONT')
    }
    await sleep(5)
  }
}

/** Some try has its folder and none is done. */
function isBegun(shared: string, id: string): boolean {
  const [run = '', unit = '', shard = ''] = id.split('/')
  const folder = join(shared, 'runs', run, 'units', unit, 'shards', shard)
  if (!existsSync(folder)) return false
  const names = readdirSync(folder)
  return names.some((name) => name.startsWith('attempt-')) && !names.includes('done')
}

async function said(worker: Running, text: string): Promise<void> {
  while (!worker.said().includes(text)) await sleep(50)
}

function assertNothingLeft({ shared }: Ground, run: string): void {
  const units = join(shared, 'runs', run, 'units')
  for (const unit of readdirSync(units)) {
    const left = readdirSync(join(units, unit)).sort()
    assert.deepEqual(left, ['mail.note', 'plan.json', 'quarantine.key', 'result.note', 'unit.note'])
  }
}
