import { setTimeout as sleep } from 'node:timers/promises'

import { printName, type Repository } from '@anlauf/repository'

import type { JobState, Progress, Work } from '../../../../adapters/work/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import type { RecoveryOutcome } from '../../../../phases/recover/index.ts'
import {
  type AssembledUnit,
  finishWithDatabases,
  type GivenOut,
  type GivenUnit,
  readResult,
} from '../../../../phases/recover/shards/index.ts'
import { openDeclaredCase } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import type { ProgressFigures } from '../../terminal/progress-figures.ts'
import type { UnitRun } from '../run-description.ts'
import { settleUnit } from '../settle-unit.ts'
import { isAtWork } from './at-work.ts'
import { openJobs, queueOf } from './worker-jobs.ts'

export interface RunGivenOut {
  readonly shared: string
  readonly given: GivenOut
  readonly parts: readonly GivenUnit[]
  readonly repository: Repository
}

interface Following extends RunGivenOut {
  readonly work: Work
  readonly recording: Parameters<typeof settleUnit>[1]
}

interface FollowedRun {
  readonly outcome: RecoveryOutcome
  readonly runs: readonly UnitRun[]
  readonly json: Readonly<Record<string, unknown>>
}

const everyMs = 1_000

/**
 * Follows a run until every unit is there, records each as soon as it is, and gives out what nobody gave out: putting a
 * unit together whose last worker died before it could say so. Throws `shard-failed` when nothing moves any more,
 * `aborted`; both leave the work of the others as it is.
 */
export async function followRun(
  context: AnlaufContext,
  following: Following,
  show: (figures: ProgressFigures) => void,
): Promise<FollowedRun> {
  const { given, parts } = following
  const settled: Settled = new Map()
  for (;;) {
    const result = await look(context, following, { settled, show }).catch((error: unknown) => {
      // The workers wait for the database too; what was settled stays so.
      if (!isAway(error)) throw error
      show({ phase: 'recover', done: settled.size, total: parts.length, note: error.message })
      return undefined
    })
    if (result !== undefined) return result
    await sleep(everyMs, undefined, { signal: context.signal }).catch(() => undefined)
    if (context.signal.aborted) throw stopped(given.run)
  }
}

type Settled = Map<string, { readonly unit: AssembledUnit; readonly run: UnitRun }>

/** One look at where the run stands; undefined while it goes on. */
async function look(
  context: AnlaufContext,
  following: Following,
  { settled, show }: { readonly settled: Settled; readonly show: (figures: ProgressFigures) => void },
): Promise<FollowedRun | undefined> {
  const { given, parts, work } = following
  for (const { unit } of parts) {
    if (!settled.has(unit)) await settle(context, following, unit, settled)
  }
  const progress = await work.progress(given.run)
  if (settled.size === parts.length && !isAtWork(progress, given.engine)) {
    const inOrder = parts.flatMap(({ unit }) => settled.get(unit) ?? [])
    return followed(following, inOrder, progress)
  }
  show(figuresOf(following, progress, settled))
  if (settled.size < parts.length && progress.waiting + progress.running === 0)
    await giveOutRest(following, settled, progress)
  return undefined
}

function isAway(error: unknown): error is AnlaufError {
  return error instanceof AnlaufError && error.code === 'database-failed' && error.retry === 'later'
}

async function settle(
  context: AnlaufContext,
  following: Following,
  unit: string,
  settled: Settled,
): Promise<void> {
  const { shared, given, repository, recording } = following
  const found = readResult(shared, { run: given.run, unit }, { repository })
  if (found === undefined) return
  const result = { ...found, ...(await withDatabases(context, following, unit)) }
  const { outcome, verification } = result
  const inCase = await settleUnit(context, recording, outcome, verification)
  settled.set(unit, { unit: result, run: { outcome, verification, inCase } })
}

/** Where the case holds pieces of databases for the unit, they belong into its manifest. */
async function withDatabases(
  context: AnlaufContext,
  { shared, given: { engine }, repository, recording: { stores, caseId, plan } }: Following,
  unit: string,
) {
  if (stores === undefined || caseId === undefined) return undefined
  const { state } = await openDeclaredCase(context, stores, caseId)
  const digests = (state.units.get(unit)?.databases ?? []).map(({ digest }) => digest)
  const planned = plan.units.find((one) => one.unit === unit)
  if (digests.length === 0 || planned === undefined) return undefined
  const { signal } = context
  return finishWithDatabases(shared, planned, new Set(digests), { repository, engine, signal })
}

