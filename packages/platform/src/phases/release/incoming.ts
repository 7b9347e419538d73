import { execFile } from 'node:child_process'
import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { AnlaufError } from '../../core/failure.ts'
import { lockFolder } from '../protect/index.ts'

/** Where a unit is put together, private and hidden, before it appears in one step. */
export interface Incoming extends Disposable {
  readonly folder: string
  /** Resolves when everything is on the disk: a power cut must not leave empty files under a released name. */
  flush(): Promise<void>
  /** Gives the folder its name; from then on customers see it. */
  giveName(): void
}

/**
 * Opens an empty folder on the file system of `folder`, for this release alone; what a killed one left is gone.
 * `releasedAt` says when the case's log released the unit, if it did. Disposing takes away all that has no name.
 */
export function openIncoming(folder: string, releasedAt: string | undefined): Incoming {
  requireFree(folder, releasedAt)
  const base = join(dirname(folder), '.incoming', basename(folder))
  const copy = join(base, 'copy')
  mkdirSync(base, { recursive: true, mode: 0o700 })
  const lock = lockFolder(base)
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { mode: 0o700 })
  return {
    folder: copy,
    async flush() {
      await promisify(execFile)('sync', ['--file-system', copy])
    },
    giveName() {
      try {
        requireFree(folder, releasedAt)
        renameSync(copy, folder)
      } catch (cause) {
        throw unfinished(folder, cause)
      }
    },
    [Symbol.dispose]() {
      rmSync(copy, { recursive: true, force: true })
      // Name by name, so that nothing of a release that starts this moment is taken away.
      rmSync(join(base, '.lock'), { force: true })
      for (const place of [base, dirname(base)]) removeEmpty(place)
      lock[Symbol.dispose]()
    },
  }
}

function requireFree(folder: string, releasedAt: string | undefined): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return
  if (releasedAt !== undefined) {
    throw new AnlaufError('nothing-to-do', `${folder} was released at ${releasedAt} and is there.`, {
      hint: 'To release it again, move that folder away first.',
    })
  }
  throw new AnlaufError('unsafe-target', `${folder} exists already, and the case knows of no release.`, {
    hint: 'Something else lies there; look at it before you move it away. Nothing was released.',
  })
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Another unit is on its way in it.
  }
}

function unfinished(folder: string, cause: unknown): AnlaufError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AnlaufError(
    'write-failed',
    `The release is recorded, but ${folder} could not be put in place: ${reason}`,
    {
      hint: 'Mend what the message names, then start the same command again: it asks the gate again and completes.',
      retry: 'later',
      cause,
    },
  )
}
