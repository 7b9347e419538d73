import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

import { startYaraScanner } from '../../src/adapters/scanners/index.ts'
import type { ScanItem, Scanner } from '../../src/phases/recover/index.ts'
import { closing } from './closing.ts'
import { startRawEngine } from './raw-engine/raw-engine.ts'
import type { Share } from './raw-engine/worker.ts'
import { takeTurns } from './taking-turns.ts'

/** As the one pass sends them. */
const batchItems = 256
const batchesAtOnce = 3

/**
 * What our scanner, with its children, planted positives and time limits, leaves of the engine's own speed. All
 * contents lie in memory; the bare engine scans them in processes of its own, one a core, all at once. What one
 * process reaches alone, times the cores, is more where cores share caches, or a machine with others.
 */
export async function measureEngine(share: Share, rounds: number): Promise<Record<string, number>> {
  const cores = availableParallelism()
  const bytes = share.files.map((file) => readFileSync(file))
  const items = bytes.map((bytes) => ({ key: createHash('sha256').update(bytes).digest('hex'), bytes }))
  await using one = await startRawEngine(share, { processes: 1 })
  await using all = await startRawEngine(share, { processes: cores })
  await using ours = closing(await startYaraScanner({ rules: share.rules, processes: cores }))
  const own = { one: Infinity, all: Infinity }
  const best = await takeTurns(
    [
      { name: 'one', run: async () => (own.one = Math.min(own.one, await one.scan())) },
      { name: 'all', run: async () => (own.all = Math.min(own.all, await all.scan())) },
      { name: 'ours', run: () => scanAll(ours, items) },
    ],
    rounds,
  )
  const total = bytes.reduce((sum, one) => sum + one.length, 0)
  const seconds = best.get('ours') ?? Number.NaN
  return {
    rawEngineMBperSecondPerCore: total / 1e6 / own.one,
    rawEngineMBperSecondAllCores: total / 1e6 / own.all,
    scannerMBperSecond: total / 1e6 / seconds,
    engineEfficiency: own.all / seconds,
    engineEfficiencyOfOneCoreTimesCores: own.one / cores / seconds,
  }
}

async function scanAll(scanner: Scanner, items: readonly ScanItem[]): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const batch = items.slice(next, next + batchItems)
      next += batchItems
      await scanner.scan(batch)
    }
  }
  await Promise.all(Array.from({ length: batchesAtOnce }, work))
}
