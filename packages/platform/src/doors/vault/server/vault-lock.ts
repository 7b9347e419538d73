import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { AnlaufError } from '../../../core/failure.ts'

/**
 * Makes this process the only one that serves a vault. The lock is SQLite's exclusive file lock (fcntl): the kernel
 * gives it back when a process dies, so there is no stale lock to recognise. Throws `vault-failed`.
 */
export function lockVault(vault: string): Disposable {
  let lock: DatabaseSync | undefined
  try {
    mkdirSync(vault, { recursive: true, mode: 0o700 })
    const file = join(vault, 'vault.lock')
    lock = new DatabaseSync(file, { timeout: 0 })
    chmodSync(file, 0o600)
    lock.exec('BEGIN EXCLUSIVE')
    const held = lock
    return { [Symbol.dispose]: () => held.close() }
  } catch (cause) {
    lock?.close()
    const isBusy = ((cause as { errcode?: number }).errcode ?? 0) % 256 === 5
    throw new AnlaufError(
      'vault-failed',
      isBusy ? `Another process serves ${vault}.` : `${vault} cannot be used: ${(cause as Error).message}.`,
      {
        hint: isBusy
          ? 'End it first; two would give two histories.'
          : 'Check the path, and that this account may write there and the disk is writable.',
        retry: 'later',
        cause,
      },
    )
  }
}
