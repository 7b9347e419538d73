import type { DBOSClient, WorkflowStatus } from '@dbos-inc/dbos-sdk'

import { application } from './engine.ts'
import { type JobFailure, storedFailure } from './failure.ts'
import type { LivingWorker } from './lease.ts'

export interface JobState {
  readonly id: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly worker?: string
  /** What a job that is done gave back. */
  readonly result?: Readonly<Record<string, number | string>>
  readonly failure?: JobFailure
}

/** Where the jobs of a run stand. */
export interface Progress {
  readonly waiting: number
  readonly running: number
  readonly done: number
  readonly cancelled: number
  readonly jobs: readonly JobState[]
  readonly failed: readonly JobState[]
  /** Who is at work at all, on whatever queues. */
  readonly workers: readonly LivingWorker[]
}

export interface RunSummary {
  readonly run: string
  /** When its first and its last job were started, in milliseconds since 1970. */
  readonly firstAt: number
  readonly lastAt: number
  readonly waiting: number
  readonly running: number
  readonly done: number
  readonly failed: number
  readonly cancelled: number
}

/** The jobs of a run; ids are `run/…`. */
export async function progressOf(
  client: DBOSClient,
  run: string,
  workers: readonly LivingWorker[],
): Promise<Progress> {
  const rows = await listAll(client, { workflow_id_prefix: `${run}/`, loadInput: false })
  const jobs = rows.map(jobState)
  const count = (state: JobState['state']): number => jobs.filter((job) => job.state === state).length
  return {
    waiting: count('waiting'),
    running: count('running'),
    done: count('done'),
    cancelled: count('cancelled'),
    jobs,
    failed: jobs.filter(({ state }) => state === 'failed'),
    workers,
  }
}

/** All runs that the database knows, the newest first. */
export async function listRuns(client: DBOSClient): Promise<readonly RunSummary[]> {
  const rows = await listAll(client, { loadInput: false, loadOutput: false })
  const runs = Map.groupBy(rows, ({ workflowID }) => workflowID.split('/', 1)[0] ?? '')
  return [...runs].map(([run, jobs]) => summary(run, jobs)).sort((a, b) => b.lastAt - a.lastAt)
}

function summary(run: string, rows: readonly WorkflowStatus[]): RunSummary {
  const states = rows.map((row) => stateOf(row.status))
  const count = (state: JobState['state']): number => states.filter((one) => one === state).length
  const times = rows.map(({ createdAt }) => createdAt)
  return {
    run,
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    waiting: count('waiting'),
    running: count('running'),
    done: count('done'),
    failed: count('failed'),
    cancelled: count('cancelled'),
  }
}

/** Rows a question; the engine answers 10,000 in about a tenth of a second. */
const page = 10_000

export async function listAll(
  client: DBOSClient,
  filter: Parameters<DBOSClient['listWorkflows']>[0],
): Promise<readonly WorkflowStatus[]> {
  const all: WorkflowStatus[] = []
  for (;;) {
    const scope = { ...filter, applicationName: application, limit: page, offset: all.length }
    const rows = await client.listWorkflows(scope)
    all.push(...rows)
    if (rows.length < page) return all
  }
}

function jobState({ workflowID, status, executorId, error, output }: WorkflowStatus): JobState {
  const state = stateOf(status)
  return {
    id: workflowID,
    state,
    ...(state === 'running' && executorId !== undefined && { worker: executorId }),
    ...(state === 'done' && { result: output as Readonly<Record<string, number | string>> }),
    ...(state === 'failed' && { failure: storedFailure(error) }),
  }
}

export function stateOf(status: string): JobState['state'] {
  switch (status) {
    case 'ENQUEUED':
    case 'DELAYED':
      return 'waiting'
    case 'PENDING':
      return 'running'
    case 'SUCCESS':
      return 'done'
    case 'CANCELLED':
      return 'cancelled'
    default:
      return 'failed'
  }
}
