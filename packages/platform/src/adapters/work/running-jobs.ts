import type { DBOSClient } from '@dbos-inc/dbos-sdk'

/** The jobs that this process works on, and how each of them is stopped. */
export interface RunningJobs {
  readonly size: number
  /** Until disposed of, the job counts as running; the signal fires when it belongs to somebody else. */
  begin(id: string): { readonly signal: AbortSignal } & Disposable
  /** Stops those that were cancelled, or given to others while this worker was frozen or cut off. */
  stopLost(client: DBOSClient, worker: string): Promise<readonly string[]>
  /** Resolves when none is left. */
  idle(): Promise<void>
}

export function runningJobs(): RunningJobs {
  const jobs = new Map<symbol, { readonly id: string; readonly control: AbortController }>()
  let waiting: (() => void)[] = []
  return {
    get size() {
      return jobs.size
    },
    begin(id) {
      const key = Symbol(id)
      const control = new AbortController()
      jobs.set(key, { id, control })
      return {
        signal: control.signal,
        [Symbol.dispose]() {
          jobs.delete(key)
          if (jobs.size > 0) return
          for (const tell of waiting) tell()
          waiting = []
        },
      }
    },
    async stopLost(client, worker) {
      if (jobs.size === 0) return []
      const before = [...jobs.values()]
      const rows = await client.listWorkflows({
        workflowIDs: before.map(({ id }) => id),
        loadInput: false,
        loadOutput: false,
      })
      const ours = new Set(
        rows.flatMap(({ workflowID, status, executorId }) =>
          status === 'PENDING' && executorId === worker ? [workflowID] : [],
        ),
      )
      const lost = before.filter(({ id, control }) => !ours.has(id) && !control.signal.aborted)
      for (const { control } of lost) control.abort(new Error('The job belongs to another worker now.'))
      return lost.map(({ id }) => id)
    },
    idle: () => (jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
