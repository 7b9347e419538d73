/**
 * Restore, scan, and both in one pass, on the same data: `npm run bench:recover`. The steps take turns; of several
 * rounds the best time counts. Engines are started beforehand: compiling rules is paid once in a night.
 *
 *     --quick        60 MB and two rounds instead of 400 MB and three
 *     --json FILE    figures, and the machine they are of
 *     --source DIR   real files (default: the installed dependencies and /usr/share/doc)
 *     --rules DIR    further rules beside the bundled ones
 *     --work DIR     where data and repositories lie (default: the system's temporary folder)
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'

import { backup, initRepository, localStorage, type Repository } from '@anlauf/repository'

import { startScanners, startYaraScanner } from '../../src/adapters/scanners/index.ts'
import { detectHistory } from '../../src/phases/detect/index.ts'
import {
  memoryVerdictCache,
  planRecovery,
  type RecoveryPlan,
  runRecovery,
  type ScanItem,
  type Scanner,
  type VerdictCache,
} from '../../src/phases/recover/index.ts'
import { type Corpus, makeCorpus } from './corpus.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    source: { type: 'string', multiple: true },
    rules: { type: 'string', multiple: true },
    work: { type: 'string', default: tmpdir() },
  },
})
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const rules = [join(root, 'rules'), ...(values.rules ?? [])]
const work = mkdtempSync(join(values.work, 'anlauf-bench-recover-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const password = 'only for this bench'
const sources = values.source ?? [join(root, 'node_modules'), '/usr/share/doc']
const corpus = await makeCorpus(join(work, 'corpus'), sources, values.quick ? 60e6 : 400e6)
const repositoryPlace = join(work, 'repository')
const repository = await initRepository(localStorage(repositoryPlace), { password })
await backup(repository, { paths: [corpus.folder], asRoot: corpus.folder, hostname: 'files1' })
const plan = await planRecovery(repository, await detectHistory(repository))
const best = new Map<string, number>()
for (let round = 0; round < (values.quick ? 2 : 3); round += 1) await runRound(round)
report(corpus)

async function runRound(round: number): Promise<void> {
  const place = (name: string): string => join(work, `${name}-${round}`)
  await timed('restic restore', async () => restore(place('restored')))
  await using whole = closing(await startYaraScanner({ rules }))
  await timed('scan files as a whole', () => scanFiles(whole, corpus.folder))
  await using inside = closing(await startScanners({ rules }))
  await timed('scan files and inside', () => scanFiles(inside, corpus.folder))
  const verdicts = memoryVerdictCache()
  await using panel = closing(await startScanners({ rules, verdicts }))
  await timed('one pass', () =>
    onePass(repository, plan, { scanner: panel, verdicts, place: place('first') }),
  )
  await timed('one pass, verdicts known', () =>
    onePass(repository, plan, { scanner: panel, verdicts, place: place('second') }),
  )
  for (const name of ['restored', 'first', 'second']) rmSync(place(name), { recursive: true, force: true })
}

async function timed(name: string, step: () => unknown): Promise<void> {
  const started = performance.now()
  await step()
  const seconds = (performance.now() - started) / 1000
  best.set(name, Math.min(seconds, best.get(name) ?? Infinity))
}

function restore(target: string): void {
  const args = ['--no-cache', '-r', repositoryPlace, 'restore', 'latest', '--target', target]
  const { status, stderr } = spawnSync('restic', args, {
    env: { ...process.env, RESTIC_PASSWORD: password },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`restic ended with ${status}: ${stderr}`)
}

/** As a scanner beside the restore does it: every file is read and hashed, 256 at once. */
async function scanFiles(scanner: Scanner, folder: string): Promise<void> {
  let batch: ScanItem[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = readFileSync(join(entry.parentPath, entry.name))
    batch.push({ key: createHash('sha256').update(bytes).digest('hex'), bytes })
    if (batch.length < 256) continue
    await scanner.scan(batch)
    batch = []
  }
  await scanner.scan(batch)
}

async function onePass(
  repository: Repository,
  plan: RecoveryPlan,
  { scanner, verdicts, place }: { scanner: Scanner; verdicts: VerdictCache; place: string },
): Promise<void> {
  const [cleanRoom, quarantine] = [join(place, 'clean'), join(place, 'held')]
  await runRecovery({ repository, plan, cleanRoom, quarantine, scanner, verdicts })
}

function closing(scanner: Scanner): Scanner & AsyncDisposable {
  return { ...scanner, [Symbol.asyncDispose]: () => scanner.close() }
}

function report({ files, bytes }: Corpus): void {
  const time = (name: string): number => best.get(name) ?? Number.NaN
  console.log(`${files} files, ${(bytes / 1e6).toFixed(0)} MB, ${availableParallelism()} cores`)
  for (const [name, seconds] of best) {
    const rate = (bytes / 1e6 / seconds).toFixed(1)
    console.log(`  ${name.padEnd(26)} ${seconds.toFixed(2).padStart(8)} s  ${rate.padStart(8)} MB/s`)
  }
  const apart = [time('restic restore'), time('scan files and inside')]
  const figures = {
    onePassByBothApart: time('one pass') / apart.reduce((sum, one) => sum + one, 0),
    onePassByTheSlower: time('one pass') / Math.max(...apart),
    insideByWhole: time('scan files and inside') / time('scan files as a whole'),
  }
  for (const [name, ratio] of Object.entries(figures))
    console.log(`  ${name.padEnd(26)} ${ratio.toFixed(2).padStart(8)}`)
  if (values.json === undefined) return
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version }
  const seconds = Object.fromEntries(best)
  writeFileSync(values.json, `${JSON.stringify({ machine, files, bytes, seconds, figures }, null, 2)}\n`)
}
