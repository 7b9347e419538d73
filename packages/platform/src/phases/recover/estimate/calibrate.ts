import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { backup, initRepository, localStorage, type Repository } from '@anlauf/repository'

import type { HistoryReport } from '../../detect/index.ts'
import { planRecovery } from '../plan-recovery.ts'
import { runRecovery } from '../run-recovery.ts'
import type { ScanAnswer, Scanner } from '../scanner.ts'
import { memoryVerdictCache } from '../verdict-cache.ts'
import { fitRate, type Sample } from './fit-rate.ts'
import type { Rates } from './model.ts'

export interface CalibrationOptions {
  /** With one process: its time is then the time of one core. */
  readonly scanner: Scanner
  /** Folder in which the sample lies for a while; on the disk that will be restored to. Default the system's. */
  readonly folder?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: {
    readonly phase: string
    readonly done: number
    readonly total: number
  }) => void
}

/** Two shapes that tell the price of a byte from the price of a file; a few seconds in all. */
const shapes = [
  { name: 'small', files: 2000, bytes: 4096 },
  { name: 'large', files: 6, bytes: 16 * 1024 * 1024 },
] as const
/** Scanned at once, so that the sample and not the waiting counts. */
const batchBytes = 32 * 1024 * 1024

/**
 * Measures this machine on generated data, half text and half noise: CPU seconds of a real recovery without
 * scanning, then the scanner alone. Cleans up whatever happens. The rates hold for data of that kind; an engine
 * is slower or faster on others.
 */
export async function calibrate(options: CalibrationOptions): Promise<Rates> {
  const folder = mkdtempSync(join(options.folder ?? tmpdir(), 'anlauf-calibrate-'))
  try {
    const restore: Sample[] = []
    const scan: Sample[] = []
    // The first run of a process pays for threads and compiled code; a recovery of hours does not notice.
    const warm = Array.from({ length: 300 }, (_, at) => content(4096 * (1 + (at % 20)), at))
    await restoreSeconds(join(folder, 'warm'), warm, options.signal)
    await scanSeconds(warm, options)
    for (const [done, shape] of shapes.entries()) {
      options.onProgress?.({ phase: 'calibrate', done, total: shapes.length })
      const contents = Array.from({ length: shape.files }, (_, at) => content(shape.bytes, at))
      const place = join(folder, shape.name)
      restore.push({ ...size(shape), seconds: await restoreSeconds(place, contents, options.signal) })
      scan.push({ ...size(shape), seconds: await scanSeconds(contents, options) })
    }
    const [[smallRestore, largeRestore], [smallScan, largeScan]] = [restore, scan] as [
      [Sample, Sample],
      [Sample, Sample],
    ]
    return { restore: fitRate(smallRestore, largeRestore), scans: [fitRate(smallScan, largeScan)] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function size({ files, bytes }: (typeof shapes)[number]): Pick<Sample, 'files' | 'bytes'> {
  return { files, bytes: files * bytes }
}

/** Half text that compresses, half noise that does not; no two are equal. */
function content(bytes: number, at: number): Buffer {
  const text = Buffer.alloc(bytes >> 1, `Angebot ${at} vom Montag, mit Anlagen und freundlichen Grüßen.\n`)
  return Buffer.concat([text, randomBytes(bytes - text.length)])
}

/** CPU seconds of all threads of this process; the scanner that calls everything clean costs none. */
async function restoreSeconds(
  place: string,
  contents: readonly Buffer[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const machine = join(place, 'machine')
  mkdirSync(machine, { recursive: true })
  for (const [at, bytes] of contents.entries()) writeFileSync(join(machine, String(at)), bytes)
  // The cheap password guards a sample that is gone in a moment.
  const repository = await initRepository(localStorage(join(place, 'repository')), {
    password: randomBytes(12).toString('hex'),
    kdf: { N: 1024, r: 8, p: 1 },
  })
  await backup(repository, {
    paths: [machine],
    asRoot: machine,
    hostname: 'sample',
    ...(signal && { signal }),
  })
  const plan = await planRecovery(repository, await emptyReport(repository))
  const before = process.cpuUsage()
  await runRecovery({
    repository,
    plan,
    scanner: idle,
    verdicts: memoryVerdictCache(),
    cleanRoom: join(place, 'clean-room'),
    quarantine: join(place, 'quarantine'),
    ...(signal && { signal }),
  })
  const { user, system } = process.cpuUsage(before)
  rmSync(place, { recursive: true, force: true })
  return (user + system) / 1e6
}

async function scanSeconds(
  contents: readonly Buffer[],
  { scanner, signal }: CalibrationOptions,
): Promise<number> {
  let seconds = 0
  for (let at = 0; at < contents.length;) {
    signal?.throwIfAborted()
    const batch: Buffer[] = []
    for (let bytes = 0; bytes < batchBytes && at < contents.length; at += 1) {
      const next = contents[at] ?? Buffer.alloc(0)
      batch.push(next)
      bytes += next.length
    }
    const began = performance.now()
    await scanner.scan(batch.map((bytes, key) => ({ key: `${at} ${key}`, bytes })))
    seconds += (performance.now() - began) / 1000
  }
  return seconds
}

async function emptyReport(repository: Repository): Promise<HistoryReport> {
  const snapshots = await repository.listSnapshots()
  return {
    snapshots: snapshots.map(({ id, time, hostname, paths }) => ({ id, time, host: hostname ?? '', paths })),
    files: [],
    onset: null,
    tenants: [],
    counters: { snapshots: snapshots.length, treesRead: 0, filesSeen: 0, changesJudged: 0, bytesRead: 0 },
  }
}

const engine = { engine: 'idle', version: '1', ruleSetDigest: 'none' }
const idle: Scanner = {
  describe: () => engine,
  scan: async (items) =>
    items.map(({ key }): ScanAnswer => ({ key, verdict: 'clean', matches: [], ...engine })),
  close: async () => undefined,
}
