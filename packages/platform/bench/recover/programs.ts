import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Debian's packages of the programs that this bench is compared with. */
const packages = { restic: 'restic', yara: 'yara', clamd: 'clamav-daemon', clamdscan: 'clamdscan' }

/** Throws what to install when one of them is missing. */
export function requirePrograms(): void {
  const folders = (process.env['PATH'] ?? '').split(':')
  const missing = Object.entries(packages).flatMap(([program, name]) =>
    folders.some((folder) => existsSync(join(folder, program))) ? [] : [name],
  )
  if (missing.length > 0) throw new Error(`Missing: apt-get install ${missing.join(' ')}`)
}

export const password = 'only for this bench'

export function resticRestore(repository: string, snapshot: string, target: string): void {
  const args = ['--no-cache', '-q', '-r', repository, 'restore', snapshot, '--target', target]
  const { status, stderr } = spawnSync('restic', args, {
    env: { ...process.env, RESTIC_PASSWORD: password },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`restic ended with ${status}: ${stderr}`)
}

/** The command line of YARA over a folder, one thread a core. */
export function yaraScan(rules: readonly string[], folder: string): void {
  const threads = String(availableParallelism())
  const { status, stderr } = spawnSync('yara', ['-r', '-w', '-p', threads, ...rules, folder], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`yara ended with ${status}: ${stderr}`)
}

export interface Clamd extends AsyncDisposable {
  /** Path of its socket. */
  readonly place: string
  readonly signatures: string
  /** `clamdscan` over a file or folder, in as many threads as there are cores; opened files are passed. */
  scan(path: string): void
}

/** Hashes and byte strings that are in no file; with the official ones it would be slower. */
const signatureCount = 2000

/** A clamd of this bench, with generated signatures, limits that no file here reaches, and without its cache of clean files. */
export async function startClamd(folder: string): Promise<Clamd> {
  const signatures = join(folder, 'signatures')
  mkdirSync(signatures, { recursive: true })
  writeFileSync(join(signatures, 'bench.ndb'), randomSignatures())
  const eicar = Buffer.from(
    ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
  )
  const hash = createHash('sha256').update(eicar).digest('hex')
  writeFileSync(join(signatures, 'eicar.hsb'), `${hash}:${eicar.length}:Bench.Eicar\n`)
  const [place, config] = [join(folder, 'socket'), join(folder, 'clamd.conf')]
  const scratch = mkdtempSync('/dev/shm/anlauf-bench-clamd-')
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))
  const settings = {
    LocalSocket: place,
    DatabaseDirectory: signatures,
    Foreground: 'yes',
    StreamMaxLength: '1000M',
    MaxFileSize: '1000M',
    MaxScanSize: '2000M',
    MaxScanTime: '600000',
    MaxThreads: String(availableParallelism()),
    AlertExceedsMax: 'yes',
    AlertEncrypted: 'yes',
    // Otherwise every round after the first would be one of looking up.
    DisableCache: 'yes',
    // In memory, as /tmp of Debian is: for five seconds ext4 gives no number of a removed file to a new one, and clamd
    // removes a file or folder for each content. Beside it on one disk whoever makes files pays for that.
    TemporaryDirectory: scratch,
  }
  writeFileSync(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  )
  // As root it gives its rights away, to an account that must get in here.
  chmodSync(folder, 0o777)
  chmodSync(signatures, 0o755)
  chmodSync(scratch, 0o777)
  const daemon = spawn('clamd', ['--config-file', config], { stdio: 'ignore' })
  await answers(daemon, config)
  return {
    place,
    signatures,
    scan(path) {
      const args = ['--config-file', config, '--fdpass', '--multiscan', '--quiet', path]
      const { status } = spawnSync('clamdscan', args)
      // 1 is a match: this machine's files may hold the test file.
      if (status !== 0 && status !== 1) throw new Error(`clamdscan ended with ${status}`)
    },
    async [Symbol.asyncDispose]() {
      const gone = once(daemon, 'exit')
      daemon.kill('SIGKILL')
      await gone
    },
  }
}

function randomSignatures(): string {
  const lines = Array.from(
    { length: signatureCount },
    (_, at) => `Bench.Bytes.${at}:0:*:${randomBytes(24).toString('hex')}\n`,
  )
  return lines.join('')
}

/** Its socket is there before it listens. */
async function answers(daemon: ChildProcess, config: string): Promise<void> {
  while (spawnSync('clamdscan', ['--config-file', config, '--ping', '1:1']).status !== 0) {
    if (daemon.exitCode !== null) throw new Error(`clamd ended with ${daemon.exitCode}`)
    await delay(100)
  }
}
