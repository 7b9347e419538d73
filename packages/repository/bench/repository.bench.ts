/**
 * Backup programs side by side on the same data in one run: `npm run bench:repository`. Programs take turns on
 * every step, so that a machine that slows down slows all of them. Ratios are the peer's time by ours.
 *
 *     --quick        smaller data, at most ten minutes
 *     --json FILE    {"figures": {...}, "goals": {...}}
 *     --source DIR   real files for the mixed tree (default: the installed dependencies and /usr/share)
 *     --work DIR     where data and repositories lie (default: the system's temporary folder)
 */
import { mkdtempSync, rmSync, statSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'

import { type DataSet, largeFiles, mixedTree, smallFiles } from './data-sets.ts'
import { type Cost, measuredRun } from './measured-run.ts'
import { anlauf, peersOnPath, type Program } from './programs.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    source: { type: 'string', multiple: true },
    work: { type: 'string', default: tmpdir() },
  },
})

const steps = ['backup', 'unchanged', 'checkReadData', 'restore'] as const
type Step = (typeof steps)[number]

/** restic's time by ours, at least. */
const goals: Readonly<Record<Step, number>> = {
  backup: 1.2,
  unchanged: 1.5,
  checkReadData: 1.5,
  restore: 1.5,
}

const work = mkdtempSync(join(values.work, 'anlauf-bench-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
const figures: Record<string, number> = {}
const programs = [anlauf, ...peersOnPath()]
console.log(`Programs: ${programs.map(({ name }) => name).join(', ')}`)

for (const make of dataSets()) {
  const data = make()
  const results = new Map(programs.map((program) => [program, new Map<Step, Cost>()]))
  const places = new Map(programs.map((program) => [program, join(work, `${program.name}-${data.name}`)]))
  for (const program of programs) await measuredRun(program.init(places.get(program) ?? ''), program.env)
  for (const step of steps) {
    for (const program of programs) {
      results.get(program)?.set(step, await runStep(program, step, places.get(program) ?? '', data))
    }
  }
  report(data, results, places)
  for (const place of [...places.values(), data.folder]) rmSync(place, { recursive: true, force: true })
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ figures, goals: goalFigures() }, undefined, 2)}\n`)

function dataSets(): (() => DataSet)[] {
  const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  const sources = values.source ?? [modules, '/usr/share']
  return [
    () => smallFiles(join(work, 'small'), values.quick ? 20_000 : 100_000),
    () => largeFiles(join(work, 'large'), values.quick ? 600_000_000 : 4_000_000_000),
    () => mixedTree(join(work, 'mixed'), sources, values.quick ? 800_000_000 : 5_000_000_000),
  ]
}

async function runStep(program: Program, step: Step, repository: string, { folder }: DataSet): Promise<Cost> {
  if (step === 'checkReadData') return measuredRun(program.checkReadData(repository), program.env)
  if (step !== 'restore') return measuredRun(program.backup(repository, folder), program.env)
  const target = `${repository}-restored`
  const cost = await measuredRun(program.restore(repository, target), program.env)
  rmSync(target, { recursive: true, force: true })
  return cost
}

function report(
  data: DataSet,
  results: ReadonlyMap<Program, ReadonlyMap<Step, Cost>>,
  places: ReadonlyMap<Program, string>,
): void {
  console.log(`\n${data.name}`)
  for (const step of steps) {
    const ours = results.get(anlauf)?.get(step)
    for (const [program, costs] of results) {
      const cost = costs.get(step)
      if (cost === undefined || ours === undefined) continue
      const ratio = cost.seconds / ours.seconds
      if (program !== anlauf) figures[`${data.name}.${step}.${program.name}`] = round(ratio)
      figures[`${data.name}.${step}.${program.name}Seconds`] = round(cost.seconds)
      console.log(
        `  ${step.padEnd(14)} ${program.name.padEnd(8)} ${cost.seconds.toFixed(2).padStart(8)} s  ${cost.cpuSeconds.toFixed(2).padStart(8)} CPU s  ${cost.peakMiB.toFixed(0).padStart(6)} MiB  ${program === anlauf ? '' : `${ratio.toFixed(2)}x`}`,
      )
    }
  }
  for (const [program, place] of places) {
    const bytes = sizeOf(place)
    figures[`${data.name}.storedMB.${program.name}`] = round(bytes / 1e6)
    console.log(`  stored         ${program.name.padEnd(8)} ${(bytes / 1e6).toFixed(1).padStart(8)} MB`)
  }
}

function goalFigures(): Record<string, number> {
  return Object.fromEntries(
    ['small', 'large', 'mixed'].flatMap((name) =>
      steps.map((step) => [`${name}.${step}.restic`, goals[step]]),
    ),
  )
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
