/**
 * Plays the whole recovery again and again, each time with another fault, and prints what came of it:
 *
 *     npm run test:faults -- --runs 500 --seed 1 --json faults.json
 *     npm run test:faults -- --runs 1 --seed 237              # one of them again
 *     npm run test:faults -- --runs 10 --fault "power cut"
 *
 * Exit code 1 when a byte was wrong, or a run was not complete after its restarts.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { needProgram } from '../debian.ts'
import { type FaultRun, openCampaign, runWithFaults } from './campaign.ts'
import { makeGround, removeGround } from './ground.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    fault: { type: 'string' },
    json: { type: 'string' },
    /** Runs at once. */
    beside: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
  },
})

const missing = needProgram('7z', 'p7zip-full')
if (missing !== false) throw new Error(missing)
const ground = await makeGround()
const results: FaultRun[] = []
try {
  const campaign = await openCampaign(ground)
  const seeds = Array.from({ length: Number(values.runs) }, (_, at) => Number(values.seed) + at).values()
  const work = async (): Promise<void> => {
    for (const seed of seeds) {
      const result = await runWithFaults(campaign, seed, values.fault)
      results.push(result)
      report(result)
      if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results))
    }
  }
  await Promise.all(Array.from({ length: Number(values.beside) }, work))
} finally {
  removeGround(ground)
}
table()
process.exitCode = results.every(isRight) ? 0 : 1

function isRight({ isComplete, wrong, untidy }: FaultRun): boolean {
  return isComplete && wrong.length === 0 && untidy.length === 0
}

function report(result: FaultRun): void {
  const { seed, faults, isComplete, restarts, wrong, untidy, seconds, history } = result
  const state = isRight(result) ? 'right' : isComplete ? 'WRONG' : 'NOT COMPLETE'
  process.stdout.write(`seed ${seed}: ${faults.join(' + ')}: ${state}, ${restarts} restarts, ${seconds} s\n`)
  if (isRight(result) && !values.verbose) return
  for (const line of [...wrong, ...untidy, ...history]) process.stdout.write(`    ${line}\n`)
}

function table(): void {
  const byFault = Map.groupBy(results, ({ faults }) => faults[0] ?? '')
  process.stdout.write(
    '\n| fault | runs | complete | restarts | wrong | untidy |\n| --- | --- | --- | --- | --- | --- |\n',
  )
  const rows = [...byFault, ['all', results] as const]
  for (const [name, runs] of rows) {
    const sum = (of: (run: FaultRun) => number): number => runs.reduce((total, run) => total + of(run), 0)
    const figures = [
      runs.length,
      sum(({ isComplete }) => Number(isComplete)),
      sum(({ restarts }) => restarts),
      sum(({ wrong }) => wrong.length),
      sum(({ untidy }) => untidy.length),
    ]
    process.stdout.write(`| ${name} | ${figures.join(' | ')} |\n`)
  }
}