/** Nothing waits and nothing runs: either a unit was left lying, or something failed. */
async function giveOutRest(
  { shared, given, parts, repository, work }: Following,
  settled: ReadonlyMap<string, unknown>,
  { failed, jobs }: Progress,
): Promise<void> {
  if (failed.length > 0) throw partsFailed(given.run, failed)
  if (jobs.some(({ state }) => state === 'cancelled')) throw cancelled(given.run)
  const left = parts.filter(({ unit }) => !settled.has(unit))
  const started = await work.start(left.flatMap((unit) => openJobs({ shared, given, repository }, unit)))
  if (started.length === 0) throw stuck(given.run, left.map(({ unit }) => unit)) // prettier-ignore
}

function figuresOf(
  { given: { engine }, parts }: RunGivenOut,
  { jobs, failed, workers }: Progress,
  settled: ReadonlyMap<string, unknown>,
): ProgressFigures {
  const done = new Set(
    jobs.flatMap(({ id, state }) => (state === 'done' ? [id.slice(id.indexOf('/') + 1)] : [])),
  )
  const figures = { done: 0, total: 0, bytesDone: 0, bytesTotal: 0 }
  for (const { unit, shards } of parts) {
    for (const { shard, files, bytes } of shards) {
      figures.total += files
      figures.bytesTotal += bytes
      if (!done.has(`${unit}/${shard}`) && !settled.has(unit)) continue
      figures.done += files
      figures.bytesDone += bytes
    }
  }
  const queue = queueOf('restore', engine)
  const able = workers.filter(({ queues }) => queues.includes(queue)).length
  const notes = [
    able === 0 ? 'NO WORKER with these rules is at work' : `${able} at work`,
    `${settled.size} of ${parts.length} units whole`,
    ...(failed.length > 0 ? [`${failed.length} parts FAILED`] : []),
  ]
  return { phase: 'recover', ...figures, note: notes.join(', ') }
}

function followed(
  { given: { engine, run } }: RunGivenOut,
  units: readonly { readonly unit: AssembledUnit; readonly run: UnitRun }[],
  { jobs }: Progress,
): FollowedRun {
  const sum = (name: string): number => jobs.reduce((all, { result }) => all + Number(result?.[name] ?? 0), 0)
  const outcome = {
    units: units.map(({ unit }) => unit.outcome),
    engine: engine.engine,
    engineVersion: engine.version,
    ruleSetDigest: engine.ruleSetDigest,
    scanned: sum('scanned'),
    fromCache: sum('fromCache'),
    mail: units.flatMap(({ unit }) => unit.mail),
    resumed: false,
  }
  const runs = units.map((one) => one.run)
  const told = runs.map((one) => ({
    ...one.outcome,
    verified: one.verification.problems.length === 0,
    problems: one.verification.problems,
    inCase: one.inCase ?? null,
  }))
  return { outcome, runs, json: { ...outcome, run, units: told } }
}

function partsFailed(run: string, failed: readonly JobState[]): AnlaufError {
  const shown = failed.slice(0, 5).map(({ id, failure }) => {
    const name = printName(id.slice(id.indexOf('/') + 1))
    return `${name}: ${failure?.message ?? 'failed'}`
  })
  const more = failed.length > shown.length ? ` And ${failed.length - shown.length} more.` : ''
  return new AnlaufError('shard-failed', `${run}: ${failed.length} jobs failed. ${shown.join(' ')}${more}`, {
    hint: `${failed[0]?.failure?.hint ?? ''} Then start the same command again: it tries only what failed.`.trim(),
    retry: 'later',
    context: { run, failed: failed.map(({ id, failure }) => ({ id, ...failure })) },
  })
}

function cancelled(run: string): AnlaufError {
  return new AnlaufError('shard-failed', `${run} was cancelled.`, {
    hint: 'Start the same command again to go on with it; what was done is kept.',
    retry: 'now',
  })
}

function stuck(run: string, units: readonly string[]): AnlaufError {
  return new AnlaufError(
    'shard-failed',
    `${run}: all jobs are done and ${units.map(printName).join(', ')} is not there.`,
    {
      hint: 'The workers have another shared folder than this machine. Mount the same one and start the same command again.',
      retry: 'later',
    },
  )
}

function stopped(run: string): AnlaufError {
  return new AnlaufError('aborted', `Following ${run} was stopped; the workers go on.`, {
    hint: 'Start the same command again to follow it and to record the result, or stop it with "anlauf recover runs --cancel".',
    retry: 'now',
  })
}
