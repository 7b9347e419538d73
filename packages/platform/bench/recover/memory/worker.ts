/**
 * One pass in a process of its own, with two scanning children; prints the most memory that it and its children had
 * resident, each at its worst moment, added up.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { localStorage, openRepository } from '@anlauf/repository'

import { startScanners } from '../../../src/adapters/scanners/index.ts'
import { memoryVerdictCache, runRecovery } from '../../../src/phases/recover/index.ts'
import { planNewest } from '../plan-newest.ts'

const [place = '', folder = '', password = '', ...rules] = process.argv.slice(2)
const repository = await openRepository(localStorage(place), { password })
const verdicts = memoryVerdictCache()
const scanner = await startScanners({ rules, verdicts, processes: 2 })
await runRecovery({
  repository,
  plan: await planNewest(repository),
  cleanRoom: join(folder, 'clean'),
  quarantine: join(folder, 'held'),
  scanner,
  verdicts,
})
const peaks = [process.pid, ...childrenOf(process.pid)].map(peakKiB)
await scanner.close()
process.stdout.write(`${peaks.reduce((sum, one) => sum + one, 0) / 1024}\n`)
process.exit(0)

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )
}

function peakKiB(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
