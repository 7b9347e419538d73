import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { needProgram } from '../debian.ts'
import { type Campaign, openCampaign, runWithFaults } from './campaign.ts'
import { faultNamed, faultOf } from './faults.ts'
import { type Ground, makeGround, removeGround } from './ground.ts'

/** Some of every chapter, 3.4 s each on two idle cores; all of them, five times each: `npm run test:faults`. */
const seeds = Array.from({ length: 13 }, (_, at) => 601 + at)
const beside = 2

const skip = needProgram('7z', 'p7zip-full')
let ground: Ground | undefined
after(() => {
  if (ground !== undefined) removeGround(ground)
})

test('whatever is broken, killed or exchanged, only clean files of one tenant leave, and in the end all of them', { skip }, async () => {
  ground = await makeGround()
  const campaign: Campaign = await openCampaign(ground)
  const left = seeds.values()
  const work = async (): Promise<void> => {
    for (const seed of left) {
      const { faults, wrong, untidy, isComplete, history } = await runWithFaults(campaign, seed)
      const where = `npm run test:faults -- --runs 1 --seed ${seed}   (${faults.join(' + ')})\n${history.join('\n')}`
      assert.deepEqual(wrong, [], where)
      assert.deepEqual(untidy, [], where)
      assert.ok(isComplete, where)
    }
  }
  await Promise.all(Array.from({ length: beside }, work))
}) // prettier-ignore

test('seeds that follow each other fall evenly over the faults, by their weights', () => {
  const drawn = Map.groupBy(Array.from({ length: 10_000 }, (_, seed) => faultOf(seed)), ({ name }) => name)
  const kill = faultNamed('killed before a call')
  const total = [...drawn.values()].reduce((sum, [one]) => sum + (one?.weight ?? 1), 0)
  for (const [name, all] of drawn) {
    const share = ((all[0]?.weight ?? 1) / total) * 10_000
    assert.ok(Math.abs(all.length - share) < 5, `${name}: ${all.length}, expected ${share}`)
  }
  assert.ok(drawn.size > 80 && drawn.has(kill.name))
}) // prettier-ignore
