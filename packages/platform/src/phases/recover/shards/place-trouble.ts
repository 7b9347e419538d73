import { setTimeout as sleep } from 'node:timers/promises'

import { type Repository, RepositoryError } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { RecoveryOutcome } from '../run-recovery.ts'

/** Causes that say nothing of a file, only that the place of the repository could not be asked. */
const placeCauses: ReadonlySet<string> = new Set(['unreachable', 'untrusted', 'access-denied', 'aborted'])
/** Causes that a place which is gone gives too: an unmounted folder holds no pack. */
const doubtfulCauses: ReadonlySet<string> = new Set(['missing-object', 'read-failed'])

/**
 * Throws when files wait for a person only because the repository could not be reached: a vault that was away for a
 * minute must not become the fate of a thousand files.
 */
export async function requireReachable(outcome: RecoveryOutcome, repository: Repository): Promise<void> {
  const causes = outcome.units.flatMap(({ caseReview }) => caseReview.map(({ cause }) => cause))
  const hit = causes.filter((cause) => placeCauses.has(cause))
  const doubtful = causes.some((cause) => doubtfulCauses.has(cause))
  if (hit.length === 0 && (!doubtful || (await answers(repository)))) return
  throw new AnlaufError('shard-failed', 'The repository could not be reached while files were read.', {
    hint: 'Bring the vault or its mount back; the work goes on by itself. Nothing was decided about the files.',
    retry: 'later',
    context: { files: hit.length },
  })
}

async function answers({ storage }: Repository): Promise<boolean> {
  try {
    await storage.read('config', '')
    return true
  } catch {
    return false
  }
}

export interface Patience {
  /** Trouble that waiting may mend is waited for so long without any progress. */
  readonly patienceMs?: number
  readonly signal?: AbortSignal
  /** Told before each wait. */
  readonly onTrouble?: (error: Error, waitMs: number) => void
}

/** A vault that is started anew, a full disk that somebody clears: a quarter of an hour is worth waiting. */
const defaultPatienceMs = 15 * 60_000

/**
 * Does a work that continues where it stopped, again and again while what stops it may be mended by waiting: after
 * 1 s, 2 s, … at most 30 s. Throws the last error when patience ends, and any other at once.
 */
export async function patiently<Result>(
  work: () => Promise<Result>,
  { patienceMs = defaultPatienceMs, signal, onTrouble }: Patience,
): Promise<Result> {
  let waited = 0
  for (let waitMs = 1_000; ; waitMs = Math.min(30_000, waitMs * 2)) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || signal?.aborted === true || waited >= patienceMs) throw error
      onTrouble?.(error, waitMs)
    }
    await sleep(waitMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
    waited += waitMs
  }
}

function isPassing(error: unknown): error is AnlaufError | RepositoryError {
  return (error instanceof AnlaufError || error instanceof RepositoryError) && error.retry !== 'never'
}
