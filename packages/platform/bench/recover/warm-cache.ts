import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { openDatabase, verdictCache } from '../../src/adapters/database/index.ts'
import { startScanners } from '../../src/adapters/scanners/index.ts'
import { judgeBatch } from '../../src/phases/recover/judge-batch.ts'
import type { ScanItem } from '../../src/phases/recover/index.ts'
import { closing } from './closing.ts'
import type { Clamd } from './programs.ts'

export interface WarmCacheBench {
  readonly folder: string
  readonly files: readonly string[]
  readonly rules: readonly string[]
  readonly clamd: Clamd
}

const batchItems = 256

/**
 * A scan of everything in memory, and the same one again, with verdicts in the embedded PostgreSQL. Every row's MAC
 * is checked.
 */
export async function measureWarmCache(options: WarmCacheBench): Promise<Record<string, number>> {
  const { folder, files, rules, clamd } = options
  await using database = await openDatabase({ home: join(folder, 'home') })
  const verdicts = verdictCache(database)
  const engines = { place: clamd.place, signatures: clamd.signatures }
  await using scanner = closing(await startScanners({ rules, verdicts, clamd: engines }))
  const items = files.map((file): ScanItem => {
    const bytes = readFileSync(file)
    return { key: createHash('sha256').update(bytes).digest('hex'), bytes }
  })
  const judges = { scanner, engine: scanner.describe(), verdicts }
  const judgeAll = async (): Promise<{ seconds: number; scanned: number }> => {
    const counts = { scanned: 0, fromCache: 0 }
    const started = performance.now()
    for (let at = 0; at < items.length; at += batchItems)
      await judgeBatch(judges, items.slice(at, at + batchItems), counts)
    return { seconds: (performance.now() - started) / 1000, scanned: counts.scanned }
  }
  const cold = await judgeAll()
  const warm = [await judgeAll(), await judgeAll(), await judgeAll()]
  return {
    coldScanSeconds: cold.seconds,
    warmScanSeconds: Math.min(...warm.map(({ seconds }) => seconds)),
    warmScanned: Math.max(...warm.map(({ scanned }) => scanned)),
    warmCache: cold.seconds / Math.min(...warm.map(({ seconds }) => seconds)),
  }
}
