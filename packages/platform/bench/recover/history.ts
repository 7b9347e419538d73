import { createHash } from 'node:crypto'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { backup, initRepository, localStorage, type Repository } from '@anlauf/repository'

import { startScanners } from '../../src/adapters/scanners/index.ts'
import {
  huntHistory,
  memoryKnownHashes,
  memoryVerdictCache,
  runRecovery,
} from '../../src/phases/recover/index.ts'
import { closing } from './closing.ts'
import { realFiles } from './corpus.ts'
import { planNewest } from './plan-newest.ts'
import { type Clamd, password, resticRestore, yaraScan } from './programs.ts'

export interface HistoryBench {
  readonly folder: string
  readonly sources: readonly string[]
  readonly bytesPerTenant: number
  readonly rules: readonly string[]
  readonly clamd: Clamd
}

const tenants = ['adler', 'birke', 'dachs', 'esche', 'falke']
const snapshots = 20
/** One of so many files changes from one snapshot to the next. */
const changedEvery = 50

/**
 * "Which version is the newest clean one, and give it back": every version of every file judged by YARA and clamd,
 * and the newest state restored. The usual way restores and scans every snapshot, one after the other; ours judges
 * each different content once and restores what it knows by then.
 */
export async function measureHistory(options: HistoryBench): Promise<Record<string, number>> {
  const { folder, rules, clamd } = options
  const stored = join(folder, 'repository')
  const repository = await initRepository(localStorage(stored), { password, kdf: { N: 1024, r: 8, p: 1 } })
  const uniqueBytes = await writeHistory(repository, options)
  const ids = (await repository.listSnapshots()).map(({ id }) => id)
  let theirs = 0
  for (const id of ids) {
    const target = join(folder, 'restored')
    theirs += await secondsOf(() => {
      resticRestore(stored, id, target)
      yaraScan(rules, target)
      clamd.scan(target)
    })
    rmSync(target, { recursive: true })
  }
  const verdicts = memoryVerdictCache()
  const engines = { place: clamd.place, signatures: clamd.signatures }
  await using scanner = closing(await startScanners({ rules, verdicts, clamd: engines }))
  let bytesRead = 0
  const ours = await secondsOf(async () => {
    const hunt = await huntHistory(repository, {
      engine: { scanner, verdicts },
      known: memoryKnownHashes(),
      staging: join(folder, 'staging'),
    })
    bytesRead = hunt.counters.bytesRead
    const plan = await planNewest(repository)
    const [cleanRoom, quarantine] = [join(folder, 'clean'), join(folder, 'held')]
    await runRecovery({ repository, plan, scanner, verdicts, cleanRoom, quarantine })
  })
  return {
    restoreThenScanSeconds: theirs,
    huntAndOnePassSeconds: ours,
    overRestoreThenScan: theirs / ours,
    ruleHuntBytesOverUnique: bytesRead / uniqueBytes,
  }
}

async function secondsOf(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/**
 * Real files, dealt out to the tenants, every tenth to all of them; some grow between two snapshots. Returns the
 * bytes of all different versions.
 */
async function writeHistory(
  repository: Repository,
  { folder, sources, bytesPerTenant }: HistoryBench,
): Promise<number> {
  const machine = join(folder, 'machine')
  const places: string[] = []
  const versions = new Map<string, number>()
  const note = (place: string): void => {
    const bytes = readFileSync(place)
    versions.set(createHash('sha256').update(bytes).digest('hex'), bytes.length)
  }
  for (const [at, { path }] of [...realFiles(sources, bytesPerTenant * tenants.length)].entries()) {
    for (const tenant of at % 10 === 0 ? tenants : [tenants[at % tenants.length] ?? '']) {
      const place = join(machine, tenant, `${at % 20}`, `${at}-${basename(path)}`)
      mkdirSync(dirname(place), { recursive: true })
      copyFileSync(path, place)
      note(place)
      places.push(place)
    }
  }
  for (let day = 1; day <= snapshots; day += 1) {
    const changed = day === 1 ? [] : places.filter((_, at) => (at + day * 7) % changedEvery === 0)
    for (const place of changed) {
      appendFileSync(place, `day ${day}\n`)
      note(place)
    }
    const time = new Date(Date.UTC(2026, 0, day, 2))
    await backup(repository, { paths: [machine], asRoot: machine, hostname: 'files1', time })
  }
  return [...versions.values()].reduce((sum, size) => sum + size, 0)
}
