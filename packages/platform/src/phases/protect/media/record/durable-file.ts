import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { AnlaufError } from '../../../../core/failure.ts'

/** Replaces a small file: after a crash there is the old one or the new one. Throws `write-failed`, `no-space`. */
export function replaceFile(path: string, text: string | Uint8Array): void {
  const temporary = `${path}.new`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(temporary, text, { flush: true, mode: 0o600 })
    renameSync(temporary, path)
    syncFolder(dirname(path))
  } catch (cause) {
    throw mediaWriteFailure(cause, path)
  }
}

/** Makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch (error) {
    // Some file systems of removable disks cannot sync folders; they order renames themselves.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error
  } finally {
    closeSync(handle)
  }
}

/** A failed write in words for whoever stands before the drive. */
export function mediaWriteFailure(cause: unknown, path: string): AnlaufError {
  if (cause instanceof AnlaufError) return cause
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new AnlaufError(isFull ? 'no-space' : 'write-failed', `${path} cannot be written: ${code}.`, {
    hint: isFull
      ? 'The medium is full: load an empty one, or write a new set with smaller volumes (--volume-size).'
      : 'Check that the medium is loaded, not write-protected and yours to write, then run the same command again.',
    retry: 'later',
    cause,
  })
}
