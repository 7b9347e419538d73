import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { seededRandom } from '../../../src/drill/random.ts'
import { liveAttacks } from './attacks.ts'
import { buildEstate, drawKinds, type Kinds } from './estate.ts'
import { type LiveResult, type LiveRun, playLive, startWatcher } from './live-run.ts'
import { shapes } from './shapes.ts'
import { storms } from './storms.ts'

export interface LiveOptions {
  readonly seed: number
  /** Attacks that are played; each pairs a family, a way to write and an order. */
  readonly runs: number
  /** An existing folder for estates; each run's is removed again. */
  readonly work: string
  readonly onProgress: (text: string) => void
  readonly signal: AbortSignal
}

const orders = ['random', 'sorted', 'smallest-first']
const missedMs = 60_000
/** The longest wait of the watcher before it judges what somebody wrote, and a little more. */
const settledMs = 3_000

/** Figures: filesLostMedian, filesLostP95, alarmMsMedian, alarmMsP95, attacksMissed; one line a group of families and a shape, and one for each attack that was missed. */
export async function measureLive(
  options: LiveOptions,
): Promise<{ figures: Record<string, number>; lines: string[] }> {
  const { seed, runs, work, onProgress, signal } = options
  const kinds = await drawKinds(seed)
  const results: { run: LiveRun; result: LiveResult }[] = []
  for (const run of plannedRuns(seed, runs)) {
    signal.throwIfAborted()
    const root = mkdtempSync(join(work, 'live-'))
    try {
      buildEstate(root, kinds, seed)
      const result = await playLive(root, run, signal)
      results.push({ run, result })
      onProgress(`${results.length}/${runs} ${run.attack} ${run.shape} ${run.order}: ${result.lost} lost`)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }
  const alarms = await measureStorms(options, kinds)
  const lost = results.map(({ result }) => result.lost)
  const times = results.map(({ result }) => result.alarmMs ?? missedMs)
  return {
    figures: {
      liveRuns: results.length,
      filesLostMedian: quantile(lost, 0.5),
      filesLostP95: quantile(lost, 0.95),
      alarmMsMedian: Math.round(quantile(times, 0.5)),
      alarmMsP95: Math.round(quantile(times, 0.95)),
      attacksMissed: results.filter(({ result }) => result.alarmMs === undefined).length,
      benignStorms: storms.length,
      benignStormAlarms: alarms.length,
    },
    lines: [
      ...results
        .filter(({ result }) => result.alarmMs === undefined)
        .map(
          ({ run, result }) =>
            `missed: ${run.attack}, ${run.shape}: ${result.lost} files, ${result.hits.length} hits`,
        ),
      ...alarms.map((alarm) => `false alarm: ${alarm}`),
      ...tableBy(results, groupOf),
      ...tableBy(results, ({ shape }) => shape),
    ],
  }
}

/** Plays each storm of daily work before a watcher of its own; answers the alarms, which are false ones. */
async function measureStorms(
  { seed, work, onProgress, signal }: LiveOptions,
  kinds: Kinds,
): Promise<readonly string[]> {
  const alarms: string[] = []
  for (const storm of storms) {
    signal.throwIfAborted()
    const root = mkdtempSync(join(work, 'live-'))
    try {
      buildEstate(root, kinds, seed)
      await storm.prepare?.(root, kinds)
      const watcher = await startWatcher(root, signal)
      await storm.play(root, kinds, seededRandom(seed).fork(storm.name))
      await delay(settledMs)
      await watcher.stop()
      if (watcher.raisedAtMs() !== undefined) alarms.push(`${storm.name}: ${watcher.hits.join('; ')}`)
      onProgress(`storm ${storm.name}: ${watcher.hits.length} hits`)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }
  return alarms
}

/** Every family with every shape in turn, orders and file orders by the seed: more runs are more seeds. */
function plannedRuns(seed: number, runs: number): readonly LiveRun[] {
  const random = seededRandom(seed)
  const pairs = liveAttacks.flatMap(({ name }) => shapes.map((shape) => ({ attack: name, shape })))
  const planned: LiveRun[] = []
  while (planned.length < runs) {
    for (const pair of random.shuffled(pairs))
      planned.push({ ...pair, order: random.pick(orders), seed: random.below(2 ** 31) })
  }
  return planned.slice(0, runs)
}

function groupOf({ attack }: LiveRun): string {
  return liveAttacks.find(({ name }) => name === attack)?.group ?? '?'
}

function tableBy(
  results: readonly { run: LiveRun; result: LiveResult }[],
  keyOf: (run: LiveRun) => string,
): string[] {
  const groups = Map.groupBy(results, ({ run }) => keyOf(run))
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const lost = group.map(({ result }) => result.lost)
      const times = group.map(({ result }) => result.alarmMs ?? missedMs)
      return `${key.padEnd(18)} ${String(group.length).padStart(4)} runs, files lost median ${quantile(lost, 0.5)}, p95 ${quantile(lost, 0.95)}; alarm p95 ${Math.round(quantile(times, 0.95))} ms`
    })
}

/** The smallest value that at least this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
