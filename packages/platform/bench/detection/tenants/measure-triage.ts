import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { localStorage, openRepository } from '@anlauf/repository'

import { openFeatures, triageHistory } from '../../../src/phases/detect/index.ts'
import { writeMillion } from './million-versions.ts'

const password = 'triage'

/** Writes a repository of `files × snapshots` versions, opens it anew and times the triage, records included. */
export async function measureTriage(options: {
  work: string
  files: number
  snapshots: number
  signal: AbortSignal
}): Promise<{ figures: Record<string, number>; lines: string[] }> {
  const folder = mkdtempSync(join(options.work, 'million-'))
  try {
    const place = join(folder, 'repository')
    const records = join(folder, 'records')
    const truth = await writeMillion(place, records, {
      ...options,
      password,
      hitNight: options.snapshots - 3,
    })
    const started = performance.now()
    const cpuBefore = process.cpuUsage()
    const repository = await openRepository(localStorage(place), { password })
    const store = openFeatures(records, repository)
    const opened = performance.now()
    const report = await triageHistory(repository, { store, signal: options.signal })
    const ended = performance.now()
    const cpu = process.cpuUsage(cpuBefore)
    const seconds = (ended - started) / 1000
    const isRight =
      report.onsets.length === 1 && report.onsets[0]?.onset.before === truth.snapshotIds[truth.hitNight]
    const versions = options.files * options.snapshots
    return {
      // A smaller repository says nothing about the goal, which is for a million versions.
      figures: versions >= 1_000_000 ? { historyTriageSeconds: Math.round(seconds * 10) / 10 } : {},
      lines: [
        `triage of ${versions} versions in ${options.snapshots} snapshots: ${seconds.toFixed(1)} s, ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of CPU (records opened in ${((opened - started) / 1000).toFixed(1)} s), ${report.counters.changes} changes, onset ${isRight ? 'right' : 'wrong'}`,
        ...(isRight ? [] : [`wrong: triage found ${JSON.stringify(report.onsets)}`]),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
