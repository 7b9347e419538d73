import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

import {
  beatJob,
  beginJob,
  type Database,
  endJob,
  evidenceLogWithin,
  jobsOf,
  sampleJob,
} from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  type By,
  type CommandLine,
  commandLineOf,
  type Earlier,
  endedEntry,
  failureIn,
  type Job,
  type JobCounters,
  type JobFailure,
  type JobResult,
  rescuedEntry,
  resultIn,
  type Workplace,
} from '../../../core/jobs/index.ts'
import { type Ended, runOwnProgram } from './own-program.ts'

export interface JobTools {
  readonly database: Database
  readonly workplace: Workplace
  readonly home: string
  readonly env: Readonly<Partial<Record<string, string>>>
  /** The account, for the evidence: what it measures it says itself. */
  readonly by: () => By
  readonly tell: (message: string) => void
}

/** A person who cancels waits no longer; a database is not busy with it. */
const beatMs = 1_000
const sampleEveryMs = 10_000

/**
 * Does one job: begins its row, runs its command, keeps the counters, ends the row together with the entry that says
 * so. Safe to run twice: a second runner takes the row away from the first, which then stops its command.
 */
export async function doJob(id: string, signal: AbortSignal, tools: JobTools): Promise<void> {
  const { database, by } = tools
  const runner = randomUUID()
  const job = await beginJob(database, id, runner)
  if (job === undefined) return
  if (job.tries > 1) {
    await database.transaction((session) =>
      evidenceLogWithin(session).append(job.case, [rescuedEntry(job, by())]),
    )
  }
  const ended = await outcomeOf(job, runner, signal, tools)
  if (ended === undefined) return
  await database.transaction(async (session) => {
    const row = await endJob(session, { id, runner, ...ended })
    if (row === undefined) return
    const code = ended.failure?.code
    const entry = endedEntry(job, { state: ended.state, ...(code !== undefined && { code }) }, by())
    await evidenceLogWithin(session).append(job.case, [entry])
  })
}

interface Outcome {
  readonly state: 'done' | 'failed'
  readonly result?: JobResult
  readonly failure?: JobFailure
}

/** Undefined when the job is not ours any more: cancelled, or another worker has it. */
async function outcomeOf(
  job: Job,
  runner: string,
  signal: AbortSignal,
  tools: JobTools,
): Promise<Outcome | undefined> {
  let command: CommandLine
  try {
    command = commandLineOf(job, tools.workplace, await earlierWork(job, tools.database))
    makeRoom(command, job)
  } catch (error) {
    return { state: 'failed', failure: failureOf(error) }
  }
  const lost = new AbortController()
  const ended = await followed(command, job, runner, { signal, lost, tools })
  if (lost.signal.aborted) return undefined
  // The worker stops: the job stays open, and whoever comes next begins it anew.
  signal.throwIfAborted()
  return judge(job, ended, tools)
}

async function followed(
  command: CommandLine,
  { id }: Job,
  runner: string,
  { signal, lost, tools }: { signal: AbortSignal; lost: AbortController; tools: JobTools },
): Promise<Ended> {
  const { database, env, home, tell } = tools
  let counters: JobCounters | undefined
  let sampledAt = -sampleEveryMs
  let beating = false
  const beat = async (): Promise<void> => {
    if (beating) return
    beating = true
    try {
      const now = counters
      if (!(await beatJob(database, { id, runner, counters: now }))) lost.abort()
      else if (now !== undefined && performance.now() - sampledAt >= sampleEveryMs) {
        sampledAt = performance.now()
        await sampleJob(database, id, now)
      }
    } catch (error) {
      // The work goes on without counters; the database is asked again in a second.
      tell(`${id}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      beating = false
    }
  }
  const timer = setInterval(() => void beat(), beatMs)
  try {
    return await runOwnProgram(command, {
      env,
      home,
      signal: AbortSignal.any([signal, lost.signal]),
      onProgress({ phase, done, total, bytesDone, bytesTotal, bytesPerSecond, secondsLeft }) {
        counters = {
          phase,
          done,
          bytesPerSecond,
          ...(total !== undefined && { total }),
          ...(bytesDone !== undefined && { bytesDone }),
          ...(bytesTotal !== undefined && { bytesTotal }),
          ...(secondsLeft !== undefined && { secondsLeft }),
        }
      },
    })
  } finally {
    clearInterval(timer)
  }
}

function judge({ id, kind }: Job, { code, stdout, stderr }: Ended, { tell }: JobTools): Outcome {
  const json = parsed(stdout)
  const result = json === undefined ? undefined : resultIn(kind, json)
  if (code === 0) return { state: 'done', ...(result !== undefined && { result }) }
  // To find that evidence is broken is what a verification is for; a drill that fails has a score as well.
  if ((kind === 'verify' || kind === 'drill') && result !== undefined) return { state: 'done', result }
  const failure = failureIn(
    stderr,
    result === undefined
      ? `The program ended with ${code ?? 'a signal'}.`
      : 'Some files are not as they were written when they are read back.',
  )
  if (failure.code === 'unexpected') tell(`${id} ended with ${code ?? 'a signal'}: ${stderr.slice(-4_000)}`)
  return { state: 'failed', failure, ...(result !== undefined && { result }) }
}

/** The plans and runs of the case that ended well. */
async function earlierWork(job: Job, database: Database): Promise<Earlier> {
  const jobs = await jobsOf(database, job.case, { limit: 10_000 })
  const done = jobs.filter(({ state }) => state === 'done').toSorted((a, b) => b.revision - a.revision)
  const plan = done.find(({ kind, unit }) => kind === 'plan' && (unit === undefined || unit === job.unit))
  return { ...(plan !== undefined && { plan }), hasRun: done.some(({ kind }) => kind === 'run') }
}

/** What a try that was cut off left stays beside it: nothing that was made is removed. */
function makeRoom({ makes }: CommandLine, { tries }: Job): void {
  if (makes === undefined) return
  mkdirSync(dirname(makes), { recursive: true, mode: 0o700 })
  if (existsSync(makes)) renameSync(makes, `${makes}.left-by-try-${tries - 1}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failureOf(error: unknown): JobFailure {
  if (error instanceof AnlaufError) return { code: error.code, message: error.message, hint: error.hint }
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'unexpected',
    message,
    hint: 'Check the folder of the workplace and its free space, then start it again.',
  }
}
