import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import type { Cost } from './measured-run.ts'
import { anlauf, type Program } from './programs.ts'

/** What the programs needed on one data set. */
export interface Results {
  readonly name: string
  /** Adds one run of a step; of several the best of each figure counts. */
  add(program: Program, step: string, cost: Cost): void
  /** Adds the size of the program's repository. */
  addStored(program: Program, repository: string): void
  leaveOut(program: Program): void
  isLeftOut(program: Program): boolean
  cost(program: string, step: string): Cost | undefined
  storedBytes(program: string): number | undefined
  readonly steps: readonly string[]
  readonly programs: readonly string[]
}

/** Nothing measured yet. */
export function resultsOf(name: string): Results {
  const costs = new Map<string, Map<string, Cost>>()
  const stored = new Map<string, number>()
  const leftOut = new Set<string>()
  return {
    name,
    add(program, step, cost) {
      const byProgram = costs.get(step) ?? new Map<string, Cost>()
      costs.set(step, byProgram.set(program.name, best(byProgram.get(program.name), cost)))
    },
    addStored: (program, repository) => void stored.set(program.name, sizeOf(repository)),
    leaveOut: (program) => void leftOut.add(program.name),
    isLeftOut: (program) => leftOut.has(program.name),
    cost: (program, step) => costs.get(step)?.get(program),
    storedBytes: (program) => stored.get(program),
    get steps() {
      return [...costs.keys()]
    },
    get programs() {
      return [...new Set([...costs.values()].flatMap((byProgram) => [...byProgram.keys()]))]
    },
  }
}

/** A line per step and program: seconds, processor seconds, peak memory, the ratio to ours. */
export function printTable(results: Results): void {
  console.log(`\n${results.name}`)
  for (const step of results.steps) {
    const ours = results.cost(anlauf.name, step)
    for (const program of results.programs) {
      const cost = results.cost(program, step)
      if (cost === undefined || ours === undefined) continue
      const ratio = program === anlauf.name ? '' : `${(cost.seconds / ours.seconds).toFixed(2)}x`
      console.log(
        `  ${step.padEnd(14)} ${program.padEnd(8)} ${cost.seconds.toFixed(2).padStart(8)} s  ${cost.cpuSeconds.toFixed(2).padStart(8)} CPU s  ${cost.peakMiB.toFixed(0).padStart(6)} MiB  ${ratio}`,
      )
    }
  }
  for (const program of results.programs) {
    const bytes = results.storedBytes(program)
    if (bytes !== undefined)
      console.log(`  stored         ${program.padEnd(8)} ${(bytes / 1e6).toFixed(1).padStart(8)} MB`)
  }
}

function best(before: Cost | undefined, now: Cost): Cost {
  if (before === undefined) return now
  return {
    seconds: Math.min(before.seconds, now.seconds),
    cpuSeconds: Math.min(before.cpuSeconds, now.cpuSeconds),
    peakMiB: Math.max(before.peakMiB, now.peakMiB),
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
}
