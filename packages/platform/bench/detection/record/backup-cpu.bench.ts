/**
 * CPU of a backup with and without feature records, all threads counted; each run in a process and a repository of its
 * own, alternating. Prints every run, the medians and what the records need on disk.
 *
 *     node bench/detection/record/backup-cpu.bench.ts FOLDER [runs]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { backup, initRepository, localStorage } from '@anlauf/repository'

import { notesOfBackup, openFeatures } from '../../../src/phases/detect/index.ts'

interface Run {
  readonly cpuSeconds: number
  readonly bytes: number
  readonly blobs: number
  readonly recordBytes: number
}

const [folder = '/usr/share', runs = '5', mode] = process.argv.slice(2)
if (mode === undefined) compare(Number(runs))
else process.stdout.write(JSON.stringify(await measure(mode === 'with')))

function compare(count: number): void {
  const seconds = { without: [] as number[], with: [] as number[] }
  for (let run = 0; run < count; run += 1) {
    for (const kind of ['without', 'with'] as const) {
      const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), folder, '1', kind], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const { cpuSeconds, bytes, blobs, recordBytes } = JSON.parse(stdout) as Run
      seconds[kind].push(cpuSeconds)
      const records = recordBytes === 0 ? '' : `, ${Math.round(recordBytes / blobs)} bytes a record`
      process.stdout.write(
        `${kind}: ${cpuSeconds.toFixed(2)} s of CPU, ${bytes} bytes, ${blobs} blobs${records}\n`,
      )
    }
  }
  const [bare, measured] = [median(seconds.without), median(seconds.with)]
  const share = ((measured / bare - 1) * 100).toFixed(1)
  process.stdout.write(`medians ${bare.toFixed(2)} s and ${measured.toFixed(2)} s: ${share} %\n`)
}

async function measure(withRecords: boolean): Promise<Run> {
  const place = mkdtempSync(join(tmpdir(), 'backup-cpu-'))
  try {
    const kdf = { N: 1024, r: 8, p: 1 }
    const repository = await initRepository(localStorage(join(place, 'r')), { password: 'x', kdf })
    const features = join(place, 'features')
    const before = process.cpuUsage()
    const { summary } = await run()
    const { user, system } = process.cpuUsage(before)
    const files = withRecords ? readdirSync(join(features, repository.id)) : []
    return {
      cpuSeconds: (user + system) / 1e6,
      bytes: summary.dataAdded,
      blobs: summary.dataBlobs,
      recordBytes: files.reduce((sum, name) => sum + statSync(join(features, repository.id, name)).size, 0),
    }

    async function run() {
      if (!withRecords) return backup(repository, { paths: [folder] })
      using notes = notesOfBackup(openFeatures(features, repository), (error) => {
        throw error
      })
      return await backup(repository, { paths: [folder], observer: notes.observer })
    }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
