import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { backup, initRepository, localStorage, type Repository } from '@anlauf/repository'

import { startScanners, startYaraScanner } from '../../src/adapters/scanners/index.ts'
import { detectHistory, entriesBelow } from '../../src/phases/detect/index.ts'
import {
  memoryVerdictCache,
  planRecovery,
  type RecoveryPlan,
  runRecovery,
  type ScanItem,
  type Scanner,
  type VerdictCache,
} from '../../src/phases/recover/index.ts'
import { closing } from './closing.ts'
import { type Clamd, password, resticRestore, yaraScan } from './programs.ts'
import { takeTurns } from './taking-turns.ts'

export interface SideBySide {
  readonly folder: string
  readonly corpus: string
  readonly rules: readonly string[]
  readonly clamd: Clamd
  readonly rounds: number
}

/**
 * Restore alone, scans alone, and both in one pass, on the same data. Engines are started beforehand: compiling
 * rules is paid once in a night.
 */
export async function measureSideBySide(options: SideBySide): Promise<ReadonlyMap<string, number>> {
  const { folder, corpus, rules, clamd, rounds } = options
  const stored = join(folder, 'repository')
  // A cheap key: restic's time shall be that of restoring.
  const kdf = { N: 1024, r: 8, p: 1 }
  const repository = await initRepository(localStorage(stored), { password, kdf })
  await backup(repository, { paths: [corpus], asRoot: corpus, hostname: 'files1' })
  const plan = await planRecovery(repository, await detectHistory(repository))
  const place = (name: string, round: number): string => join(folder, `${name}-${round}`)
  await using whole = closing(await startYaraScanner({ rules }))
  const engines = { clamd: { place: clamd.place, signatures: clamd.signatures } }
  await using panels = scannerSeat()
  /** Each round begins with verdicts that nobody knows. */
  const fresh =
    (more: object = {}) =>
    async () => {
      await panels.renew(async () => {
        const verdicts = memoryVerdictCache()
        return { verdicts, scanner: await startScanners({ rules, verdicts, ...more }) }
      })
    }
  const pass = (name: string) => (round: number) =>
    onePass(repository, plan, { ...panels.now(), place: place(name, round) })
  return await takeTurns(
    [
      { name: 'restic restore', run: (round) => resticRestore(stored, 'latest', place('restored', round)) },
      { name: 'yara -r', run: () => yaraScan(rules, corpus) },
      { name: 'clamdscan', run: () => clamd.scan(corpus) },
      { name: 'scan, files as a whole', run: () => scanFiles(whole, corpus) },
      { name: 'scan, and inside', before: fresh(), run: () => scanFiles(panels.now().scanner, corpus) },
      { name: 'one pass', before: fresh(), run: pass('first') },
      { name: 'one pass, verdicts known', run: pass('second') },
      {
        name: 'scan, with clamd',
        before: fresh(engines),
        run: () => scanFiles(panels.now().scanner, corpus),
      },
      { name: 'one pass, with clamd', before: fresh(engines), run: pass('third') },
    ],
    rounds,
  )
}

/** As a scanner beside the restore does it: every file is read and hashed, three batches of 256 at once. */
async function scanFiles(scanner: Scanner, folder: string): Promise<void> {
  const files = entriesBelow(folder)
  const work = async (): Promise<void> => {
    for (let batch = nextBatch(files); batch.length > 0; batch = nextBatch(files)) await scanner.scan(batch)
  }
  await Promise.all([work(), work(), work()])
}

function nextBatch(files: ReturnType<typeof entriesBelow>): ScanItem[] {
  const batch: ScanItem[] = []
  while (batch.length < 256) {
    const { value } = files.next()
    if (value === undefined) break
    if (value.kind !== 'file') continue
    const bytes = readFileSync(value.path)
    batch.push({ key: createHash('sha256').update(bytes).digest('hex'), bytes })
  }
  return batch
}

interface Judging {
  readonly scanner: Scanner
  readonly verdicts: VerdictCache
}

async function onePass(
  repository: Repository,
  plan: RecoveryPlan,
  { scanner, verdicts, place }: Judging & { place: string },
): Promise<void> {
  const [cleanRoom, quarantine] = [join(place, 'clean'), join(place, 'held')]
  await runRecovery({ repository, plan, cleanRoom, quarantine, scanner, verdicts })
}

interface Seat extends AsyncDisposable {
  renew(start: () => Promise<Judging>): Promise<void>
  now(): Judging
}

/** One panel at a time; the one before ends first. */
function scannerSeat(): Seat {
  let judging: Judging | undefined
  const end = async (): Promise<void> => judging?.scanner.close()
  return {
    async renew(start) {
      await end()
      judging = await start()
    },
    now() {
      if (judging === undefined) throw new Error('No scanner was started.')
      return judging
    },
    [Symbol.asyncDispose]: end,
  }
}
