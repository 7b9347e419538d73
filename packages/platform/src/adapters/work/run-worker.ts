import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import { Pool } from 'pg'

import { application, quietLogger, workflowName, workVersion } from './engine.ts'
import { JobError, workFailure } from './failure.ts'
import { defaultLeaseMs, type Leases, leases } from './lease.ts'
import { rescue } from './rescue.ts'
import { type RunningJobs, runningJobs } from './running-jobs.ts'
import { type Job, openWork, type Work } from './work.ts'

/** Does one kind of job. May run twice, even at once; what it throws is the job's failure. */
export type Handler = (
  input: Readonly<Record<string, string>>,
  tools: {
    /** Fires when the worker stops, and when the job was cancelled or belongs to another worker now. */
    readonly signal: AbortSignal
    /** Gives out what comes next. */
    readonly start: (jobs: readonly Job[]) => Promise<unknown>
  },
) => Promise<Readonly<Record<string, number | string>>>

export interface WorkerOptions {
  readonly url: string
  readonly queues: readonly string[]
  readonly handlers: Readonly<Record<string, Handler>>
  /** A worker that was not heard of for so long has lost its jobs; it says that it is there six times as often. */
  readonly leaseMs?: number
  /** Ends the worker in good order: its jobs stop and others take them over at once. */
  readonly signal: AbortSignal
  readonly tell: (message: string) => void
}

/** A worker that freezes within a transaction holds locks that the others wait for; the server ends it. */
const idleTransactionMs = 10_000

/** Works until the signal fires. One at a time in a process. Throws `database-failed` when it cannot begin. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { url, queues, signal, tell, leaseMs = defaultLeaseMs } = options
  const host = hostname()
  // Unique for ever: a name that comes back would take the jobs of the one before for its own.
  const worker = `${host}-${process.pid}-${randomUUID().slice(0, 8)}`
  await using resources = new AsyncDisposableStack()
  try {
    const work = resources.use(await openWork({ url, tell }))
    const pool = new Pool({
      connectionString: url,
      max: 2,
      connectionTimeoutMillis: 15_000,
      application_name: worker,
      idle_in_transaction_session_timeout: idleTransactionMs,
    })
    pool.on('error', () => undefined)
    // One that is checked out when the server ends would otherwise end the process.
    pool.on('connect', (one) => one.on('error', () => undefined))
    resources.defer(() => pool.end())
    const logger = quietLogger(tell)
    const client = await DBOSClient.create({ systemDatabaseUrl: url, applicationName: application, logger })
    resources.defer(() => client.destroy())
    const lease = leases(pool, { worker, host, queues, leaseMs })
    await lease.renew()
    const jobs = runningJobs()
    register(options, jobs, work)
    DBOS.setConfig({
      name: application,
      systemDatabaseUrl: url,
      applicationVersion: workVersion,
      executorID: worker,
      enablePatching: true,
      listenQueues: [...queues],
      // Nothing here waits for messages; one connection less.
      useListenNotify: false,
      systemDatabaseIdleTransactionTimeoutMs: idleTransactionMs,
      logger,
    })
    await DBOS.launch()
    resources.defer(() => DBOS.shutdown())
    tell(`${worker} works on ${queues.join(', ')}.`)
    await watch({ worker, lease, client, jobs, leaseMs, signal, tell })
    await jobs.idle()
    await lease.release().catch(() => undefined)
  } catch (error) {
    throw workFailure(error)
  }
}

/** One workflow of one step: what a job is made of is its own business, and idempotent. */
function register({ handlers, signal }: WorkerOptions, jobs: RunningJobs, work: Work): void {
  const step = async (kind: string, input: Readonly<Record<string, string>>) => {
    using job = jobs.begin(DBOS.workflowID ?? '')
    const stopping = AbortSignal.any([signal, job.signal])
    const handler = handlers[kind]
    try {
      if (handler === undefined) throw new Error(`This worker knows no job of the kind "${kind}".`)
      return await handler(input, { signal: stopping, start: (next) => work.start(next) })
    } catch (error) {
      if (!signal.aborted) throw new JobError(error)
    }
    return undefined
  }
  DBOS.registerWorkflow(
    async (kind: string, input: Readonly<Record<string, string>>) => {
      const result = await DBOS.runStep(
        async () => {
          const done = await step(kind, input)
          // The worker stops: the job has not failed, it stays open and another worker begins it anew.
          return done ?? new Promise<never>(() => undefined)
        },
        { name: 'work' },
      )
      return result
    },
    // How often a job is tried is the business of the job: it knows what a try was.
    { name: workflowName, maxRecoveryAttempts: 1_000_000 },
  )
}

interface Watching {
  readonly worker: string
  readonly lease: Leases
  readonly client: DBOSClient
  readonly jobs: RunningJobs
  readonly leaseMs: number
  readonly signal: AbortSignal
  readonly tell: (message: string) => void
}

/**
 * Renews the lease, stops what is not ours any more, rescues what nobody has. Only who held its lease for its whole
 * length without a gap rescues: after an outage of the database all others get the time to say that they live.
 */
async function watch({ worker, lease, client, jobs, leaseMs, signal, tell }: Watching): Promise<void> {
  const everyMs = leaseMs / 6
  let renewedAt = performance.now()
  let heldSince = renewedAt
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    try {
      await lease.renew()
      const now = performance.now()
      if (now - renewedAt > leaseMs) {
        tell(`${worker} was not heard of for ${Math.round((now - renewedAt) / 1_000)} s.`)
        heldSince = now
      }
      renewedAt = now
      for (const id of await jobs.stopLost(client, worker)) tell(`${id} is not ours any more: stopped.`)
      if (now - heldSince < leaseMs) continue
      await lease.alone(async () => {
        for (const id of await rescue(client, () => lease.living()))
          tell(`${id} taken over from a worker that is gone.`)
      })
    } catch (error) {
      tell(`The database does not answer: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
