import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import { Client, Pool } from 'pg'

import { application, quietLogger, workflowName, workVersion } from './engine.ts'
import { workFailure } from './failure.ts'
import { defaultLeaseMs, livingWorkers } from './lease.ts'
import { listRuns, type Progress, progressOf, type RunSummary, stateOf } from './progress.ts'

/** A piece of work. Its input is ids only: it lies in the database for ever. */
export interface Job {
  /** `run/…`; the same id is the same job. */
  readonly id: string
  readonly kind: string
  readonly queue: string
  /** Whose work it is: limits per tenant go by it. */
  readonly tenant: string
  readonly input: Readonly<Record<string, string>>
}

/** How many jobs of a queue run at once. */
export interface Limits {
  readonly inAll: number
  readonly perTenant: number
  readonly perWorker: number
}

/** Queues by name. One that was never named here has no workers, whoever listens. */
export type QueueLimits = Readonly<Record<string, Limits>>

/** The four verbs of durable work. */
export interface Work extends AsyncDisposable {
  /** Gives jobs out, and those that failed or were cancelled anew; the others stay as they are. Returns those given out. */
  start(jobs: readonly Job[], queues?: QueueLimits): Promise<readonly string[]>
  /** Takes back what waits and stops what runs; returns how many. */
  cancel(run: string): Promise<number>
  progress(run: string): Promise<Progress>
  list(): Promise<readonly RunSummary[]>
}

export interface WorkOptions {
  /** `postgres://user:password@host/name` */
  readonly url: string
  readonly tell?: (message: string) => void
}

/** Opens the queues of a database. Throws `database-failed`. */
export async function openWork({ url, tell = () => undefined }: WorkOptions): Promise<Work> {
  const logger = quietLogger(tell)
  await prepare(url, tell).catch((error: unknown) => {
    throw workFailure(error)
  })
  const client = await DBOSClient.create({ systemDatabaseUrl: url, applicationName: application, logger })
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 15_000 })
  pool.on('error', () => undefined)
  pool.on('connect', (one) => one.on('error', () => undefined))
  const said = <Args extends unknown[], Result>(verb: (...args: Args) => Promise<Result>) => {
    return (...args: Args): Promise<Result> =>
      verb(...args).catch((error: unknown) => {
        throw workFailure(error)
      })
  }
  return {
    start: said((jobs: readonly Job[], queues?: QueueLimits) => start(client, jobs, queues)),
    cancel: said((run: string) => cancel(client, run)),
    progress: said(async (run: string) => progressOf(client, run, await livingWorkers(pool, defaultLeaseMs))),
    list: said(() => listRuns(client)),
    async [Symbol.asyncDispose]() {
      await client.destroy()
      await pool.end()
    },
  }
}

async function start(
  client: DBOSClient,
  jobs: readonly Job[],
  queues: QueueLimits = {},
): Promise<readonly string[]> {
  for (const [queue, limits] of Object.entries(queues)) await setLimits(client, queue, limits)
  const given: string[] = []
  for (const part of batches(jobs)) {
    const workflowIDs = part.map(({ id }) => id)
    const rows = await client.listWorkflows({ workflowIDs, loadInput: false, loadOutput: false })
    const states = new Map(rows.map(({ workflowID, status }) => [workflowID, stateOf(status)]))
    for (const job of part) {
      const state = states.get(job.id)
      if (state === undefined) await enqueue(client, job)
      else if (state === 'failed' || state === 'cancelled') await again(client, job)
      else continue
      given.push(job.id)
    }
  }
  return given
}

async function setLimits(client: DBOSClient, queue: string, limits: Limits): Promise<void> {
  await client.registerQueue(queue, {
    globalConcurrency: limits.inAll,
    partitionConcurrency: limits.perTenant,
    workerConcurrency: limits.perWorker,
    // A worker that is done asks for the next part: with the engine's second, small parts would wait more than run.
    minPollingIntervalMs: 200,
    onConflict: 'always_update',
  })
}

async function enqueue(client: DBOSClient, { id, kind, queue, tenant, input }: Job): Promise<void> {
  await client.enqueue(
    {
      workflowName,
      workflowID: id,
      queueName: queue,
      queuePartitionKey: tenant,
      appVersion: workVersion,
      applicationName: application,
    },
    kind,
    input,
  )
}

/** From its first step, in its own queue: without a name it would come into one that knows no limits. */
async function again(client: DBOSClient, { id, queue, tenant }: Job): Promise<void> {
  await client.rewindWorkflow(id, {
    queueName: queue,
    queuePartitionKey: tenant,
    applicationVersion: workVersion,
  })
}

async function cancel(client: DBOSClient, run: string): Promise<number> {
  const { jobs } = await progressOf(client, run, [])
  const ids = jobs.flatMap(({ id, state }) => (state === 'waiting' || state === 'running' ? [id] : []))
  for (const part of batches(ids)) await client.cancelWorkflows([...part])
  return ids.length
}

/** A client of the engine does not make its tables; starting it once does. */
async function prepare(url: string, tell: (message: string) => void): Promise<void> {
  const asking = new Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  await asking.connect()
  try {
    const { rows } = await asking.query<{ there: boolean }>(
      `select to_regclass('dbos.workflow_output') is not null as there`,
    )
    if (rows[0]?.there === true) return
  } finally {
    await asking.end()
  }
  DBOS.setConfig({
    name: application,
    systemDatabaseUrl: url,
    applicationVersion: workVersion,
    logger: quietLogger(tell),
    listenQueues: [],
    useListenNotify: false,
  })
  await DBOS.launch()
  await DBOS.shutdown()
}

function* batches<T>(items: readonly T[], size = 1_000): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
