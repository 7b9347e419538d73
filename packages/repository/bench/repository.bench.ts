/**
 * Backup programs side by side on the same data in one run: `npm run bench:repository`. Programs take turns on
 * every step, so that a machine that slows down slows all of them; of several rounds the best time counts, because
 * nothing makes a program faster than it is. Ratios are the peer's time by ours: above 1 we are faster.
 *
 *     --quick        smaller data, two rounds, at most ten minutes
 *     --json FILE    {"figures": {...}, "goals": {...}}
 *     --rounds N     rounds of restic and ours (default 3); other peers have one
 *     --source DIR   real files for the mixed tree (default: the installed dependencies and /usr/share)
 *     --work DIR     where data and repositories lie (default: the system's temporary folder)
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'

import { type DataSet, largeFiles, mixedTree, smallFiles } from './data-sets.ts'
import { fillIndex } from './million-blobs.ts'
import { anlauf, password, peersOnPath, type Program, restic } from './programs.ts'
import { printTable, type Results, resultsOf } from './results.ts'
import { measuredRun } from './measured-run.ts'
import { topFigures } from './top-figures.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    rounds: { type: 'string' },
    source: { type: 'string', multiple: true },
    work: { type: 'string', default: tmpdir() },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 2 : 3))
const work = mkdtempSync(join(values.work, 'anlauf-bench-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const peers = peersOnPath()
console.log(`Programs: ${[anlauf, ...peers].map(({ name }) => name).join(', ')}; ${rounds} rounds`)
const all: Results[] = []
for (const make of dataSets()) {
  const data = make()
  const results = resultsOf(data.name)
  for (let round = 0; round < rounds; round += 1) {
    await runRound(data, results, round === 0 ? [anlauf, ...peers] : [anlauf, ...peers.filter(isRestic)])
  }
  printTable(results)
  all.push(results)
  rmSync(data.folder, { recursive: true, force: true })
}
const million = resultsOf('million')
await openMillion(million)
printTable(million)
all.push(million)

const top = topFigures(all)
console.log('\nAgainst restic (its figure by ours), and the goals')
for (const [name, figure] of Object.entries(top.figures)) {
  if (name in top.goals) console.log(`  ${name.padEnd(16)} ${String(figure).padStart(8)}  ${top.goals[name]}`)
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(top, undefined, 2)}\n`)

function dataSets(): (() => DataSet)[] {
  const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  const sources = values.source ?? ['/usr/share', modules]
  return [
    () => smallFiles(join(work, 'small'), values.quick ? 30_000 : 100_000),
    () => largeFiles(join(work, 'large'), values.quick ? 300_000_000 : 4_000_000_000),
    () => mixedTree(join(work, 'mixed'), sources, values.quick ? 400_000_000 : 5_000_000_000),
  ]
}

/** Every step by every program, each in a fresh repository of its own. A peer that fails is left out. */
async function runRound(data: DataSet, results: Results, programs: readonly Program[]): Promise<void> {
  const { folder } = data
  const place = (program: Program): string => join(work, `${program.name}-${data.name}`)
  const target = (program: Program): string => `${place(program)}-restored`
  const commands = {
    backup: (program: Program) => program.backup(place(program), folder),
    unchanged: (program: Program) => program.backup(place(program), folder),
    checkReadData: (program: Program) => program.checkReadData(place(program)),
    restore: (program: Program) => program.restore(place(program), target(program), folder),
  }
  for (const program of programs) {
    if (await attempt(program, 'init', () => measuredRun(program.init(place(program)), program.env))) continue
    results.leaveOut(program)
  }
  for (const [step, command] of Object.entries(commands)) {
    for (const program of programs.filter((one) => !results.isLeftOut(one))) {
      const ran = await attempt(program, step, () => measuredRun(command(program), program.env))
      if (ran === undefined) results.leaveOut(program)
      else results.add(program, step, ran)
      rmSync(target(program), { recursive: true, force: true })
    }
  }
  for (const program of programs) {
    if (!results.isLeftOut(program)) results.addStored(program, place(program))
    rmSync(place(program), { recursive: true, force: true })
    rmSync(`${place(program)}.config`, { force: true })
  }
}

/** Opening a repository with a million blobs: once without the index, once with all of it. */
async function openMillion(results: Results): Promise<void> {
  const folder = join(work, 'million')
  mkdirSync(folder)
  await measuredRun(anlauf.init(folder), anlauf.env)
  await fillIndex(folder, password, 1_000_000)
  const programs = peers.some(isRestic) ? [anlauf, restic] : [anlauf]
  for (let round = 0; round < rounds + 1; round += 1) {
    for (const program of programs) {
      results.add(program, 'snapshots', await measuredRun(program.snapshots(folder), program.env))
      results.add(program, 'listBlobs', await measuredRun(program.listBlobs(folder), program.env))
    }
  }
  rmSync(folder, { recursive: true, force: true })
}

async function attempt<Result>(
  program: Program,
  step: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (program === anlauf) throw error
    console.log(`  ${program.name} is left out, its ${step} failed: ${String(error).slice(0, 300)}`)
    return undefined
  }
}

function isRestic({ name }: Program): boolean {
  return name === restic.name
}
