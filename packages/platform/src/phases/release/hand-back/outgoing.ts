import { execFile } from 'node:child_process'
import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { AnlaufError } from '../../../core/failure.ts'
import { lockFolder } from '../../protect/index.ts'

/** Where a hand-back is put together, private and hidden, before the tenant's folder appears in one step. */
export interface Outgoing extends Disposable {
  readonly folder: string
  /** Resolves when everything is on the disk. */
  flush(): Promise<void>
  /** Gives the folder its name. */
  giveName(): void
  /** Takes away what was put together: it must not be what a later call goes on with. */
  discard(): void
}

/**
 * Opens the place of one hand-back. `attempt` names what is put together (manifest and form): only a call with the
 * same goes on with what a killed one left, and it believes nothing of it unread. `handedBackAt` is the time that
 * the case knows. Throws `nothing-to-do`, `unsafe-target`.
 */
export function openOutgoing(
  folder: string,
  options: { readonly attempt: string; readonly handedBackAt: string | undefined },
): Outgoing {
  requireFree(folder, options.handedBackAt)
  const base = join(dirname(folder), '.outgoing', basename(folder))
  const copy = join(base, options.attempt)
  mkdirSync(base, { recursive: true, mode: 0o700 })
  const lock = lockFolder(base)
  mkdirSync(copy, { recursive: true, mode: 0o700 })
  return {
    folder: copy,
    async flush() {
      await promisify(execFile)('sync', ['--file-system', copy])
    },
    giveName() {
      try {
        requireFree(folder, options.handedBackAt)
        renameSync(copy, folder)
      } catch (cause) {
        throw unfinished(folder, cause)
      }
    },
    discard() {
      rmSync(copy, { recursive: true, force: true })
    },
    [Symbol.dispose]() {
      removeEmpty(copy)
      rmSync(join(base, '.lock'), { force: true })
      for (const place of [base, dirname(base)]) removeEmpty(place)
      lock[Symbol.dispose]()
    },
  }
}

/** Throws unless nothing lies at the place of a unit. */
export function requireFree(folder: string, handedBackAt: string | undefined): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return
  if (handedBackAt !== undefined) {
    throw new AnlaufError('nothing-to-do', `${folder} was handed back at ${handedBackAt} and is there.`, {
      hint: 'To hand it back again, name another folder or move that one away first.',
    })
  }
  throw new AnlaufError('unsafe-target', `${folder} exists already, and the case knows of no hand-back.`, {
    hint: 'Something else lies there; look at it before you move it away. Nothing was handed back.',
  })
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Something is on its way in it, of another unit or of a call that will be made again.
  }
}

function unfinished(folder: string, cause: unknown): AnlaufError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AnlaufError(
    'write-failed',
    `The hand-back is recorded, but ${folder} could not be put in place: ${reason}`,
    {
      hint: 'Mend what the message names, then start the same command again: it checks everything again and completes.',
      retry: 'later',
      cause,
    },
  )
}
