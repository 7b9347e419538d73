/**
 * Detection measured on real file versions: `npm run bench:detection -- --git DIR --files DIR`.
 *
 *     --git DIR       folder of git repositories, their histories are the real changes; repeatable
 *     --files DIR     folder of files that attacks are played on as well; repeatable
 *     --half H        tuning, held-out (default: the figures that count) or both
 *     --part P        versions, tenants or live; repeatable (default: all)
 *     --seed N        of every random choice (default 1)
 *     --quick         small samples, at most ten minutes
 *     --text N        changes of text to judge, at most (default 220,000)
 *     --other N       changes of everything else, at most (default: all)
 *     --bases N       versions of each type that attacks are played on, at most (default 20)
 *     --runs N        tenants that are attacked (default 1,000)
 *     --months N      honest months of tenants (default 500)
 *     --live N        attacks before the live watcher (default 100)
 *     --threads N     default: one for each processor
 *     --work DIR      for what is made on the way (default: the system's temporary folder)
 *     --json FILE     {"figures": {...}, "goals": {...}, "seed": N, "histories": [...]}
 *     --explain FILE  every false alarm and miss as a line of JSON; of the tuning half only
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { repositoriesBelow } from './git/repositories.ts'
import { measureLive } from './live/index.ts'
import { measure } from './measure/measure.ts'
import { keepFindings } from './report/findings.ts'
import { printAttacks } from './report/attacks.ts'
import { printBaselines } from './report/baselines.ts'
import { printBenign, printRepositories } from './report/benign.ts'
import { type Figures, figuresOf, goals, printGoals, together } from './report/figures.ts'
import { measureTenants } from './tenants/index.ts'

const { values } = parseArgs({
  options: {
    git: { type: 'string', multiple: true, default: [] },
    files: { type: 'string', multiple: true, default: [] },
    half: { type: 'string', default: 'held-out' },
    part: { type: 'string', multiple: true, default: ['versions', 'tenants', 'live'] },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    text: { type: 'string' },
    other: { type: 'string' },
    bases: { type: 'string' },
    runs: { type: 'string' },
    months: { type: 'string' },
    live: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    work: { type: 'string', default: tmpdir() },
    json: { type: 'string' },
    explain: { type: 'string' },
  },
})
if (!['tuning', 'held-out', 'both'].includes(values.half)) throw new Error(`no half is called ${values.half}`)
if (values.explain !== undefined && values.half !== 'tuning') {
  throw new Error('--explain shows what to tune by, and only the tuning half is for that: add --half tuning')
}
const seed = Number(values.seed)
const work = mkdtempSync(join(values.work, 'anlauf-bench-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const repositories = values.git
  .flatMap((folder) => repositoriesBelow(folder))
  .filter(({ half }) => values.half === 'both' || half === values.half)
const parts = { versions, tenants, live }
const figures: Figures[] = []
for (const [name, part] of Object.entries(parts)) {
  if (values.part.includes(name)) figures.push(await part())
}
const all = together(figures)
printGoals(all)
if (values.json !== undefined) {
  const histories = repositories.map(({ name, head, half }) => ({ name, head, half }))
  writeFileSync(values.json, `${JSON.stringify({ figures: all, goals, seed, histories }, undefined, 2)}\n`)
}

/** Single versions: real changes of histories, and attacks on what they left. */
async function versions(): Promise<Figures> {
  const findings = keepFindings(values.explain)
  const measured = await measure({
    repositories,
    folders: values.files,
    seed,
    mostText: numberOf(values.text, 220_000, 30_000),
    mostOther: numberOf(values.other, 1_000_000, 20_000),
    basesPerType: numberOf(values.bases, 20, 3),
    threads: Number(values.threads),
    onFinding: findings.add,
  })
  printRepositories(measured)
  printBenign(measured)
  printAttacks(measured)
  printBaselines(measured)
  findings.printCalledClean()
  return figuresOf(measured)
}

function tenants(): Promise<Figures> {
  const [runs, tenantMonths] = [numberOf(values.runs, 1000, 20), numberOf(values.months, 500, 10)]
  return told('Tenants', measureTenants({ ...around(), runs, tenantMonths }))
}

function live(): Promise<Figures> {
  return told('Live watcher', measureLive({ ...around(), runs: numberOf(values.live, 100, 10) }))
}

function around(): { seed: number; work: string; onProgress(text: string): void; signal: AbortSignal } {
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`)
  return { seed, work, onProgress, signal: new AbortController().signal }
}

/** Prints what a part says of itself. */
async function told(
  title: string,
  measuring: Promise<{ figures: Record<string, number>; lines: string[] }>,
): Promise<Figures> {
  const { figures, lines } = await measuring
  console.log(`\n${title}`)
  for (const line of lines) console.log(`  ${line}`)
  return figures
}

function numberOf(text: string | undefined, full: number, quick: number): number {
  return text === undefined ? (values.quick ? quick : full) : Number(text)
}
