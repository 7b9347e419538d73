import { closeSync, constants, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { AnlaufError } from '../../core/failure.ts'

/**
 * The right to write into a folder of ours, or to read it while nobody writes. The lock is SQLite's own exclusive
 * file lock (fcntl) on `<folder>/.lock`: the kernel gives it back when a process dies, so none is ever stale.
 * Throws `unsafe-target` at once when another process, or another run in this one, holds it; `write-failed`.
 */
export function lockFolder(folder: string): Disposable {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(lockFile(folder), { timeout: 0 })
    // Nothing is ever stored: no journal beside it either.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    const held = lock
    return { [Symbol.dispose]: () => held.close() }
  } catch (cause) {
    lock?.close()
    throw codeOf(cause) === anotherHasIt ? busy(folder, cause) : notOurs(folder, cause)
  }
}

/**
 * A file of ours, never one that a link leads to. Only a new one is opened here: closing a file gives back every
 * lock that this process holds on it.
 */
function lockFile(folder: string): string {
  const file = join(folder, '.lock')
  try {
    closeSync(openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600))
  } catch (error) {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw error
  }
  return file
}

function notOurs(folder: string, cause: unknown): AnlaufError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const isForeign = codeOf(cause) === notADatabase || (cause as { code?: string }).code === 'EEXIST'
  const hint = isForeign
    ? `Somebody wrote into ${join(folder, '.lock')} or replaced it: it is always an empty file. Find out who; when no other command works there, remove it and start the same command again.`
    : 'Check the folder, its permissions and the mount, then start the same command again.'
  return new AnlaufError('write-failed', `${folder} cannot be locked: ${reason}`, {
    hint,
    retry: 'later',
    cause,
  })
}

/** SQLITE_BUSY and SQLITE_NOTADB. */
const anotherHasIt = 5
const notADatabase = 26

/** Extended codes carry the plain one in the low byte. */
function codeOf(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) % 256
}

function busy(folder: string, cause: unknown): AnlaufError {
  return new AnlaufError('unsafe-target', `Another run works in ${folder} right now.`, {
    hint: 'Wait until it is done, or stop it; two of them would take the files out of each other’s hands.',
    retry: 'later',
    cause,
  })
}
