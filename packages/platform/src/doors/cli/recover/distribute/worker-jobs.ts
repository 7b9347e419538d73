import { createHash } from 'node:crypto'

import type { Repository } from '@anlauf/repository'

import type { Handler, Job } from '../../../../adapters/work/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import type { EngineDescription } from '../../../../phases/recover/index.ts'
import {
  assembleUnit,
  forgetAttempts,
  type GivenOut,
  type GivenUnit,
  openShards,
  readGivenOut,
  readGivenUnit,
  readResult,
  runShard,
  runUnitFolder,
  shardFolder,
  type ShardRef,
  type UnitRef,
  type WorkerTools,
} from '../../../../phases/recover/shards/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { formatBytes, formatCount, formatSeconds } from '../../terminal/output.ts'

/** The kinds of work that go through queues. */
export const jobKinds = ['restore', 'assemble'] as const
export type JobKind = (typeof jobKinds)[number]

/**
 * Name of a queue. It carries the rules: a worker that judges by others does not listen there, so that one that is
 * behind fails nothing.
 */
export function queueOf(kind: JobKind, engine: EngineDescription): string {
  const { engine: name, version, ruleSetDigest } = engine
  const digest = createHash('sha256')
    .update(JSON.stringify([name, version, ruleSetDigest]))
    .digest('hex')
  return `${kind}-${digest.slice(0, 12)}`
}

export function restoreJob({ run, unit, shard }: ShardRef, engine: EngineDescription): Job {
  const queue = queueOf('restore', engine)
  return { id: `${run}/${unit}/${shard}`, kind: 'restore', queue, tenant: unit, input: { run, unit, shard } }
}

export function assembleJob({ run, unit }: UnitRef, engine: EngineDescription): Job {
  const queue = queueOf('assemble', engine)
  return { id: `${run}/${unit}/assemble`, kind: 'assemble', queue, tenant: unit, input: { run, unit } }
}

/** What a worker can do. Its tools are its own; a job brings ids only. */
export function jobHandlers(
  tools: Omit<WorkerTools, 'signal' | 'onTrouble'>,
  tell: (message: string) => void,
): Readonly<Record<JobKind, Handler>> {
  const onTrouble = (error: Error, waitMs: number): void =>
    tell(`${error.message} Trying again in ${formatSeconds(waitMs / 1_000)}.`)
  return {
    async restore({ run = '', unit = '', shard = '' }, { signal, start }) {
      const ref = { run, unit, shard }
      // Done by a worker that could not say so any more; the unit is whole and its parts are gone.
      if (readResult(tools.shared, ref, tools) !== undefined) return { files: 0, bytes: 0 }
      const begun = performance.now()
      const outcome = await runShard(ref, { ...tools, signal, onTrouble })
      const seconds = Math.round(performance.now() - begun) / 1_000
      tell(
        `${unit}, part ${shard}: ${formatCount(outcome.files)} files, ${formatBytes(outcome.bytes)} in ${seconds} s.`,
      )
      const given = readGivenUnit(tools.shared, ref, tools.repository)
      // Whoever finishes last sees all parts done; two who do both start the same job.
      if (openShards(tools.shared, ref, given).length === 0) {
        await start([assembleJob(ref, readGivenOut(tools.shared, run, tools.repository).engine)])
      }
      return { ...outcome }
    },
    async assemble({ run = '', unit = '' }, { signal }) {
      const { outcome, verification } = await assembleUnit({ run, unit }, { ...tools, signal, onTrouble })
      const { files, bytes, manifestDigest } = outcome
      const problems = verification.problems.length
      tell(`${unit}: ${formatCount(files)} files, ${formatBytes(bytes)} put together and read back.`)
      return { files, bytes, manifestDigest, problems }
    },
  }
}

/** What is left to do of a unit: nothing, parts that are not done, or putting them together. */
export function openJobs(
  { shared, given, repository }: { shared: string; given: GivenOut; repository: Repository },
  unit: GivenUnit,
): readonly Job[] {
  const ref = { run: given.run, unit: unit.unit }
  if (readResult(shared, ref, { repository }) !== undefined) return []
  const open = openShards(shared, ref, unit)
  if (open.length === 0) return [assembleJob(ref, given.engine)]
  return open.map((shard) => restoreJob({ ...ref, shard }, given.engine))
}

/** A person starts a failed job anew: the tries that it had before do not count. */
export function forgetTries(shared: string, id: string): void {
  const [run = '', unit = '', part = ''] = id.split('/')
  const ref = { run, unit }
  forgetAttempts(
    part === 'assemble' ? runUnitFolder(shared, ref) : shardFolder(shared, { ...ref, shard: part }),
  )
}

/** Several machines need one database that all of them reach. Throws `input-invalid`. */
export function databaseUrl({ process: { env } }: AnlaufContext): string {
  const url = env['DATABASE_URL']
  if (url !== undefined && url !== '') return url
  throw new AnlaufError(
    'input-invalid',
    'Work on several machines needs a PostgreSQL that all of them reach.',
    {
      hint: 'Set DATABASE_URL to postgres://user:password@host/name, in the environment and not on the command line. On one machine "anlauf recover run" needs none.',
    },
  )
}
