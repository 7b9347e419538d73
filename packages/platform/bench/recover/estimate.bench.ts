/**
 * Does the estimate hold? Calibrates, then recovers two estates of other sizes than the sample for real, one
 * scanner process, and compares CPU seconds with the model: restore CPU of this process, and the scanner's time.
 *
 *     node packages/platform/bench/recover/estimate.bench.ts
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { backup, initRepository, localStorage } from '@anlauf/repository'

import { startYaraScanner } from '../../src/adapters/scanners/index.ts'
import {
  calibrate,
  estimate,
  memoryVerdictCache,
  planRecovery,
  runRecovery,
  workloadOf,
} from '../../src/phases/recover/index.ts'

const rules = fileURLToPath(new URL('../../../../rules', import.meta.url))
const estates = [
  { name: 'documents', files: 3000, bytes: 24_000 },
  { name: 'media', files: 40, bytes: 4_000_000 },
]

const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
const folder = mkdtempSync(join(tmpdir(), 'anlauf-estimate-'))
try {
  const rates = await calibrate({ scanner })
  const rows = []
  for (const estate of estates) rows.push(await compare(estate, rates))
  console.log(JSON.stringify({ rates, estimateError: rows }, undefined, 2))
} finally {
  rmSync(folder, { recursive: true, force: true })
  await scanner.close()
}

async function compare(estate: (typeof estates)[number], rates: Awaited<ReturnType<typeof calibrate>>) {
  const place = join(folder, estate.name)
  const machine = join(place, 'machine')
  mkdirSync(machine, { recursive: true })
  for (let at = 0; at < estate.files; at += 1) {
    const half = estate.bytes >> 1
    const text = Buffer.alloc(half, `Rechnung ${at}, zahlbar in dreißig Tagen ohne Abzug.\n`)
    writeFileSync(join(machine, String(at)), Buffer.concat([text, randomBytes(estate.bytes - half)]))
  }
  const kdf = { N: 1024, r: 8, p: 1 }
  const repository = await initRepository(localStorage(join(place, 'repository')), { password: 'bench', kdf })
  await backup(repository, { paths: [machine], asRoot: machine, hostname: 'bench' })
  const snapshots = (await repository.listSnapshots()).map(({ id, time, paths }) => ({
    id,
    time,
    host: 'bench',
    paths,
  }))
  const counters = { snapshots: 1, treesRead: 0, filesSeen: 0, changesJudged: 0, bytesRead: 0 }
  const plan = await planRecovery(repository, { snapshots, files: [], onset: null, tenants: [], counters })
  let scanning = 0
  const timed: typeof scanner = {
    ...scanner,
    async scan(items) {
      const began = performance.now()
      const answers = await scanner.scan(items)
      scanning += (performance.now() - began) / 1000
      return answers
    },
  }
  const before = process.cpuUsage()
  await runRecovery({
    repository,
    plan,
    scanner: timed,
    verdicts: memoryVerdictCache(),
    cleanRoom: join(place, 'clean-room'),
    quarantine: join(place, 'quarantine'),
  })
  const { user, system } = process.cpuUsage(before)
  const model = estimate(workloadOf(plan, 1), { workers: 1, coresPerWorker: 1 }, rates)
  const [restored, scanned] = [(user + system) / 1e6, scanning]
  const error = (wanted: number, real: number): number =>
    Math.round((Math.abs(wanted - real) / real) * 1000) / 1000
  return {
    ...estate,
    restoreCpuSeconds: { model: model.restoreCpuHours * 3600, real: restored },
    scanSeconds: { model: model.scanCpuHours * 3600, real: scanned },
    error: error((model.restoreCpuHours + model.scanCpuHours) * 3600, restored + scanned),
  }
}
