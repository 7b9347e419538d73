import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'

import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { KnownHashes } from '../hunt/known-hashes.ts'
import type { RecoveryPlan } from '../plan.ts'
import { runRecovery } from '../run-recovery.ts'
import type { EngineDescription, Scanner } from '../scanner.ts'
import type { Permit } from '../settle.ts'
import type { VerdictCache } from '../verdict-cache.ts'
import { beginAttempt } from './attempts.ts'
import { type GivenOut, quarantineKey, readGivenOut, readGivenPlan, readGivenUnit } from './give-out.ts'
import { layKey } from './join-quarantine.ts'
import { type Patience, patiently, requireReachable } from './place-trouble.ts'
import { runUnitFolder, shardFolder, type ShardRef } from './shared-place.ts'

/** What a worker brings along. */
export interface WorkerTools extends Patience {
  readonly repository: Repository
  /** Folder that all workers see. */
  readonly shared: string
  readonly scanner: Scanner
  readonly verdicts: VerdictCache
  readonly knownHashes?: KnownHashes
  /** What people of a case released against an engine; asked only for plans that name such decisions. */
  readonly permitOf?: (caseId: string) => Promise<Permit>
}

export interface ShardOutcome {
  readonly files: number
  readonly bytes: number
  readonly quarantined: number
  readonly caseReview: number
  readonly scanned: number
  readonly fromCache: number
}

/**
 * Restores one part of a unit, in a folder of this try, and gives the result its name in one step: however many
 * workers do the same part, one result counts. A worker that was frozen meanwhile harms nobody when it goes on.
 * Trouble with the place is waited for; it never becomes the fate of a file. Throws `shard-failed`, `aborted`, and
 * what `runRecovery` throws.
 */
export async function runShard(ref: ShardRef, tools: WorkerTools): Promise<ShardOutcome> {
  const { repository, shared, scanner } = tools
  const folder = shardFolder(shared, ref)
  const done = join(folder, 'done')
  const nothing = { quarantined: 0, caseReview: 0, scanned: 0, fromCache: 0 }
  const given = readGivenOut(shared, ref.run, repository)
  requireSameRules(given.engine, scanner.describe())
  const unit = readGivenUnit(shared, ref, repository)
  const part = unit.shards.find(({ shard }) => shard === ref.shard)
  if (part === undefined) throw notGiven(ref)
  const { files, bytes } = part
  if (existsSync(done)) return { files, bytes, ...nothing }
  const plan = readGivenPlan(folder, ref.unit, part.digest)
  const permit = await permitFor(given, plan, tools)
  const attempt = beginAttempt(folder, `Part ${ref.shard} of ${ref.unit}`)
  try {
    const quarantine = join(attempt.folder, 'quarantine')
    layKey(quarantineKey(runUnitFolder(shared, ref)), quarantine)
    const outcome = await patiently(async () => {
      const cleanRoom = join(attempt.folder, 'clean-room')
      const restored = await runRecovery({ ...tools, ...permit, plan, cleanRoom, quarantine, isPart: true })
      await requireReachable(restored, repository)
      return restored
    }, tools)
    attempt.publish(attempt.folder, done)
    const held = (kind: 'quarantined' | 'caseReview'): number =>
      outcome.units.reduce((sum, one) => sum + one[kind].length, 0)
    const { scanned, fromCache } = outcome
    return {
      files,
      bytes,
      quarantined: held('quarantined'),
      caseReview: held('caseReview'),
      scanned,
      fromCache,
    }
  } catch (error) {
    attempt.discard()
    throw error
  }
}

/** The decisions that a plan follows, as the case holds them now. */
export async function permitFor(
  { caseId }: GivenOut,
  { units }: RecoveryPlan,
  { permitOf }: WorkerTools,
): Promise<{ readonly isPermitted?: Permit }> {
  const isDecided = units.some(({ items }) => items.some(({ decision }) => decision !== undefined))
  return !isDecided || caseId === null || permitOf === undefined
    ? {}
    : { isPermitted: await permitOf(caseId) }
}

/** What one worker judges by other rules than the next must not stand beside it in a manifest. */
export function requireSameRules(given: EngineDescription, ours: EngineDescription): void {
  if (isDeepStrictEqual({ ...given }, { ...ours })) return
  throw new AnlaufError('shard-failed', 'This worker judges by other rules than the run was given out for.', {
    hint: 'Bring all workers to the same version and rules ("anlauf scan rules update", the same --rules and engines).',
    retry: 'later',
    context: { given: given.ruleSetDigest, ours: ours.ruleSetDigest },
  })
}

function notGiven({ run, unit, shard }: ShardRef): AnlaufError {
  return new AnlaufError('shard-failed', `${run} has no part ${shard} of ${unit}.`, {
    hint: 'Something else than "anlauf recover distribute" put work into the queue; find out what.',
  })
}
