import { existsSync, readFileSync, rmSync } from 'node:fs'

import { seededRandom } from '../interop/seeded-random.ts'
import { atACall } from './at-a-call.ts'
import type { Fault } from './fault.ts'
import type { Injection } from './injection.ts'
import { faultNamed, faultOf, mishaps } from './faults.ts'
import { copyFolder, type Ground } from './ground.ts'
import { inDatabase } from './in-database.ts'
import { inspect } from './inspect.ts'
import { openPlay, type Outcome, playUntilDone } from './play.ts'
import type { StepName } from './step.ts'

/** One run of the whole with its faults, and what an independent look found. */
export interface FaultRun extends Outcome {
  readonly seed: number
  readonly faults: readonly string[]
  /** Released or handed-back bytes, links, lines of receipts that must not be; empty is right. */
  readonly wrong: readonly string[]
  /** Failures that did not say what to do. */
  readonly untidy: readonly string[]
  readonly seconds: number
  readonly history: readonly string[]
}

export interface Campaign {
  readonly ground: Ground
  /** Calls to the system that each command makes undisturbed. */
  readonly calls: ReadonlyMap<StepName, number>
}

/** Plays once without a fault: it has to be right, and it shows how many calls there are and which verdicts. */
export async function openCampaign(ground: Ground): Promise<Campaign> {
  const play = openPlay(ground, ground.at('undisturbed'), seededRandom(0), new Map())
  const calls = new Map<StepName, number>()
  const counting: Injection = {
    env: ({ name }) => atACall({ kind: 'count', at: 0, file: play.at(`${name}.calls`) }),
    after({ name }, { stdout }) {
      for (const [, unit = '', count] of stdout.matchAll(/^(\S+): .* (\d+) for a person/gm))
        ground.reviews.set(unit, Number(count))
      const file = play.at(`${name}.calls`)
      if (existsSync(file)) calls.set(name, Number(readFileSync(file, 'utf8')))
    },
  }
  const { isComplete, restarts } = await playUntilDone(play, [counting])
  const wrong = await inspect(play, 'end')
  if (!isComplete || restarts > 0 || wrong.length > 0) {
    throw new Error(`Undisturbed it is not right:\n${[...play.history, ...wrong].join('\n')}`)
  }
  ground.verdicts.push(...(await inDatabase(play.home, (session) => session.query(allVerdicts))))
  // The key of the codes: whatever is forged in a later run is forged over true ones.
  copyFolder(`${play.home}/cache.key`, `${ground.home}/cache.key`)
  rmSync(play.folder, { recursive: true, force: true })
  return { ground, calls }
}

const allVerdicts = `select content_key, engine, version, rule_set_digest, verdict, matches::text, cause, mac
                       from anlauf.verdict_cache`

/** Plays the whole with the fault of a seed (or a named one), and one time in four with a mishap on top. */
export async function runWithFaults(
  { ground, calls }: Campaign,
  seed: number,
  named?: string,
): Promise<FaultRun> {
  const startedAt = performance.now()
  const random = seededRandom(seed)
  const play = openPlay(ground, ground.at(`run ${seed}`), random, calls)
  const fault = named === undefined ? faultOf(seed) : faultNamed(named)
  const mishap = random.below(4) === 0 ? mishaps[random.below(mishaps.length)] : undefined
  const faults: readonly Fault[] = [fault, ...(mishap === undefined ? [] : [mishap])]
  const wrong: string[] = []
  const untidy: string[] = []
  const watching: Injection = {
    async after(step, { exitCode, signal, code, stderr, isHung }) {
      if (isHung) untidy.push(`${step.name} did not end`)
      else if (exitCode !== 0 && signal === null && code === '')
        untidy.push(`${step.name}: ${stderr.slice(-1500)}`)
      wrong.push(...(await inspect(play, 'now')))
    },
  }
  const injections: Injection[] = []
  let outcome: Outcome = { isComplete: false, restarts: 0, hung: 0 }
  try {
    for (const one of faults) injections.push(one.inject(play))
    outcome = await playUntilDone(play, [...injections, watching])
    wrong.push(...(await inspect(play, 'end')))
  } catch (error) {
    wrong.push(`the harness failed: ${error instanceof Error ? error.stack : String(error)}`)
  } finally {
    for (const { end } of injections) await end?.()
    rmSync(play.folder, { recursive: true, force: true })
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  const names = faults.map(({ name }) => name)
  return {
    seed,
    faults: names,
    ...outcome,
    wrong: [...new Set(wrong)],
    untidy,
    seconds,
    history: play.history,
  }
}
