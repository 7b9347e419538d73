import { setTimeout as sleep } from 'node:timers/promises'

import { openJobIds } from '../../../adapters/database/index.ts'
import type { Work } from '../../../adapters/work/index.ts'
import { doJob, type JobTools } from './do-job.ts'

/** Hands jobs to the queue. */
export interface JobWorker extends AsyncDisposable {
  /** Looks for jobs that wait, now. */
  wake(): void
}

const queue = 'asked'

/** Jobs that nobody handed to the queue, because the server died between, are found within this. */
const lookEveryMs = 5_000

/**
 * One embedded server has one worker, so a dead one is known soon; with a database of several machines the lease is
 * that of all workers.
 */
const ownLeaseMs = 15_000

/** Works on what was asked for until disposed of: durable, each case one job after the other, some cases at once. */
export function startJobWorker(tools: JobTools): JobWorker {
  const stopping = new AbortController()
  const { signal } = stopping
  let look = new AbortController()
  const working = work().catch((error: unknown) => {
    if (!signal.aborted) tools.tell(`Jobs are not worked on: ${messageOf(error)}`)
  })

  async function work(): Promise<void> {
    const { openWork, runWorker } = await import('../../../adapters/work/index.ts')
    const { database, workplace, tell } = tools
    await using queues = await openWork({ url: database.url, tell })
    const worker = runWorker({
      url: database.url,
      queues: [queue],
      handlers: {
        async job({ id = '' }, { signal: ours }) {
          await doJob(id, ours, tools)
          return {}
        },
      },
      ...(database.home !== undefined && { leaseMs: ownLeaseMs }),
      signal,
      tell: () => undefined,
    })
    await Promise.all([worker, handOut(queues, workplace.atOnce)])
  }

  async function handOut(queues: Work, atOnce: number): Promise<void> {
    const limits = { inAll: atOnce, perTenant: 1, perWorker: atOnce }
    let isFirst = true
    while (!signal.aborted) {
      look = new AbortController()
      try {
        const ids = await openJobIds(tools.database)
        const jobs = ids.map((id) => ({
          id: `${id}/work`,
          kind: 'job',
          queue,
          tenant: id.split(':', 1)[0] ?? '',
          input: { id },
        }))
        if (jobs.length > 0 || isFirst) await queues.start(jobs, isFirst ? { [queue]: limits } : {})
        isFirst = false
      } catch (error) {
        tools.tell(`Jobs cannot be handed out now: ${messageOf(error)}`)
      }
      await sleep(lookEveryMs, undefined, { signal: AbortSignal.any([signal, look.signal]) }).catch(
        () => undefined,
      )
    }
  }

  return {
    wake: () => look.abort(),
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await working
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
