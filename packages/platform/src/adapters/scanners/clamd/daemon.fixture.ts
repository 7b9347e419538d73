import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { askClamd } from './ask-clamd.ts'

export interface Daemon {
  readonly place: string
  /** Folder of its signatures. */
  readonly signatures: string
  readonly child: ChildProcess
}

export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
)
/** Settings without which clamd says OK about what it skips. */
export const speaking = ['AlertExceedsMax yes', 'AlertEncrypted yes']

/** A test's context, or `node:test` itself for what a whole file shares. */
interface Cleaner {
  after(clean: () => Promise<void>): void
}

/** A real clamd that knows exactly these contents, with small limits, its own folder and unix socket; gone after the test. */
export async function startDaemon(
  t: Cleaner,
  { known, settings = speaking }: { known: readonly Buffer[]; settings?: readonly string[] },
): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-clamd-'))
  const signatures = join(folder, 'signatures')
  mkdirSync(signatures)
  const lines = known.map(
    (bytes, at) => `${createHash('sha256').update(bytes).digest('hex')}:${bytes.length}:Local.Test.${at}\n`,
  )
  writeFileSync(join(signatures, 'local.hsb'), lines.join(''))
  const place = join(folder, 'socket')
  const config = join(folder, 'clamd.conf')
  const all = [
    `LocalSocket ${place}`,
    `DatabaseDirectory ${signatures}`,
    'Foreground yes',
    'StreamMaxLength 3M',
    'MaxFileSize 1M',
    'MaxScanSize 2M',
    'MaxThreads 4',
    ...settings,
  ]
  writeFileSync(config, `${all.join('\n')}\n`)
  // As root it may give its rights away, to an account that must get in here.
  chmodSync(folder, 0o777)
  chmodSync(signatures, 0o755)
  const child = spawn('clamd', ['--config-file', config], { stdio: 'ignore' })
  const gone = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  })
  // Its socket is there before it listens.
  while ((await askClamd(place, 'PING', { timeoutMs: 5000 })).kind !== 'answer') {
    assert.equal(child.exitCode, null, 'clamd runs')
    await delay(50)
  }
  return { place, signatures, child }
}
